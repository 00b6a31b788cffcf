#include "presence.h"

#include <ostream>

#include "app/version.h"
#include "notify.h"

namespace dunghan::app {

Presence::Presence(const Settings& settings, const std::string& url, const Serving& serving,
                   const record::Position& head, Log& log, std::ostream& out)
    : note_(settings.ledger.path) {
  if (auto noted = note_.Write(serving); !noted) {
    log.Warning("serving.not_noted", {{"reason", noted.error().for_client}});
  }
  // Flushed: whoever started the program waits for this line.
  out << "listening on " << url << std::endl;
  log.Info("ready", {{"url", url},
                     {"version", std::string(kVersion)},
                     {"ledger", settings.ledger.path.string()},
                     {"config", settings.file.string()},
                     {"chain", head.Text()}});
  NotifyReady("serving " + url);
}

}  // namespace dunghan::app
