#include "dunghan/base/toml_bounds.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/file.h"

namespace dunghan {
namespace {

/// Goes over a text as the parser will, strings and comments apart. Where the parser would stop at
/// a fault, so may this: what comes behind is not parsed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<TomlFault> Scan() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        if (!SkipString(c)) return std::nullopt;
        continue;
      }
      if (c == '#') {
        SkipComment();
        continue;
      }
      Count(c);
      if (dots_ >= kMostTomlLevels) return Fault("a key");
      if (open_ > kMostTomlLevels) return Fault("values within values");
      ++at_;
    }
    return std::nullopt;
  }

 private:
  void Count(char c) {
    switch (c) {
      case '.':
        ++dots_;
        return;
      case '[':
      case '{':
        ++open_;
        break;
      case ']':
      case '}':
        if (open_ > 0) --open_;
        break;
      case '\n':
        ++line_;
        break;
      case '=':
      case ',':
        break;
      default:
        return;
    }
    dots_ = 0;
  }

  void SkipComment() {
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }

  /// False: it has no end.
  bool SkipString(char quote) {
    const bool escapes = quote == '"';
    const bool many_lines = text_.substr(at_, 3) == std::string(3, quote);
    size_t length = many_lines ? 3 : 1;  // of the marks
    at_ += length;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        if (!many_lines) return false;
        ++line_;
      } else if (c == '\\' && escapes) {
        // Behind it may stand a mark, or the end of a line.
        if (at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
      } else if (c == quote && (!many_lines || text_.substr(at_, 3) == std::string(3, quote))) {
        // Up to two marks before those that end it are its own.
        const size_t end = text_.substr(0, at_ + 5).find_first_not_of(quote, at_);
        if (many_lines) length = std::min<size_t>(5, std::min(end, text_.size()) - at_);
        at_ += length;
        return true;
      }
    }
    return false;
  }

  TomlFault Fault(std::string_view what) const {
    return {line_,
            fmt::format("expected {} of at most {} levels, got more", what, kMostTomlLevels)};
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
  int dots_ = 0;  // of the key being read
  int open_ = 0;  // brackets
};

}  // namespace

std::optional<TomlFault> FindTomlFault(std::string_view text) {
  if (text.size() > kMostToml) {
    return TomlFault{0, fmt::format("expected at most {} bytes, got {}", kMostToml, text.size())};
  }
  return Scanner(text).Scan();
}

}  // namespace dunghan
