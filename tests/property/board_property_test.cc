#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "dunghan/board/board.h"
#include "dunghan/dossier/attribution.h"
#include "dunghan/statement/petitions.h"
#include "dunghan/statement/statement.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// A board kept up by changes and by time, against one just loaded, against statements, and against
/// the dossiers themselves.
namespace dunghan::board {
namespace {

using dossier::Basis;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// Who takes over from A and B, for all procedures or for one, on days around the histories.
std::string RandomSuccessors() {
  std::string rows = "old,new,procedure,date\n";
  // B never passes on to A, so that there is no circle.
  for (const auto& [old_agency, heirs] : {std::pair("A", std::vector<std::string>{"B", "C"}),
                                          std::pair("B", std::vector<std::string>{"C", "TINH"})}) {
    for (const char* procedure : {"*", "P", "Q", "R"}) {
      if (*rc::gen::inRange(0, 3) != 0) continue;
      const LocalDay date = test::Day("2021-05-01") + days{*rc::gen::inRange(0, 80)};
      rows += fmt::format("{},{},{},{}\n", old_agency, *rc::gen::elementOf(heirs), procedure,
                          FormatDate(date));
    }
  }
  return rows;
}

/// How two rulebooks differ.
struct Variant {
  std::string zone;
  std::string calendar_of_b = "commune";
  std::string limit_of_p = "5wd";
  std::string successors = "old,new,procedure,date\n";
  bool nights = false;  ///< days close at 24:00
};

/// Agency A under a parent, with a long holiday and a make-up Saturday; agency B with Saturday
/// mornings, a zone of its own and a calendar that ends amid the histories, or the other's; C like
/// A. R is a petition.
std::shared_ptr<const rulebook::Rulebook> TwoCalendars(const std::shared_ptr<CodeTable>& codes,
                                                       const Variant& variant) {
  const test::TempFolder folder;
  const auto path = [&](const char* name) { return folder.path() / name; };
  const std::string open =
      variant.nights ? "[\"00:00-02:00\", \"16:00-24:00\"]\n" : "[\"07:30-17:00\"]\n";
  std::string week = "[hours]\n";
  for (const char* day : {"mon", "tue", "wed", "thu", "fri"}) week += day + (" = " + open);
  std::string office =
      "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
      "valid = { from = 2020-01-01, to = 2022-12-31 }\n" +
      week;
  for (int day = 7; day <= 16; ++day) {
    office += fmt::format("[[exception]]\ndate = 2021-06-{:02}\nname = \"Nghỉ\"\n", day);
  }
  office += "[[exception]]\ndate = 2021-06-26\nname = \"Làm bù\"\nhours = [\"07:30-11:30\"]\n";
  test::WriteFile(path("office.toml"), office);
  test::WriteFile(path("commune.toml"), "name = \"commune\"\nzone = \"" + variant.zone +
                                            "\"\nvalid = { from = 2021-05-10, to = 2021-07-01 }\n" +
                                            week + "sat = [\"07:30-11:30\"]\n");
  test::WriteFile(path("agencies.csv"),
                  "code,name,parent,calendar\nTINH,Tỉnh,,\nA,Sở A,TINH,office\n"
                  "C,Sở C,TINH,office\nB,Xã B,TINH," +
                      variant.calendar_of_b + "\n");
  test::WriteFile(path("successors.csv"), variant.successors);
  test::WriteFile(path("procedures.csv"),
                  "code,name,kind,limit,on_supplement\nP,Thủ tục P,," + variant.limit_of_p +
                      ",pause\n"
                      "Q,Thủ tục Q,,8wh,restart\nR,Phản ánh R,petition,10wd,\n");
  rulebook::Options options;
  options.calendars = {path("office.toml"), path("commune.toml")};
  options.agencies = path("agencies.csv");
  options.procedures = path("procedures.csv");
  options.successors = path("successors.csv");
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror},
                     {"bang-tinh", rulebook::SourceRole::kLists}};
  return rulebook::Rulebook::Load(options, codes).rulebook;
}

