#include "json_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

using Kind = JsonFault::Kind;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

/// Goes over a text as a parser does, without calling itself.
class JsonScanner {
 public:
  explicit JsonScanner(std::string_view text) : text_(text) {}

  std::optional<JsonFault> Scan() {
    Walk();
    return std::move(fault_);
  }

 private:
  enum class Next { kValue, kValueOrEnd, kName, kNameOrEnd, kColon, kCommaOrEnd, kEnd };

  void Walk() {
    Next next = Next::kValue;
    while (!fault_) {
      at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
      const bool ended = at_ == text_.size();
      if (next == Next::kEnd && ended) return;
      if (next == Next::kEnd) return Fail(Kind::kMoreBehind, "text after the end of the value");
      if (ended) return Fail(Kind::kCutOff, "cut off");
      next = Step(next);
    }
  }

  Next Step(Next expected) {
    switch (expected) {
      case Next::kValueOrEnd:
        return Peek() == ']' ? Close() : Value();
      case Next::kValue:
        return Value();
      case Next::kNameOrEnd:
        return Peek() == '}' ? Close() : Name();
      case Next::kName:
        return Name();
      case Next::kColon:
        if (Peek() != ':') Fail(Kind::kNoJson, "a colon is missing behind a name");
        ++at_;
        return Next::kValue;
      default:
        return CommaOrEnd();
    }
  }

  Next CommaOrEnd() {
    const bool in_object = open_.back() == '{';
    if (Peek() == (in_object ? '}' : ']')) return Close();
    if (Peek() != ',') {
      Fail(Kind::kNoJson, in_object ? "a comma or } is missing" : "a comma or ] is missing");
    }
    ++at_;
    const size_t then = text_.find_first_not_of(kBlanks, at_);
    const bool closes =
        then != std::string_view::npos && (text_[then] == '}' || text_[then] == ']');
    if (closes && !fault_) Fail(Kind::kNoJson, "a comma stands before the end");
    return in_object ? Next::kName : Next::kValue;
  }

  Next Close() {
    ++at_;
    open_.pop_back();
    return AfterValue();
  }
  Next AfterValue() const { return open_.empty() ? Next::kEnd : Next::kCommaOrEnd; }

  Next Name() {
    if (Peek() != '"') Fail(Kind::kNoJson, "a name in double quotation marks is expected");
    if (!fault_) Text();
    return Next::kColon;
  }

  Next Value() {
    const char c = Peek();
    if (c == '{' || c == '[') {
      ++at_;
      open_.push_back(c);
      return c == '{' ? Next::kNameOrEnd : Next::kValueOrEnd;
    }
    if (c == '"') {
      Text();
    } else if (c == '-' || kDigits.find(c) != std::string_view::npos) {
      Number();
    } else {
      Word();
    }
    return AfterValue();
  }

  void Word() {
    constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
    for (const std::string_view word : kWords) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return;
    }
    if (open_.empty()) return Fail(Kind::kNoJson, "{ is expected");
    Fail(Kind::kNoJson,
         Peek() == '\'' ? "text stands in double quotation marks"
                        : "a value is expected: a text in double quotation marks, a number, true, "
                          "false, null, { or [");
  }

  void Number() {
    const size_t begin = at_;
    if (Peek() == '-') ++at_;
    const bool zero = Peek() == '0';
    const size_t whole = Digits();
    bool good = whole == 1 || (whole > 1 && !zero);
    if (good && Peek() == '.') {
      ++at_;
      good = Digits() > 0;
    }
    if (good && (Peek() == 'e' || Peek() == 'E')) {
      ++at_;
      if (Peek() == '+' || Peek() == '-') ++at_;
      good = Digits() > 0;
    }
    if (good) return;
    at_ = begin;
    Fail(Kind::kNoJson, "no number as JSON writes it");
  }

  size_t Digits() {
    const size_t end = std::min(text_.find_first_not_of(kDigits, at_), text_.size());
    return end - std::exchange(at_, end);
  }

  void Text() {
    const size_t begin = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return;
      }
      if (c < 0x20) {
        return Fail(Kind::kNoJson, c == '\n' ? "a text is not closed on its line"
                                             : "a control character inside a text");
      }
      if (c == '\\' && !Escape()) return;
    }
    at_ = begin;
    Fail(Kind::kCutOff, "a text is not closed");
  }

  /// Over all but its last character.
  bool Escape() {
    const size_t begin = at_;
    const auto wrong = [&] {
      at_ = begin;
      Fail(Kind::kNoJson, "a wrong escape inside a text");
      return false;
    };
    ++at_;
    if (Peek() != 'u')
      return std::string_view("\"\\/bfnrt").find(Peek()) != std::string_view::npos || wrong();
    const auto unit = Unit();
    if (!unit || (*unit >= 0xDC00 && *unit < 0xE000)) return wrong();
    if (*unit < 0xD800 || *unit >= 0xE000) return true;
    if (text_.substr(at_ + 1, 2) != "\\u") return wrong();
    at_ += 2;
    const auto second = Unit();
    return (second && *second >= 0xDC00 && *second < 0xE000) || wrong();
  }

  /// Of the four digits behind the "u" it stands at; at the last of them afterwards.
  std::optional<unsigned> Unit() {
    const std::string_view digits = text_.substr(at_ + 1, 4);
    if (digits.size() < 4 || digits.find_first_not_of(kHexDigits) != std::string_view::npos)
      return {};
    at_ += 4;
    unsigned value = 0;
    for (const char c : digits) {
      const auto lower = static_cast<unsigned>(static_cast<unsigned char>(c) | 0x20U);
      value = value * 16 + (c <= '9' ? static_cast<unsigned>(c - '0') : lower - 'a' + 10);
    }
    return value;
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void Fail(Kind kind, std::string what) {
    if (!fault_) fault_ = JsonFault{kind, at_, std::move(what)};
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<char> open_;
  std::optional<JsonFault> fault_;
};

/// The first byte that no character begins with, or that does not go on with one.
size_t FindNoUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + size > text.size() || !IsUtf8(text.substr(at, size))) return at;
    at += size;
  }
  return at;
}

}  // namespace

std::optional<JsonFault> FindJsonFault(std::string_view text) {
  if (!IsUtf8(text)) return JsonFault{Kind::kNoUtf8, FindNoUtf8(text), "not valid UTF-8"};
  return JsonScanner(text).Scan();
}

std::string Describe(const JsonFault& fault, std::string_view text) {
  const std::string_view before = text.substr(0, fault.offset);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t begin = before.rfind('\n') + 1;  // 0 where there is none
  const size_t column = 1 + CodePoints(before.substr(begin));
  std::string place = fmt::format("column {}", column);
  if (text.find('\n') != std::string_view::npos) {
    place = fmt::format("line {}, {} (offset {})", line, place, fault.offset);
  }
  return fmt::format("{} at {}", fault.what, place);
}

}  // namespace dunghan::intake
