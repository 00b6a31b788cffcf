#include <memory>
#include <utility>

#include "api/live_json.h"
#include "api/parameters.h"
#include "api/resources.h"
#include "http/problem.h"

/// GET /api/v1/live, and the same as server-sent events at /api/v1/stream.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

constexpr int kMostStreams = 200;
constexpr std::chrono::milliseconds kPause{1'000};       // between two messages
constexpr std::chrono::milliseconds kHeartbeat{10'000};  // after so long without one
constexpr std::chrono::milliseconds kFresh{200};         // real time a text is shown again for
// A browser that lost the stream tries again after so many milliseconds.
constexpr std::string_view kRetry = "retry: 2000\n\n";

/// The newest state of things as text, written once for all who are shown it.
class LiveText {
 public:
  explicit LiveText(Services& services) : services_(services) {}

  /// The text and the version it shows. The present instant is in it, so it is written anew after a
  /// moment even if nothing else has changed.
  std::shared_ptr<const std::string> Newest() {
    const auto snapshot = services_.board.Now();
    const uint64_t version = services_.board.version();
    const Instant now = services_.board.clock().Now();
    // However the clock is set, a text does not stay for long.
    const bool aged = now < at_ || now - at_ >= kFresh * services_.clock_speed;
    if (!text_ || version != version_ || aged) {
      text_ = std::make_shared<const std::string>(WriteLive(*snapshot, now, services_.clock_speed));
      version_ = version;
      at_ = now;
      event_.reset();
    }
    return text_;
  }
  std::shared_ptr<const std::string> NewestEvent() {
    const auto text = Newest();
    if (!event_) {
      event_ = std::make_shared<const std::string>("event: live\ndata: " + *text + "\n\n");
    }
    return event_;
  }
  uint64_t version() const { return version_; }

 private:
  Services& services_;
  std::shared_ptr<const std::string> text_;
  std::shared_ptr<const std::string> event_;
  uint64_t version_ = 0;
  Instant at_;
};

/// Counts a stream for as long as it is written.
struct StreamCount {
  explicit StreamCount(metrics::DaemonMetrics& of) : metrics(of) { metrics.Streams(+1); }
  ~StreamCount() { metrics.Streams(-1); }
  StreamCount(const StreamCount&) = delete;
  StreamCount& operator=(const StreamCount&) = delete;
  metrics::DaemonMetrics& metrics;
};

awaitable<void> WriteStream(Services& services, std::shared_ptr<LiveText> text,
                            http::Outlet& outlet) {
  const StreamCount count(services.metrics);
  static const auto retry = std::make_shared<const std::string>(kRetry);
  bool going = co_await outlet.Send(retry);
  while (going && !services.board.closed()) {
    const auto event = text->NewestEvent();
    const uint64_t seen = text->version();
    going = co_await outlet.Send(event);
    // The office's clock on the page moves by these as well, so they come without changes too.
    if (going) co_await services.board.Await(seen, kPause, kHeartbeat);
  }
}

http::Response Stream(Services& services, const std::shared_ptr<LiveText>& text) {
  if (services.metrics.streams() >= kMostStreams) {
    return http::Problem(Unavailable("too many pages are watching; ask again later"));
  }
  auto response = Text("text/event-stream", "");
  response.stream = [&services, text](http::Outlet& outlet) {
    return WriteStream(services, text, outlet);
  };
  return response;
}

awaitable<http::Response> GetStream(Services& services, std::shared_ptr<LiveText> text, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  co_return Stream(services, text);
}

awaitable<http::Response> GetLive(std::shared_ptr<LiveText> text, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  co_return Json(*text->Newest() + "\n");
}

}  // namespace

void AddLive(Router& router, Services& services) {
  const auto text = std::make_shared<LiveText>(services);
  router.Add(http::Method::kGet, "/api/v1/live",
             [text](Call call) { return GetLive(text, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/stream",
             [&services, text](Call call) { return GetStream(services, text, std::move(call)); });
}

}  // namespace dunghan::api