/// Whether agencies pass on to others, and rulebooks come into force.
enum class Rules { kStay, kChange };

/// A ledger in memory and a board that follows it from its first event on.
class Centre {
 public:
  Centre(const figures::Policy& policy, Rules rules)
      : policy_(policy),
        rules_(rules),
        clock_(test::kHistoryFrom + minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)}),
        zone_(*rc::gen::element<std::string>("Asia/Ho_Chi_Minh", "Asia/Tokyo")) {
    ledger_ = ledger::Open({.folder = {},
                            .rulebook = RandomRulebook(),
                            .codes = events_.codes(),
                            .clock = &clock_,
                            .progress = {}})
                  .value();
    board_.emplace(Fresh());
    BeginAnew();
  }

  std::vector<dossier::Event> RandomHistory() { return test::RandomHistoryWithSnapshots(events_); }
  Board& board() { return *board_; }
  /// One that goes on from day to day.
  Board& going_on() { return *going_on_; }
  std::unique_ptr<ledger::View> Look() { return ledger_->OpenView().value(); }
  Board Fresh() { return Board::Load(*Look(), ledger_->timeline(), policy_).value(); }
  void Reload() { board_.emplace(Fresh()); }
  /// Whether it is the same day everywhere.
  bool OneZone() const { return zone_ == "Asia/Ho_Chi_Minh"; }
  bool DayIsOver() const {
    const auto& zone = ledger_->timeline()->newest().default_calendar().zone();
    return zone.DayOf(clock_.Now()) != board_->day();
  }

  void Append(std::span<const dossier::Event> events) {
    const auto appended = ledger_->Append(test::Items({events.begin(), events.end()})).value();
    board_->Apply(appended.changes, appended.position);
    going_on_->Apply(appended.changes, appended.position);
    if (*rc::gen::inRange(0, 5) == 0) RC_ASSERT(ledger_->Flush().has_value());
  }

  void LetTimePass() {
    clock_.Set(std::max(clock_.Now(), RandomInstantAhead()));
    board_->AdvanceTo(clock_.Now());
    const auto woken = ledger_->Append({}).value().changes;
    board_->Apply(woken, ledger_->position());
    going_on_->AdvanceTo(clock_.Now());
    going_on_->Apply(woken, ledger_->position());
    if (rules_ == Rules::kChange && *rc::gen::inRange(0, 6) == 0) ChangeRulebook();
  }

 private:
  std::shared_ptr<const rulebook::Rulebook> RandomRulebook() {
    const bool nights = *rc::gen::element(true, false);
    const auto limit =
        *rc::gen::element<std::string>("5wd", "1wd", "sd", "6wh", "8wh", "3cd", "1mo");
    if (rules_ == Rules::kStay && *rc::gen::element(true, false)) {
      return test::SmallRulebook(events_.codes(), {.limit_of_p = limit, .nights = nights});
    }
    Variant variant{.zone = zone_, .limit_of_p = limit, .nights = nights};
    if (rules_ == Rules::kChange) {
      variant.calendar_of_b = *rc::gen::element<std::string>("commune", "office");
      variant.successors = RandomSuccessors();
    }
    return TwoCalendars(events_.codes(), variant);
  }

  /// From now on, or backdated by some days.
  void ChangeRulebook() {
    ledger::Application application{RandomRulebook(), {}, "test", "for a reason"};
    if (*rc::gen::element(true, false)) {
      application.effective_from = clock_.Now() - hours{*rc::gen::inRange(0, 24 * 30)};
    }
    RC_ASSERT(ledger_->Apply(application).has_value());
    Reload();
    BeginAnew();
  }

  /// With every dossier there is.
  void BeginAnew() {
    const auto view = Look();
    going_on_.emplace(Board::Begin(ledger_->timeline(), policy_, clock_.Now()));
    const auto add = [&](std::string_view code, const dossier::Judged& state) {
      const ledger::DossierChange change{std::string(code), {}, state};
      going_on_->Apply({&change, 1}, view->position());
    };
    RC_ASSERT(view->ForEachOpen(add).has_value());
    RC_ASSERT(view->ForEachSettled("",
                                   [&](const ledger::Settled& dossier) {
                                     add(dossier.code(), dossier.judged());
                                     return true;
                                   })
                  .has_value());
  }

  /// The very instant of the board's next change, just short of it, hours or days from now.
  Instant RandomInstantAhead() {
    const Instant now = clock_.Now();
    switch (*rc::gen::inRange(0, 5)) {
      case 0:
        return board_->NextChange().value_or(now);
      case 1:
        return board_->NextChange().value_or(now) - milliseconds{1};
      case 2:
        return now + hours{*rc::gen::inRange(0, 24 * 6)};
      default:
        return now + minutes{*rc::gen::inRange(0, 8 * 60)};
    }
  }

  figures::Policy policy_;
  Rules rules_;
  test::Events events_;
  ManualClock clock_;
  std::string zone_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::optional<Board> board_;
  std::optional<Board> going_on_;
};

