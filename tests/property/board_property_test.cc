#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

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

/// Agency A under a parent, with a long holiday and a make-up Saturday; agency B with Saturday
/// mornings, a zone of its own and a calendar that ends amid the histories. R is a petition.
std::shared_ptr<const rulebook::Rulebook> TwoCalendars(const std::shared_ptr<CodeTable>& codes,
                                                       const std::string& zone) {
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
                  "B,Xã B,TINH,commune\n");
  test::WriteFile(path("procedures.csv"),
                  "code,name,kind,limit,on_supplement\nP,Thủ tục P,,5wd,pause\n"
                  "Q,Thủ tục Q,,8wh,restart\nR,Phản ánh R,petition,10wd,\n");
  rulebook::Options options;
  options.calendars = {path("office.toml"), path("commune.toml")};
  options.agencies = path("agencies.csv");
  options.procedures = path("procedures.csv");
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror}};
  return rulebook::Rulebook::Load(options, codes).rulebook;
}

/// A ledger in memory and a board that follows it from its first event on.
class Centre {
 public:
  explicit Centre(const figures::Policy& policy)
      : policy_(policy),
        clock_(test::kHistoryFrom + minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)}),
        zone_(*rc::gen::element<std::string>("Asia/Ho_Chi_Minh", "Asia/Tokyo")),
        rulebook_(*rc::gen::element(true, false) ? TwoCalendars(events_.codes(), zone_)
                                                 : test::SmallRulebook(events_.codes())) {
    ledger_ = ledger::Open({.folder = {},
                            .rulebook = rulebook_,
                            .codes = events_.codes(),
                            .clock = &clock_,
                            .progress = {}})
                  .value();
    board_.emplace(Fresh());
  }

  std::vector<dossier::Event> RandomHistory() { return test::RandomHistory(events_); }
  Board& board() { return *board_; }
  std::unique_ptr<ledger::View> Look() { return ledger_->OpenView().value(); }
  Board Fresh() { return Board::Load(*Look(), rulebook_, policy_).value(); }
  void Reload() { board_.emplace(Fresh()); }
  /// Whether it is the same day everywhere.
  bool OneZone() const { return zone_ == "Asia/Ho_Chi_Minh"; }
  bool DayIsOver() const {
    return rulebook_->default_calendar().zone().DayOf(clock_.Now()) != board_->day();
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
  }

 private:
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
  test::Events events_;
  ManualClock clock_;
  std::string zone_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_;
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
  RC_ASSERT(printed.empty());
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
  for (const auto& row : snapshot->agencies) {
    const Counts& counts = row.counts;
    RC_ASSERT(counts.Overdue() == counts.month.open_overdue);
    RC_ASSERT(counts.Open(DueBucket::kSuspended) == counts.month.open_suspended);
    RC_ASSERT(counts.Open(DueBucket::kUnmeasurable) == counts.month.open_unmeasurable);
    RC_ASSERT(counts.Pending() == counts.month.open_in_time + counts.month.open_suspended);
    RC_ASSERT(counts.without_receipt == counts.month.without_receipt);
  }
}

void FollowsTheLedger(Basis basis) {
  const figures::Policy policy = RandomPolicy(basis);
  Centre centre(policy);
  Follow(centre, [&] {
    if (centre.DayIsOver()) centre.Reload();
    if (*rc::gen::inRange(0, 3) == 0) return;
    RC_ASSERT(centre.board().Difference(centre.Fresh()).value_or("") == "");
    AgreesWithStatements(centre, policy);
  });
}

RC_GTEST_PROP(BoardProperty, ShowsWhatOneJustLoadedAndTheStatementsShow, ()) {
  FollowsTheLedger(Basis::kPromised);
}

RC_GTEST_PROP(BoardProperty, DoesSoOnTheLawfulBasisToo, ()) { FollowsTheLedger(Basis::kLawful); }

using Lines = std::map<std::string, std::tuple<AgencyCode, ProcedureCode, dossier::Standing,
                                               DueBucket, std::optional<dossier::DueClaim>>>;
Lines LinesOf(const Board& board) {
  Lines lines;
  board.Visit(0, board.places(), [&](const OpenDossier& dossier) {
    lines.emplace(dossier.code, std::tuple(dossier.agency, dossier.procedure, dossier.standing,
                                           dossier.bucket, dossier.due));
  });
  return lines;
}

/// Days may begin and end: open dossiers and results since the ledger began stay right.
RC_GTEST_PROP(BoardProperty, OpenDossiersStayRightOverDaysWithoutLoading, ()) {
  const Basis basis = *rc::gen::element(Basis::kPromised, Basis::kLawful);
  Centre centre(RandomPolicy(basis));
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
    RC_ASSERT(here.without_receipt == there.without_receipt);
  });
}

}  // namespace
}  // namespace dunghan::board
