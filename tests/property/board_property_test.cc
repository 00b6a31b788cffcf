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
#include "dunghan/report/statement.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// A board kept up by changes and by time, against one just loaded and against statements.
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

/// Agency A under a parent, with a long holiday and a make-up Saturday; agency B with Saturday
/// mornings, a zone of its own and a calendar that ends amid the histories, or the other's; C like
/// A. R is a petition.
std::shared_ptr<const rulebook::Rulebook> TwoCalendars(const std::shared_ptr<CodeTable>& codes,
                                                       const std::string& zone,
                                                       const std::string& calendar_of_b,
                                                       const std::string& limit_of_p,
                                                       const std::string& successors) {
  const test::TempFolder folder;
  const auto path = [&](const char* name) { return folder.path() / name; };
  const std::string week =
      "[hours]\nmon = [\"07:30-17:00\"]\ntue = [\"07:30-17:00\"]\nwed = [\"07:30-17:00\"]\n"
      "thu = [\"07:30-17:00\"]\nfri = [\"07:30-17:00\"]\n";
  std::string office =
      "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
      "valid = { from = 2020-01-01, to = 2022-12-31 }\n" +
      week;
  for (int day = 7; day <= 16; ++day) {
    office += fmt::format("[[exception]]\ndate = 2021-06-{:02}\nname = \"Nghỉ\"\n", day);
  }
  office += "[[exception]]\ndate = 2021-06-26\nname = \"Làm bù\"\nhours = [\"07:30-11:30\"]\n";
  test::WriteFile(path("office.toml"), office);
  test::WriteFile(path("commune.toml"), "name = \"commune\"\nzone = \"" + zone +
                                            "\"\nvalid = { from = 2021-05-10, to = 2021-07-01 }\n" +
                                            week + "sat = [\"07:30-11:30\"]\n");
  test::WriteFile(path("agencies.csv"),
                  "code,name,parent,calendar\nTINH,Tỉnh,,\nA,Sở A,TINH,office\n"
                  "C,Sở C,TINH,office\nB,Xã B,TINH," +
                      calendar_of_b + "\n");
  test::WriteFile(path("successors.csv"), successors);
  test::WriteFile(path("procedures.csv"),
                  "code,name,kind,limit,on_supplement\nP,Thủ tục P,," + limit_of_p +
                      ",pause\n"
                      "Q,Thủ tục Q,,8wh,restart\nR,Phản ánh R,petition,10wd,\n");
  rulebook::Options options;
  options.calendars = {path("office.toml"), path("commune.toml")};
  options.agencies = path("agencies.csv");
  options.procedures = path("procedures.csv");
  options.successors = path("successors.csv");
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror}};
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
  }

  std::vector<dossier::Event> RandomHistory() { return test::RandomHistory(events_); }
  Board& board() { return *board_; }
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
    if (*rc::gen::inRange(0, 5) == 0) RC_ASSERT(ledger_->Flush().has_value());
  }

  void LetTimePass() {
    clock_.Set(std::max(clock_.Now(), RandomInstantAhead()));
    board_->AdvanceTo(clock_.Now());
    const auto woken = ledger_->Advance().value();
    board_->Apply(woken, ledger_->position());
    if (rules_ == Rules::kChange && *rc::gen::inRange(0, 6) == 0) ChangeRulebook();
  }

 private:
  std::shared_ptr<const rulebook::Rulebook> RandomRulebook() {
    if (rules_ == Rules::kStay && *rc::gen::element(true, false)) {
      return test::SmallRulebook(events_.codes());
    }
    if (rules_ == Rules::kStay) {
      return TwoCalendars(events_.codes(), zone_, "commune", "5wd", "old,new,procedure,date\n");
    }
    return TwoCalendars(events_.codes(), zone_, *rc::gen::element<std::string>("commune", "office"),
                        *rc::gen::element<std::string>("5wd", "6wh"), RandomSuccessors());
  }

  /// From now on, or backdated by some days.
  void ChangeRulebook() {
    ledger::Application application{RandomRulebook(), {}, "test", "for a reason"};
    if (*rc::gen::element(true, false)) {
      application.effective_from = clock_.Now() - hours{*rc::gen::inRange(0, 24 * 30)};
    }
    RC_ASSERT(ledger_->Apply(application).has_value());
    Reload();
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
};

