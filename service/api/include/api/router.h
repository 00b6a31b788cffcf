#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/host_names.h"
#include "http/message.h"

/// What the daemon answers: one file per resource, each parses, calls the libraries, renders.
namespace dunghan::api {

/// A request that found its resource. `rest` is what stands for `{...}` in the route's path.
struct Call {
  http::Request request;
  std::string rest;
};
/// The call stays where it is until the answer is there.
using Endpoint = std::function<boost::asio::awaitable<http::Response>(Call&&)>;

/// The table of routes: 404 and 405 are told apart, HEAD is GET without the body. Requests to other
/// names than those it answers for get 421, whatever they ask.
class Router {
 public:
  /// Told of every answer: the route's path as registered, "" for none.
  using Observer = std::function<void(std::string_view route, int status)>;

  /// A path may end with a placeholder, "/api/v1/dossiers/{code}", which takes in all the rest.
  void Add(http::Method method, std::string path, Endpoint endpoint);
  void AnswerOnlyFor(HostNames names) { names_ = std::move(names); }
  void Observe(Observer observer) { observer_ = std::move(observer); }

  /// `request` has to stay until the answer is there.
  boost::asio::awaitable<http::Response> Route(http::Request&& request) const;

 private:
  struct Resource {
    http::Method method;
    std::string path;    // as registered
    std::string prefix;  // of a path with a placeholder; else empty
    Endpoint endpoint;
  };
  static bool Matches(const Resource& entry, std::string_view path);
  http::Response WholeServer() const;
  static http::Response NoRoute(const http::Request& request, const std::string& allowed);
  const Resource* Find(const http::Request& request, std::string& allowed) const;

  std::vector<Resource> entries_;
  HostNames names_;
  Observer observer_ = [](std::string_view, int) {};
};

}  // namespace dunghan::api
