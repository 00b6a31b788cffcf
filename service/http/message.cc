#include "http/message.h"

namespace dunghan::http {

std::optional<std::string_view> FindQuery(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace dunghan::http
