#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "dunghan/statement/statement.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// Statements over random histories while agencies succeed one another and change their place in
/// the tree: every dossier is in exactly one row on every day.
namespace dunghan::statement {
namespace {

using dossier::Standing;
using figures::Figures;

constexpr const char* kAgencies[] = {"A", "B", "C", "D", "E"};

std::string RandomDay() {
  return FormatDate(test::Day("2021-05-01") + std::chrono::days{*rc::gen::inRange(0, 90)});
}

/// Each agency below one of two roots, and from some day on below one of them.
std::string RandomAgencies() {
  std::string text = "code,name,parent,valid_from,valid_to\nP1,P1,,,\nP2,P2,,,\n";
  for (const std::string agency : kAgencies) {
    const LocalDay day = test::Day(RandomDay());
    const auto root = [] { return *rc::gen::element<std::string>("P1", "P2"); };
    text += agency + "," + agency + "," + root() + ",," + FormatDate(day - std::chrono::days{1}) +
            "\n" + agency + "," + agency + "," + root() + "," + FormatDate(day) + ",\n";
  }
  return text;
}

/// Always to a later one, so that nothing goes round; some for one procedure only.
std::string RandomSuccessors() {
  std::string text = "old,new,procedure,date\n";
  for (int old = 0; old < 4; ++old) {
    for (const std::string procedure : {"*", "P", "Q"}) {
      if (*rc::gen::inRange(0, 2) == 0) continue;
      text += std::string(kAgencies[old]) + "," + kAgencies[*rc::gen::inRange(old + 1, 5)] + "," +
              procedure + "," + RandomDay() + "\n";
    }
  }
  return text;
}

std::shared_ptr<const rulebook::Rulebook> RandomRulebook(const std::shared_ptr<CodeTable>& codes) {
  const test::TempFolder folder;
  const auto write = [&](const char* name, const std::string& text) {
    test::WriteFile(folder.path() / name, text);
    return folder.path() / name;
  };
  rulebook::Options options;
  options.calendars = {write("office.toml",
                             "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                             "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
                             "mon = [\"07:30-17:00\"]\ntue = [\"07:30-17:00\"]\n"
                             "wed = [\"07:30-17:00\"]\nthu = [\"07:30-17:00\"]\n"
                             "fri = [\"07:30-17:00\"]\n")};
  options.agencies = write("agencies.csv", RandomAgencies());
  options.procedures = write("procedures.csv",
                             "code,name,field,limit,on_supplement\nP,P,f,5wd,pause\n"
                             "Q,Q,f,8wh,restart\nR,R,g,,\n");
  const std::string successors = RandomSuccessors();
  options.successors = write("successors.csv", successors);
  options.sources = {{"cong-quoc-gia", rulebook::SourceRole::kMirror},
                     {"bang-tinh", rulebook::SourceRole::kLists}};
  auto loaded = rulebook::Rulebook::Load(options, codes);
  if (!loaded.rulebook) RC_FAIL(successors + ToString(loaded.problems.front()));
  return loaded.rulebook;
}

class Province {
 public:
  Province() {
    ledger::Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    const auto history = test::RandomHistory(events_, 8, 60);
    RC_ASSERT(ledger_->Append(test::Items(history)).has_value());
    view_ = ledger_->OpenView().value();
  }

  Statement Of(const std::string& period, StatementOptions options) {
    options.period = figures::ParsePeriod(period).value();
    return MakeMonthly(*view_, {}, options).value();
  }
  ledger::View& view() { return *view_; }
  const rulebook::Rulebook& rulebook() const { return *rulebook_; }
  Instant now() const { return clock_.Now(); }

  template <class Visit>
  void ForEach(const Visit& visit) {
    view_->ForEachOpen([&](std::string_view, const auto& state) { visit(state); }).value();
    view_
        ->ForEachSettled("",
                         [&](const ledger::Settled& dossier) {
                           visit(dossier.judged());
                           return true;
                         })
        .value();
  }

 private:
  test::Events events_;
  ManualClock clock_{test::kHistoryFrom +
                     std::chrono::minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)}};
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = RandomRulebook(events_.codes());
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<ledger::View> view_;
};

std::map<std::string, Figures> Rows(const Statement& statement) {
  std::map<std::string, Figures> rows;
  for (const StatementRow& row : statement.rows) rows[row.of.code] = row.figures;
  return rows;
}

int64_t OpenIn(const Figures& f) {
  return f.open_in_time + f.open_overdue + f.open_suspended + f.open_unmeasurable;
}

int64_t EndedIn(const Figures& f) {
  return f.finished_early + f.finished_on_time + f.finished_late + f.finished_unmeasurable +
         f.withdrawn;
}

Figures WithoutMoves(Figures f) {
  f.moved_in = f.moved_out = f.moved_in_overdue = f.moved_out_overdue = 0;
  return f;
}

dossier::Basis RandomBasis() {
  return *rc::gen::element(dossier::Basis::kPromised, dossier::Basis::kLawful);
}

