#pragma once

#include <iosfwd>
#include <string>

#include "app/serving.h"
#include "app/settings.h"
#include "dunghan/base/log.h"
#include "dunghan/record/position.h"

namespace dunghan::app {

/// Says that the daemon serves: to whoever started it ("listening on URL"), to the log, to systemd,
/// and, until the object is gone, to commands that look for it.
class Presence {
 public:
  /// People come to `url`, commands of this machine as `serving` says.
  Presence(const Settings& settings, const std::string& url, const Serving& serving,
           const record::Position& head, Log& log, std::ostream& out);

 private:
  ServingNote note_;
};

}  // namespace dunghan::app
