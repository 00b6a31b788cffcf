#include "calendar_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "toml_text.h"

namespace dunghan::rulebook {
namespace {

using worktime::CalendarException;
using worktime::CalendarSpec;
using worktime::OpenInterval;

constexpr std::array<std::string_view, 5> kKeys{"name", "zone", "valid", "hours", "exception"};
constexpr std::array<std::string_view, 2> kValidKeys{"from", "to"};
// `source` is cited in explanations; `note` is for whoever keeps the file and is not shown.
constexpr std::array<std::string_view, 6> kExceptionKeys{"date",   "hours", "name",
                                                         "source", "note",  "confirmed"};
// In the order of CalendarSpec::weekly.
constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

int LineOf(const toml::source_region& source) { return static_cast<int>(source.begin.line); }

std::string_view KindOf(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::none:
      return "nothing";
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "a truth value";
    case toml::node_type::date:
      return "a date";
    case toml::node_type::time:
      return "a time";
    case toml::node_type::date_time:
      return "a date with a time";
  }
  return "something else";
}

/// Walks the document and fills the spec; every fault becomes a problem with its line.
class CalendarReader {
 public:
  CalendarReader(const FileText& input, LoadedCalendar& out)
      : file_(input.file), recorded_(input.recorded), out_(out) {}

  void Read(const toml::table& document) {
    CheckKeys(document, "", kKeys);
    spec_.name = RequiredText(document, "name");
    spec_.zone = RequiredText(document, "zone");
    out_.name = spec_.name;
    ReadValidity(document);
    if (const auto* hours = Find<toml::table>(document, "hours", "a table", true)) ReadWeek(*hours);
    if (const auto* exceptions = Find<toml::array>(document, "exception", "[[exception]]", false)) {
      for (const toml::node& node : *exceptions) ReadException(node);
    }
    CheckSense();
    if (!HasErrors(out_.problems)) out_.spec = std::move(spec_);
  }

 private:
  void Add(int line, std::string field, std::string message) {
    out_.problems.push_back(
        {.file = file_, .line = line, .field = std::move(field), .message = std::move(message)});
  }

  void Expected(std::string_view what, const toml::node& node, const std::string& field) {
    const auto* text = node.as_string();
    Add(LineOf(node.source()), field,
        fmt::format("expected {}, got {}", what,
                    text ? JsonQuote(text->get()) : std::string(KindOf(node))));
  }

  void CheckKeys(const toml::table& table, const std::string& prefix,
                 std::span<const std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      Add(LineOf(key.source()), prefix + std::string(key.str()),
          "unknown key" + DidYouMean(key.str(), known));
    }
  }

  template <class T>
  auto Find(const toml::table& table, std::string_view key, std::string_view what, bool required)
      -> decltype(std::declval<const toml::node&>().as<T>()) {
    const toml::node* node = table.get(key);
    if (node) lines_.emplace(key, LineOf(node->source()));
    if (node && node->as<T>()) return node->as<T>();
    if (node) Expected(what, *node, std::string(key));
    if (!node && required) Add(0, std::string(key), "required key is missing");
    return nullptr;
  }

  std::string RequiredText(const toml::table& document, std::string_view key) {
    const auto* text = Find<std::string>(document, key, "a text", true);
    if (text && text->get().empty()) Expected("a text", *text, std::string(key));
    return text ? Printable(*text, std::string(key)) : "";
  }

  std::string Printable(const toml::value<std::string>& text, const std::string& field) {
    if (!IsPrintable(text.get()) || (!recorded_ && !IsName(text.get()))) {
      Expected("printable characters" + HiddenNameFault(text.get()), text, field);
    }
    return text.get();
  }

  /// A bound of the validity; `kAlways` is none.
  std::optional<LocalDay> Bound(const toml::table& valid, std::string_view key) {
    if (valid[key].value<std::string_view>() == kAlways) return std::nullopt;
    return Date(valid, key, "valid.");
  }

  std::optional<LocalDay> Date(const toml::table& table, std::string_view key,
                               const std::string& prefix) {
    const std::string field = prefix + std::string(key);
    const toml::node* node = table.get(key);
    if (!node) {
      Add(LineOf(table.source()), field, "required key is missing");
      return std::nullopt;
    }
    const auto* date = node->as_date();
    if (!date) {
      Expected("a date without quotation marks like 2021-06-07", *node, field);
      return std::nullopt;
    }
    return LocalDay{std::chrono::year{date->get().year} / date->get().month / date->get().day};
  }

