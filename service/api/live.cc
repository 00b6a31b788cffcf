#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

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

using StreamsOfTokens = std::map<Digest, int64_t>;

/// Counts a stream from when it is promised until it ends or nobody will write it.
class StreamCount {
 public:
  StreamCount(metrics::DaemonMetrics& metrics, std::shared_ptr<StreamsOfTokens> by_token,
              std::optional<Digest> token)
      : metrics_(metrics), by_token_(std::move(by_token)), token_(token) {
    metrics_.Streams(+1);
    if (token_) ++(*by_token_)[*token_];
  }
  ~StreamCount() {
    metrics_.Streams(-1);
    if (token_ && --(*by_token_)[*token_] == 0) by_token_->erase(*token_);
  }
  StreamCount(const StreamCount&) = delete;
  StreamCount& operator=(const StreamCount&) = delete;

 private:
  metrics::DaemonMetrics& metrics_;
  std::shared_ptr<StreamsOfTokens> by_token_;
  std::optional<Digest> token_;
};

Result<void> CheckStreamParameters(const http::Request& request) {
  return CheckParameters(request, {"lastEventId"});
}

/// All of it first, or what has changed since the reader was here last; then what changes.
awaitable<void> WriteStream(Services& services, std::shared_ptr<LiveText> text,
                            access::Caller caller, std::optional<uint64_t> seen,
                            http::Outlet& outlet) {
  static const auto retry = std::make_shared<const std::string>(kRetry);
  bool going = co_await outlet.Send(retry);
  // A token may be revoked while its holder watches.
  while (going && !services.board.closed() && services.still_good(caller)) {
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

http::Response TooManyOfToken(int64_t most) {
  auto response = http::Problem(
      429,
      fmt::format("{} pages are watching with this token; close one, or ask again later", most));
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

http::Response Stream(Services& services, const std::shared_ptr<StreamsOfTokens>& by_token,
                      const std::shared_ptr<LiveText>& text, const Call& call) {
  const http::Request& request = call.request;
  if (services.metrics.streams() >= kMostStreams) {
    return http::Problem(Unavailable("too many pages are watching; ask again later"));
  }
  const auto& token = call.caller.token;
  const int64_t most = services.streams_of_token;
  if (token && most > 0 && by_token->contains(*token) && by_token->at(*token) >= most) {
    return TooManyOfToken(most);
  }
  // A proxy that gathers, keeps or packs would hold messages back.
  http::Response response{.content_type = "text/event-stream",
                          .headers = {{"Cache-Control", "no-store, no-cache, no-transform"},
                                      {"X-Accel-Buffering", "no"}}};
  const auto seen = text->StepOf(LastEventIdOf(request));
  auto count = std::make_shared<const StreamCount>(services.metrics, by_token, token);
  response.stream = [&services, text, seen, caller = call.caller,
                     count = std::move(count)](http::Outlet& outlet) {
    return WriteStream(services, text, caller, seen, outlet);
  };
  return response;
}

/// The text of each scope that is asked for, written once for all who have it.
class LiveTexts {
 public:
  explicit LiveTexts(Services& services) : services_(services) {}

  const std::shared_ptr<LiveText>& For(const rulebook::Scope& scope) {
    // Tokens come and go: what nobody watches is written anew when it is asked for.
    if (texts_.size() >= kMost) {
      std::erase_if(texts_, [](const auto& one) { return one.second.use_count() == 1; });
    }
    const auto known = std::find_if(texts_.begin(), texts_.end(),
                                    [&](const auto& one) { return one.first == scope; });
    if (known != texts_.end()) return known->second;
    auto text = std::make_shared<LiveText>(
        services_.board, services_.clock_speed, services_.site, scope,
        [&services = services_](Instant now) { return WriteLiveState(services, now); });
    return texts_.emplace_back(scope, std::move(text)).second;
  }

 private:
  static constexpr size_t kMost = 64;

  Services& services_;
  std::vector<std::pair<rulebook::Scope, std::shared_ptr<LiveText>>> texts_;
};

awaitable<http::Response> GetStream(Services& services, std::shared_ptr<StreamsOfTokens> by_token,
                                    std::shared_ptr<LiveTexts> texts, Call call) {
  if (auto known = CheckStreamParameters(call.request); !known) {
    co_return http::Problem(known.error());
  }
  co_return Stream(services, by_token, texts->For(call.caller.scope), call);
}

awaitable<http::Response> GetLive(std::shared_ptr<LiveTexts> texts, Call call) {
  if (auto known = CheckNone(call.request); !known) co_return http::Problem(known.error());
  co_return Json(*texts->For(call.caller.scope)->Newest() + "\n");
}

}  // namespace

void AddLive(Router& router, Services& services) {
  const auto texts = std::make_shared<LiveTexts>(services);
  router.Add(http::Method::kGet, "/api/v1/live", access::kWatchers,
             [texts](Call call) { return GetLive(texts, std::move(call)); });
  router.Add(http::Method::kGet, "/api/v1/stream", access::kWatchers,
             [&services, texts, by_token = std::make_shared<StreamsOfTokens>()](Call call) {
               return GetStream(services, by_token, texts, std::move(call));
             });
}

}  // namespace dunghan::api
