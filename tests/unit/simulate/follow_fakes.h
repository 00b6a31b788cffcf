#pragma once

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/base/text.h"
#include "provinces.h"
#include "simulate/follow.h"

/// A daemon and a passing of time that tests decide.
namespace dunghan::commands::test {

using std::chrono::milliseconds;
using namespace std::chrono_literals;

/// Real time that passes only by waiting.
class FakePace final : public FollowPace {
 public:
  milliseconds Elapsed() const override { return elapsed_; }
  bool Wait(milliseconds time) override {
    waits.push_back(time);
    if (elapsed_ + time >= stop_at) return false;
    elapsed_ += time;
    return true;
  }

  std::vector<milliseconds> waits;
  milliseconds stop_at = milliseconds::max();

 private:
  milliseconds elapsed_{};
};

/// A request that was posted, and when.
struct Posted {
  std::vector<std::string> lines;
  std::string body;
  std::string content_type;
  Instant daemon_now;
  milliseconds at;
};

/// A daemon with a clock of its own and a ledger that knows its lines again. `faults` are answers
/// given instead, each once, in order; an Error is nobody there.
class FakeDaemon final : public FollowTransport {
 public:
  using Answer = Result<http::ClientResponse>;

  FakeDaemon(FakePace& pace, Instant now, double speed) : pace_(pace), now_(now), speed_(speed) {}

  Instant Now() const {
    const auto elapsed = pace_.Elapsed();
    const double passed = static_cast<double>(elapsed.count()) * speed_;
    const Instant now = now_ + milliseconds(static_cast<int64_t>(passed));
    return elapsed < set_back_at ? now : now - set_back_by;
  }
  void SetClock(Instant now, double speed) {
    now_ = now;
    speed_ = speed;
  }

  Answer Get(std::string_view target) override {
    EXPECT_EQ(target, "/api/v1/live");
    ++asked;
    if (!live_faults.empty()) return Take(live_faults);
    const auto now = FormatRfc3339(Now(), 7h);
    return http::ClientResponse{
        200, "",
        fmt::format(
            R"({{"now":"{}","clock_speed":{},"simulated":{},"data":{{"newest_event":{}}}}})", now,
            speed_, simulated, events > 0 ? JsonQuote(now) : "null")};
  }

  Answer Post(std::string_view target, std::string_view content_type,
              std::string_view body) override {
    EXPECT_EQ(target, "/api/v1/events");
    Posted posted{Lines(body), std::string(body), std::string(content_type), Now(),
                  pace_.Elapsed()};
    posts.push_back(posted);
    if (!post_faults.empty()) return Take(post_faults);
    size_t stored = 0;
    for (const auto& line : posted.lines) stored += lines_.insert(line).second ? 1 : 0;
    events += static_cast<int64_t>(stored);
    simulated |= stored > 0;
    return http::ClientResponse{
        200, "",
        fmt::format(R"({{"received":{},"stored":{},"duplicate":{},"quarantined":0,"problems":[]}})",
                    posted.lines.size(), stored, posted.lines.size() - stored)};
  }

  /// Every line it holds.
  const std::set<std::string>& lines() const { return lines_; }

  bool simulated = false;
  int64_t events = 0;
  int asked = 0;
  milliseconds set_back_at = milliseconds::max();  // when its clock is, and by how much
  milliseconds set_back_by{};
  std::vector<Answer> live_faults;
  std::vector<Answer> post_faults;
  std::vector<Posted> posts;

 private:
  static std::vector<std::string> Lines(std::string_view body) {
    std::vector<std::string> lines;
    while (!body.empty()) {
      const auto end = body.find('\n');
      lines.emplace_back(body.substr(0, end));
      body.remove_prefix(end + 1);
    }
    return lines;
  }
  static Answer Take(std::vector<Answer>& faults) {
    Answer fault = faults.front();
    faults.erase(faults.begin());
    return fault;
  }

  FakePace& pace_;
  Instant now_;
  double speed_;
  std::set<std::string> lines_;
};

inline FakeDaemon::Answer Away() { return Unavailable("connection refused"); }
inline FakeDaemon::Answer Status(int status, std::string retry_after = "", std::string body = "") {
  return http::ClientResponse{status, std::move(retry_after), std::move(body)};
}

/// When the event of a line happened.
inline Instant AtOf(const std::string& line) {
  const auto begin = line.find("\"at\":\"") + 6;
  return ParseRfc3339(line.substr(begin, line.find('"', begin) - begin)).value();
}

}  // namespace dunghan::commands::test
