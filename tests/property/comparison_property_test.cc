#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "dunghan/figures/headlines.h"
#include "dunghan/statement/comparison.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// Any two rates explained against each other over random histories: the reasons add up to the
/// difference, and none is missing.
namespace dunghan::statement {
namespace {

using figures::Headline;
using figures::Rate;

struct Centre {
  explicit Centre(Instant now) : clock(now) {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events.codes(), {});
    options.codes = events.codes();
    options.clock = &clock;
    ledger = ledger::Open(options).value();
  }
  void Append(const std::vector<dossier::Event>& history) {
    std::vector<ledger::Item> items;
    for (const dossier::Event& event : history) items.push_back({test::Owned(events, event), {}});
    RC_ASSERT(ledger->Append(items).has_value());
  }

  test::Events events;
  ManualClock clock;
  std::unique_ptr<ledger::Ledger> ledger;
};

std::pair<Headline, Headline> TwoRates() {
  const auto all = static_cast<int>(figures::Headlines().size());
  const int from = *rc::gen::inRange(0, all);
  const int to = (from + *rc::gen::inRange(1, all)) % all;
  return {static_cast<Headline>(from), static_cast<Headline>(to)};
}

RC_GTEST_PROP(ComparisonProperty, ReasonsAddUpToTheDifferenceOfAnyTwoRates, ()) {
  const Instant now =
      test::kHistoryFrom + std::chrono::minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)};
  Centre centre(now);
  centre.Append(test::RandomHistory(centre.events));
  const auto [from, to] = TwoRates();
  const ComparisonOptions options{
      .period = figures::ParsePeriod(
                    *rc::gen::element<std::string>("2021-05", "2021-06", "2021-Q2", "2021"))
                    .value(),
      .basis = *rc::gen::element(dossier::Basis::kPromised, dossier::Basis::kLawful),
      .from = from,
      .to = to};
  // It refuses dossiers that do not come to the period's own figures.
  const Comparison comparison = Compare(*centre.ledger->OpenView().value(), {}, options).value();
  Rate rate = comparison.from_rate;
  int64_t dossiers = 0;
  std::set<DifferenceReason> reasons;
  for (const ComparisonStep& step : comparison.steps) {
    RC_ASSERT(step.reason != DifferenceReason::kOther);
    const bool in_order = reasons.empty() || *reasons.rbegin() < step.reason;
    RC_ASSERT(in_order);
    reasons.insert(step.reason);
    rate.on_time += step.change.on_time;
    rate.all += step.change.all;
    RC_ASSERT(rate == step.after);
    dossiers += step.dossiers;
  }
  RC_ASSERT(rate == comparison.to_rate);
  RC_ASSERT(dossiers == static_cast<int64_t>(comparison.dossiers.size()));
  for (const DifferingDossier& dossier : comparison.dossiers) {
    RC_ASSERT(!(dossier.from == dossier.to));
    RC_ASSERT(dossier.from.all <= 1 && dossier.to.all <= 1);
  }
}

}  // namespace
}  // namespace dunghan::statement
