#include <memory>
#include <utility>

#include "api/resources.h"
#include "http/problem.h"
#include "live_state.h"
#include "live_text.h"
#include "parameters.h"

/// GET /api/v1/live, and the same as server-sent events at /api/v1/stream: a first message (`live`)
/// with all, further ones (`change`) with what there is one of and the rows that changed.
namespace dunghan::api {
namespace {

using boost::asio::awaitable;

constexpr int kMostStreams = 200;
constexpr std::chrono::milliseconds kPause{1'000};       // between two messages
constexpr std::chrono::milliseconds kHeartbeat{10'000};  // after so long without one
// A browser that lost the stream tries again after so many milliseconds.
constexpr std::string_view kRetry = "retry: 2000\n\n";

/// Counts a stream for as long as it is written.
struct StreamCount {
  explicit StreamCount(metrics::DaemonMetrics& of) : metrics(of) { metrics.Streams(+1); }
  ~StreamCount() { metrics.Streams(-1); }
  StreamCount(const StreamCount&) = delete;
  StreamCount& operator=(const StreamCount&) = delete;
  metrics::DaemonMetrics& metrics;
};

Result<void> CheckStreamParameters(const http::Request& request) {
  return CheckParameters(request, {"lastEventId"});
}

/// All of it first, or what has changed since the reader was here last; then what changes.
awaitable<void> WriteStream(Services& services, std::shared_ptr<LiveText> text,
                            std::optional<uint64_t> seen, http::Outlet& outlet) {
  const StreamCount count(services.metrics);
  static const auto retry = std::make_shared<const std::string>(kRetry);
  bool going = co_await outlet.Send(retry);
  while (going && !services.board.closed()) {
    const auto message = text->Since(seen);
    seen = message.step;
    going = co_await outlet.Send(message.text);
    // The office's clock on the page moves by these as well, so they come without changes too.
    if (going) co_await services.board.Await(message.version, kPause, kHeartbeat);
  }
}

/// The last message that the reader has got. A browser that opens the stream again sends the
/// header; the parameter is for those that open it themselves, and stays what it was.
std::string LastEventIdOf(const http::Request& request) {
  return request.last_event_id.empty() ? ParameterOf(request, "lastEventId")
                                       : request.last_event_id;
}

http::Response Stream(Services& services, const std::shared_ptr<LiveText>& text,
                      const http::Request& request) {
  if (services.metrics.streams() >= kMostStreams) {
    return http::Problem(Unavailable("too many pages are watching; ask again later"));
  }
  // A proxy that gathers, keeps or packs would hold messages back.
  http::Response response{.content_type = "text/event-stream",
                          .headers = {{"Cache-Control", "no-store, no-cache, no-transform"},
                                      {"X-Accel-Buffering", "no"}}};
  const auto seen = text->StepOf(LastEventIdOf(request));
  response.stream = [&services, text, seen](http::Outlet& outlet) {
    return WriteStream(services, text, seen, outlet);
  };
  return response;
}

awaitable<http::Response> GetStream(Services& services, std::shared_ptr<LiveText> text, Call call) {
  if (auto known = CheckStreamParameters(call.request); !known) {
    co_return http::Problem(known.error());
  }
  co_return Stream(services, text, call.request);
}

awaitable<http::Response> GetLive(std::shared_ptr<LiveText> text, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  co_return Json(*text->Newest() + "\n");
}

}  // namespace

void AddLive(Router& router, Services& services) {
  const auto text = std::make_shared<LiveText>(
      services.board, services.clock_speed, services.site,
      [&services](Instant now) { return WriteLiveState(services, now); });
  router.Add(http::Method::kGet, "/api/v1/live",
             [text](Call call) { return GetLive(text, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/stream",
             [&services, text](Call call) { return GetStream(services, text, std::move(call)); });
}

}  // namespace dunghan::api
