#include "dunghan/base/time.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

namespace dunghan {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

/// Reads text from the left; every reader returns nothing where the text does not fit.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<unsigned> Digits(size_t count) {
    if (rest_.size() < count) return {};
    unsigned value = 0;
    for (size_t i = 0; i < count; ++i) {
      const char c = rest_[i];
      if (c < '0' || c > '9') return {};
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool Skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// ".123456" -> 123 ms; more digits are cut. Nothing when no digit follows the point.
  std::optional<milliseconds> Fraction() {
    milliseconds value{0};
    int scale = 100;
    size_t count = 0;
    for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
      value += milliseconds{(rest_[count] - '0') * scale};
      scale /= 10;
    }
    if (count == 0) return {};
    rest_.remove_prefix(count);
    return value;
  }

  bool AtEnd() const { return rest_.empty(); }
  char Peek() const { return rest_.empty() ? '\0' : rest_.front(); }

 private:
  std::string_view rest_;
};

std::optional<year_month_day> ReadDate(Reader& in) {
  const auto y = in.Digits(4);
  if (!y || !in.Skip('-')) return {};
  const auto m = in.Digits(2);
  if (!m || !in.Skip('-')) return {};
  const auto d = in.Digits(2);
  if (!d) return {};
  return year_month_day{std::chrono::year{static_cast<int>(*y)}, std::chrono::month{*m},
                        std::chrono::day{*d}};
}

struct TimeOfDay {
  milliseconds since_midnight{0};  // of a leap second: of the second before it
  bool leap_second = false;
};

std::optional<TimeOfDay> ReadTimeOfDay(Reader& in) {
  const auto h = in.Digits(2);
  if (!h || !in.Skip(':')) return {};
  const auto m = in.Digits(2);
  if (!m || !in.Skip(':')) return {};
  const auto s = in.Digits(2);
  if (!s || *h > 23 || *m > 59 || *s > 60) return {};
  milliseconds fraction{0};
  if (in.Skip('.')) {
    const auto read = in.Fraction();
    if (!read) return {};
    fraction = *read;
  }
  if (*s == 60) return TimeOfDay{hours{*h} + minutes{*m} + seconds{59}, true};
  return TimeOfDay{hours{*h} + minutes{*m} + seconds{*s} + fraction};
}

std::optional<minutes> ReadOffset(Reader& in) {
  if (in.Skip('Z') || in.Skip('z')) return minutes{0};
  const bool west = in.Peek() == '-';
  if (!in.Skip('+') && !in.Skip('-')) return {};
  const auto h = in.Digits(2);
  if (!h || !in.Skip(':')) return {};
  const auto m = in.Digits(2);
  if (!m || *h > 23 || *m > 59) return {};
  const minutes offset = hours{*h} + minutes{*m};
  return west ? -offset : offset;
}

/// An RFC 3339 time as nearly all feeds write it: "2021-06-07T08:00:00+07:00", or with a Z. Nothing
/// for any other form, and for what is no time: that is looked at piece by piece.
std::optional<Instant> ParseUsualForm(std::string_view text) {
  constexpr size_t kWithZ = 20;
  constexpr size_t kWithOffset = 25;
  if (text.size() != kWithOffset && text.size() != kWithZ) return {};
  bool wrong = false;
  const auto two_digits = [&](size_t at) {
    const unsigned tens = static_cast<unsigned char>(text[at]) - unsigned{'0'};
    const unsigned ones = static_cast<unsigned char>(text[at + 1]) - unsigned{'0'};
    wrong |= tens > 9 || ones > 9;
    return tens * 10 + ones;
  };
  const year_month_day date{
      std::chrono::year{static_cast<int>(two_digits(0) * 100 + two_digits(2))},
      std::chrono::month{two_digits(5)}, std::chrono::day{two_digits(8)}};
  const unsigned h = two_digits(11);
  const unsigned m = two_digits(14);
  const unsigned s = two_digits(17);
  wrong |= text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
           text[16] != ':' || h > 23 || m > 59 || s > 59;
  minutes offset{0};
  if (text.size() == kWithOffset) {
    const unsigned offset_h = two_digits(20);
    const unsigned offset_m = two_digits(23);
    offset = hours{offset_h} + minutes{offset_m};
    if (text[19] == '-') offset = -offset;
    wrong |=
        (text[19] != '+' && text[19] != '-') || text[22] != ':' || offset_h > 23 || offset_m > 59;
  } else {
    wrong |= text[19] != 'Z';
  }
  if (wrong || !date.ok() || date.year() < std::chrono::year{1}) return {};
  return Instant{std::chrono::sys_days{date}} + hours{h} + minutes{m} + seconds{s} - offset;
}

