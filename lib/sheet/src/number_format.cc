#include "number_format.h"

#include <cmath>
#include <string>

namespace dunghan::sheet {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

/// What is in square brackets, lower case: a colour, a locale, a condition, or hours that go on
/// beyond 24.
bool IsElapsed(std::string_view bracket) {
  return !bracket.empty() && (bracket.find_first_not_of("hH") == std::string_view::npos ||
                              bracket.find_first_not_of("mM") == std::string_view::npos ||
                              bracket.find_first_not_of("sS") == std::string_view::npos);
}

/// The letters and marks of the first section that mean something.
struct FormatLetters {
  std::string letters;
  bool elapsed = false;
};
FormatLetters LettersOf(std::string_view code) {
  FormatLetters found;
  for (size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == ';') break;
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const size_t end = std::min(code.find(']', i), code.size());
      found.elapsed = found.elapsed || IsElapsed(code.substr(i + 1, end - i - 1));
      i = end;
    } else {
      found.letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return found;
}

}  // namespace

FormatKind BuiltInFormat(int id) {
  if (id == 9 || id == 10) return FormatKind::kPercent;
  if ((id >= 14 && id <= 17) || id == 22) return FormatKind::kDate;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return FormatKind::kTime;
  if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) {
    return FormatKind::kDate;
  }
  return FormatKind::kNumber;
}

FormatKind FormatOf(std::string_view code) {
  const auto [letters, elapsed] = LettersOf(code);
  if (letters == "general" || elapsed) return FormatKind::kNumber;
  if (letters.find_first_of("dy") != std::string::npos) return FormatKind::kDate;
  if (letters.find_first_of("hs") != std::string::npos) return FormatKind::kTime;
  if (letters.find('m') != std::string::npos) return FormatKind::kDate;
  return letters.find('%') != std::string::npos ? FormatKind::kPercent : FormatKind::kNumber;
}

std::optional<LocalTime> FromSerial(double serial, bool since_1904) {
  constexpr double kLast = 2'958'466;  // 1/1/10000
  if (!(serial >= 0 && serial < kLast)) return std::nullopt;
  constexpr LocalDay k1904(std::chrono::local_days(std::chrono::year(1904) / 1 / 1));
  constexpr LocalDay k1900(std::chrono::local_days(std::chrono::year(1899) / 12 / 30));
  // Before the 29 February that was none, days lie one later.
  const LocalDay first = since_1904 ? k1904 : serial < 60 ? k1900 + days(1) : k1900;
  // 08:00 is a third of a day, which no number says exactly.
  const auto time = milliseconds(std::llround(serial * 86'400'000.0));
  return LocalTime(first) + time;
}

}  // namespace dunghan::sheet
