#include <gmock/gmock.h>

#include "dunghan/report/writers.h"
#include "sample.h"

namespace dunghan::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFigures =
    R"("received":80,"carried_over":20,"moved_in":0,"finished_early":40,"finished_on_time":15,)"
    R"("finished_late":5,"finished_unmeasurable":0,"refused_in_time":3,"refused_late":0,)"
    R"("withdrawn":0,"withdrawn_overdue":0,"moved_out":0,"open_in_time":28,"open_overdue":10,)"
    R"("open_suspended":2,"open_unmeasurable":0,"reopened":1,"without_receipt":0,)"
    R"("official":{"on_time":55,"all":60,"ratio":0.9166,"low":0.819,"high":0.964},)"
    R"("strict":{"on_time":85,"all":100,"ratio":0.85,"low":0.767,"high":0.907},)"
    R"("due_cohort":{"on_time":50,"all":62,"ratio":0.8064,"low":0.691,"high":0.886},)"
    R"("late_budget":{"due":70,"allowed":1,"late":12,"left":-11,"needs_on_time":530,)"
    R"("state":"exceeded"})";

TEST(JsonWriter, WritesTheWorkedExampleOfTheInterface) {
  EXPECT_EQ(
      WriteJson(Sample()),
      R"({"period":{"name":"2021-06","from":"2021-06-01","to":"2021-06-30"},"basis":"promised",)"
      R"("by":"agency","position":{"seq":123456,"at":"2021-07-01T08:00:00+07:00",)"
      R"("chain":"9f2c0000000000000000000000000000000000000000000000000000000000ab"},)"
      R"("target":980,"simulated":false,"total":{)" +
          std::string(kFigures) + R"(},"rows":[{"code":"000.00.19.H52","name":"Sở A",)" + kFigures +
          "}]}\n");
}

TEST(JsonWriter, SaysNullWhereThereIsNoData) {
  Statement statement = Sample();
  statement.total.figures = {};
  statement.total.budget = {};
  statement.rows.clear();
  const std::string json = WriteJson(statement);
  EXPECT_THAT(json,
              HasSubstr(R"("official":{"on_time":0,"all":0,"ratio":null,"low":null,"high":null})"));
  EXPECT_THAT(json, HasSubstr(R"("needs_on_time":0,"state":"no_data"}},"rows":[]})"));
}

TEST(JsonWriter, WritesAWholeRateAsOne) {
  Statement statement = Sample();
  statement.total.figures.finished_late = 0;
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("all":55,"ratio":1,"low":0.935,"high":1})"));
}

TEST(JsonWriter, NamesTheAgencyItIsRestrictedTo) {
  EXPECT_THAT(WriteJson(Sample()), Not(HasSubstr("\"agency\":")));
  Statement statement = Sample();
  statement.agency = Named{"A", "Sở A", "Sở A"};
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("by":"agency","agency":"A","position")"));
}

TEST(JsonWriter, EndsARowWithItsOwnTarget) {
  Statement statement = Sample();
  statement.rows[0].own_target = true;
  statement.rows[0].target.per_mille = 990;
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("state":"exceeded"},"target":990}]})"));
}

TEST(JsonWriter, SaysNullWhenNoNumberWouldRestoreTheTarget) {
  Statement statement = Sample();
  statement.total.target.per_mille = 1000;
  statement.total.budget =
      figures::BudgetOf(statement.total.figures, statement.total.target, false);
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("needs_on_time":null)"));
}

TEST(JsonWriter, EscapesNames) {
  Statement statement = Sample();
  statement.rows[0].of.name = "a\"b\\c";
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("name":"a\"b\\c")"));
}

}  // namespace
}  // namespace dunghan::report
