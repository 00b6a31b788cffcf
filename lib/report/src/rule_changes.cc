#include "rule_changes.h"

#include <algorithm>
#include <map>

#include "due_text.h"
#include "format.h"

namespace dunghan::report {
namespace {

using rulebook::Timeline;
using worktime::CalendarException;
using worktime::OpenInterval;
using worktime::WorkingCalendar;

/// One timeline, as the dossier meets with it.
struct Side {
  Side(const dossier::Facts& facts, const Timeline& timeline)
      : terms(timeline.TermsFor(facts)),
        rules(timeline.RulesFor(facts)),
        judgement(dossier::Judge(facts, terms)) {}

  const WorkingCalendar& calendar() const { return *terms.calendar; }
  const std::string& decision() const {
    static const std::string kNoText;
    return rules.procedure ? rules.procedure->decision : kNoText;
  }

  dossier::Terms terms;
  Timeline::Rules rules;
  dossier::Judgement judgement;
};

/// A day of a calendar: its own entry where it has one, else its weekday.
struct Day {
  const CalendarException* own = nullptr;
  const std::vector<OpenInterval>* hours = nullptr;

  bool confirmed() const { return !own || own->confirmed; }
  bool open() const { return !hours->empty(); }
};

Day DayOf(const WorkingCalendar& calendar, LocalDay date) {
  const auto own = calendar.ExceptionsIn(date, date);
  if (!own.empty()) return {own.front(), &own.front()->hours};
  return {nullptr, &calendar.spec().weekly[std::chrono::weekday{date}.c_encoding()]};
}

class Finder {
 public:
  Finder(const dossier::Facts& facts, const Timeline& before, const Timeline& after,
         Language language)
      : facts_(facts), before_(facts, before), after_(facts, after), language_(language) {}

  std::vector<RuleChange> Find() {
    Calendars();
    Limits();
    Settings();
    return std::move(found_);
  }

 private:
  void Add(std::string_view what, std::string was, std::string is, std::string text,
           std::string source = {}) {
    found_.push_back(
        {what, std::move(was), std::move(is), {}, {}, std::move(source), std::move(text)});
  }

  /// "giờ chốt trong ngày: 16:00, trước đây 15:00".
  std::string Instead(std::string_view vi, std::string_view en, const std::string& is,
                      const std::string& was) const {
    return Say(language_, "{}: {}, trước đây {}", "{}: {}, before {}",
               language_ == Language::kVi ? vi : en, is, was);
  }

  void Calendars() {
    const WorkingCalendar& was = before_.calendar();
    const WorkingCalendar& is = after_.calendar();
    if (was.name() != is.name()) {
      Add("calendar", was.name(), is.name(),
          Instead("Lịch làm việc", "Working calendar", is.name(), was.name()));
    }
    if (was.spec().weekly != is.spec().weekly) {
      const std::string before = WeeklyText(was.spec(), language_);
      const std::string after = WeeklyText(is.spec(), language_);
      Add("weekly_hours", before, after,
          Instead("Giờ làm việc hằng tuần", "Weekly hours", after, before));
    }
    // Calendars are extended every year: that is news only where a due lay beyond one.
    if (was.valid_to() != is.valid_to() && (Beyond(before_) || Beyond(after_))) {
      Add("calendar_reach", FormatDate(was.valid_to()), FormatDate(is.valid_to()),
          Instead("Lịch làm việc có đến hết ngày", "The calendar goes through", Date(is.valid_to()),
                  Date(was.valid_to())));
    }
    Days();
  }

  static bool Beyond(const Side& side) {
    const auto& bases = side.judgement.bases;
    return std::any_of(bases.begin(), bases.end(), [](const auto& basis) {
      return basis.no_due == dossier::NoDue::kBeyondCalendar;
    });
  }

  /// The days on which a due can depend.
  std::pair<LocalDay, LocalDay> Stretch() const {
    const worktime::Zone& zone = after_.calendar().zone();
    const LocalDay first = zone.DayOf(*facts_.first_at);
    LocalDay last = first;
    for (const Side* side : {&before_, &after_}) {
      for (const auto& basis : side->judgement.bases) last = std::max(last, Or(basis.due_day));
      last = std::max(last, Or(side->judgement.acceptance.due_day));
    }
    // While the clock stands there is no due yet; it will not be before what has happened.
    return {first, facts_.last_at ? std::max(last, zone.DayOf(*facts_.last_at)) : last};
  }
  static LocalDay Or(const std::optional<LocalDay>& day) { return day.value_or(LocalDay::min()); }

