#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dunghan::bench {

/// What came of a run of posts.
struct HttpFigures {
  int64_t answers = 0;  ///< 503s that were posted again are not among them
  int64_t events = 0;   ///< in posts answered with 200
  double seconds = 0;   ///< from the first post to the last answer
  int64_t connect_errors = 0;
  int64_t lost = 0;                 ///< connections that ended while an answer was owed
  std::map<int, int64_t> statuses;  ///< all answers
  std::vector<float> latencies;     ///< of those answered with 200, in milliseconds
};

/// One line: requests, events, rates, quantiles of the latency, statuses.
std::string ToJson(HttpFigures figures);

}  // namespace dunghan::bench
