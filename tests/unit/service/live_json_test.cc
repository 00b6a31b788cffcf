#include "api/live_json.h"

#include <gmock/gmock.h>

#include "api/live_table.h"
#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::api {
namespace {

using test::At;
using testing::HasSubstr;

class LiveJsonTest : public testing::Test {
 protected:
  LiveJsonTest() {
    snapshot_.rulebook = test::SmallRulebook(codes_);
    snapshot_.policy.target_per_mille = 980;
  }
  /// The row of agency A with so many finished in the month, and overdue ones beside them.
  std::string Row(int64_t in_time, int64_t late, int64_t overdue) {
    board::CountsOf<AgencyCode> row{.code = codes_->Intern<AgencyCode>("A"), .counts = {}};
    row.counts.month.finished_on_time = in_time;
    row.counts.month.finished_late = late;
    row.counts.month.open_overdue = overdue;
    row.counts.month.due_cohort = {in_time, in_time + late + overdue};
    std::string json = WriteLiveRow(snapshot_, row);
    EXPECT_EQ(test::FaultsIn(json, kLiveRowShape.shape()), "");
    return json;
  }
  std::string Head(std::string_view now) {
    std::string members = WriteLiveHead(snapshot_, At(now), 1, {});
    EXPECT_EQ(test::FaultsIn("{" + members + "}", kLiveHeadTable.shape()), "");
    return members;
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  board::Snapshot snapshot_;
};

TEST_F(LiveJsonTest, ARatioIsCutAndNeverTheTargetItMisses) {
  EXPECT_THAT(Row(2449, 51, 0), HasSubstr(R"("rate":{"on_time":2449,"all":2500,"ratio":0.9796,)"
                                          R"("meets":false})"));
  snapshot_.policy.target_per_mille = 1000;
  EXPECT_THAT(Row(2499, 1, 0), HasSubstr(R"("rate":{"on_time":2499,"all":2500,"ratio":0.9996,)"
                                         R"("meets":false})"));
}

TEST_F(LiveJsonTest, TheBacklogIsToldBesideTheVerdict) {
  const std::string row = Row(1507, 20, 33);
  EXPECT_THAT(row, HasSubstr(R"("rate":{"on_time":1507,"all":1527,"ratio":0.9869,"meets":true})"));
  EXPECT_THAT(row, HasSubstr(R"("outlook":{"state":"at_risk",)"));
  EXPECT_THAT(row,
              HasSubstr(R"("cleared":{"on_time":1507,"all":1560,"ratio":0.9660},"backlog":33})"));
}

TEST_F(LiveJsonTest, TheRateOfWhatFellDueSeesTheOverdue) {
  EXPECT_THAT(Row(3, 0, 1), HasSubstr(R"("due_cohort":{"on_time":3,"all":4,"ratio":0.7500})"));
  EXPECT_THAT(Row(0, 0, 1), HasSubstr(R"("outlook":{"state":"no_data",)"));
}

TEST_F(LiveJsonTest, TheOfficeIsNeitherOpenNorClosedOnADayNobodyKnows) {
  EXPECT_THAT(Head("2021-06-07 08:00"), HasSubstr(R"("office_open":true)"));
  EXPECT_THAT(Head("2021-06-07 12:00"), HasSubstr(R"("office_open":false)"));
  EXPECT_THAT(Head("2024-06-07 08:00"), HasSubstr(R"("office_open":null)"));
}

}  // namespace
}  // namespace dunghan::api
