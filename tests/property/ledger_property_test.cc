#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "dunghan/figures/figures.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"
#include "ledger_bench.h"

/// The invariants of the ledger over random histories.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using dossier::Event;
using figures::Figures;
using figures::Tally;
using std::chrono::days;

const LocalDay kFrom = test::Day("2021-05-01");
const LocalDay kTo = test::Day("2021-08-31");

Instant RandomNow() {
  return test::kHistoryFrom + std::chrono::minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)};
}

RC_GTEST_PROP(LedgerProperty, ArrivalOrderRepeatsAndPiecesDoNotMatter, ()) {
  const Instant now = RandomNow();
  Bench one(now);
  Bench other(now);
  const auto history = test::RandomHistoryWithSnapshots(one.events());
  one.AppendInPieces(history);
  other.AppendInPieces(test::ShuffledWithRepeats(history));
  const auto left = one.Look();
  const auto right = other.Look();
  RC_ASSERT(test::DumpCells(*left, kFrom, kTo) == test::DumpCells(*right, kFrom, kTo));
  const auto left_verified = left->Verify({}).value();
  const auto right_verified = right->Verify({}).value();
  RC_ASSERT(left_verified.difference.value_or("") == "");
  RC_ASSERT(right_verified.difference.value_or("") == "");
  RC_ASSERT(left_verified.content == right_verified.content);
}

RC_GTEST_PROP(LedgerProperty, WhatIsKeptIsWhatTheEventsSay, ()) {
  Bench bench(RandomNow());
  const auto history = test::RandomHistoryWithSnapshots(bench.events());
  bench.AppendInPieces(history);
  RC_ASSERT(bench.Look()->Verify({}).value().difference.value_or("") == "");
  RC_ASSERT(bench.ledger().Flush().has_value());
  RC_ASSERT(bench.Look()->Verify({}).value().difference.value_or("") == "");
}

/// However time passes between the events, in the end the same is known.
RC_GTEST_PROP(LedgerProperty, TheClocksWayDoesNotMatter, ()) {
  const Instant end = RandomNow();
  Bench at_once(end);
  Bench slowly(test::kHistoryFrom);
  const auto history = test::RandomHistoryWithSnapshots(at_once.events());
  at_once.AppendInPieces(history);
  const size_t half = history.size() / 2;
  slowly.AppendInPieces({history.begin(), history.begin() + static_cast<std::ptrdiff_t>(half)});
  while (slowly.clock().Now() < end) {
    slowly.clock().Advance(std::chrono::hours{*rc::gen::inRange(1, 24 * 30)});
    if (slowly.clock().Now() > end) slowly.clock().Set(end);
    RC_ASSERT(slowly.ledger().Append({}).has_value());
  }
  slowly.clock().Set(std::max(end, slowly.clock().Now()));
  slowly.AppendInPieces({history.begin() + static_cast<std::ptrdiff_t>(half), history.end()});
  if (end >= test::kHistoryFrom) {
    RC_ASSERT(test::DumpCells(*at_once.Look(), kFrom, kTo) ==
              test::DumpCells(*slowly.Look(), kFrom, kTo));
  }
}

/// The figures of every row over [from, to], as known at the view's position.
std::map<std::string, Figures> FiguresOf(View& view, LocalDay from, LocalDay to, Basis basis) {
  const auto& zone = view.rulebook().default_calendar().zone();
  const LocalDay today = zone.DayOf(view.position().at);
  std::map<std::string, Tally> tallies;
  const auto sum = [&](DayRange range, figures::Amounts Tally::*part) {
    view.SumCells(range,
                  [&](const figures::RowKey& row, const figures::CellAmounts& amounts) {
                    const std::string key =
                        std::string(row.agency.text()) + "/" + std::string(row.procedure.text());
                    auto& into = tallies[key].*part;
                    const auto& from_cell = amounts.bases[static_cast<size_t>(basis)];
                    for (size_t i = 0; i < figures::kAmounts; ++i) into[i] += from_cell[i];
                  })
        .value();
  };
  sum({{}, from - days{1}}, &Tally::before);
  sum({from, std::min(to, today)}, &Tally::within);
  std::map<std::string, Figures> figures;
  for (const auto& [key, tally] : tallies) figures[key] = tally.ToFigures();
  return figures;
}

RC_GTEST_PROP(LedgerProperty, TheEquationHoldsAndEachPeriodCarriesOnFromTheLast, ()) {
  // After the last event and due: every day of the history is over.
  Bench bench(test::At("2021-09-15 12:00"));
  bench.AppendInPieces(test::RandomHistoryWithSnapshots(bench.events()));
  const auto view = bench.Look();
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    std::map<std::string, Figures> sums;
    std::map<std::string, Figures> last;
    for (LocalDay from = kFrom; from <= kTo;) {
      const LocalDay to = from + days{*rc::gen::inRange(0, 40)};
      auto figures = FiguresOf(*view, from, to, basis);
      for (const auto& [key, row] : figures) {
        RC_ASSERT(figures::EquationHolds(row));
        const Figures& previous = last[key];
        RC_ASSERT(row.carried_over == previous.open_in_time + previous.open_overdue +
                                          previous.open_suspended + previous.open_unmeasurable);
        sums[key] += row;
      }
      last = std::move(figures);
      from = to + days{1};
    }
    // Flows of the whole are the sums of the parts, the stock at its end is the last one's.
    for (const auto& [key, whole] : FiguresOf(*view, kFrom, kTo + days{60}, basis)) {
      RC_ASSERT(whole.received == sums[key].received);
      RC_ASSERT(whole.carried_over == 0);
      RC_ASSERT(figures::EquationHolds(whole));
    }
  }
}

/// Every open dossier is counted in the stock its standing says, at any instant.
RC_GTEST_PROP(LedgerProperty, StocksAreTheStandingsOfTheDossiers, ()) {
  Bench bench(RandomNow());
  bench.AppendInPieces(test::RandomHistoryWithSnapshots(bench.events()));
  const auto view = bench.Look();
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    Figures stock;
    for (const auto& [key, row] : FiguresOf(*view, kFrom, kTo, basis)) stock += row;
    std::map<dossier::Standing, int64_t> standings;
    int64_t ahead = 0;
    for (int i = 0; i < 4; ++i) {
      const auto found = view->Find("D" + std::to_string(i));
      if (!found) continue;
      const auto& judgement = found->judged.judgement.On(basis);
      const Instant now = view->position().at;
      const bool suspended = StandingAt(judgement, now) == dossier::Standing::kSuspended;
      ahead += suspended && judgement.overdue_from.value_or(Instant::max()) > now ? 1 : 0;
      ++standings[StandingAt(judgement, now)];
    }
    RC_ASSERT(stock.open_in_time == standings[dossier::Standing::kInTime]);
    RC_ASSERT(stock.open_overdue == standings[dossier::Standing::kOverdue]);
    RC_ASSERT(stock.open_suspended == standings[dossier::Standing::kSuspended]);
    RC_ASSERT(stock.open_suspended_ahead == ahead);
    RC_ASSERT(stock.open_unmeasurable == standings[dossier::Standing::kUnmeasurable]);
    RC_ASSERT(stock.finished_early == standings[dossier::Standing::kFinishedEarly]);
    RC_ASSERT(stock.finished_on_time == standings[dossier::Standing::kFinishedOnTime]);
    RC_ASSERT(stock.finished_late == standings[dossier::Standing::kFinishedLate]);
  }
}

}  // namespace
}  // namespace dunghan::ledger