figures::Policy RandomPolicy(Basis basis) {
  figures::Policy policy;
  policy.basis = basis;
  policy.reporting_month =
      *rc::gen::element(figures::ReportingMonth::kCalendar, figures::ReportingMonth::kBc);
  // Short limits are passed within a history.
  const auto within = [](int64_t amount) {
    return worktime::TimeLimit{amount, worktime::LimitUnit::kWorkingDays};
  };
  policy.petitions = {{.valid_from = {},
                       .refuse = within(1),
                       .ask = within(2),
                       .answer = within(*rc::gen::inRange(1, 12)),
                       .publish = within(1)}};
  return policy;
}

/// Appends a random history in groups, with time in between and after it; calls `check` each time.
template <class Check>
void Follow(Centre& centre, Check check) {
  const auto history = centre.RandomHistory();
  const std::span<const dossier::Event> all(history);
  for (size_t at = 0; at < all.size();) {
    const size_t size = std::min(all.size() - at, static_cast<size_t>(*rc::gen::inRange(1, 6)));
    centre.Append(all.subspan(at, size));
    at += size;
    check();
    centre.LetTimePass();
    check();
  }
  for (int i = 0; i < 12; ++i) {
    centre.LetTimePass();
    check();
  }
}

template <class C>
void SameMonths(const statement::Statement& statement, const std::vector<CountsOf<C>>& rows) {
  std::map<std::string, figures::Figures> printed;
  for (const auto& row : statement.rows) printed[row.of.code] = row.figures;
  for (const auto& [code, counts] : rows) {
    RC_ASSERT(counts.month == printed[std::string(code.text())]);
    printed.erase(std::string(code.text()));
  }
  // Rows of steps alone are not on the board.
  for (const auto& [code, figures] : printed) RC_ASSERT(figures == figures::Figures{});
}

