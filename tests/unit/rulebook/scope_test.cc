#include "dunghan/rulebook/scope.h"

#include <gtest/gtest.h>

#include "folder.h"

namespace dunghan::rulebook {
namespace {

class ScopeTest : public testing::Test {
 protected:
  ScopeTest() {
    Options options;
    options.calendars = {folder_.Write(
        "office.toml",
        "name = \"plain\"\nzone = \"UTC\"\nvalid = { from = 2020-01-01, to = 2026-12-31 }\n"
        "[hours]\nmon = [\"08:00-12:00\"]\n")};
    options.agencies =
        folder_.Write("agencies.csv", "code,name,parent\nA,a,\nA1,below,A\nB,b,\nC,c,\nD,d,\n");
    options.successors =
        folder_.Write("successors.csv", "old,new,procedure,date\nD,C,*,2025-07-01\n");
    auto loaded = Rulebook::Load(options, codes_);
    EXPECT_FALSE(HasErrors(loaded.problems));
    rulebook_ = loaded.rulebook;
  }
  AgencyCode Agency(std::string_view code) { return codes_->Intern<AgencyCode>(code); }
  Scope Of(std::initializer_list<std::string_view> codes) {
    std::vector<AgencyCode> agencies;
    for (const auto code : codes) agencies.push_back(Agency(code));
    return Scope(std::move(agencies));
  }
  dossier::Facts Received(std::string_view agency, std::string_view counter) {
    dossier::Facts facts;
    facts.receipt = dossier::Receipt{.at = {},
                                     .agency = Agency(agency),
                                     .procedure = {},
                                     .counter = Agency(counter),
                                     .channel = {}};
    return facts;
  }
  Sight Sees(const Scope& scope, const dossier::Facts& facts, std::string_view day = "2025-08-01") {
    return scope.Of(facts, *ParseDate(day), *rulebook_);
  }

  Folder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const Rulebook> rulebook_;
};

TEST_F(ScopeTest, TakesInWhatLiesBelow) {
  const LocalDay day = *ParseDate("2025-08-01");
  EXPECT_TRUE(Of({"A"}).Includes(Agency("A1"), day, *rulebook_));
  EXPECT_FALSE(Of({"A1"}).Includes(Agency("A"), day, *rulebook_));
  EXPECT_TRUE(Of({"B", "A"}).Includes(Agency("A1"), day, *rulebook_));
  EXPECT_FALSE(Of({"A"}).Includes({}, day, *rulebook_));
  EXPECT_TRUE(Scope().Includes({}, day, *rulebook_));
  EXPECT_TRUE(Scope().is_everything());
}

TEST_F(ScopeTest, WhoIsCompetentOrReceivedItSeesAllOfIt) {
  EXPECT_EQ(Sees(Scope(), Received("A1", "B")), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"A"}), Received("A1", "B")), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"B"}), Received("A1", "B")), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"C"}), Received("A1", "B")), Sight::kNone);
}

TEST_F(ScopeTest, WhoHasOrHadAStepSeesThat) {
  auto facts = Received("A1", "A1");
  facts.hands.resize(2);
  facts.hands[0].agency = Agency("C");
  facts.hands[1].agency = Agency("A1");
  EXPECT_EQ(Sees(Of({"C"}), facts), Sight::kOwnSteps);
  EXPECT_EQ(Sees(Of({"A"}), facts), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"B"}), facts), Sight::kNone);
}

TEST_F(ScopeTest, WhoTakesOverSeesIt) {
  EXPECT_EQ(Sees(Of({"C"}), Received("D", "D"), "2025-06-30"), Sight::kNone);
  EXPECT_EQ(Sees(Of({"C"}), Received("D", "D"), "2025-07-01"), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"D"}), Received("D", "D"), "2025-07-01"), Sight::kWhole);
}

TEST_F(ScopeTest, BeforeAReceiptItIsWhoseSubmissionOrNameItHas) {
  dossier::Facts submitted;
  submitted.submission = dossier::Submission{
      .at = {}, .agency = Agency("B"), .procedure = {}, .counter = Agency("B"), .channel = {}};
  EXPECT_EQ(Sees(Of({"B"}), submitted), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"A"}), submitted), Sight::kNone);
  dossier::Facts named;
  named.named_agency = Agency("B");
  EXPECT_EQ(Sees(Of({"B"}), named), Sight::kWhole);
  EXPECT_EQ(Sees(Of({"A"}), named), Sight::kNone);
  EXPECT_EQ(Sees(Of({"A"}), {}), Sight::kNone);
}

}  // namespace
}  // namespace dunghan::rulebook