/// Received, ended, open and overdue by row, dossier by dossier.
struct Counts {
  int64_t received = 0;
  int64_t ended = 0;
  int64_t open = 0;
  int64_t overdue = 0;
  friend bool operator==(const Counts&, const Counts&) = default;
};

std::map<std::string, Counts> CountByHand(Province& province, const figures::Period& period,
                                          dossier::Basis basis) {
  const auto& zone = province.rulebook().default_calendar().zone();
  const Instant end =
      std::min(zone.StartOf(period.to + std::chrono::days{1}) - std::chrono::milliseconds{1},
               province.now());
  std::map<std::string, Counts> rows;
  province.ForEach([&](const dossier::Judged& state) {
    if (!state.facts.receipt) return;
    const auto row_at = [&](Instant at) -> Counts& {
      const auto& receipt = *state.facts.receipt;
      return rows[std::string(
          province.rulebook().HolderOn(receipt.agency, receipt.procedure, zone.DayOf(at)).text())];
    };
    const auto within = [&](Instant at) {
      return at <= end && zone.DayOf(at) >= period.from && zone.DayOf(at) <= period.to;
    };
    const Standing standing = dossier::StandingAt(state.judgement.On(basis), end);
    if (within(state.facts.receipt->at)) ++row_at(state.facts.receipt->at).received;
    if (state.facts.end) {
      const Instant at = std::max(state.facts.end->at, state.facts.receipt->at);
      if (within(at)) ++row_at(at).ended;
    }
    if (dossier::IsOpen(standing)) ++row_at(end).open;
    if (standing == Standing::kOverdue) ++row_at(end).overdue;
  });
  return rows;
}

RC_GTEST_PROP(SuccessorProperty, EveryDossierIsInTheRowOfItsHolder, ()) {
  Province province;
  const auto basis = RandomBasis();
  for (const char* name : {"2021-05", "2021-06", "2021-07", "2021-Q2", "2021"}) {
    const Statement statement = province.Of(name, {.basis = basis});
    auto expected = CountByHand(province, statement.period, basis);
    for (const auto& [code, f] : Rows(statement)) {
      RC_ASSERT((Counts{f.received, EndedIn(f), OpenIn(f), f.open_overdue}) == expected[code]);
      expected.erase(code);
    }
    for (const auto& [code, counts] : expected) RC_ASSERT(counts == Counts{});
  }
}

RC_GTEST_PROP(SuccessorProperty, APeriodCarriesOverWhatTheOneBeforeLeftOpen, ()) {
  Province province;
  const auto basis = RandomBasis();
  auto before = Rows(province.Of("2021-04", {.basis = basis}));
  for (const char* name : {"2021-05", "2021-06", "2021-07", "2021-08"}) {
    auto now = Rows(province.Of(name, {.basis = basis}));
    for (const std::string code : kAgencies) {
      RC_ASSERT(now[code].carried_over == OpenIn(before[code]));
    }
    before = now;
  }
}

RC_GTEST_PROP(SuccessorProperty, OnlyMovesDependOnTheTree, ()) {
  Province province;
  const std::string period =
      *rc::gen::element<std::string>("2021-05", "2021-06", "2021", "2021-05-20..2021-07-04");
  const auto basis = RandomBasis();
  const Figures by_agency = province.Of(period, {.basis = basis}).total.figures;
  RC_ASSERT(by_agency.moved_in == by_agency.moved_out);
  RC_ASSERT(by_agency.moved_in_overdue == by_agency.moved_out_overdue);
  const Figures by_procedure =
      province.Of(period, {.by = GroupBy::kProcedure, .basis = basis}).total.figures;
  RC_ASSERT(by_procedure == WithoutMoves(by_agency));
  const Statement at_end = province.Of(period, {.basis = basis, .tree = Tree::kPeriodEnd});
  RC_ASSERT(at_end.total.figures == WithoutMoves(by_agency));
}

RC_GTEST_PROP(SuccessorProperty, TheRootsMakeUpTheWhole, ()) {
  Province province;
  const std::string period = *rc::gen::element<std::string>("2021-05", "2021-06", "2021-Q2");
  const auto tree = *rc::gen::element(Tree::kAsWas, Tree::kPeriodEnd);
  const auto of = [&](const std::string& agency) {
    return province.Of(period, {.agency = agency, .tree = tree}).total;
  };
  Figures parts = of("P1").figures;
  parts += of("P2").figures;
  figures::Further further = of("P1").further;
  further += of("P2").further;
  const StatementRow whole = of("");
  // A dossier that is nobody's has no row in any tree.
  const StatementRow nobodys = [&] {
    for (const StatementRow& row : province.Of(period, {.tree = tree}).rows) {
      if (row.of.code.empty()) return row;
    }
    return StatementRow{};
  }();
  parts += nobodys.figures;
  further += nobodys.further;
  RC_ASSERT(parts.moved_in == parts.moved_out);
  RC_ASSERT(WithoutMoves(parts) == WithoutMoves(whole.figures));
  RC_ASSERT(further == whole.further);
}

}  // namespace
}  // namespace dunghan::statement
