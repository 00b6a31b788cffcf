#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <chrono>
#include <string>

#include "access/doorkeeper.h"
#include "access/holdback.h"
#include "access/rates.h"
#include "dunghan/base/log.h"

namespace dunghan::api {

class Router;

struct EntranceLimits {
  access::Rate of_token;    ///< each; of all who come in by it together
  access::Rate of_address;  ///< each, of who shows no good token
};

/// The way in: who asks, by the doorkeeper, how often they may, and what they are told else. On the
/// I/O thread.
///
/// Who shows a good token is counted by that alone, so that nobody else at the same address is in
/// their way. What comes from this machine is not counted by its address: behind a reverse proxy
/// everybody does. Nor is what may always be asked (Permit::Always).
class Entrance {
 public:
  /// All outlive it.
  Entrance(access::Doorkeeper& door, access::Holdback& holdback, EntranceLimits limits, Log& log)
      : door_(door),
        holdback_(holdback),
        tokens_(limits.of_token),
        addresses_(limits.of_address),
        log_(log) {}

  boost::system::result<access::Caller, access::Refusal> Admit(const http::Request& request,
                                                               access::Permit permit);
  /// 401, 403 or 429; a browser without a session is led to the login instead.
  boost::asio::awaitable<http::Response> TurnAway(const http::Request& request,
                                                  access::Refusal refusal);
  /// What is to be told of a login in vain, once it may be.
  boost::asio::awaitable<access::Refusal> Wait(access::Refusal refusal) {
    return holdback_.Wait(std::move(refusal));
  }
  access::Doorkeeper& door() { return door_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  void Tell(const std::string& who, const http::Request& request, Time now);

  access::Doorkeeper& door_;
  access::Holdback& holdback_;
  access::Rates tokens_;
  access::Rates addresses_;
  Log& log_;
  std::optional<Time> told_;
};

/// Every request of the router goes through it. It outlives the router.
void AskAt(Router& router, Entrance& entrance);

/// How a body begins once it is unpacked, as far as it can be: for the doorkeeper.
std::string BeginningOf(const http::Request& request, size_t bytes);

/// As an answer: 401 says how to come in, 429 when.
http::Response AnswerOf(const access::Refusal& refusal);

}  // namespace dunghan::api
