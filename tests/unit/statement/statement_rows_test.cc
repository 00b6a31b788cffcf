#include <gmock/gmock.h>

#include "dunghan/test/province.h"

namespace dunghan::statement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StatementRows : public test::Province {
 protected:
  void AppendInEveryAgency() {
    Event online = Received("b", "2021-06-07 08:00", "2021-06-14", {"B", "Q"});
    online.channel = dossier::Channel::kOnline;
    online.counter = events_.Code<AgencyCode>("TINH");
    Append({Received("a", "2021-06-07 08:00", "2021-06-14", {"A", "P"}), online,
            Received("x", "2021-06-07 08:00", "2021-06-14", {"XA", "P"}),
            Received("r", "2021-06-07 08:00", "2021-06-14", {"XA", "R"})});
  }
};

TEST_F(StatementRows, AreByCodeAndNamedInBothLanguages) {
  AppendInEveryAgency();
  const Statement statement = Monthly();
  EXPECT_THAT(Codes(statement), ElementsAre("A", "B", "XA"));
  EXPECT_EQ(statement.rows[0].of, (Named{"A", "Sở A", "Department A"}));
  EXPECT_EQ(statement.rows[1].of, (Named{"B", "Sở B", "Sở B"}));
  EXPECT_EQ(statement.rows[2].figures.received, 2);
  EXPECT_EQ(statement.total.figures.received, 4);
}

TEST_F(StatementRows, CanStandForOtherThingsThanAgencies) {
  AppendInEveryAgency();
  EXPECT_THAT(Codes(Monthly({.by = GroupBy::kProcedure})), ElementsAre("P", "Q", "R"));
  EXPECT_THAT(Codes(Monthly({.by = GroupBy::kField})), ElementsAre("Hộ tịch", "Đất đai"));
  EXPECT_THAT(Codes(Monthly({.by = GroupBy::kTier})), ElementsAre("commune", "province"));
  EXPECT_THAT(Codes(Monthly({.by = GroupBy::kCounter})), ElementsAre("A", "TINH", "XA"));
  EXPECT_THAT(Codes(Monthly({.by = GroupBy::kChannel})), ElementsAre("online", ""));
  EXPECT_EQ(Monthly({.by = GroupBy::kTier}).rows[0].of.name, "Cấp xã");
}

TEST_F(StatementRows, WithoutACodeStandLast) {
  AppendInEveryAgency();
  Append({Make("nowhere", EventType::kAssigned, "2021-06-08 08:00")});
  const Statement statement = Monthly();
  EXPECT_THAT(Codes(statement), ElementsAre("A", "B", "XA", ""));
  EXPECT_EQ(statement.rows.back().of, (Named{"", "(không rõ)", "(unknown)"}));
  EXPECT_EQ(statement.rows.back().figures.without_receipt, 1);
}

TEST_F(StatementRows, ThatAreAllZeroAreLeftOut) {
  Append({Received("a", "2021-04-07 08:00", "2021-04-14", {"A", "P"}),
          Make("a", EventType::kCompleted, "2021-04-08 08:00"),
          Received("b", "2021-06-07 08:00", "2021-06-14", {"B", "P"})});
  EXPECT_THAT(Codes(Monthly()), ElementsAre("B"));
}

TEST_F(StatementRows, AreThoseOfAnAgencyAndAllBelowIt) {
  AppendInEveryAgency();
  EXPECT_THAT(Codes(Monthly({.agency = "TINH"})), ElementsAre("A", "B", "XA"));
  const Statement of_a = Monthly({.agency = "A"});
  EXPECT_THAT(Codes(of_a), ElementsAre("A", "XA"));
  EXPECT_EQ(of_a.total.figures.received, 3);
  EXPECT_EQ(of_a.agency->name, "Sở A");
  EXPECT_THAT(Codes(Monthly({.agency = "XA"})), ElementsAre("XA"));
}

TEST_F(StatementRows, OfAnUnknownAgencyAreAnError) {
  const auto statement = TryMonthly({.agency = "XB"});
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(statement.error().for_client, "no agency \"XB\" (did you mean \"B\"?)");
}

TEST_F(StatementRows, LeavePetitionsOut) {
  Append({Received("p", "2021-06-07 08:00", "2021-06-14", {"A", "P"}),
          Received("k", "2021-06-07 08:00", "2021-06-14", {"A", "K"})});
  const Statement statement = Monthly();
  EXPECT_EQ(statement.total.figures.received, 1);
  EXPECT_EQ(statement.petitions_received, 1);
}

TEST_F(StatementRows, AreJudgedByTheAgencysOwnTarget) {
  policy_.agency_targets = {{"A", 400}};
  AppendInEveryAgency();
  clock_.Set(test::At("2021-07-01 08:00"));
  const Statement statement = Monthly();
  EXPECT_TRUE(statement.rows[0].own_target);
  EXPECT_EQ(statement.rows[0].target.per_mille, 400);
  EXPECT_FALSE(statement.rows[1].own_target);
  EXPECT_EQ(statement.rows[1].target.per_mille, 980);
  EXPECT_EQ(Monthly({.agency = "A"}).total.target.per_mille, 400);
  EXPECT_FALSE(Monthly({.by = GroupBy::kCounter}).rows[0].own_target);
}

TEST_F(StatementRows, OfAnEmptyLedgerAreNone) {
  const Statement statement = Monthly();
  EXPECT_TRUE(statement.rows.empty());
  EXPECT_EQ(statement.total.figures, figures::Figures{});
  EXPECT_EQ(statement.total.budget.state, figures::BudgetState::kNoData);
}

/// A view whose cells are what the test says.
class BentView final : public ledger::FiguresView {
 public:
  BentView(std::shared_ptr<const rulebook::Rulebook> rulebook, figures::RowKey row)
      : timeline_(std::move(rulebook)), row_(row) {
    position_.at = test::At("2021-07-01 08:00");
  }
  const ledger::Position& position() const override { return position_; }
  const rulebook::Timeline& timeline() const override { return timeline_; }
  bool simulated() const override { return false; }
  Result<void> SumCells(const ledger::DayRange& range, const CellVisitor& visit) override {
    figures::CellAmounts cell;
    // One more overdue than there are open.
    cell.bases[0][static_cast<size_t>(figures::Amount::kOverdue)] = 1;
    if (range.from) visit(row_, cell);
    return {};
  }

 private:
  rulebook::Timeline timeline_;
  figures::RowKey row_;
  ledger::Position position_;
};

TEST_F(StatementRows, ThatDoNotAddUpAreNamed) {
  figures::RowKey row;
  row.agency = events_.Code<AgencyCode>("A");
  BentView view(rulebook_, row);
  const auto statement =
      MakeMonthly(view, policy_, {.period = figures::ParsePeriod("2021-06").value()});
  ASSERT_FALSE(statement);
  EXPECT_EQ(statement.error().code, ErrorCode::kInternal);
  EXPECT_THAT(statement.error().for_client, HasSubstr("the figures of row \"A\" do not add up"));
}

TEST(GroupBy, HasANameForEach) {
  for (const auto by : {GroupBy::kAgency, GroupBy::kProcedure, GroupBy::kField, GroupBy::kTier,
                        GroupBy::kCounter, GroupBy::kChannel}) {
    EXPECT_EQ(ParseGroupBy(ToString(by)), by);
  }
  EXPECT_FALSE(ParseGroupBy("month"));
}

}  // namespace
}  // namespace dunghan::statement