  void Days() {
    if (!facts_.first_at) return;
    const auto [first, last] = Stretch();
    std::map<LocalDay, int> dates;
    for (const Side* side : {&before_, &after_}) {
      for (const auto* day : side->calendar().ExceptionsIn(first, last)) ++dates[day->date];
    }
    for (const auto& [date, times] : dates) {
      const Day was = DayOf(before_.calendar(), date);
      const Day is = DayOf(after_.calendar(), date);
      if (*was.hours == *is.hours && was.confirmed() == is.confirmed()) continue;
      const CalendarException& said = is.own ? *is.own : *was.own;
      found_.push_back({"calendar_day", HoursText(*was.hours), HoursText(*is.hours), date,
                        said.name, said.source, DayChange(was, is, date)});
    }
  }

  std::string DayChange(const Day& was, const Day& is, LocalDay date) const {
    if (!is.own) {
      const std::string name = was.own->name.empty() ? "" : fmt::format(" ({})", was.own->name);
      return was.open() ? Say(language_, "Không còn làm việc {}{}", "No longer open on {}{}",
                              DayName(date, language_), name)
                        : Say(language_, "Không còn nghỉ {}{}", "No longer closed on {}{}",
                              DayName(date, language_), name);
    }
    std::string text =
        DayText({date, is.own->hours, is.own->name, is.own->source, is.open(), is.own->confirmed},
                language_);
    if (*was.hours == *is.hours && is.confirmed()) {
      text += Say(language_, ", nay đã được công bố chính thức", ", announced by now");
    }
    return text;
  }

  void Limits() {
    const auto file = [](const auto& limit) { return limit ? ToString(*limit) : std::string(); };
    const auto words = [this](const auto& limit) {
      return limit ? Limit(*limit, language_) : Say(language_, "không có", "none");
    };
    const auto& was = before_.terms;
    const auto& is = after_.terms;
    if (was.limit != is.limit) {
      std::string text =
          Instead("Thời hạn giải quyết", "Time limit", words(is.limit), words(was.limit));
      if (!after_.decision().empty()) {
        text += Say(language_, ", theo {}", ", by {}", after_.decision());
      }
      Add("limit", file(was.limit), file(is.limit), text, after_.decision());
    }
    if (was.acceptance_limit != is.acceptance_limit) {
      Add("acceptance_limit", file(was.acceptance_limit), file(is.acceptance_limit),
          Instead("Thời hạn tiếp nhận hồ sơ trực tuyến", "Limit of acceptance online",
                  words(is.acceptance_limit), words(was.acceptance_limit)));
    }
  }

  void Settings() {
    const auto& was = before_.terms;
    const auto& is = after_.terms;
    if (was.comparison != is.comparison) {
      const std::string before(Text(was.comparison, language_));
      const std::string after(Text(is.comparison, language_));
      Add("comparison", before, after, Instead("Cách so sánh", "Comparison", after, before));
    }
    if (was.on_supplement != is.on_supplement) {
      const auto words = [this](dossier::OnSupplement what) {
        return what == dossier::OnSupplement::kPause
                   ? Say(language_, "tạm dừng tính thời gian", "the clock stands")
                   : Say(language_, "tính lại thời hạn từ đầu", "the limit starts anew");
      };
      Add("on_supplement", words(was.on_supplement), words(is.on_supplement),
          Instead("Khi bổ sung hồ sơ", "On a supplement", words(is.on_supplement),
                  words(was.on_supplement)));
    }
    const auto cutoff = [](const dossier::Terms& terms) {
      const auto minutes = terms.due_rules.same_day_cutoff.count();
      return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    };
    if (was.limit && was.limit->unit == worktime::LimitUnit::kSameDay &&
        cutoff(was) != cutoff(is)) {
      Add("same_day_cutoff", cutoff(was), cutoff(is),
          Instead("Giờ chốt trong ngày", "Cut-off of the day", cutoff(is), cutoff(was)));
    }
  }

  const dossier::Facts& facts_;
  Side before_;
  Side after_;
  Language language_;
  std::vector<RuleChange> found_;
};

}  // namespace

std::vector<RuleChange> RuleChangesOf(const dossier::Facts& facts, const Timeline& before,
                                      const Timeline& after, Language language) {
  return Finder(facts, before, after, language).Find();
}

}  // namespace dunghan::report