figures::Policy RandomPolicy(Basis basis) {
  figures::Policy policy;
  policy.basis = basis;
  policy.reporting_month =
      *rc::gen::element(figures::ReportingMonth::kCalendar, figures::ReportingMonth::kBc);
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
void SameMonths(const report::Statement& statement, const std::vector<CountsOf<C>>& rows) {
  std::map<std::string, figures::Figures> printed;
  for (const auto& row : statement.rows) printed[row.of.code] = row.figures;
  for (const auto& [code, counts] : rows) {
    RC_ASSERT(counts.month == printed[std::string(code.text())]);
    printed.erase(std::string(code.text()));
  }
  // Rows of steps alone are not on the board.
  for (const auto& [code, figures] : printed) RC_ASSERT(figures == figures::Figures{});
}

/// The month's figures are those of the statements, the buckets those of the month.
void AgreesWithStatements(Centre& centre, const figures::Policy& policy) {
  const auto snapshot = centre.board().TakeSnapshot();
  const auto view = centre.Look();
  report::StatementOptions options;
  options.period = snapshot->periods[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  options.basis = policy.basis;
  const auto by_agency = report::MakeMonthly(*view, policy, options).value();
  SameMonths(by_agency, snapshot->agencies);
  RC_ASSERT(by_agency.total.figures == snapshot->total.month);
  options.by = report::GroupBy::kProcedure;
  SameMonths(report::MakeMonthly(*view, policy, options).value(), snapshot->procedures);
  // Where it is tomorrow already, that day's events are not in the month's figures yet.
  if (!centre.OneZone()) return;
  std::map<std::string, figures::Further::Acceptance> acceptance;
  for (const auto& row : by_agency.rows) acceptance[row.of.code] = row.further.acceptance;
  for (const auto& row : snapshot->agencies) {
    const Counts& counts = row.counts;
    RC_ASSERT(counts.Overdue() == counts.month.open_overdue);
    RC_ASSERT(counts.Open(DueBucket::kSuspended) == counts.month.open_suspended);
    RC_ASSERT(counts.Open(DueBucket::kUnmeasurable) == counts.month.open_unmeasurable);
    RC_ASSERT(counts.Pending() == counts.month.open_in_time + counts.month.open_suspended);
    RC_ASSERT(counts.without_receipt == counts.month.without_receipt);
    RC_ASSERT(counts.waiting == acceptance[std::string(row.code.text())].waiting);
    RC_ASSERT(counts.waiting_late == acceptance[std::string(row.code.text())].waiting_late);
  }
}

void FollowsTheLedger(Basis basis, Rules rules) {
  const figures::Policy policy = RandomPolicy(basis);
  Centre centre(policy, rules);
  Follow(centre, [&] {
    if (centre.DayIsOver()) centre.Reload();
    if (*rc::gen::inRange(0, 3) == 0) return;
    RC_ASSERT(centre.board().Difference(centre.Fresh()).value_or("") == "");
    AgreesWithStatements(centre, policy);
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
                                     std::optional<dossier::DueClaim>, dossier::Acceptance>>;
Lines LinesOf(const Board& board) {
  Lines lines;
  board.Visit(0, board.places(), [&](const OpenDossier& dossier) {
    lines.emplace(dossier.code, std::tuple(dossier.agency, dossier.procedure, dossier.standing,
                                           dossier.bucket, dossier.due, dossier.acceptance));
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
  });
}

}  // namespace
}  // namespace dunghan::board
