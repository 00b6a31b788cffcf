#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dunghan::http {

/// 1 to 64 letters, digits, dots, underscores and hyphens: it may stand in a header and a log.
bool IsRequestId(std::string_view text);

/// What requests are called that bring no name of their own: "k3f9a2-1z". Never the same of one
/// process, and hardly of two.
class RequestIds {
 public:
  RequestIds();
  std::string Next();

 private:
  std::string run_;
  uint64_t last_ = 0;
};

}  // namespace dunghan::http