/// Petitions are those of their form.
void SamePetitions(Centre& centre, const figures::Policy& policy, const Snapshot& snapshot) {
  const auto& month = snapshot.periods[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  statement::StatementOptions options;
  options.period = month;
  auto counted = statement::CountPetitions(*centre.Look(), policy.petitions, options).value().rows;
  for (const auto& [code, counts] : snapshot.agencies) {
    RC_ASSERT(counts.petitions == counted[std::string(code.text())]);
    RC_ASSERT(counts.petitions_due_today <= counts.petitions.open_in_time);
    counted.erase(std::string(code.text()));
  }
  RC_ASSERT(counted.empty());
}

/// The month's figures are those of the statements, the buckets those of the month.
void AgreesWithStatements(Centre& centre, const figures::Policy& policy) {
  const auto snapshot = centre.board().TakeSnapshot();
  const auto view = centre.Look();
  statement::StatementOptions options;
  options.period = snapshot->periods[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  options.basis = policy.basis;
  const auto by_agency = statement::MakeMonthly(*view, policy, options).value();
  SameMonths(by_agency, snapshot->agencies);
  RC_ASSERT(by_agency.total.figures == snapshot->total.month);
  options.by = statement::GroupBy::kProcedure;
  SameMonths(statement::MakeMonthly(*view, policy, options).value(), snapshot->procedures);
  // Where it is tomorrow already, that day's events are not in the month's figures yet.
  if (!centre.OneZone()) return;
  SamePetitions(centre, policy, *snapshot);
  std::map<std::string, figures::Further> further;
  for (const auto& row : by_agency.rows) further[row.of.code] = row.further;
  for (const auto& row : snapshot->agencies) {
    const Counts& counts = row.counts;
    RC_ASSERT(counts.Overdue() == counts.month.open_overdue);
    RC_ASSERT(counts.Open(DueBucket::kSuspended) == counts.month.open_suspended);
    RC_ASSERT(counts.Open(DueBucket::kUnmeasurable) == counts.month.open_unmeasurable);
    RC_ASSERT(counts.Pending() == counts.month.open_in_time + counts.month.open_suspended);
    RC_ASSERT(counts.without_receipt == counts.month.without_receipt);
    RC_ASSERT(counts.waiting == further[std::string(row.code.text())].waiting);
    RC_ASSERT(counts.waiting_late == further[std::string(row.code.text())].waiting_late);
  }
}

/// What a board counts beside what statements do, read off the dossiers one by one and day by day.
class Recount {
 public:
  Recount(ledger::View& view, const figures::Policy& policy, const Snapshot& snapshot)
      : view_(view), policy_(policy), snapshot_(snapshot), now_(view.position().at) {
    const auto add = [this](std::string_view, const dossier::Judged& state) { Add(state); };
    RC_ASSERT(view.ForEachOpen(add).has_value());
    RC_ASSERT(view.ForEachSettled("",
                                  [&](const ledger::Settled& dossier) {
                                    add(dossier.code(), dossier.judged());
                                    return true;
                                  })
                  .has_value());
  }

  void Agrees(const Matrix& matrix) {
    RC_ASSERT(Beside(snapshot_.total) == total_);
    RC_ASSERT(snapshot_.total.month.due_cohort.on_time == cohort_.on_time);
    RC_ASSERT(snapshot_.total.month.due_cohort.all == cohort_.all);
    for (const auto& row : snapshot_.agencies) {
      RC_ASSERT(Beside(row.counts) == agencies_[row.code]);
      agencies_.erase(row.code);
    }
    for (const auto& row : snapshot_.procedures) {
      RC_ASSERT(Beside(row.counts) == procedures_[row.code]);
      procedures_.erase(row.code);
    }
    for (const auto& [code, counts] : agencies_) RC_ASSERT(counts == Counts{});
    for (const auto& [code, counts] : procedures_) RC_ASSERT(counts == Counts{});
    std::vector<MatrixRow> rows;
    for (const auto& [key, row] : pairs_) rows.push_back(row);
    RC_ASSERT(matrix.rows == rows);
  }

 private:
  using PairKey = std::pair<AgencyCode, ProcedureCode>;
  struct Of {
    const dossier::Judged& state;
    const dossier::BasisJudgement& judgement;
    const dossier::BasisJudgement& other;
    const dossier::Terms terms;
    const figures::RowKey key;
    dossier::Standing standing;
  };

  /// Without what is compared with statements, and what depends on the limit.
  static Counts Beside(Counts counts) {
    int64_t took = 0;
    int64_t used = 0;
    for (const int64_t count : counts.took) took += count;
    for (const int64_t count : counts.used) used += count;
    RC_ASSERT(used <= took);
    counts.used = {};
    counts.results = {};
    for (Flows& flows : counts.periods) flows.results = {};
    for (Flows& flows : counts.periods) flows.received = {};
    counts.open = {};
    counts.pending_acceptance = counts.waiting = counts.waiting_late = counts.without_receipt = 0;
    counts.month = {};
    counts.petitions = {};
    counts.petitions_due_today = 0;
    return counts;
  }

  void Add(const dossier::Judged& state) {
    if (!state.facts.first_at) return;
    const Basis other = policy_.basis == Basis::kPromised ? Basis::kLawful : Basis::kPromised;
    const Of of{state,
                state.judgement.On(policy_.basis),
                state.judgement.On(other),
                view_.timeline().TermsFor(state.facts),
                figures::RowOf(state.facts),
                dossier::StandingAt(state.judgement.On(policy_.basis), now_)};
    const auto* listed = view_.rulebook().FindProcedure(of.key.procedure);
    if (listed && listed->kind == rulebook::ProcedureKind::kPetition) return;
    Finished(of);
    Due(of);
    Answered(of);
    if (state.facts.apologised) {
      const LocalDay day = DayOf(of, *state.facts.apologised);
      ForEachPeriod(of, day, [](Flows& flows) { ++flows.apologies; });
    }
    if (dossier::IsOpen(of.standing)) Open(of);
  }

  static LocalDay DayOf(const Of& of, Instant at) { return of.terms.calendar->zone().DayOf(at); }
  AgencyCode HolderOn(const Of& of, LocalDay day) const {
    return view_.rulebook().HolderOn(of.key.agency, of.key.procedure, day);
  }
  template <class Do>
  void ForEachRow(const Of& of, LocalDay day, Do what) {
    what(total_);
    what(agencies_[HolderOn(of, day)]);
    what(procedures_[of.key.procedure]);
  }
  template <class Do>
  void ForEachPeriod(const Of& of, LocalDay day, Do what) {
    for (size_t i = 0; i < kNamedPeriods; ++i) {
      const figures::Period& period = snapshot_.periods[i];
      if (day < period.from || day > std::min(period.to, snapshot_.today)) continue;
      ForEachRow(of, day, [&](Counts& counts) { what(counts.periods[i]); });
    }
  }
  /// A window holds a day if no more than its number of working days lie from there to today.
  bool IsIn(Window window, LocalDay from) const {
    if (from > snapshot_.today) return false;
    const auto& calendar = view_.rulebook().default_calendar();
    int working = 0;
    for (LocalDay day = from; day < snapshot_.today; day += days{1}) {
      working += calendar.IsWorkingDay(day).value() ? 1 : 0;
    }
    const int size = kWindowDays[static_cast<size_t>(window)];
    return working < size || (working == size && calendar.IsWorkingDay(from).value());
  }
  template <class Do>
  void ForEachWindow(const Of& of, LocalDay day, Do what) {
    for (size_t i = 0; i < kWindows; ++i) {
      if (!IsIn(static_cast<Window>(i), day)) continue;
      ForEachRow(of, day, [&](Counts& counts) { what(counts.recent[i]); });
    }
  }
  MatrixRow& PairOf(const Of& of, LocalDay day) {
    const PairKey key(HolderOn(of, day), of.key.procedure);
    MatrixRow& row = pairs_[key];
    row.agency = key.first;
    row.procedure = key.second;
    return row;
  }

  void Finished(const Of& of) {
    const auto result = [&](const dossier::BasisJudgement& judgement) -> std::optional<size_t> {
      const auto standing = dossier::StandingAt(judgement, now_);
      if (standing < dossier::Standing::kFinishedEarly ||
          standing > dossier::Standing::kFinishedUnmeasurable) {
        return {};
      }
      return static_cast<size_t>(standing) - static_cast<size_t>(dossier::Standing::kFinishedEarly);
    };
    const auto at = result(of.judgement);
    const auto other = result(of.other);
    RC_ASSERT(at.has_value() == other.has_value());
    if (!at) return;
    const Instant end = *dossier::EndOf(of.state.facts);
    const LocalDay day = DayOf(of, end);
    ForEachPeriod(of, day, [&](Flows& flows) { ++flows.other_results[*other]; });
    ForEachWindow(of, day, [&](Recent& recent) { ++recent.results[*at]; });
    const figures::Period& month = snapshot_.periods[1];
    if (month.from <= day && day <= snapshot_.today) ++PairOf(of, day).results[*at];
    const auto time = dossier::Attribute(of.state.facts, of.terms, of.judgement, end);
    if (!time || !IsIn(Window::k20, day)) return;
    const size_t bucket = figures::TookBucket((time->total - time->suspended).count());
    ForEachRow(of, day, [&](Counts& counts) { ++counts.took[bucket]; });
  }

  /// The day a due counts on, read off its form: a computed instant at a midnight closes the day
  /// before, one that was promised would have been taken for a date.
  static std::optional<LocalDay> CountedOn(const Of& of) {
    if (!of.judgement.due) return {};
    const auto* date = std::get_if<LocalDay>(&*of.judgement.due);
    const LocalDay due =
        date ? *date : DayOf(of, std::get<Instant>(*of.judgement.due) - milliseconds{1});
    return std::max(due, DayOf(of, of.state.facts.receipt->at));
  }

  void Due(const Of& of) {
    using dossier::Standing;
    const auto counted_on = CountedOn(of);
    if (!counted_on) return;
    const LocalDay day = *counted_on;
    Verdict(of);
    if (snapshot_.periods[1].from <= day && day <= snapshot_.today) Cohort(of);
    if (of.standing == Standing::kFinishedEarly || of.standing == Standing::kFinishedOnTime) {
      ForEachWindow(of, day, [](Recent& recent) { ++recent.due_in_time; });
    } else if (of.standing == Standing::kFinishedLate || of.standing == Standing::kOverdue ||
               of.standing == Standing::kWithdrawnOverdue) {
      ForEachWindow(of, day, [](Recent& recent) { ++recent.due_late; });
    }
  }

  /// What of the month's due cohort this one is.
  void Cohort(const Of& of) {
    using dossier::Standing;
    const bool in_time =
        of.standing == Standing::kFinishedEarly || of.standing == Standing::kFinishedOnTime;
    const bool late = of.standing == Standing::kFinishedLate || of.standing == Standing::kOverdue ||
                      of.standing == Standing::kWithdrawnOverdue;
    cohort_.on_time += in_time ? 1 : 0;
    cohort_.all += in_time || late ? 1 : 0;
  }

  /// Design 4 read once more: late after the due day, or after the due instant; early on a day
  /// before the due day.
  static void Verdict(const Of& of) {
    using dossier::Standing;
    if (of.standing < Standing::kFinishedEarly || of.standing > Standing::kFinishedLate) return;
    const Instant end = *dossier::EndOf(of.state.facts);
    const auto* date = std::get_if<LocalDay>(&*of.judgement.due);
    const auto* instant = std::get_if<Instant>(&*of.judgement.due);
    const LocalDay due = date ? *date : DayOf(of, *instant - milliseconds{1});
    const bool by_date = date || (of.terms.limit && worktime::IsDayBased(of.terms.limit->unit));
    const bool late = by_date ? DayOf(of, end) > due : end > *instant;
    const auto verdict = late                   ? Standing::kFinishedLate
                         : DayOf(of, end) < due ? Standing::kFinishedEarly
                                                : Standing::kFinishedOnTime;
    RC_ASSERT(of.standing == verdict);
  }

  void Answered(const Of& of) {
    using dossier::Acceptance;
    const auto& acceptance = of.state.judgement.acceptance;
    const Acceptance standing = dossier::AcceptanceAt(acceptance, now_);
    if (standing < Acceptance::kAcceptedInTime) return;
    const bool late =
        standing == Acceptance::kAcceptedLate || standing == Acceptance::kDeclinedLate;
    ForEachPeriod(of, DayOf(of, acceptance.timeline.back().from),
                  [&](Flows& flows) { ++(late ? flows.accepted_late : flows.accepted_in_time); });
  }

  void Open(const Of& of) {
    const bool overdue = of.standing == dossier::Standing::kOverdue;
    const bool other = dossier::StandingAt(of.other, now_) == dossier::Standing::kOverdue;
    MatrixRow& pair = PairOf(of, snapshot_.today);
    ++(overdue ? pair.overdue : pair.pending);
    ForEachRow(of, snapshot_.today, [&](Counts& counts) {
      counts.other_overdue += other ? 1 : 0;
      if (!overdue) return;
      const Instant since = *of.judgement.overdue_from;
      counts.oldest_overdue = std::min(counts.oldest_overdue.value_or(since), since);
      counts.newly_severe += IsNewlySevere(of) ? 1 : 0;
    });
  }

  bool IsNewlySevere(const Of& of) const {
    const worktime::WorkingCalendar& calendar = *of.terms.calendar;
    const LocalDay today = DayOf(of, now_);
    if (today > calendar.valid_to()) return false;
    // Of a due before the calendar begins, days after its first are counted.
    const LocalDay due = std::max(*CountedOn(of), calendar.valid_from());
    int working = 0;
    for (LocalDay day = due + days{1}; day <= today; day += days{1}) {
      working += calendar.IsWorkingDay(day).value() ? 1 : 0;
    }
    return working == 10;
  }

  ledger::View& view_;
  const figures::Policy& policy_;
  const Snapshot& snapshot_;
  Instant now_;
  Counts total_;
  figures::Rate cohort_;
  std::map<AgencyCode, Counts> agencies_;
  std::map<ProcedureCode, Counts> procedures_;
  std::map<PairKey, MatrixRow> pairs_;
};

void AgreesWithDossiers(Centre& centre, const figures::Policy& policy) {
  const auto snapshot = centre.board().TakeSnapshot();
  Recount(*centre.Look(), policy, *snapshot).Agrees(*centre.board().TakeMatrix());
}

/// Agency by procedure is what agencies, and procedures, are.
void MatrixSumsUp(Board& board) {
  const auto snapshot = board.TakeSnapshot();
  const auto matrix = board.TakeMatrix();
  RC_ASSERT(matrix->version == snapshot->version);
  std::map<AgencyCode, MatrixRow> agencies;
  std::map<ProcedureCode, MatrixRow> procedures;
  for (const MatrixRow& row : matrix->rows) {
    for (MatrixRow* sum : {&agencies[row.agency], &procedures[row.procedure]}) {
      for (size_t i = 0; i < kTimeliness; ++i) sum->results[i] += row.results[i];
      sum->overdue += row.overdue;
      sum->pending += row.pending;
    }
  }
  const auto agrees = [](auto& sums, const auto& rows) {
    for (const auto& [code, counts] : rows) {
      const MatrixRow& sum = sums[code];
      RC_ASSERT(sum.results == counts.In(NamedPeriod::kCurrentMonth).results);
      RC_ASSERT(sum.overdue == counts.Overdue());
      RC_ASSERT(sum.overdue + sum.pending == counts.OpenInAll());
      sums.erase(code);
    }
    RC_ASSERT(sums.empty());
  };
  agrees(agencies, snapshot->agencies);
  agrees(procedures, snapshot->procedures);
}

void FollowsTheLedger(Basis basis, Rules rules) {
  const figures::Policy policy = RandomPolicy(basis);
  Centre centre(policy, rules);
  Follow(centre, [&] {
    if (centre.DayIsOver()) centre.Reload();
    if (*rc::gen::inRange(0, 3) == 0) return;
    RC_ASSERT(centre.board().Difference(centre.Fresh()).value_or("") == "");
    AgreesWithStatements(centre, policy);
    AgreesWithDossiers(centre, policy);
    MatrixSumsUp(centre.board());
  });
}

RC_GTEST_PROP(BoardProperty, ShowsWhatOneJustLoadedAndTheStatementsShow, ()) {
  FollowsTheLedger(Basis::kPromised, Rules::kStay);
}

RC_GTEST_PROP(BoardProperty, DoesSoOnTheLawfulBasisToo, ()) {
  FollowsTheLedger(Basis::kLawful, Rules::kStay);
}

RC_GTEST_PROP(BoardProperty, DoesSoWhereAgenciesPassOnAndRulebooksChange, ()) {
  FollowsTheLedger(*rc::gen::element(Basis::kPromised, Basis::kLawful), Rules::kChange);
}

using Lines =
    std::map<std::string, std::tuple<AgencyCode, ProcedureCode, dossier::Standing, DueBucket,
                                     std::optional<dossier::DueClaim>, dossier::Acceptance, bool>>;
Lines LinesOf(const Board& board) {
  Lines lines;
  board.Visit(0, board.places(), [&](const OpenDossier& dossier) {
    lines.emplace(dossier.code,
                  std::tuple(dossier.agency, dossier.procedure, dossier.standing, dossier.bucket,
                             dossier.due, dossier.acceptance, dossier.apologised));
  });
  return lines;
}

/// Days may begin and end: open dossiers and results since the ledger began stay right.
RC_GTEST_PROP(BoardProperty, OpenDossiersStayRightOverDaysWithoutLoading, ()) {
  const Basis basis = *rc::gen::element(Basis::kPromised, Basis::kLawful);
  Centre centre(RandomPolicy(basis), Rules::kStay);
  Follow(centre, [&] {
    Board fresh = centre.Fresh();
    RC_ASSERT(LinesOf(centre.board()) == LinesOf(fresh));
    RC_ASSERT(centre.board().open() == fresh.open());
    RC_ASSERT(centre.board().NextChange() == fresh.NextChange());
    const Counts& here = centre.board().TakeSnapshot()->total;
    const Counts& there = fresh.TakeSnapshot()->total;
    RC_ASSERT(here.open == there.open);
    RC_ASSERT(here.results == there.results);
    RC_ASSERT(here.pending_acceptance == there.pending_acceptance);
    RC_ASSERT(here.waiting == there.waiting);
    RC_ASSERT(here.waiting_late == there.waiting_late);
    RC_ASSERT(here.without_receipt == there.without_receipt);
    RC_ASSERT(here.other_overdue == there.other_overdue);
    RC_ASSERT(here.newly_severe == there.newly_severe);
    RC_ASSERT(here.oldest_overdue == there.oldest_overdue);
  });
}

/// What one that goes on from day to day shows is what one just loaded for the day does.
void GoesOnIntoOtherDays(Rules rules) {
  Centre centre(RandomPolicy(*rc::gen::element(Basis::kPromised, Basis::kLawful)), rules);
  Follow(centre, [&] {
    if (*rc::gen::inRange(0, 3) == 0) return;
    Board fresh = centre.Fresh();
    RC_ASSERT(centre.going_on().day() == fresh.day());
    RC_ASSERT(centre.going_on().Difference(fresh).value_or("") == "");
    RC_ASSERT(centre.going_on().TakeSnapshot()->periods == fresh.TakeSnapshot()->periods);
    MatrixSumsUp(centre.going_on());
  });
}

RC_GTEST_PROP(BoardProperty, GoesOnIntoOtherDaysWithoutLoading, ()) {
  GoesOnIntoOtherDays(Rules::kStay);
}

RC_GTEST_PROP(BoardProperty, GoesOnWhereAgenciesPassOnAndRulebooksChange, ()) {
  GoesOnIntoOtherDays(Rules::kChange);
}

}  // namespace
}  // namespace dunghan::board
