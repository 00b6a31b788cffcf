#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "dunghan/report/writers.h"
#include "dunghan/statement/statement.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// Statements over random histories: the same set of events gives the same bytes.
namespace dunghan::report {
namespace {

using namespace dunghan::statement;

/// A ledger in memory with codes of its own.
class Centre {
 public:
  Centre(Instant now, const test::SmallRules& rules) : clock_(now) {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes(), rules);
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
  }
  test::Events& events() { return events_; }

  void Append(const std::vector<dossier::Event>& history) {
    std::vector<ledger::Item> items;
    for (const dossier::Event& event : history) {
      items.push_back({test::Owned(events_, event), {}});
    }
    RC_ASSERT(ledger_->Append(items).has_value());
  }

  Result<Statement> Make(const StatementOptions& options) {
    return MakeMonthly(*ledger_->OpenView().value(), {}, options);
  }

 private:
  test::Events events_;
  ManualClock clock_;
  std::unique_ptr<ledger::Ledger> ledger_;
};

StatementOptions RandomOptions() {
  StatementOptions options;
  options.period =
      figures::ParsePeriod(*rc::gen::element<std::string>("2021-05", "2021-06", "2021-Q2", "2021",
                                                          "bc:2021-06", "2021-06-07..2021-06-18"))
          .value();
  options.by = *rc::gen::element(GroupBy::kAgency, GroupBy::kProcedure, GroupBy::kField,
                                 GroupBy::kTier, GroupBy::kCounter, GroupBy::kChannel);
  options.basis = *rc::gen::element(dossier::Basis::kPromised, dossier::Basis::kLawful);
  return options;
}

RC_GTEST_PROP(StatementProperty, TheSameEventsGiveTheSameBytesInAnyOrder, ()) {
  const Instant now =
      test::kHistoryFrom + std::chrono::minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)};
  test::SmallRules rules;
  rules.nights = *rc::gen::element(true, false);
  rules.limit_of_p = *rc::gen::element<std::string>("5wd", "1wd", "sd", "3cd", "1mo", "8wh");
  Centre one(now, rules);
  Centre other(now, rules);
  const auto history = test::RandomHistory(one.events());
  one.Append(history);
  other.Append(test::ShuffledWithRepeats(history));
  for (int i = 0; i < 3; ++i) {
    const StatementOptions options = RandomOptions();
    // MakeMonthly itself refuses a row that does not add up.
    Statement left = one.Make(options).value();
    Statement right = other.Make(options).value();
    left.position = right.position = {};
    RC_ASSERT(WriteJson(left) == WriteJson(right));
    RC_ASSERT(WriteTable(left, Language::kVi) == WriteTable(right, Language::kVi));
  }
}

}  // namespace
}  // namespace dunghan::report
