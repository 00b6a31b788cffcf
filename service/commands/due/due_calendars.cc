#include "due/due_calendars.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "due/due_fields.h"
#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

namespace ondemand = simdjson::ondemand;
using worktime::CalendarException;
using worktime::CalendarSpec;
using worktime::OpenInterval;
using worktime::WorkingCalendar;

constexpr std::array<std::string_view, 5> kFields = {"name", "zone", "hours", "exceptions",
                                                     "valid"};
constexpr std::array<std::string_view, 2> kValidFields = {"from", "to"};
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};

/// Calls `use(key, value)` for every field of an object; it returns an error to stop.
template <class Use>
std::optional<Error> ForEachField(std::string_view place, ondemand::value value, Use use) {
  ondemand::object object;
  if (value.get_object().get(object)) return WrongType(place, "an object", value);
  for (auto field : object) {
    std::string_view key;
    ondemand::value read;
    if (field.unescaped_key().get(key) || field.value().get(read)) return Malformed(place);
    if (auto error = use(key, read)) return error;
  }
  return {};
}

std::optional<Error> ReadText(std::string_view place, ondemand::value value, std::string& text) {
  std::string_view read;
  if (value.get_string().get(read)) return WrongType(place, "a string", value);
  text = read;
  return {};
}

std::optional<Error> ReadHours(const std::string& place, ondemand::value value,
                               std::vector<OpenInterval>& hours) {
  ondemand::array list;
  if (value.get_array().get(list)) return WrongType(place, "an array of opening hours", value);
  for (auto element : list) {
    ondemand::value read;
    std::string text;
    if (element.get(read)) return Malformed(place);
    if (auto error = ReadText(place, read, text)) return error;
    const auto interval = worktime::ParseOpenInterval(text);
    if (!interval) return InvalidArgument(place + ": " + interval.error().for_client);
    hours.push_back(*interval);
  }
  return {};
}

std::optional<Error> ReadWeek(ondemand::value value, CalendarSpec& spec) {
  SeenFields seen(kWeekdays, "calendar.hours.");
  return ForEachField("calendar.hours", value,
                      [&](std::string_view key, ondemand::value hours) -> std::optional<Error> {
                        const auto day = seen.Add(key);
                        if (!day) return day.error();
                        return ReadHours(fmt::format("calendar.hours.{}", key), hours,
                                         spec.weekly[*day]);
                      });
}

std::optional<Error> ReadExceptions(ondemand::value value, CalendarSpec& spec) {
  return ForEachField("calendar.exceptions", value,
                      [&](std::string_view key, ondemand::value hours) -> std::optional<Error> {
                        const auto date = ParseDate(key);
                        if (!date)
                          return InvalidArgument("calendar.exceptions: " + date.error().for_client);
                        CalendarException& exception = spec.exceptions.emplace_back();
                        exception.date = *date;
                        return ReadHours(fmt::format("calendar.exceptions.{}", key), hours,
                                         exception.hours);
                      });
}

std::optional<Error> ReadValid(ondemand::value value, CalendarSpec& spec) {
  SeenFields seen(kValidFields, "calendar.valid.");
  return ForEachField("calendar.valid", value,
                      [&](std::string_view key, ondemand::value read) -> std::optional<Error> {
                        const auto end = seen.Add(key);
                        if (!end) return end.error();
                        const std::string place = fmt::format("calendar.valid.{}", key);
                        std::string text;
                        if (auto error = ReadText(place, read, text)) return error;
                        const auto date = ParseDate(text);
                        if (!date) return InvalidArgument(place + ": " + date.error().for_client);
                        (*end == 0 ? spec.valid_from : spec.valid_to) = *date;
                        return {};
                      });
}

std::optional<Error> ReadField(size_t field, ondemand::value value, CalendarSpec& spec) {
  switch (field) {
    case 0:
      return ReadText("calendar.name", value, spec.name);
    case 1:
      return ReadText("calendar.zone", value, spec.zone);
    case 2:
      return ReadWeek(value, spec);
    case 3:
      return ReadExceptions(value, spec);
    default:
      return ReadValid(value, spec);
  }
}

Result<WorkingCalendar> ReadCalendar(ondemand::parser& parser, std::string_view json) {
  const simdjson::padded_string text(json);
  ondemand::document document;
  ondemand::value value;
  if (parser.iterate(text).get(document) || document.get_value().get(value)) {
    return Malformed("calendar");
  }
  CalendarSpec spec;
  SeenFields seen(kFields, "calendar.");
  auto error = ForEachField(
      "calendar", value, [&](std::string_view key, ondemand::value read) -> std::optional<Error> {
        const auto field = seen.Add(key);
        if (!field) return field.error();
        return ReadField(*field, read, spec);
      });
  if (error) return *error;
  if (!seen.Has("zone")) return InvalidArgument("calendar.zone: missing");
  if (!seen.Has("hours")) return InvalidArgument("calendar.hours: missing");
  return WorkingCalendar::Build(std::move(spec));
}

}  // namespace

DueCalendars::DueCalendars(const std::map<std::string, WorkingCalendar>& configured)
    : named_(configured.begin(), configured.end()) {}

Result<const WorkingCalendar*> DueCalendars::Named(std::string_view name) const {
  const auto found = named_.find(name);
  if (found != named_.end()) return &found->second;
  std::string text = fmt::format("calendar: no calendar {}", JsonQuote(name.substr(0, 64)));
  std::vector<std::string_view> names;
  for (const auto& [known, calendar] : named_) names.push_back(known);
  if (const auto nearest = NearestName(name.substr(0, 64), names)) {
    text += fmt::format(" (did you mean {}?)", JsonQuote(*nearest));
  }
  return InvalidArgument(std::move(text));
}

Result<const WorkingCalendar*> DueCalendars::InFull(std::string_view json) {
  if (const auto found = by_text_.find(json); found != by_text_.end()) {
    Remember(found->second);
    return &found->second;
  }
  auto calendar = ReadCalendar(parser_, json);
  if (!calendar) return calendar.error();
  Remember(*calendar);
  if (by_text_.size() >= kMostRemembered || text_bytes_ + json.size() > kMostRememberedBytes) {
    by_text_.clear();
    text_bytes_ = 0;
  }
  text_bytes_ += json.size();
  return &by_text_.emplace(json, std::move(*calendar)).first->second;
}

void DueCalendars::Remember(const WorkingCalendar& calendar) {
  if (calendar.name().empty()) return;
  const auto [place, added] = named_.try_emplace(calendar.name(), calendar);
  if (!added && &place->second.table() != &calendar.table()) place->second = calendar;
}

}  // namespace dunghan::commands
