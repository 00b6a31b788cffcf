#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "dunghan/report/forms.h"
#include "dunghan/statement/behind.h"
#include "dunghan/test/histories.h"
#include "dunghan/test/ledgers.h"

/// Forms over random histories: every equation holds (a form that does not add up is an error), and
/// the dossiers behind the cells are those that the cells count.
namespace dunghan::report {
namespace {

class Centre {
 public:
  Centre() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes(), {});
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    std::vector<ledger::Item> items;
    for (const dossier::Event& event : test::RandomHistory(events_, 8, 60)) {
      items.push_back({test::Owned(events_, event), {}});
    }
    RC_ASSERT(ledger_->Append(items).has_value());
    view_ = ledger_->OpenView().value();
  }
  ledger::View& view() { return *view_; }

 private:
  test::Events events_;
  ManualClock clock_{test::kHistoryFrom +
                     std::chrono::minutes{*rc::gen::inRange(0, 60 * test::kHistoryHours)}};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<ledger::View> view_;
};

FormRequest RandomRequest() {
  using statement::GroupBy;
  FormRequest request;
  request.period = figures::ParsePeriod(*rc::gen::element<std::string>(
                                            "2021-05", "2021-06", "2021-07", "2021-Q2", "2021-H1",
                                            "2021", "bc:2021-06", "2021-06-03..2021-06-17"))
                       .value();
  request.basis = *rc::gen::element(dossier::Basis::kPromised, dossier::Basis::kLawful);
  request.tree = *rc::gen::element(statement::Tree::kAsWas, statement::Tree::kPeriodEnd);
  request.by = *rc::gen::element<std::optional<GroupBy>>(
      std::nullopt, GroupBy::kAgency, GroupBy::kProcedure, GroupBy::kField, GroupBy::kTier,
      GroupBy::kCounter, GroupBy::kChannel);
  return request;
}

FormRules RandomRules() {
  FormRules rules;
  for (FormDefinition& form : rules.forms.forms) {
    form.placing.withdrawn =
        *rc::gen::element(Placing::Withdrawn::kOwn, Placing::Withdrawn::kSolved);
    form.placing.suspended =
        *rc::gen::element(Placing::Suspended::kInTime, Placing::Suspended::kOwn);
  }
  return rules;
}

RC_GTEST_PROP(FormsProperty, EveryFormAddsUpOverRandomHistories, ()) {
  Centre centre;
  FormRequest request = RandomRequest();
  const FormRules rules = RandomRules();
  for (const FormName& form : FormNames()) {
    request.form = form.name;
    const auto paper = MakePaper(centre.view(), {}, rules, request);
    if (!paper) RC_FAIL(std::string(form.name) + ": " + paper.error().for_client);
  }
}

struct Outcomes {
  int64_t finished = 0;
  int64_t late = 0;
  int64_t withdrawn = 0;
  int64_t open = 0;
  int64_t overdue = 0;
  int64_t received = 0;
  void Add(const figures::Figures& of) {
    finished +=
        of.finished_early + of.finished_on_time + of.finished_late + of.finished_unmeasurable;
    late += of.finished_late;
    withdrawn += of.withdrawn;
    open += of.open_in_time + of.open_overdue + of.open_suspended + of.open_unmeasurable;
    overdue += of.open_overdue;
    received += of.received;
  }
  friend bool operator==(const Outcomes&, const Outcomes&) = default;
};

RC_GTEST_PROP(FormsProperty, BehindEveryRowStandTheDossiersItCounts, ()) {
  Centre centre;
  const FormRequest request = RandomRequest();
  const statement::StatementOptions options{.period = request.period,
                                            .by = request.by.value_or(statement::GroupBy::kAgency),
                                            .basis = request.basis,
                                            .tree = request.tree};
  const auto made = statement::MakeMonthly(centre.view(), {}, options).value();
  std::map<std::string, Outcomes> rows;
  for (const statement::StatementRow& row : made.rows) rows[row.of.code].Add(row.figures);
  std::erase_if(rows, [](const auto& row) { return row.second == Outcomes{}; });
  std::map<std::string, Outcomes> behind;
  std::set<std::string> seen;
  statement::ForEachBehind(centre.view(), options, [&](const statement::BehindDossier& dossier) {
    RC_ASSERT(seen.insert(std::string(dossier.code)).second);
    if (!dossier.petition) behind[dossier.row].Add(dossier.figures);
  }).value();
  std::erase_if(behind, [](const auto& row) { return row.second == Outcomes{}; });
  RC_ASSERT(rows == behind);
}

RC_GTEST_PROP(FormsProperty, HowItCameAddsUpToWhatWasReceived, ()) {
  Centre centre;
  const FormRequest request = RandomRequest();
  const auto made = statement::MakeMonthly(
      centre.view(), {},
      {.period = request.period, .by = request.by.value_or(statement::GroupBy::kAgency)});
  const statement::Intake& all = made.value().total.intake;
  statement::Intake sum;
  for (const statement::StatementRow& row : made.value().rows) {
    const statement::Intake& of = row.intake;
    RC_ASSERT(of.online() + of.in_person + of.postal + of.unknown == row.figures.received);
    RC_ASSERT(of.online() == row.further.online.on_time);
    sum += of;
  }
  RC_ASSERT(sum == all);
}

}  // namespace
}  // namespace dunghan::report
