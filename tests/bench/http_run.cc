#include "http_run.h"

#include <unistd.h>

#include <array>
#include <utility>

namespace dunghan::bench {
namespace {

/// A 503 says "Retry-After: 1"; a whole second would measure the pause and not the server.
constexpr std::chrono::milliseconds kPauseAfter503{50};
/// For answers still owed when the time is over.
constexpr std::chrono::seconds kLastAnswers{10};

}  // namespace

HttpRun::HttpRun(HttpRunOptions options, HttpBodies& bodies)
    : options_(std::move(options)), bodies_(bodies), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

HttpRun::~HttpRun() { ::close(epoll_); }

HttpFigures HttpRun::Run() {
  Open();
  const auto begun = BenchClock::now();
  last_answer_ = begun;
  if (options_.seconds > 0) {
    end_ = begun + std::chrono::duration_cast<BenchClock::duration>(
                       std::chrono::duration<double>(options_.seconds));
  }
  for (auto& poster : posters_) PostNext(poster);
  while (owed_ > 0 && (!end_ || BenchClock::now() < *end_ + kLastAnswers)) Step();
  figures_.seconds = std::chrono::duration<double>(last_answer_ - begun).count();
  return std::move(figures_);
}

void HttpRun::Open() {
  for (int i = 0; i < options_.connections; ++i) {
    if (posters_.emplace_back().Connect(options_.host, options_.port)) {
      Watch(posters_.back(), EPOLL_CTL_ADD);
    } else {
      ++figures_.connect_errors;
      posters_.pop_back();
    }
  }
}

void HttpRun::Watch(HttpPoster& poster, int operation) {
  epoll_event event{};
  event.events = poster.is_writing() ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.ptr = &poster;
  ::epoll_ctl(epoll_, operation, poster.socket(), &event);
}

void HttpRun::PostNext(HttpPoster& poster) {
  if (options_.requests > 0 && posted_ == options_.requests) return;
  if (end_ && BenchClock::now() >= *end_) return;
  const auto post = bodies_.Next();
  if (!post) return;
  ++posted_;
  ++owed_;
  Begin(poster, poster.Post(*post));
}

void HttpRun::Begin(HttpPoster& poster, HttpPoster::Progress progress) {
  if (progress == HttpPoster::Progress::kLost) return Reopen(poster);
  if (poster.is_writing()) Watch(poster, EPOLL_CTL_MOD);
}

void HttpRun::Step() {
  constexpr int kEvents = 256;
  constexpr int kLookAround = 10;  // milliseconds
  std::array<epoll_event, kEvents> events{};
  const int count = ::epoll_wait(epoll_, events.data(), kEvents, kLookAround);
  for (int i = 0; i < count; ++i) Handle(events.at(static_cast<size_t>(i)));
  if (!paused_.empty()) Resume();
}

void HttpRun::Handle(const epoll_event& event) {
  auto& poster = *static_cast<HttpPoster*>(event.data.ptr);
  if ((event.events & EPOLLOUT) != 0) {
    if (poster.Write() == HttpPoster::Progress::kLost) return Reopen(poster);
    if (!poster.is_writing()) Watch(poster, EPOLL_CTL_MOD);
  }
  if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  switch (poster.Read()) {
    case HttpPoster::Progress::kWaiting:
      break;
    case HttpPoster::Progress::kAnswered:
      Answered(poster);
      break;
    case HttpPoster::Progress::kLost:
      Reopen(poster);
      break;
  }
}

void HttpRun::Answered(HttpPoster& poster) {
  last_answer_ = BenchClock::now();
  ++figures_.statuses[poster.status()];
  if (poster.status() == 503 && options_.repeats_503) {
    paused_.push_back({last_answer_ + kPauseAfter503, &poster});
    return;
  }
  --owed_;
  ++figures_.answers;
  if (poster.status() == 200) {
    figures_.events += poster.post().events;
    figures_.latencies.push_back(
        std::chrono::duration<float, std::milli>(poster.latency()).count());
  }
  PostNext(poster);
}

void HttpRun::Resume() {
  const auto now = BenchClock::now();
  while (!paused_.empty() && paused_.front().until <= now) {
    HttpPoster& poster = *paused_.front().poster;
    paused_.pop_front();
    if (end_ && now >= *end_) {
      --owed_;
    } else {
      Begin(poster, poster.Repeat());
    }
  }
}

void HttpRun::Reopen(HttpPoster& poster) {
  ++figures_.lost;
  std::erase_if(paused_, [&](const Paused& paused) { return paused.poster == &poster; });
  // Its post is not repeated: with what the server may have kept of it the figures would not add
  // up.
  --owed_;
  if (!poster.Connect(options_.host, options_.port)) {
    ++figures_.connect_errors;
    return;
  }
  Watch(poster, EPOLL_CTL_ADD);
  PostNext(poster);
}

}  // namespace dunghan::bench