Error Wrong(std::string_view text, std::string_view why) {
  return InvalidArgument(fmt::format("\"{}\" is no RFC 3339 time: {}", text.substr(0, 64), why));
}

char* PutDigits(char* out, unsigned value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    out[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  return out + count;
}

char* PutDate(char* out, LocalDay day) {
  const year_month_day date{day};
  out = PutDigits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  *out++ = '-';
  out = PutDigits(out, static_cast<unsigned>(date.month()), 2);
  *out++ = '-';
  return PutDigits(out, static_cast<unsigned>(date.day()), 2);
}

}  // namespace

Result<Instant> ParseRfc3339(std::string_view text) {
  if (const auto instant = ParseUsualForm(text)) return *instant;
  Reader in(text);
  const auto date = ReadDate(in);
  if (!date) return Wrong(text, "expected YYYY-MM-DDThh:mm:ss and an offset such as +07:00");
  if (!date->ok() || date->year() < std::chrono::year{1}) return Wrong(text, "no such day");
  if (!in.Skip('T') && !in.Skip('t') && !in.Skip(' ')) return Wrong(text, "the time is missing");
  const auto time = ReadTimeOfDay(in);
  if (!time) return Wrong(text, "no such time of day");
  if (in.AtEnd()) return Wrong(text, "the offset is missing (Z, +07:00 ...)");
  const auto offset = ReadOffset(in);
  if (!offset) return Wrong(text, "expected an offset such as +07:00");
  if (!in.AtEnd()) return Wrong(text, "text after the offset");
  const Instant instant = Instant{std::chrono::sys_days{*date}} + time->since_midnight - *offset;
  if (!time->leap_second) return instant;
  const auto next_day = std::chrono::floor<days>(instant) + days{1};
  if (instant != next_day - seconds{1}) return Wrong(text, "second 60 is at 23:59:60 UTC alone");
  return Instant{next_day} - milliseconds{1};
}

Result<LocalDay> ParseDate(std::string_view text) {
  Reader in(text);
  const auto date = ReadDate(in);
  if (!date || !in.AtEnd() || !date->ok() || date->year() < std::chrono::year{1}) {
    return InvalidArgument(fmt::format("\"{}\" is no date YYYY-MM-DD", text.substr(0, 64)));
  }
  return LocalDay{*date};
}

void AppendRfc3339(std::string& out, Instant instant, seconds offset) {
  const LocalTime local{instant.time_since_epoch() + offset};
  const auto day = std::chrono::floor<days>(local);
  const auto in_day = local - day;
  const auto whole = std::chrono::floor<seconds>(in_day);
  const auto fraction = static_cast<unsigned>((in_day - whole).count());
  const auto second_of_day = static_cast<unsigned>(whole.count());
  char buffer[40];
  char* end = PutDate(buffer, day);
  *end++ = 'T';
  end = PutDigits(end, second_of_day / 3600, 2);
  *end++ = ':';
  end = PutDigits(end, second_of_day / 60 % 60, 2);
  *end++ = ':';
  end = PutDigits(end, second_of_day % 60, 2);
  if (fraction != 0) {
    *end++ = '.';
    end = PutDigits(end, fraction, 3);
  }
  const auto offset_minutes = std::chrono::duration_cast<minutes>(offset).count();
  const auto size = static_cast<unsigned>(offset_minutes < 0 ? -offset_minutes : offset_minutes);
  *end++ = offset_minutes < 0 ? '-' : '+';
  end = PutDigits(end, size / 60, 2);
  *end++ = ':';
  end = PutDigits(end, size % 60, 2);
  out.append(buffer, end);
}

std::string FormatRfc3339(Instant instant, seconds offset) {
  std::string out;
  AppendRfc3339(out, instant, offset);
  return out;
}

void AppendDate(std::string& out, LocalDay day) {
  char buffer[16];
  out.append(buffer, PutDate(buffer, day));
}

std::string FormatDate(LocalDay day) {
  std::string out;
  AppendDate(out, day);
  return out;
}

int YearOf(LocalDay day) { return static_cast<int>(year_month_day{day}.year()); }

}  // namespace dunghan
