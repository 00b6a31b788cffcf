#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

/// What the follower reads of a daemon's answers.
namespace dunghan::commands {

/// Of `GET /api/v1/live`.
struct LiveAnswer {
  Instant now;             ///< the daemon's clock
  double clock_speed = 1;  ///< how much faster than real time it runs; 0: it stands still
  bool simulated = false;  ///< its ledger is marked
  bool has_events = false;
};
/// @error kInvalidArgument: not the answer of such a daemon; names the field.
Result<LiveAnswer> ReadLiveAnswer(std::string_view body);

/// Of `POST /api/v1/events`.
struct PostAnswer {
  int64_t received = 0;
  int64_t stored = 0;
  int64_t duplicate = 0;
  int64_t quarantined = 0;
  std::string problem = {};  ///< the first one, "FIELD: REASON"; empty: none
};
/// @error kInvalidArgument as above.
Result<PostAnswer> ReadPostAnswer(std::string_view body);

/// What a problem+json body says, else an empty text.
std::string ReadProblemDetail(std::string_view body);

}  // namespace dunghan::commands
