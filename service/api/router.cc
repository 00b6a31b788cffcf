#include "api/router.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "http/problem.h"

namespace dunghan::api {

using boost::asio::awaitable;
using http::Method;

namespace {

std::string_view NameOf(Method method) { return method == Method::kPost ? "POST" : "GET, HEAD"; }

http::Response NotOurs(const http::Request& request) {
  return http::Problem(421, fmt::format("{} is none of the names answered for here: localhost, a "
                                        "loopback address, or one of [server] names",
                                        JsonQuote(request.host)));
}

bool Answers(Method route, Method asked) {
  return route == asked || (route == Method::kGet && asked == Method::kHead);
}

}  // namespace

void Router::Add(Method method, std::string path, access::Permit permit, Endpoint endpoint) {
  const size_t placeholder = path.find('{');
  std::string prefix = placeholder == std::string::npos ? "" : path.substr(0, placeholder);
  std::string suffix = prefix.empty() ? "" : path.substr(path.find('}') + 1);
  entries_.push_back(
      {method, std::move(path), std::move(prefix), std::move(suffix), permit, std::move(endpoint)});
}

bool Router::Matches(const Resource& entry, std::string_view path) {
  if (entry.prefix.empty()) return path == entry.path;
  return path.size() > entry.prefix.size() + entry.suffix.size() &&
         path.starts_with(entry.prefix) && path.ends_with(entry.suffix);
}

const Router::Resource* Router::Find(const http::Request& request, std::string& allowed) const {
  for (const Resource& entry : entries_) {
    if (!Matches(entry, request.path)) continue;
    if (Answers(entry.method, request.method)) return &entry;
    if (!allowed.empty()) allowed += ", ";
    allowed += NameOf(entry.method);
  }
  return nullptr;
}

http::Response Router::NoRoute(const http::Request& request, const std::string& allowed) {
  if (allowed.empty()) {
    return http::Problem(404, fmt::format("nothing is at {}", JsonQuote(request.path)));
  }
  auto response = http::Problem(
      405, fmt::format("{} takes {}, not {}", request.path, allowed, request.method_name));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

/// What `OPTIONS *` asks for (RFC 9110, 9.3.7).
http::Response Router::WholeServer() const {
  std::string allowed = "OPTIONS";
  for (const Method method : {Method::kGet, Method::kPost}) {
    const auto takes = [&](const Resource& entry) { return entry.method == method; };
    if (std::none_of(entries_.begin(), entries_.end(), takes)) continue;
    allowed.append(", ").append(NameOf(method));
  }
  return {.status = 204, .headers = {{"Allow", allowed}, {"Cache-Control", "no-store"}}};
}

std::vector<Router::Route> Router::routes() const {
  std::vector<Route> routes;
  for (const Resource& entry : entries_) routes.push_back({entry.method, entry.path, entry.permit});
  return routes;
}

/// Where there is no route there is nothing to be let in to; how often somebody asks counts there
/// too.
boost::system::result<access::Caller, access::Refusal> Router::Ask(const http::Request& request,
                                                                   const Resource* entry) const {
  if (door_) return door_(request, entry ? entry->permit : access::Permit::Anybody());
  if (entry) return access::Refusal{.status = 403, .reason = "nobody is let in"};
  return access::Caller();
}

awaitable<http::Response> Router::Answer(http::Request&& request) const {
  std::string allowed;
  const bool is_ours = names_.Include(request.host);
  const Resource* entry = is_ours ? Find(request, allowed) : nullptr;
  // The call takes the rest of the request with it.
  const std::string id = request.id;
  http::Response response;
  auto caller = Ask(request, entry);
  if (!caller && turn_away_) {
    response = co_await turn_away_(request, std::move(caller.error()));
  } else if (!caller) {
    response = http::Problem(caller.error().status, caller.error().reason);
  } else if (entry) {
    // A name of its own: g++ 12 destroys what is built inside an awaited expression twice.
    Call call;
    call.caller = *std::move(caller);
    if (!entry->prefix.empty()) {
      const size_t around = entry->prefix.size() + entry->suffix.size();
      call.rest = request.path.substr(entry->prefix.size(), request.path.size() - around);
    }
    call.request = std::move(request);
    response = co_await entry->endpoint(std::move(call));
  } else if (!is_ours) {
    response = NotOurs(request);
  } else if (request.path == "*") {
    response = WholeServer();
  } else {
    response = NoRoute(request, allowed);
  }
  constexpr std::string_view kNone;
  observer_(entry ? std::string_view(entry->path) : kNone, response.status, id);
  co_return response;
}

}  // namespace dunghan::api
