#include <fmt/format.h>

#include <array>
#include <regex>

#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

using figures::Period;

/// The named period of those days, else the days themselves.
Period PeriodOfDays(LocalDay from, LocalDay to) {
  const std::chrono::year_month_day date{from};
  const std::chrono::year_month_day last{to};
  const int year = static_cast<int>(last.year());
  const unsigned month = static_cast<unsigned>(last.month());
  for (const std::string_view kind : {"", "bc:"}) {
    for (const std::string& name : {fmt::format("{}{:04}-{:02}", kind, year, month),
                                    fmt::format("{}{:04}-Q{}", kind, year, (month + 2) / 3),
                                    fmt::format("{}{:04}-H{}", kind, year, (month + 5) / 6),
                                    fmt::format("{}{:04}", kind, year)}) {
      const auto period = figures::ParsePeriod(name);
      if (period && period->from == from && period->to == to) return *period;
    }
  }
  return {FormatDate(from) + ".." + FormatDate(to), from, to};
}

std::optional<int> QuarterOfText(std::string_view text) {
  constexpr std::array<std::string_view, 8> kNames = {"i", "ii", "iii", "iv", "1", "2", "3", "4"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) return static_cast<int>(i % 4) + 1;
  }
  return std::nullopt;
}

/// The two days of "từ ngày 01/06/2021 đến ngày 30/06/2021"; `plain` has blanks for marks.
std::optional<Period> DaysSaid(const std::string& plain) {
  static const std::regex kDays(
      R"(tu (?:ngay )?(\d{1,2}) (\d{1,2}) (\d{4}) (?:den|toi) (?:het )?(?:ngay )?(\d{1,2}) (\d{1,2}) (\d{4}))");
  std::smatch found;
  if (!std::regex_search(plain, found, kDays)) return std::nullopt;
  const auto from = sheet::DateOf(
      std::string_view(fmt::format("{}/{}/{}", found[1].str(), found[2].str(), found[3].str())));
  const auto to = sheet::DateOf(
      std::string_view(fmt::format("{}/{}/{}", found[4].str(), found[5].str(), found[6].str())));
  if (!from || !to || to->at < from->at) return std::nullopt;
  return PeriodOfDays(std::chrono::floor<std::chrono::days>(from->at),
                      std::chrono::floor<std::chrono::days>(to->at));
}

std::optional<Period> NamedSaid(const std::string& plain) {
  static const std::regex kMonth(R"((?:^| )thang (\d{1,2})(?: nam)? (\d{4})(?: |$))");
  static const std::regex kQuarter(R"((?:^| )quy ([iv]+|\d)(?: nam)? (\d{4})(?: |$))");
  static const std::regex kYear(R"(^(?:ky bao cao |bao cao )?nam (\d{4})$)");
  std::smatch found;
  std::string name;
  if (std::regex_search(plain, found, kQuarter)) {
    const auto quarter = QuarterOfText(found[1].str());
    if (!quarter) return std::nullopt;
    name = fmt::format("{}-Q{}", found[2].str(), *quarter);
  } else if (std::regex_search(plain, found, kMonth)) {
    name = fmt::format("{}-{:0>2}", found[2].str(), found[1].str());
  } else if (std::regex_search(plain, found, kYear)) {
    name = found[1].str();
  } else {
    return std::nullopt;
  }
  const auto period = figures::ParsePeriod(name);
  if (!period) return std::nullopt;
  return *period;
}

}  // namespace

std::optional<Period> PeriodSaid(std::span<const std::string> lines) {
  for (const std::string& line : lines) {
    if (auto period = DaysSaid(sheet::Plain(line))) return period;
  }
  for (const std::string& line : lines) {
    const std::string plain = sheet::Plain(line);
    // "Sơn La, ngày 01 tháng 7 năm 2021" says when it was signed.
    if (plain.find("ngay ") != std::string::npos) continue;
    if (auto period = NamedSaid(plain)) return period;
  }
  return std::nullopt;
}

std::optional<sheet::Dated> TakenSaid(std::span<const std::string> lines) {
  constexpr std::array<std::string_view, 5> kWords = {"ket xuat", "xuat bao cao", "ngay xuat",
                                                      "thoi diem", "tinh den"};
  for (const std::string& line : lines) {
    const std::string plain = sheet::Plain(line);
    bool said = false;
    for (const std::string_view words : kWords) {
      said = said || plain.find(words) != std::string::npos;
    }
    const size_t digit = line.find_first_of("0123456789");
    if (!said || digit == std::string::npos) continue;
    const std::string rest = line.substr(digit);
    if (auto at = sheet::DateOf(std::string_view(rest))) return at;
  }
  return std::nullopt;
}

}  // namespace dunghan::statement
