#include "alerts/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace dunghan::alerts {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr std::string_view kTarget = "/api/v2/alerts";
constexpr milliseconds kFirstPause{500};

/// So that several programs started together do not stay in step.
milliseconds Jittered(milliseconds time, std::minstd_rand& random) {
  std::uniform_int_distribution<int64_t> per_mille(800, 1200);
  return time * per_mille(random) / 1000;
}

}  // namespace

Result<std::unique_ptr<Sender>> Sender::Start(SenderOptions options, const Clock& clock, Log& log,
                                              Delivered delivered) {
  auto url = http::ParseBaseUrl(options.url);
  if (!url) return url.error();
  return std::unique_ptr<Sender>(
      new Sender(std::move(options), std::move(*url), clock, log, std::move(delivered)));
}

Sender::Sender(SenderOptions options, http::BaseUrl url, const Clock& clock, Log& log,
               Delivered delivered)
    : options_(std::move(options)),
      clock_(clock),
      log_(log),
      delivered_(std::move(delivered)),
      client_(std::move(url), options_.timeout),
      random_(std::random_device{}()),
      next_cycle_(Steady::now() + Jittered(options_.resend_every, random_)),
      thread_([this] { Work(); }) {}

Sender::~Sender() { Stop(); }

void Sender::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Sender::Post(std::vector<NewAlert> alerts) {
  {
    const std::lock_guard lock(mutex_);
    for (NewAlert& alert : alerts) {
      Item item{.alert = std::move(alert.alert), .until = alert.until};
      if (alert.is_over) {
        item.state = State::kEnded;
        item.ended = real_.Now();
      }
      items_[alert.id] = std::move(item);
    }
    MakeRoom();
  }
  changed_.notify_one();
}

void Sender::End(AlertId id) {
  {
    const std::lock_guard lock(mutex_);
    const auto it = items_.find(id);
    if (it == items_.end() || it->second.state == State::kEnded) return;
    Item& item = it->second;
    // One with a life may have been delivered by an earlier start of the program.
    if (!item.was_tried && !item.until) {
      items_.erase(it);
      return;
    }
    item.state = State::kEnded;
    item.is_due = true;
    item.ended = real_.Now();
  }
  changed_.notify_one();
}

void Sender::SetOpen(bool is_open) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(open_, is_open) == is_open) return;
  }
  changed_.notify_one();
}

SenderCounts Sender::counts() const {
  const std::lock_guard lock(mutex_);
  SenderCounts counts = counts_;
  counts.waiting = CountSendable();
  return counts;
}

bool Sender::IsStopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

int64_t Sender::CountSendable() const {
  return std::count_if(items_.begin(), items_.end(),
                       [this](const auto& entry) { return IsSendable(entry.second); });
}

/// Re-posts cost nothing to leave out; what nobody was ever told is given up only after those.
void Sender::MakeRoom() {
  while (items_.size() > options_.max_held) {
    const auto oldest = [this](auto fits) {
      return std::find_if(items_.begin(), items_.end(),
                          [&](const auto& entry) { return fits(entry.second.state); });
    };
    auto victim = oldest([](State state) { return state != State::kNew; });
    if (victim == items_.end()) {
      victim = items_.begin();
      ++counts_.dropped;
    }
    items_.erase(victim);
  }
}

void Sender::Work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = Steady::now();
    if (now >= next_cycle_) BeginCycle(now);
    const Ids ids = now >= not_before_ ? TakeBatch() : Ids();
    if (ids.empty()) {
      changed_.wait_until(lock, NextAttempt());
      continue;
    }
    lock.unlock();
    const bool taken = Send(ids);
    lock.lock();
    if (taken) {
      tries_ = 0;
    } else {
      Retry();
    }
  }
}

Sender::Steady::time_point Sender::NextAttempt() const {
  return CountSendable() > 0 ? std::min(next_cycle_, std::max(not_before_, Steady::now()))
                             : next_cycle_;
}

/// Everything is said again; what was said for long enough is not.
void Sender::BeginCycle(Steady::time_point now) {
  next_cycle_ = now + Jittered(options_.resend_every, random_);
  const Instant clock_now = clock_.Now();
  for (auto it = items_.begin(); it != items_.end();) {
    Item& item = it->second;
    const bool is_over = item.until && clock_now >= *item.until;
    const bool was_said = item.said_ended && now - *item.said_ended >= options_.say_ended_for;
    if (was_said || (item.state == State::kNew && is_over)) {
      it = items_.erase(it);
      continue;
    }
    if (item.state == State::kActive && is_over) {
      item.state = State::kEnded;
      item.ended = real_.Now();
    }
    item.is_due = true;
    ++it;
  }
}

