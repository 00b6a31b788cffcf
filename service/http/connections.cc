#include "connections.h"

#include <algorithm>
#include <utility>

namespace dunghan::http {
namespace {

/// For the client to read its last answer; what it sends meanwhile is thrown away.
constexpr std::chrono::seconds kLingerTime{2};
/// A header comes in one piece or two: whoever takes longer makes way where room is short.
constexpr std::chrono::milliseconds kHeaderGrace{1'000};

template <class List, class Function>
void ForEach(List& list, Function function) {
  // What is visited may leave the list or move to its end.
  for (auto it = list.begin(); it != list.end();) {
    auto& connection = *it++;
    function(connection);
  }
}

}  // namespace

Connections::Connections(asio::io_context& io, ServerOptions options, Handler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      change_(io, Clock::time_point::max()) {}

void Connections::ReportFailure(std::string_view what, std::string_view request) const {
  if (options_.on_failure) options_.on_failure(what, request);
}

void Connections::Join(Connection& connection) {
  ++counts_.connections;
  ++counts_.accepted;
  Enter(connection, Phase::kIdle);
}

void Connections::Enter(Connection& connection, Phase phase) {
  // Header and body share one time-out: it is not had twice by sending the header slowly.
  const bool same_request = connection.phase_ == Phase::kHeader && phase == Phase::kBody;
  connection.unlink();
  connection.phase_ = phase;
  if (!same_request) connection.deadline_ = DeadlineOf(phase);
  // At the end: of one phase all have the same time, so that the first is the first to be over.
  ListOf(phase).push_back(connection);
  if (phase == Phase::kIdle) Changed();
}

void Connections::Leave(Connection& connection) {
  connection.unlink();
  connection.phase_ = Phase::kClosed;
  --counts_.connections;
  Changed();
}

Connections::List& Connections::ListOf(Phase phase) {
  return phase == Phase::kIdle ? idle_ : phase == Phase::kHeader ? headers_ : busy_;
}

bool Connections::HasSpare() const {
  if (!idle_.empty()) return true;
  if (headers_.empty()) return false;
  // Its deadline says when it began.
  const auto begun = headers_.front().deadline_ - options_.read_timeout;
  return Clock::now() >= begun + std::min(kHeaderGrace, options_.read_timeout / 4);
}

void Connections::CloseSpare() {
  ++(idle_.empty() ? counts_.timed_out_reading : counts_.closed_idle);
  (idle_.empty() ? headers_ : idle_).front().Close();
}

asio::awaitable<void> Connections::Change() {
  is_awaited_ = true;
  co_await change_.async_wait(kNoThrow);
}

void Connections::Changed() {
  if (std::exchange(is_awaited_, false)) change_.cancel();
}

Clock::time_point Connections::DeadlineOf(Phase phase) const {
  switch (phase) {
    case Phase::kIdle:
      return Clock::now() + options_.idle_timeout;
    case Phase::kHeader:
    case Phase::kBody:
      return Clock::now() + options_.read_timeout;
    case Phase::kHandling:
      return Clock::now() + options_.request_timeout;
    case Phase::kWriting:
      return Clock::now() + options_.write_timeout;
    case Phase::kLingering:
      return Clock::now() + kLingerTime;
    case Phase::kStreaming:
    case Phase::kClosed:
      break;
  }
  return Clock::time_point::max();
}

std::chrono::milliseconds Connections::sweep_period() const {
  using std::chrono::milliseconds;
  const milliseconds shortest =
      std::min({options_.idle_timeout, options_.read_timeout, options_.request_timeout,
                options_.write_timeout, options_.drain_timeout});
  // So much later than its time-out something may end.
  return std::clamp(shortest / 4, milliseconds(10), milliseconds(250));
}

void Connections::Sweep(Clock::time_point now) {
  if (now >= drained_by_) {
    ForEach(headers_, [](Connection& connection) { connection.Close(); });
    ForEach(busy_, [](Connection& connection) { connection.Close(); });
  }
  while (!idle_.empty() && idle_.front().deadline_ <= now) CloseSpare();
  const auto expire = [&](Connection& connection) {
    if (connection.deadline_ <= now) Expire(connection);
  };
  ForEach(headers_, expire);
  ForEach(busy_, expire);
  if (HasSpare()) Changed();
}

void Connections::Expire(Connection& connection) {
  switch (connection.phase()) {
    case Phase::kHeader:
    case Phase::kBody:
      // By then the answer has begun; if not, what it reads by has not noticed.
      connection.deadline_ = Clock::now() + kLingerTime;
      return connection.EndReading();
    case Phase::kWriting:
      ++counts_.timed_out_writing;
      break;
    case Phase::kHandling:
      ++counts_.timed_out_handling;
      return connection.AnswerLate();
    case Phase::kIdle:
    case Phase::kStreaming:
    case Phase::kLingering:
    case Phase::kClosed:
      break;
  }
  connection.Close();
}

void Connections::Drain() {
  if (!std::exchange(is_stopping_, true)) drained_by_ = Clock::now() + options_.drain_timeout;
  ForEach(idle_, [](Connection& connection) { connection.Close(); });
}

void Connections::Abandon() {
  is_stopping_ = true;
  options_.on_failure = nullptr;
  ForEach(idle_, [](Connection& connection) { connection.Close(); });
  ForEach(headers_, [](Connection& connection) { connection.Close(); });
  ForEach(busy_, [](Connection& connection) { connection.Close(); });
}

}  // namespace dunghan::http
