#include "http/target.h"

#include <algorithm>
#include <string>

namespace dunghan::http {
namespace {

enum class Plus { kLiteral, kSpace };

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool Decode(std::string_view text, Plus plus, std::string& out) {
  out.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus == Plus::kSpace) {
      c = ' ';
    } else if (c == '%') {
      if (text.size() - i < 3) return false;
      const int high = HexDigit(text[i + 1]);
      const int low = HexDigit(text[i + 2]);
      if (high < 0 || low < 0) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return false;
    out += c;
  }
  return true;
}

bool ParseQuery(std::string_view text, Request& request) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    auto& [name, value] = request.query.emplace_back();
    if (!Decode(pair.substr(0, equals), Plus::kSpace, name)) return false;
    if (equals == std::string_view::npos) continue;
    if (!Decode(pair.substr(equals + 1), Plus::kSpace, value)) return false;
  }
  return true;
}

/// What follows the authority; of "http://host" alone that is the root.
std::string_view WithoutOrigin(std::string_view target) {
  constexpr std::string_view kScheme = "http://";
  if (!target.starts_with(kScheme)) return target;
  target.remove_prefix(kScheme.size());
  const size_t path = target.find_first_of("/?");
  return path == std::string_view::npos ? "/" : target.substr(path);
}

}  // namespace

bool ParseTarget(std::string_view target, Request& request) {
  target = WithoutOrigin(target);
  const size_t question = target.find('?');
  if (!Decode(target.substr(0, question), Plus::kLiteral, request.path)) return false;
  if (!request.path.starts_with('/')) return false;
  if (question == std::string_view::npos) return true;
  return ParseQuery(target.substr(question + 1), request);
}

}  // namespace dunghan::http
