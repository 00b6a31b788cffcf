#include "simulate/follow.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "intake/event_json.h"
#include "simulate/follow_json.h"

namespace dunghan::commands {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Answer = Result<http::ClientResponse>;

constexpr std::string_view kLive = "/api/v1/live";
constexpr std::string_view kEvents = "/api/v1/events";
constexpr int64_t kMostEvents = 1000;  // in one request
constexpr milliseconds kTick{200};
constexpr seconds kAskClockEvery{5};
constexpr seconds kLongestBackOff{10};
constexpr seconds kLongestRetryAfter{600};
constexpr int kOverloadPatience = 5;  // overload that passes sooner is not worth a line

milliseconds TimesAsFast(milliseconds time, double speed) {
  return milliseconds{static_cast<int64_t>(static_cast<double>(time.count()) * speed)};
}

/// 0.5, 1, 2, 4, 8, 10, 10 ... seconds.
milliseconds BackOff(int failures) {
  return std::min<milliseconds>(milliseconds{500} * (1 << std::min(failures, 5)), kLongestBackOff);
}

bool IsOverload(const Answer& answer) {
  return answer && (answer->status == 503 || answer->status == 429);
}
/// Repeating may help: nobody there, overloaded, too fast, or a fault of the daemon.
bool IsTrouble(const Answer& answer) {
  return !answer || answer->status >= 500 || IsOverload(answer);
}

/// A date of HTTP is allowed there, too, but no daemon of ours sends one.
std::optional<milliseconds> RetryAfter(const Answer& answer) {
  if (!IsOverload(answer)) return {};
  const auto value = ParseInteger(answer->retry_after);
  if (!value || *value < 0) return {};
  return seconds{std::min<long long>(*value, kLongestRetryAfter.count())};
}

class Follower {
 public:
  Follower(const FollowOptions& options, const FollowRules& rules, FollowTransport& transport,
           FollowPace& pace, const Console& console)
      : options_(options),
        rules_(rules),
        transport_(transport),
        pace_(pace),
        console_(console),
        zone_(rules.rulebook->default_calendar().zone()) {}

  int Run() {
    AskClock();
    if (!exit_code_) Begin();
    while (!exit_code_) TakeTurn();
    if (*exit_code_ == app::kUsage && sum_.received == 0) return app::kUsage;
    console_.out << fmt::format("sent {}: stored {}, duplicate {}, quarantined {}\n", sum_.received,
                                sum_.stored, sum_.duplicate, sum_.quarantined)
                 << std::flush;
    return *exit_code_;
  }

 private:
  void Begin();
  void TakeTurn();
  void AskClock();
  void TakeClock(const http::ClientResponse& answer);
  Instant Position() const;
  void Fill(Instant until);
  void Send();
  void TakeCounts(const http::ClientResponse& answer);
  void Hold(const Answer& answer);
  void Recovered();

  void Say(std::string_view text) {
    console_.err << Escaped(fmt::format("{}: {}", options_.url, text)) << '\n' << std::flush;
  }
  void Fail(app::ExitCode code, std::string_view text) {
    Say(text);
    exit_code_ = code;
  }
  void Refuse(std::string_view request, const http::ClientResponse& answer);
  void Advance() {
    has_next_ = province_->Next(next_);
    arrives_at_ = province_->arrival();
  }

  const FollowOptions& options_;
  const FollowRules& rules_;
  FollowTransport& transport_;
  FollowPace& pace_;
  const Console& console_;
  const worktime::Zone& zone_;
  std::optional<int> exit_code_;  // set: it is over

  LiveAnswer clock_;
  milliseconds asked_at_{};  // when the clock showed that, or a little later
  int failures_ = 0;         // in a row
  bool told_ = false;        // about them

  std::optional<simulate::Province> province_;
  Instant start_;
  milliseconds began_at_{};
  dossier::Event next_;
  bool has_next_ = false;
  Instant arrives_at_;  // when the next one arrives

