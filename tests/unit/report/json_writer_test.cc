#include <gmock/gmock.h>

#include "dunghan/report/writers.h"
#include "dunghan/test/json_shape_check.h"
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
    R"("moved_in_overdue":0,"moved_out_overdue":0,"open_suspended_ahead":1,)"
    R"("official":{"on_time":55,"all":60,"ratio":0.9166,"low":0.8193,"high":0.9638},)"
    R"("strict":{"on_time":85,"all":100,"ratio":0.85,"low":0.7671,"high":0.9069},)"
    R"("due_cohort":{"on_time":50,"all":62,"ratio":0.8064,"low":0.6914,"high":0.8856},)"
    R"("index766":{"on_time":85,"all":100,"ratio":0.85,"low":0.7671,"high":0.9069,"score":17,)"
    R"("unmeasurable":0,"open_on_time":30},)"
    R"("outlook":{"state":"out_of_reach","best":{"on_time":84,"all":89,"ratio":0.9438},)"
    R"("cleared":{"on_time":55,"all":70,"ratio":0.7857},"backlog":10},)"
    R"("late_budget":{"due":70,"allowed":1,"late":12,"left":-11,"needs_on_time":530,)"
    R"("state":"exceeded"},)"
    R"("gross":{"on_time":50,"all":60,"ratio":0.8333,"low":0.7196,"high":0.9068},)"
    R"("granted_only":{"on_time":52,"all":57,"ratio":0.9122,"low":0.8105,"high":0.9619},)"
    R"("acceptance":{"submitted":21,"in_time":18,"late":2,"declined":2,"waiting":3,)"
    R"("waiting_late":1,"ratio":0.9,"low":0.6989,"high":0.9721},)"
    R"("supplements":{"asked":9,"asked_late":4,"asked_again":3,"answered":6},)"
    R"("suspended_seconds":{"payment":7200,"supplement":10800,"supplement:giay":3600},)"
    R"("ready":{"on_time":40,"all":44,"ratio":0.909,"low":0.7884,"high":0.964},)"
    R"("late_causes":{"":1,"phoi-hop":4},"urged":{"times":11,"dossiers":10},)"
    R"("satisfaction":{"answered":8,"satisfied":7,"ratio":0.875,"low":0.5291,"high":0.9775,)"
    R"("answering":{"answered":8,"finished":60,"ratio":0.1333,"low":0.0691,"high":0.2416}},)"
    R"("online":{"of_received":{"online":30,"received":80,"ratio":0.375,"low":0.2769,"high":0.4845},)"
    R"("of_full":{"online":20,"received":25,"ratio":0.8,"low":0.6086,"high":0.9113},)"
    R"("of_offered":{"online":30,"received":60,"ratio":0.5,"low":0.3773,"high":0.6226}},)"
    R"("extended":5,"reappointed":7,"reappointed_again":1,)"
    R"("reappointments":{"kept":2,"all":3,"ratio":0.6666,"low":0.2076,"high":0.9385},)"
    R"("steps":{"in_time":12,"all":14,"ratio":0.8571,"low":0.6005,"high":0.9599,"without_limit":15,)"
    R"("seconds":1080000,"overrun_seconds":72000,"late_seconds_borne":89999.25},)"
    R"("processing_seconds":1440000,"transit_seconds":216000,"unassigned_seconds":144000,)"
    R"("late_seconds":90000)";

