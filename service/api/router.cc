#include "api/router.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/text.h"
#include "http/problem.h"

namespace dunghan::api {

using boost::asio::awaitable;
using http::Method;

namespace {

std::string_view NameOf(Method method) { return method == Method::kPost ? "POST" : "GET, HEAD"; }

bool Answers(Method route, Method asked) {
  return route == asked || (route == Method::kGet && asked == Method::kHead);
}

}  // namespace

void Router::Add(Method method, std::string path, Endpoint endpoint) {
  const size_t placeholder = path.find('{');
  std::string prefix = placeholder == std::string::npos ? "" : path.substr(0, placeholder);
  entries_.push_back({method, std::move(path), std::move(prefix), std::move(endpoint)});
}

bool Router::Matches(const Entry& entry, std::string_view path) {
  if (entry.prefix.empty()) return path == entry.path;
  return path.size() > entry.prefix.size() && path.substr(0, entry.prefix.size()) == entry.prefix;
}

const Router::Entry* Router::Find(const http::Request& request, std::string& allowed) const {
  for (const Entry& entry : entries_) {
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

awaitable<http::Response> Router::Route(http::Request request) const {
  std::string allowed;
  const Entry* entry = Find(request, allowed);
  http::Response response;
  if (entry) {
    // A name of its own: g++ 12 destroys what is built inside an awaited expression twice.
    Call call;
    if (!entry->prefix.empty()) call.rest = request.path.substr(entry->prefix.size());
    call.request = std::move(request);
    response = co_await entry->endpoint(std::move(call));
  } else {
    response = NoRoute(request, allowed);
  }
  constexpr std::string_view kNone;
  observer_(entry ? std::string_view(entry->path) : kNone, response.status);
  co_return response;
}

}  // namespace dunghan::api
