#pragma once

#include <csignal>

#include "simulate/follow.h"

namespace dunghan::commands {

/// FollowTransport over HTTP.
class HttpTransport final : public FollowTransport {
 public:
  explicit HttpTransport(http::BaseUrl url);
  Result<http::ClientResponse> Get(std::string_view target) override;
  Result<http::ClientResponse> Post(std::string_view target, std::string_view content_type,
                                    std::string_view body) override;

 private:
  http::Client client_;
};

/// FollowPace by the machine's steady clock. While it lives, SIGINT and SIGTERM are held off and
/// make Wait return false, then and from then on. To be made before any thread is.
class SignalPace final : public FollowPace {
 public:
  SignalPace();
  ~SignalPace() override;
  SignalPace(const SignalPace&) = delete;
  SignalPace& operator=(const SignalPace&) = delete;

  std::chrono::milliseconds Elapsed() const override;
  bool Wait(std::chrono::milliseconds time) override;

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  sigset_t signals_{};
  sigset_t before_{};
  bool stopped_ = false;
};

}  // namespace dunghan::commands