TEST(JsonWriter, WritesTheWorkedExampleOfTheInterface) {
  Statement statement = Sample();
  statement.petitions = statement.total;
  EXPECT_EQ(
      WriteJson(statement),
      R"({"period":{"name":"2021-06","from":"2021-06-01","to":"2021-06-30"},"basis":"promised",)"
      R"("by":"agency","position":{"seq":123456,"at":"2021-07-01T08:00:00+07:00",)"
      R"("chain":"9f2c0000000000000000000000000000000000000000000000000000000000ab"},)"
      R"("target":980,"simulated":false,"begun":true,"empty":false,"headline":"official",)"
      R"("target_is":"at_least",)"
      R"("comparison":"by_unit","index766_rules":{"applies":true,"confirmed":false,)"
      R"("valid_from":null,"switches":{"comparison":"as_given","due":"latest",)"
      R"("open_until":"position","repeat":"same","returned_ends":"true",)"
      R"("second_request":"late_if_open","stopped":"open","supplement_time":"calendar"}},)"
      R"("tree":"as-was","total":{)" +
          std::string(kFigures) + R"(},"rows":[{"code":"000.00.19.H52","name":"Sở A",)" + kFigures +
          "}],\"petitions\":{" + kFigures + "}}\n");
}

TEST(JsonWriter, WritesWhatItsShapeSays) {
  Statement statement = Sample();
  EXPECT_EQ(test::FaultsIn(WriteJson(statement), StatementShape()), "");
  statement.rows[0].own_target = true;
  statement.agency = statement.rows[0].of;
  EXPECT_EQ(test::FaultsIn(WriteJson(statement), StatementShape()), "");
}

TEST(JsonWriter, NamesHowItWasMade) {
  Statement statement = Sample();
  statement.headline = figures::Headline::kDueCohort;
  statement.total.target.is = figures::TargetIs::kAbove;
  statement.comparison = dossier::Comparison::kInstant;
  statement.tree = Tree::kPeriodEnd;
  statement.index766.stopped = dossier::IndexStopped::kEnd;
  const std::string json = WriteJson(statement);
  EXPECT_THAT(
      json,
      HasSubstr(
          R"("simulated":false,"begun":true,"empty":false,"headline":"due_cohort","target_is":"above",)"
          R"("comparison":"instant","index766_rules":{"applies":true,)"));
  EXPECT_THAT(json, HasSubstr(R"("stopped":"end","supplement_time":"calendar"}},)"
                              R"("tree":"period-end","total")"));
}

TEST(JsonWriter, SaysThatThereIsNothing) {
  Statement statement = Sample();
  statement.begun = false;
  statement.rows.clear();
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("begun":false,"empty":true,"headline")"));
}

TEST(JsonWriter, CountsPetitionsApart) {
  Statement statement = Sample();
  statement.petitions.figures.received = 4;
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"(],"petitions":{"received":4,"carried_over":0,)"));
}

TEST(JsonWriter, SaysWhatWasOverdueWhenItMoved) {
  Statement statement = Sample();
  statement.total.figures.moved_in_overdue = 3;
  statement.total.figures.moved_out_overdue = 2;
  EXPECT_THAT(WriteJson(statement),
              HasSubstr(R"("without_receipt":0,"moved_in_overdue":3,"moved_out_overdue":2,)"));
}

TEST(JsonWriter, SaysNullWhereThereIsNoData) {
  Statement statement = Sample();
  statement.total = {};
  statement.rows.clear();
  const std::string json = WriteJson(statement);
  EXPECT_THAT(json,
              HasSubstr(R"("official":{"on_time":0,"all":0,"ratio":null,"low":null,"high":null})"));
  EXPECT_THAT(json, HasSubstr(R"("needs_on_time":0,"state":"no_data"},"gross":{"on_time":0,)"
                              R"("all":0,"ratio":null,"low":null,"high":null},)"));
  EXPECT_THAT(json, HasSubstr(R"("suspended_seconds":{},)"));
  EXPECT_THAT(json, HasSubstr(R"("late_seconds":0},"rows":[],"petitions":{)"));
}

TEST(JsonWriter, WritesAWholeRateAsOne) {
  Statement statement = Sample();
  statement.total.figures.finished_late = 0;
  EXPECT_THAT(WriteJson(statement), HasSubstr(R"("all":55,"ratio":1,"low":0.9347,"high":1})"));
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
  EXPECT_THAT(WriteJson(statement),
              HasSubstr(R"("late_seconds":90000,"target":990}],"petitions")"));
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
