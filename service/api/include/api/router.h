#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/caller.h"
#include "access/refusal.h"
#include "api/host_names.h"
#include "http/message.h"

/// What the daemon answers: one file per resource, each parses, calls the libraries, renders.
namespace dunghan::api {

/// A request that found its resource, and may ask for it. `rest` is what stands for `{...}` in the
/// route's path.
struct Call {
  http::Request request;
  std::string rest;
  access::Caller caller = {};
};
/// The call stays where it is until the answer is there.
using Endpoint = std::function<boost::asio::awaitable<http::Response>(Call&&)>;

/// The table of routes, and who may ask for which: 404 and 405 are told apart, HEAD is GET without
/// the body. Requests to other names than those it answers for get 421, whatever they ask.
class Router {
 public:
  /// Told of every answer: the route's path as registered, "" for none, and the request's id.
  using Observer = std::function<void(std::string_view route, int status, std::string_view id)>;

  /// Who asks, if a request may have what is permitted; else why not.
  using Door = std::function<boost::system::result<access::Caller, access::Refusal>(
      const http::Request& request, access::Permit permit)>;
  /// What is said to who was refused; not at once, maybe.
  using TurnAway = std::function<boost::asio::awaitable<http::Response>(
      const http::Request& request, access::Refusal refusal)>;

  /// A path may have a placeholder, "/api/v1/dossiers/{code}", which takes in all up to what stands
  /// behind it.
  void Add(http::Method method, std::string path, access::Permit permit, Endpoint endpoint);
  struct Route {
    http::Method method;
    std::string path;  ///< as registered
    access::Permit permit;
  };
  /// All of them, in the order in which they were added.
  std::vector<Route> routes() const;
  /// Asked before every answer, with what anybody may have where there is no route; without one
  /// nobody is let in.
  void AskAt(Door door) { door_ = std::move(door); }
  /// Without it whoever is refused is told so at once.
  void TurnAwayBy(TurnAway turn_away) { turn_away_ = std::move(turn_away); }
  void AnswerOnlyFor(HostNames names) { names_ = std::move(names); }
  void Observe(Observer observer) { observer_ = std::move(observer); }

  /// `request` has to stay until the answer is there.
  boost::asio::awaitable<http::Response> Answer(http::Request&& request) const;

 private:
  struct Resource {
    http::Method method;
    std::string path;    // as registered
    std::string prefix;  // of a path with a placeholder; else empty
    std::string suffix;  // likewise: what stands behind it
    access::Permit permit;
    Endpoint endpoint;
  };
  boost::system::result<access::Caller, access::Refusal> Ask(const http::Request& request,
                                                             const Resource* entry) const;
  static bool Matches(const Resource& entry, std::string_view path);
  http::Response WholeServer() const;
  static http::Response NoRoute(const http::Request& request, const std::string& allowed);
  const Resource* Find(const http::Request& request, std::string& allowed) const;

  std::vector<Resource> entries_;
  HostNames names_;
  Door door_;
  TurnAway turn_away_;
  Observer observer_ = [](std::string_view, int, std::string_view) {};
};

}  // namespace dunghan::api