  void ReadValidity(const toml::table& document) {
    const auto* valid =
        Find<toml::table>(document, "valid", "{ from = 2018-01-01, to = 2026-12-31 }", true);
    if (!valid) return;
    CheckKeys(*valid, "valid.", kValidKeys);
    spec_.valid_from = Bound(*valid, "from");
    spec_.valid_to = Bound(*valid, "to");
  }

  void ReadWeek(const toml::table& hours) {
    CheckKeys(hours, "hours.", kDays);
    for (size_t day = 0; day < kDays.size(); ++day) {
      const toml::node* node = hours.get(kDays[day]);
      if (node) spec_.weekly[day] = ReadHours(*node, "hours." + std::string(kDays[day]));
    }
  }

  std::vector<OpenInterval> ReadHours(const toml::node& node, const std::string& field) {
    lines_.emplace(field, LineOf(node.source()));
    std::vector<OpenInterval> hours;
    const toml::array* list = node.as_array();
    if (!list) Expected("a list like [\"07:30-11:30\", \"13:30-17:00\"]", node, field);
    if (!list) return hours;
    for (const toml::node& item : *list) {
      const auto* text = item.as_string();
      if (!text) {
        Expected("hours like \"07:30-11:30\"", item, field);
      } else if (const auto interval = worktime::ParseOpenInterval(text->get())) {
        hours.push_back(*interval);
      } else {
        Add(LineOf(item.source()), field, interval.error().for_client);
      }
    }
    return hours;
  }

  void ReadException(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table) return Expected("[[exception]]", node, "exception");
    CheckKeys(*table, "exception.", kExceptionKeys);
    CalendarException exception;
    if (const auto* hours = table->get("hours"))
      exception.hours = ReadHours(*hours, "exception.hours");
    exception.name = OptionalText(*table, "name");
    exception.source = OptionalText(*table, "source");
    exception.note = OptionalText(*table, "note");
    if (const auto* confirmed = table->get("confirmed")) {
      if (!confirmed->is_boolean()) Expected("true or false", *confirmed, "exception.confirmed");
      exception.confirmed = confirmed->value_or(true);
    }
    const auto date = Date(*table, "date", "exception.");
    if (!date) return;
    exception.date = *date;
    lines_.insert_or_assign("exception " + FormatDate(*date), LineOf(table->get("date")->source()));
    spec_.exceptions.push_back(std::move(exception));
  }

  std::string OptionalText(const toml::table& table, std::string_view key) {
    const std::string field = "exception." + std::string(key);
    const toml::node* node = table.get(key);
    if (!node) return {};
    if (const auto* text = node->as_string()) return Printable(*text, field);
    Expected("a text", *node, field);
    return {};
  }

  /// Adds what the calendar itself objects to, except where reading has found a fault already.
  void CheckSense() {
    std::set<std::string> faulty;
    for (const Problem& problem : out_.problems) faulty.insert(problem.field);
    for (const Problem& problem : worktime::WorkingCalendar::Check(spec_)) {
      const auto next = faulty.lower_bound(problem.field);
      const bool known = next != faulty.end() && next->starts_with(problem.field);
      const auto line = lines_.find(problem.field);
      if (!known) Add(line == lines_.end() ? 0 : line->second, problem.field, problem.message);
    }
  }

  const std::string& file_;
  bool recorded_;
  LoadedCalendar& out_;
  CalendarSpec spec_;
  std::map<std::string, int> lines_;  // of the fields that the calendar may object to
};

}  // namespace

LoadedCalendar ReadCalendar(const FileText& input) {
  LoadedCalendar out;
  if (const auto document = ParseToml(input, out.problems)) {
    CalendarReader(input, out).Read(*document);
  }
  std::stable_sort(out.problems.begin(), out.problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return out;
}

LoadedCalendar LoadCalendarFile(const std::filesystem::path& path) {
  LoadedCalendar out;
  const auto bytes = ReadBytes(path, kMostToml, out.problems);
  return bytes ? ReadCalendar({path.string(), WithoutByteOrderMark(*bytes)}) : out;
}

}  // namespace dunghan::rulebook
