#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "console.h"
#include "dunghan/base/code.h"
#include "dunghan/base/error.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/simulate/province.h"
#include "http/client.h"

namespace dunghan::commands {

/// Requests to the daemon that is followed. @error kUnavailable: no answer.
class FollowTransport {
 public:
  virtual ~FollowTransport() = default;
  virtual Result<http::ClientResponse> Get(std::string_view target) = 0;
  virtual Result<http::ClientResponse> Post(std::string_view target, std::string_view content_type,
                                            std::string_view body) = 0;
};

/// Real time, and the wish that it should end.
class FollowPace {
 public:
  virtual ~FollowPace() = default;
  /// Since some fixed moment; never goes back.
  virtual std::chrono::milliseconds Elapsed() const = 0;
  /// Waits so long; false, at once, when asked to stop.
  virtual bool Wait(std::chrono::milliseconds time) = 0;
};

struct FollowOptions {
  std::string url;                    ///< of the daemon, for messages
  std::optional<Instant> start = {};  ///< absent: midnight of the daemon's today
  std::optional<double> speed = {};   ///< times real time, > 0; absent: as fast as it goes
  /// The whole province; without `to` its last day is the daemon's today. `now` does not count.
  simulate::Options province;
};

struct FollowRules {
  std::shared_ptr<CodeTable> codes;  ///< the rulebook's
  std::shared_ptr<const rulebook::Rulebook> rulebook;
};

/// `dunghan simulate --follow`: posts a province's events to a running daemon as time goes by, each
/// when it arrives.
///
/// Simulated time begins at `start`, runs `speed` times as fast as real time and never ahead of the
/// daemon's clock, which would hold such events back. What arrives before `start` is left out. A
/// daemon that is away or overloaded is asked again, and told of once; nothing is lost by that, and
/// what arrives twice is a duplicate there.
///
/// Ends at the end of the province or when asked to stop, with "sent N: stored A, duplicate B,
/// quarantined C" on `out`. The exit code: 0; 1 for an answer that no repetition will change; 2 for
/// a province that cannot be, and for a daemon whose ledger holds events and is not marked as
/// simulated: nothing is posted into that.
int RunFollow(const FollowOptions& options, const FollowRules& rules, FollowTransport& transport,
              FollowPace& pace, const Console& console);

}  // namespace dunghan::commands
