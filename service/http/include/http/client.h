#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan::http {

/// Where a daemon listens: "http://127.0.0.1:8080", without path, query or user.
struct BaseUrl {
  std::string host;
  uint16_t port = 80;
};
Result<BaseUrl> ParseBaseUrl(std::string_view text);

struct ClientResponse {
  int status = 0;
  std::string retry_after;  ///< the header, empty if there is none
  std::string body;
};

/// A blocking client for tools: one connection, kept open and made anew when it was lost. One
/// thread at a time.
class Client {
 public:
  Client(BaseUrl url, std::chrono::milliseconds timeout);
  ~Client();
  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;

  /// From now on sent as `Authorization: Bearer KEY`.
  void Authorize(std::string_view key);

  /// @error kUnavailable: not reachable, or no answer in time; the request may have arrived.
  Result<ClientResponse> Get(std::string_view target);
  Result<ClientResponse> Post(std::string_view target, std::string_view content_type,
                              std::string_view body);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::http
