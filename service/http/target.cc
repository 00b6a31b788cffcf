#include "target.h"

#include <algorithm>
#include <string>

#include "http/authority.h"

namespace dunghan::http {
namespace {

/// A form writes a blank as "+"; in a path it is itself.
enum class Plus { kLiteral, kSpace };

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string AsciiLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

bool IsScheme(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
         });
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

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool ParsePairs(std::string_view text, Pairs& pairs) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    auto& [name, value] = pairs.emplace_back();
    if (!Decode(pair.substr(0, equals), Plus::kSpace, name)) return false;
    if (equals == std::string_view::npos) continue;
    if (!Decode(pair.substr(equals + 1), Plus::kSpace, value)) return false;
  }
  return true;
}

/// Splits an absolute target; what is left is a path, a query, both or nothing.
Refusal TakeOrigin(std::string_view& target, Request& request) {
  const size_t colon = target.find("://");
  if (colon == std::string_view::npos || !IsScheme(target.substr(0, colon))) {
    return Refusal::kTarget;
  }
  const bool is_http = AsciiLower(target.substr(0, colon)) == "http";
  target.remove_prefix(colon + 3);
  const std::string_view named = target.substr(0, target.find_first_of("/?"));
  target.remove_prefix(named.size());
  const auto authority = ParseAuthority(named);
  if (!authority || authority->host.empty()) return Refusal::kTarget;
  request.host = named;
  return is_http ? Refusal::kNone : Refusal::kScheme;
}

Refusal ParseConnect(std::string_view target) {
  const auto authority = ParseAuthority(target);
  const bool is_one = authority && !authority->host.empty() && !authority->port.empty();
  return is_one ? Refusal::kConnect : Refusal::kTarget;
}

}  // namespace

Refusal ParseTarget(std::string_view target, Request& request) {
  if (request.method_name == "CONNECT") return ParseConnect(target);
  // What follows a # stays with whoever asks.
  if (target.empty() || target.find('#') != std::string_view::npos) return Refusal::kTarget;
  const bool asks_for_options = request.method_name == "OPTIONS";
  bool is_whole_server = target == "*";
  if (!is_whole_server && target.front() != '/') {
    if (const Refusal why = TakeOrigin(target, request); why != Refusal::kNone) return why;
    is_whole_server = asks_for_options && target.empty();
  }
  if (is_whole_server) {
    request.path.assign(1, '*');
    return asks_for_options ? Refusal::kNone : Refusal::kTarget;
  }
  const size_t question = target.find('?');
  const std::string_view path = target.substr(0, question);
  if (!Decode(path.empty() ? "/" : path, Plus::kLiteral, request.path)) return Refusal::kTarget;
  if (question == std::string_view::npos) return Refusal::kNone;
  return ParsePairs(target.substr(question + 1), request.query) ? Refusal::kNone : Refusal::kTarget;
}

std::optional<std::vector<std::pair<std::string, std::string>>> ParseForm(std::string_view body) {
  Pairs pairs;
  if (!ParsePairs(body, pairs)) return {};
  return pairs;
}

}  // namespace dunghan::http
