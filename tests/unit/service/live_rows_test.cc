#include "api/live_rows.h"

#include <gmock/gmock.h>

#include "dunghan/test/ledgers.h"

namespace dunghan::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class LiveRowsTest : public testing::Test {
 protected:
  /// A board on which agencies have so many dossiers pending.
  void Show(const std::vector<std::pair<std::string, int64_t>>& pending) {
    board::Snapshot snapshot;
    snapshot.rulebook = rulebook_;
    snapshot.policy.target_per_mille = target_;
    for (const auto& [code, count] : pending) {
      auto& agency = snapshot.agencies.emplace_back();
      agency.code = codes_->Intern<AgencyCode>(code);
      agency.counts.pending_acceptance = count;
    }
    rows_.Show(std::make_shared<const board::Snapshot>(snapshot));
  }
  /// The rows of a text: "A=1 B=2", and the codes that are gone.
  static std::string Brief(std::string_view text) {
    std::string brief;
    constexpr std::string_view kCode = R"({"code":")";
    constexpr std::string_view kCount = R"("pending_acceptance":)";
    for (size_t at = text.find(kCode); at != text.npos; at = text.find(kCode, at + 1)) {
      const size_t code = at + kCode.size();
      const size_t count = text.find(kCount, at) + kCount.size();
      brief += std::string(text.substr(code, text.find('"', code) - code)) + "=" +
               std::string(text.substr(count, text.find(',', count) - count)) + " ";
    }
    constexpr std::string_view kGone = R"("gone":)";
    const size_t gone = text.find(kGone);
    return gone == text.npos ? brief : brief + std::string(text.substr(gone + kGone.size()));
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(codes_);
  int target_ = 980;
  LiveRows rows_;
};

TEST_F(LiveRowsTest, AreAllThoseWithANumberByCode) {
  Show({{"A", 1}, {"B", 0}, {"C", 3}});
  EXPECT_EQ(Brief(rows_.WriteAll()), "A=1 C=3 ");
  EXPECT_THAT(rows_.WriteAll(), HasSubstr(R"("name":"Sở A")"));
}

TEST_F(LiveRowsTest, SinceAStepAreThoseThatChanged) {
  Show({{"A", 1}, {"B", 2}, {"C", 3}});
  const uint64_t first = rows_.step();
  EXPECT_EQ(Brief(rows_.WriteSince(first)), "[]");
  Show({{"A", 1}, {"B", 5}, {"C", 3}});
  const uint64_t second = rows_.step();
  EXPECT_GT(second, first);
  EXPECT_EQ(Brief(rows_.WriteSince(first)), "B=5 []");
  Show({{"A", 7}, {"B", 5}, {"C", 3}, {"D", 4}});
  EXPECT_EQ(Brief(rows_.WriteSince(second)), "A=7 D=4 []");
  EXPECT_EQ(Brief(rows_.WriteSince(first)), "A=7 B=5 D=4 []");
  EXPECT_EQ(Brief(rows_.WriteSince(rows_.step())), "[]");
  EXPECT_EQ(Brief(rows_.WriteAll()), "A=7 B=5 C=3 D=4 ");
}

TEST_F(LiveRowsTest, SinceAStepNameThoseThatAreGone) {
  Show({{"A", 1}, {"B", 2}, {"C", 3}});
  const uint64_t first = rows_.step();
  Show({{"A", 1}, {"B", 0}});
  EXPECT_EQ(Brief(rows_.WriteSince(first)), R"(["B","C"])");
  EXPECT_EQ(Brief(rows_.WriteAll()), "A=1 ");
  const uint64_t second = rows_.step();
  Show({{"A", 1}, {"C", 3}});
  EXPECT_EQ(Brief(rows_.WriteSince(second)), "C=3 []");
}

TEST_F(LiveRowsTest, DoNotStepWhereNothingIsAnotherOne) {
  Show({{"A", 1}});
  const uint64_t first = rows_.step();
  Show({{"A", 1}, {"B", 0}});
  EXPECT_EQ(rows_.step(), first);
}

TEST_F(LiveRowsTest, AreOtherOnesUnderAnotherTarget) {
  Show({{"A", 1}, {"B", 2}});
  const uint64_t first = rows_.step();
  target_ = 950;
  Show({{"A", 1}, {"B", 2}});
  EXPECT_EQ(Brief(rows_.WriteSince(first)), "A=1 B=2 []");
  EXPECT_THAT(rows_.WriteAll(), Not(HasSubstr("980")));
}

}  // namespace
}  // namespace dunghan::api
