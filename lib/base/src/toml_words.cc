#include "dunghan/base/toml_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "dunghan/base/text.h"

namespace dunghan {
namespace {

using namespace std::string_view_literals;

constexpr auto kNowhere = std::string_view::npos;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBlanks = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == kNowhere) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view LineOf(std::string_view text, int line) {
  for (int i = 1; i < line; ++i) {
    const size_t end = text.find('\n');
    if (end == kNowhere) return {};
    text.remove_prefix(end + 1);
  }
  return Trimmed(text.substr(0, text.find('\n')));
}

/// A line as far as its comment, and whether a quotation mark in it has no second one.
struct Code {
  std::string_view text;
  bool is_open = false;
};

Code WithoutComment(std::string_view line) {
  char quote = '\0';
  for (size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (quote == '\0' && c == '#') return {Trimmed(line.substr(0, at)), false};
    if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && quote == '"') {
      ++at;
    } else if (c == quote) {
      quote = '\0';
    }
  }
  return {Trimmed(line), quote != '\0'};
}

bool IsBareKey(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
  });
}

/// "0,98" as "0.98".
std::optional<std::string> WithPoint(std::string_view value) {
  std::string_view rest = value;
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  const size_t comma = rest.find(',');
  if (comma == kNowhere || comma == 0 || comma + 1 == rest.size()) return {};
  if (rest.substr(0, comma).find_first_not_of(kDigits) != kNowhere) return {};
  if (rest.substr(comma + 1).find_first_not_of(kDigits) != kNowhere) return {};
  std::string fixed(value);
  fixed[fixed.find(',')] = '.';
  return fixed;
}

/// "98%" as "0.98".
std::optional<std::string> AsRatio(std::string_view value) {
  if (!value.ends_with('%')) return {};
  value = Trimmed(value.substr(0, value.size() - 1));
  if (value.empty() || value.size() > 2 || value.find_first_not_of(kDigits) != kNowhere) return {};
  return fmt::format("0.{:0>2}", value);
}

/// A word for a truth value in another spelling.
std::optional<std::string_view> AsTruth(std::string_view value) {
  std::string lower(value);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::array kTrue = {"true"sv, "yes"sv, "on"sv};
  constexpr std::array kFalse = {"false"sv, "no"sv, "off"sv};
  if (std::find(kTrue.begin(), kTrue.end(), lower) != kTrue.end()) return "true";
  if (std::find(kFalse.begin(), kFalse.end(), lower) != kFalse.end()) return "false";
  return {};
}

/// "07/06/2021" as "2021-06-07".
std::optional<std::string> AsDate(std::string_view value) {
  constexpr std::array kSlashes = {2U, 5U};
  if (value.size() != 10) return {};
  for (size_t i = 0; i < value.size(); ++i) {
    const bool separates = std::find(kSlashes.begin(), kSlashes.end(), i) != kSlashes.end();
    if (separates && value[i] != '/' && value[i] != '-' && value[i] != '.') return {};
    if (!separates && kDigits.find(value[i]) == kNowhere) return {};
  }
  return fmt::format("{}-{}-{}", value.substr(6), value.substr(3, 2), value.substr(0, 2));
}

/// What does not stand where it looks like a quotation mark or a blank.
std::optional<std::string> FindForeignMark(std::string_view line) {
  constexpr std::array kMarks = {"\xE2\x80\x9C"sv, "\xE2\x80\x9D"sv, "\xE2\x80\x9E"sv,
                                 "\xE2\x80\x98"sv, "\xE2\x80\x99"sv};
  for (const std::string_view mark : kMarks) {
    if (line.find(mark) != kNowhere) {
      return fmt::format("a quotation mark of a word processor ({}): write \" instead", mark);
    }
  }
  if (line.find("\xC2\xA0") != kNowhere) {
    return "a blank that is none (a no-break space, U+00A0): type a plain one instead";
  }
  return {};
}

std::optional<std::string> ExplainSection(std::string_view code) {
  if (!code.starts_with('[') || code.find(']') != kNowhere) return {};
  return fmt::format("the bracket of the section is not closed: {}]", code);
}

std::optional<std::string> ExplainNoEquals(std::string_view code) {
  if (code.starts_with("//") || code.starts_with(';')) return "a comment begins with #";
  const size_t end = std::min(code.find_first_of(" \t:\"'"), code.size());
  const std::string_view key = code.substr(0, end);
  if (!IsBareKey(key)) return {};
  std::string_view value = Trimmed(code.substr(end));
  if (value.starts_with(':')) value = Trimmed(value.substr(1));
  return fmt::format("\"=\" is missing between key and value: {} = {}", key,
                     value.empty() ? "..." : value);
}

std::optional<std::string> ExplainValue(std::string_view key, std::string_view value) {
  if (value.empty()) return fmt::format("the value is missing behind \"{} =\"", key);
  if (const auto number = WithPoint(value)) return "decimal point, not comma: " + *number;
  if (const auto ratio = AsRatio(value)) return "no percent sign: " + *ratio;
  if (const auto date = AsDate(value)) return "a date is written year first: " + *date;
  if (const auto truth = AsTruth(value); truth && value != *truth) {
    return fmt::format("true or false, in lower case: {} = {}", key, *truth);
  }
  const bool is_path = value.size() > 1 && value.starts_with('"') && value.ends_with('"') &&
                       value.find('\\') != kNowhere;
  if (is_path) {
    return "a backslash inside quotation marks stands for something else: write / or \\\\ instead";
  }
  const auto first = static_cast<unsigned char>(value.front());
  const bool begins_bare = std::isalpha(first) != 0 || first >= 0x80 || value.front() == '/' ||
                           value.front() == '.' || value.front() == '~';
  const bool is_word = value != "true" && value != "false" && value != "inf" && value != "nan";
  if (begins_bare && is_word && value.find('"') == kNowhere) {
    return fmt::format("text stands in quotation marks: {} = \"{}\"", key, value);
  }
  return {};
}

std::optional<std::string> Explain(std::string_view line) {
  if (auto mark = FindForeignMark(line)) return mark;
  const Code code = WithoutComment(line);
  if (code.text.empty()) return {};
  const size_t equals = code.text.find('=');
  if (code.text.starts_with('[')) return ExplainSection(code.text);
  if (code.is_open) return "the quotation mark is not closed: it needs a second one on this line";
  if (equals == kNowhere) return ExplainNoEquals(code.text);
  return ExplainValue(Trimmed(code.text.substr(0, equals)), Trimmed(code.text.substr(equals + 1)));
}

/// A line may be of any length and hold anything: as much of it as can be shown.
std::string Shown(std::string_view line) {
  constexpr size_t kMost = 120;
  std::string shown;
  for (const char c : line.substr(0, kMost)) {
    if (c == '\t') shown += ' ';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) shown += c;
  }
  // Cut inside a character, or never text: what is left of it goes.
  while (!shown.empty() && !IsPrintable(shown)) shown.pop_back();
  return line.size() > kMost ? shown + "..." : shown;
}

}  // namespace

std::string DescribeTomlFault(std::string_view text, int line, int column,
                              std::string_view description) {
  const std::string_view found = LineOf(text, line);
  const std::string shown = Shown(found);
  // What the words quote of it is as long as it is.
  const auto words = shown.ends_with("...") ? std::nullopt : Explain(shown);
  std::string message(words ? *words : description);
  if (shown.empty()) return message;
  return fmt::format("{} (column {}: {})", message, column, shown);
}

}  // namespace dunghan
