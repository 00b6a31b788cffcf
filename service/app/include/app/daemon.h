#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "app/settings.h"
#include "app/workspace.h"
#include "dunghan/base/log.h"
#include "http/tls.h"

namespace dunghan::app {

struct DaemonOptions {
  CommonOptions common;
  std::optional<std::string> listen;  ///< instead of [server] listen
  int64_t speed = 1;                  ///< of the clock that --clock begins
  bool accept_clock = false;          ///< believe a clock that has jumped ahead, from now on
  LogLevel log_level = LogLevel::kInfo;
};

/// Where to listen. @error kInvalidArgument: no loopback address, and there is no token.
Result<Listen> ChooseListen(const Settings& settings, const DaemonOptions& options);
/// Nothing where the settings name no certificate. @error kInvalidArgument: it cannot be used.
Result<std::shared_ptr<http::Tls>> LoadTls(const Settings& settings);
/// All that keeps single sign-on from working, where it is on; agencies by the rulebook, if there
/// is one.
std::vector<Problem> CheckSignOn(const Settings& settings, const rulebook::Rulebook* rulebook);

/// `dunghan serve`: runs until SIGTERM or SIGINT. The exit code: 0 stopped in order, 1 failed, 2
/// wrong configuration, 3 the ledger is locked or unusable. Once it takes requests, `out` says
/// "listening on http://ADDRESS:PORT", https with a certificate. SIGHUP reloads rulebook and
/// figures.
int RunDaemon(const DaemonOptions& options, std::ostream& out, std::ostream& err);

}  // namespace dunghan::app
