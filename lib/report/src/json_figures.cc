#include "json_figures.h"

#include <fmt/format.h>

#include <cstdlib>

#include "dunghan/base/text.h"

namespace dunghan::report {
namespace {

using figures::Rate;
using std::chrono::milliseconds;

/// Seconds, exactly: "12600", "0.25".
std::string Seconds(milliseconds time) {
  const int64_t ms = time.count();
  std::string text = fmt::format("{}{}", ms < 0 ? "-" : "", std::abs(ms) / 1000);
  if (ms % 1000 != 0) {
    text += fmt::format(".{:03}", std::abs(ms) % 1000);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text;
}

/// What the two counts of a rate are called.
struct RateNames {
  std::string_view part;
  std::string_view all;
};
constexpr RateNames kInTime = {"on_time", "all"};

/// Where no cause was stated; no text may begin with a bare "=".
constexpr std::string_view kNone = "(none)";

class Writer {
 public:
  /// What is added until the matching Leave lies in an object of that name.
  void Enter(std::string_view object) { prefix_ += std::string(object) + '.'; }
  void Leave() {
    prefix_.pop_back();
    prefix_.erase(prefix_.rfind('.') + 1);
  }

  void Raw(std::string_view name, std::string value) {
    fields.push_back({prefix_ + std::string(name), std::move(value)});
  }
  void Text(std::string_view name, std::string text) {
    fields.push_back({prefix_ + std::string(name), std::move(text), true});
  }
  void Add(std::string_view name, int64_t value) { Raw(name, fmt::format("{}", value)); }
  void Add(std::string_view name, milliseconds time) { Raw(name, Seconds(time)); }

  /// Ratio and interval of counts that have been named.
  void Ratio(const Rate& rate) {
    const auto interval = figures::Wilson95(rate);
    RatioAlone(rate);
    Raw("low", interval ? fmt::format("{}", figures::CutShare(interval->low)) : "");
    Raw("high", interval ? fmt::format("{}", figures::CutShare(interval->high)) : "");
  }
  void RatioAlone(const Rate& rate) {
    const auto ratio = figures::CutRatio(rate);
    Raw("ratio", ratio ? fmt::format("{}", *ratio) : "");
  }
  void Add(std::string_view object, const Rate& rate, const RateNames& names = kInTime) {
    Enter(object);
    Add(names.part, rate.on_time);
    Add(names.all, rate.all);
    Ratio(rate);
    Leave();
  }

  /// Of a rate that is not measured but could be: no interval.
  void AddAlone(std::string_view object, const Rate& rate) {
    Enter(object);
    Add(kInTime.part, rate.on_time);
    Add(kInTime.all, rate.all);
    RatioAlone(rate);
    Leave();
  }

  void Add(const figures::LateBudget& budget) {
    Enter("late_budget");
    Add("due", budget.due);
    Add("allowed", budget.allowed);
    Add("late", budget.late);
    Add("left", budget.left);
    Raw("needs_on_time", budget.needs_on_time >= 0 ? fmt::format("{}", budget.needs_on_time) : "");
    Text("state", std::string(ToString(budget.state)));
    Leave();
  }

  void Add(const figures::Outlook& outlook) {
    Enter("outlook");
    Text("state", std::string(ToString(outlook.state)));
    AddAlone("best", outlook.best);
    AddAlone("cleared", outlook.cleared);
    Add("backlog", outlook.backlog);
    Leave();
  }

  std::vector<Field> fields;

 private:
  std::string prefix_;
};

void AddCounts(Writer& write, const figures::Figures& f) {
  write.Add("received", f.received);
  write.Add("carried_over", f.carried_over);
  write.Add("moved_in", f.moved_in);
  write.Add("finished_early", f.finished_early);
  write.Add("finished_on_time", f.finished_on_time);
  write.Add("finished_late", f.finished_late);
  write.Add("finished_unmeasurable", f.finished_unmeasurable);
  write.Add("refused_in_time", f.refused_in_time);
  write.Add("refused_late", f.refused_late);
  write.Add("withdrawn", f.withdrawn);
  write.Add("withdrawn_overdue", f.withdrawn_overdue);
  write.Add("moved_out", f.moved_out);
  write.Add("open_in_time", f.open_in_time);
  write.Add("open_overdue", f.open_overdue);
  write.Add("open_suspended", f.open_suspended);
  write.Add("open_unmeasurable", f.open_unmeasurable);
  write.Add("reopened", f.reopened);
  write.Add("without_receipt", f.without_receipt);
  write.Add("moved_in_overdue", f.moved_in_overdue);
  write.Add("moved_out_overdue", f.moved_out_overdue);
  write.Add("open_suspended_ahead", f.open_suspended_ahead);
}

void AddAcceptance(Writer& write, const figures::Further::Acceptance& acceptance) {
  write.Enter("acceptance");
  write.Add("submitted", acceptance.submitted);
  write.Add("in_time", acceptance.answered.on_time);
  write.Add("late", acceptance.answered.all - acceptance.answered.on_time);
  write.Add("declined", acceptance.declined);
  write.Add("waiting", acceptance.waiting);
  write.Add("waiting_late", acceptance.waiting_late);
  write.Ratio(acceptance.answered);
  write.Leave();
}

void AddSupplements(Writer& write, const figures::Further& further) {
  write.Enter("supplements");
  write.Add("asked", further.supplements_asked);
  write.Add("asked_late", further.supplements_asked_late);
  write.Add("asked_again", further.supplements_asked_again);
  write.Add("answered", further.supplements_answered);
  write.Leave();
}

/// Keys are "kind" or "kind:reason".
milliseconds SuspendedFor(const figures::Further& further, std::string_view kind) {
  milliseconds sum{};
  for (const auto& [key, time] : further.suspended) {
    if (std::string_view(key).substr(0, key.find(':')) == kind) sum += time;
  }
  return sum;
}

void AddSuspended(Writer& write, const figures::Further& further, Maps maps) {
  if (maps == Maps::kFlat) {
    write.Enter("suspended_seconds");
    for (const std::string_view kind : {"supplement", "payment", "stop"}) {
      write.Add(kind, SuspendedFor(further, kind));
    }
    return write.Leave();
  }
  std::string object = "{";
  for (const auto& [key, time] : further.suspended) {
    object += fmt::format("{}{}:{}", object.size() > 1 ? "," : "", JsonQuote(key), Seconds(time));
  }
  write.Raw("suspended_seconds", object + "}");
}

void AddLateCauses(Writer& write, const figures::Further& further, Maps maps) {
  std::string object = "{";
  std::string joined;
  for (const auto& [code, count] : further.late_causes) {
    object += fmt::format("{}{}:{}", object.size() > 1 ? "," : "", JsonQuote(code), count);
    joined += fmt::format("{}{}={}", joined.empty() ? "" : ";", code.empty() ? kNone : code, count);
  }
  if (maps == Maps::kFlat) return write.Text("late_causes", joined);
  write.Raw("late_causes", object + "}");
}

void AddAnswers(Writer& write, const figures::Further& further) {
  write.Enter("urged");
  write.Add("times", further.urged);
  write.Add("dossiers", further.urged_dossiers);
  write.Leave();
  write.Enter("satisfaction");
  write.Add("answered", further.satisfied.all);
  write.Add("satisfied", further.satisfied.on_time);
  write.Ratio(further.satisfied);
  write.Add("answering", further.answering, {"answered", "finished"});
  write.Leave();
}

void AddOnline(Writer& write, const figures::Further& further) {
  constexpr RateNames kNames = {"online", "received"};
  write.Enter("online");
  write.Add("of_received", further.online, kNames);
  write.Add("of_full", further.online_of_full, kNames);
  write.Add("of_offered", further.online_of_offered, kNames);
  write.Leave();
}

void AddAppointments(Writer& write, const figures::Further& further) {
  write.Add("extended", further.extended);
  write.Add("reappointed", further.reappointed);
  write.Add("reappointed_again", further.reappointed_again);
  write.Add("reappointments", further.reappointments_kept, {"kept", "all"});
}

void AddTimes(Writer& write, const figures::Further& further) {
  write.Enter("steps");
  write.Add("in_time", further.steps.on_time);
  write.Add("all", further.steps.all);
  write.Ratio(further.steps);
  write.Add("without_limit", further.steps_without_limit);
  write.Add("seconds", further.step_time);
  write.Add("overrun_seconds", further.step_overrun);
  write.Add("late_seconds_borne", further.late_borne);
  write.Leave();
  write.Add("processing_seconds", further.processing);
  write.Add("transit_seconds", further.transit);
  write.Add("unassigned_seconds", further.unassigned);
  write.Add("late_seconds", further.late);
}

}  // namespace

std::vector<Field> FieldsOf(const statement::StatementRow& row, Maps maps) {
  Writer write;
  AddCounts(write, row.figures);
  write.Add("official", figures::Official(row.figures));
  write.Add("strict", figures::Strict(row.figures));
  write.Add("due_cohort", row.figures.due_cohort);
  write.Add(row.outlook);
  write.Add(row.budget);
  write.Add("gross", row.further.gross);
  write.Add("granted_only", figures::GrantedOnly(row.figures));
  AddAcceptance(write, row.further.acceptance);
  AddSupplements(write, row.further);
  AddSuspended(write, row.further, maps);
  write.Add("ready", row.further.ready);
  AddLateCauses(write, row.further, maps);
  AddAnswers(write, row.further);
  AddOnline(write, row.further);
  AddAppointments(write, row.further);
  AddTimes(write, row.further);
  return std::move(write.fields);
}

}  // namespace dunghan::report