  std::string batch_;
  int64_t batch_events_ = 0;
  PostAnswer sum_;
};

void Follower::Begin() {
  auto options = options_.province;
  if (!options.to) options.to = zone_.DayOf(clock_.now);
  options.now = Instant::max();
  auto province = simulate::Province::Create(options, rules_.rulebook, rules_.codes);
  if (!province) return Fail(app::kUsage, province.error().for_client);
  province_ = std::move(*province);
  start_ = options_.start.value_or(zone_.StartOf(zone_.DayOf(clock_.now)));
  began_at_ = pace_.Elapsed();
  do {
    Advance();
  } while (has_next_ && arrives_at_ < start_);
}

void Follower::TakeTurn() {
  if (pace_.Elapsed() >= asked_at_ + kAskClockEvery) {
    AskClock();
    if (exit_code_) return;
    Recovered();
  }
  Fill(Position());
  if (batch_events_ > 0) Send();
  if (exit_code_) return;
  if (!has_next_) {
    exit_code_ = app::kDone;
    return;
  }
  const bool behind = arrives_at_ <= Position();
  if (!pace_.Wait(behind ? milliseconds{0} : kTick)) exit_code_ = app::kDone;
}

void Follower::AskClock() {
  while (!exit_code_) {
    const auto answer = transport_.Get(kLive);
    if (!IsTrouble(answer)) return TakeClock(*answer);
    Hold(answer);
  }
}

void Follower::TakeClock(const http::ClientResponse& answer) {
  if (answer.status != 200) return Refuse("GET", answer);
  const auto live = ReadLiveAnswer(answer.body);
  if (!live) {
    return Fail(app::kFailed,
                fmt::format("{}: not what a daemon answers: {}", kLive, live.error().for_client));
  }
  if (!live->simulated && live->has_events) {
    return Fail(app::kUsage,
                "its ledger holds events and is not marked as simulated; simulated dossiers do not "
                "belong into a real ledger");
  }
  clock_ = *live;
  asked_at_ = pace_.Elapsed();
}

/// How far simulated time has come.
Instant Follower::Position() const {
  const auto elapsed = pace_.Elapsed();
  const Instant now = clock_.now + TimesAsFast(elapsed - asked_at_, clock_.clock_speed);
  if (!options_.speed) return now;
  // Never ahead of the daemon's clock, which would hold such events back.
  return std::min(now, start_ + TimesAsFast(elapsed - began_at_, *options_.speed));
}

void Follower::Fill(Instant until) {
  batch_.clear();
  batch_events_ = 0;
  while (has_next_ && arrives_at_ <= until && batch_events_ < kMostEvents) {
    intake::AppendEventJson(batch_, next_, zone_);
    batch_ += '\n';
    ++batch_events_;
    Advance();
  }
}

void Follower::Send() {
  while (!exit_code_) {
    const auto answer = transport_.Post(kEvents, "application/x-ndjson", batch_);
    if (!IsTrouble(answer)) return TakeCounts(*answer);
    Hold(answer);
    // Whoever answers after a pause may serve another ledger.
    AskClock();
  }
}

void Follower::TakeCounts(const http::ClientResponse& answer) {
  // 422 says the same object: every one of them was quarantined.
  if (answer.status != 200 && answer.status != 422) return Refuse("POST", answer);
  const auto counts = ReadPostAnswer(answer.body);
  if (!counts) {
    return Fail(app::kFailed, fmt::format("{}: not what a daemon answers: {}", kEvents,
                                          counts.error().for_client));
  }
  Recovered();
  if (sum_.quarantined == 0 && counts->quarantined > 0) {
    Say(fmt::format("put into quarantine: {}; its rulebook may differ from this one",
                    counts->problem.empty() ? "reason unknown" : counts->problem));
  }
  sum_.received += counts->received;
  sum_.stored += counts->stored;
  sum_.duplicate += counts->duplicate;
  sum_.quarantined += counts->quarantined;
}

/// Waits before the next attempt.
void Follower::Hold(const Answer& answer) {
  if (!told_ && (!IsOverload(answer) || failures_ >= kOverloadPatience)) {
    Say(answer ? fmt::format("answered {}; trying again", answer->status)
               : fmt::format("{}; trying again", answer.error().for_client));
    told_ = true;
  }
  const auto wait = RetryAfter(answer).value_or(BackOff(failures_));
  ++failures_;
  if (!pace_.Wait(wait)) exit_code_ = app::kDone;
}

void Follower::Recovered() {
  if (told_) Say("answers again");
  told_ = false;
  failures_ = 0;
}

void Follower::Refuse(std::string_view request, const http::ClientResponse& answer) {
  const auto target = request == "GET" ? kLive : kEvents;
  const auto detail = ReadProblemDetail(answer.body);
  Fail(app::kFailed, fmt::format("{} {} was answered {}{}{}", request, target, answer.status,
                                 detail.empty() ? "" : ": ", detail));
}

}  // namespace

int RunFollow(const FollowOptions& options, const FollowRules& rules, FollowTransport& transport,
              FollowPace& pace, const Console& console) {
  return Follower(options, rules, transport, pace, console).Run();
}

}  // namespace dunghan::commands
