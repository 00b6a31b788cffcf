#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "calendar_file.h"
#include "dunghan/base/text.h"
#include "dunghan/base/time.h"

namespace dunghan::rulebook {
namespace {

// In the order of CalendarSpec::weekly.
constexpr std::array<std::string_view, 7> kWeekDays{"sun", "mon", "tue", "wed",
                                                    "thu", "fri", "sat"};

std::string Bound(const std::optional<LocalDay>& day) {
  return day ? FormatDate(*day) : JsonQuote(kAlways);
}

std::string Hours(const std::vector<worktime::OpenInterval>& hours) {
  std::vector<std::string> texts;
  for (const auto& interval : hours) texts.push_back(JsonQuote(ToString(interval)));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

}  // namespace

std::string WriteCalendar(const worktime::CalendarSpec& spec) {
  std::string out =
      fmt::format("name = {}\nzone = {}\nvalid = {{ from = {}, to = {} }}\n", JsonQuote(spec.name),
                  JsonQuote(spec.zone), Bound(spec.valid_from), Bound(spec.valid_to));
  out += "\n[hours]\n";
  for (size_t day = 0; day < kWeekDays.size(); ++day) {
    if (spec.weekly[day].empty()) continue;
    out += fmt::format("{} = {}\n", kWeekDays[day], Hours(spec.weekly[day]));
  }
  for (const worktime::CalendarException& exception : spec.exceptions) {
    out += fmt::format("\n[[exception]]\ndate = {}\nhours = {}\nname = {}\nsource = {}\n",
                       FormatDate(exception.date), Hours(exception.hours),
                       JsonQuote(exception.name), JsonQuote(exception.source));
    if (!exception.confirmed) out += "confirmed = false\n";
    if (!exception.note.empty()) out += fmt::format("note = {}\n", JsonQuote(exception.note));
  }
  return out;
}

}  // namespace dunghan::rulebook