/// New alerts before all others, and groups whole.
Sender::Ids Sender::TakeBatch() const {
  Ids ids;
  std::string_view group;
  for (const bool is_new : {true, false}) {
    for (const auto& [id, item] : items_) {
      if (!IsSendable(item) || (item.state == State::kNew) != is_new) continue;
      if (ids.size() >= options_.batch && item.alert->group != group) return ids;
      group = item.alert->group;
      ids.push_back(id);
    }
  }
  return ids;
}

/// The body for those that are still there, and puts down that they may arrive.
std::string Sender::Write(const Ids& ids, Instant now) {
  const std::lock_guard lock(mutex_);
  const Instant clock_now = clock_.Now();
  std::string body = "[";
  for (const AlertId id : ids) {
    const auto it = items_.find(id);
    if (it == items_.end()) continue;
    Item& item = it->second;
    item.was_tried = true;
    item.is_end_written = item.state == State::kEnded;
    // Lives are of the daemon's clock, what is written is real time: Alertmanager goes by its own.
    Span span{item.started.value_or(now), now + options_.life};
    if (item.state == State::kEnded) {
      // Of an instant before the end, and merged with what Alertmanager knows of it.
      span = {std::min(item.started.value_or(item.ended), item.ended - seconds{1}), item.ended};
    } else if (item.until) {
      span.ends = now + std::max(*item.until - clock_now, milliseconds{0});
    }
    if (body.size() > 1) body += ',';
    AppendAlert(body, *item.alert, span);
  }
  return body + "]";
}

/// Sends, in halves what is refused, so that one alert does not take others with it. False: to be
/// tried again later.
bool Sender::Send(const Ids& ids) {
  const Instant now = real_.Now();
  const std::string body = Write(ids, now);
  switch (Ask(body)) {
    case Answer::kTaken:
      Settle(ids, now);
      return true;
    case Answer::kFailed:
      return false;
    case Answer::kRefused:
      break;
  }
  if (ids.size() == 1) {
    GiveUp(ids.front());
    return true;
  }
  const auto middle = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
  return Send(Ids(ids.begin(), middle)) && Send(Ids(middle, ids.end()));
}

Sender::Answer Sender::Ask(const std::string& body) {
  constexpr int kBadRequest = 400;
  constexpr int kTooLarge = 413;
  constexpr int kUnprocessable = 422;
  // All of them have ended meanwhile, and nobody was told of them.
  if (body == "[]") return Answer::kTaken;
  // The halves of a refused body are further requests: each could wait for a whole time-out.
  if (IsStopping()) return Answer::kFailed;
  const auto answer = client_.Post(kTarget, "application/json", body);
  const int status = answer ? answer->status : 0;
  const bool is_taken = status >= 200 && status < 300;
  {
    const std::lock_guard lock(mutex_);
    ++counts_.posts;
    if (!is_taken) ++counts_.failures;
  }
  if (is_taken) {
    if (std::exchange(is_failing_, false)) {
      log_.Info("alertmanager.recovered", {{"alertmanager", options_.url}});
    }
    return Answer::kTaken;
  }
  reason_ = answer ? fmt::format("{} {}", status, answer->body.substr(0, 200))
                   : answer.error().for_client;
  // Any other status speaks of the server, not of the alerts.
  const bool is_refusal = status == kBadRequest || status == kTooLarge || status == kUnprocessable;
  if (is_refusal) return Answer::kRefused;
  if (!std::exchange(is_failing_, true)) {
    log_.Error("alertmanager.failed", {{"alertmanager", options_.url}, {"reason", reason_}});
  }
  return Answer::kFailed;
}

void Sender::Settle(const Ids& ids, Instant sent_at) {
  Ids fresh;
  {
    const std::lock_guard lock(mutex_);
    for (const AlertId id : ids) {
      const auto it = items_.find(id);
      if (it == items_.end()) continue;
      Item& item = it->second;
      if (!item.started) item.started = sent_at;
      if (item.state == State::kEnded) {
        // What ended while its alert was under way has its end still to be told.
        if (!item.is_end_written) continue;
        if (!item.said_ended) item.said_ended = Steady::now();
      }
      item.is_due = false;
      if (item.state != State::kNew) continue;
      item.state = State::kActive;
      if (!item.until) item.until = clock_.Now() + options_.life;
      fresh.push_back(id);
    }
  }
  if (!fresh.empty()) delivered_(fresh);
}

void Sender::GiveUp(AlertId id) {
  log_.Error("alertmanager.refused", {{"alertmanager", options_.url}, {"reason", reason_}});
  const std::lock_guard lock(mutex_);
  items_.erase(id);
  ++counts_.dropped;
}

void Sender::Retry() {
  // The pause is cut long before; this keeps the shift in range.
  constexpr int kDoublings = 16;
  const milliseconds longest = std::min<milliseconds>(options_.resend_every, seconds{60});
  const milliseconds pause = kFirstPause * (int64_t{1} << std::min(tries_, kDoublings));
  ++tries_;
  not_before_ = Steady::now() + Jittered(std::min(pause, longest), random_);
}

}  // namespace dunghan::alerts
