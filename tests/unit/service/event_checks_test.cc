#include "intake/event_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/test/ledgers.h"
#include "fake_ledger.h"

namespace dunghan::intake {
namespace {

using dossier::EventType;
using test::At;

class EventChecksTest : public testing::Test {
 protected:
  EventChecksTest() {
    rules_.agencies =
        "code,name,valid_from,valid_to\nA,Sở A,,\nB,Sở B,2021-06-01,2021-06-30\n"
        "C,Sở C,2021-01-01,2021-03-31\nC,Sở C mới,2021-04-01,\n";
    rules_.successors = "B,A,*,2021-07-01\n";
  }
  std::vector<Oddity> Check(const dossier::Event& event, std::vector<std::string> sources = {}) {
    const EventChecks checks(*codes_, Alone(test::SmallRulebook(codes_, rules_)), sources);
    std::vector<Oddity> found;
    checks.Check(event, At("2021-06-10 12:00")).ForEach([&](Oddity one) { found.push_back(one); });
    return found;
  }
  dossier::Event Received(std::string_view at) { return events_.Received("D", at); }
  AgencyCode Agency(std::string_view code) { return codes_->Intern<AgencyCode>(code); }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  test::Events events_{codes_};
  test::SmallRules rules_;
};

using Found = std::vector<Oddity>;

TEST_F(EventChecksTest, FindsNothingOddAboutAnOrdinaryEvent) {
  auto event = Received("2021-06-07 08:00");
  event.due = test::Day("2021-06-14");
  EXPECT_EQ(Check(event), Found());
}

TEST_F(EventChecksTest, FindsADueBeforeTheReceipt) {
  auto event = Received("2021-06-07 08:00");
  event.due = test::Day("2021-06-06");
  EXPECT_EQ(Check(event), Found{Oddity::kDueBeforeReceipt});
  event.due = test::Day("2021-06-07");
  EXPECT_EQ(Check(event), Found());
  event.due = At("2021-06-07 07:59");
  EXPECT_EQ(Check(event), Found{Oddity::kDueBeforeReceipt});
  event.due = At("2021-06-07 08:00");
  EXPECT_EQ(Check(event), Found());
  // On other types it is no promise made at the receipt.
  event.due = test::Day("2021-06-06");
  event.type = EventType::kExtended;
  EXPECT_EQ(Check(event), Found());
}

/// 01:00 in Vietnam is the day before in UTC.
TEST_F(EventChecksTest, ComparesDaysOfTheAgencysZone) {
  auto event = Received("2021-06-07 01:00");
  event.due = test::Day("2021-06-06");
  EXPECT_EQ(Check(event), Found{Oddity::kDueBeforeReceipt});
  event.due = test::Day("2021-06-07");
  EXPECT_EQ(Check(event), Found());
}

TEST_F(EventChecksTest, TakesAnInstantAtMidnightForADate) {
  auto event = Received("2021-06-07 08:00");
  event.due = At("2021-06-07 00:00");
  EXPECT_EQ(Check(event), Found());
  event.due = At("2021-06-06 00:00");
  EXPECT_EQ(Check(event), Found{Oddity::kDueBeforeReceipt});
}

TEST_F(EventChecksTest, FindsWhatIsDatedMoreThanADayAhead) {
  EXPECT_EQ(Check(Received("2021-06-11 12:00")), Found());
  EXPECT_EQ(Check(Received("2021-06-11 12:01")), Found{Oddity::kFarAhead});
}

TEST_F(EventChecksTest, FindsASourceThatIsNotConfigured) {
  auto event = Received("2021-06-07 08:00");
  event.source = codes_->Intern<SourceName>("motcau");
  EXPECT_EQ(Check(event), Found());
  EXPECT_EQ(Check(event, {"motcua"}), Found{Oddity::kUnknownSource});
  EXPECT_EQ(Check(event, {"motcua", "motcau"}), Found());
  event.source = codes_->Intern<SourceName>("default");
  EXPECT_EQ(Check(event, {"motcua"}), Found());
}

TEST_F(EventChecksTest, FindsAgenciesThatAreNotValidOnThatDay) {
  auto event = Received("2021-06-07 08:00");
  event.agency = Agency("B");
  EXPECT_EQ(Check(event), Found());
  event.at = At("2021-05-31 23:59");
  EXPECT_EQ(Check(event), Found{Oddity::kAgencyNotValid});
  event.at = At("2021-06-01 00:00");
  EXPECT_EQ(Check(event), Found());
  event.at = At("2021-07-01 00:00");
  EXPECT_THAT(Check(event), testing::Contains(Oddity::kAgencyNotValid));
  event.at = At("2021-06-01 00:00");
  event.agency = Agency("C");
  EXPECT_EQ(Check(event), Found());
  event.at = At("2020-12-31 08:00");
  EXPECT_EQ(Check(event), Found{Oddity::kAgencyNotValid});
  event.agency = Agency("A");
  event.counter = Agency("B");
  event.to_agency = Agency("C");
  EXPECT_EQ(Check(event), (Found{Oddity::kCounterNotValid, Oddity::kToAgencyNotValid}));
}

TEST_F(EventChecksTest, FindsProceduresThatAnotherAgencyHandles) {
  rules_.handled_by_of_p = "B";
  auto event = Received("2021-06-07 08:00");
  EXPECT_EQ(Check(event), Found{Oddity::kNotHandledHere}) << "A takes over from B in July only";
  event.agency = Agency("C");
  EXPECT_EQ(Check(event), Found{Oddity::kNotHandledHere});
  event.type = EventType::kAssigned;
  EXPECT_EQ(Check(event), Found()) << "whoever acts later";
  event.type = EventType::kSubmitted;
  EXPECT_EQ(Check(event), Found{Oddity::kNotHandledHere});
  event.agency = Agency("B");
  EXPECT_EQ(Check(event), Found());
  event.agency = Agency("A");
  event.at = At("2021-07-01 08:00");
  event.type = EventType::kReceived;
  EXPECT_THAT(Check(event), testing::Not(testing::Contains(Oddity::kNotHandledHere)));
}

TEST(WarningList, KeepsTheFirstAndCountsAll) {
  WarningList list;
  Oddities odd;
  odd.Add(Oddity::kFarAhead);
  odd.Add(Oddity::kUnknownSource);
  for (size_t i = 0; i < 70; ++i) list.Add(i, odd);
  EXPECT_EQ(list.first.size(), 100U);
  EXPECT_EQ(list.first.back().index, 49U);
  EXPECT_EQ(list.all, 140);
}

TEST(Oddities, NameTheFieldAndSayWhy) {
  EXPECT_EQ(FieldOf(Oddity::kToAgencyNotValid), "to_agency");
  EXPECT_EQ(FieldOf(Oddity::kOtherContent), "id");
  EXPECT_EQ(ReasonOf(Oddity::kDueBeforeReceipt), "before the receipt");
}

}  // namespace
}  // namespace dunghan::intake
