#include "api/shapes.h"

#include <gtest/gtest.h>

#include <set>

#include "api/lists_table.h"
#include "api/live_state_table.h"
#include "api/operation_table.h"
#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/values.h"
#include "http/problem.h"
#include "http/problem_shape.h"

namespace dunghan::api {
namespace {

using test::FaultsIn;

TEST(Shapes, SayWhatEveryFieldMeans) {
  for (const JsonShape* shape : Shapes()) {
    // The objects in its rows are made of the figures' paths, and have names alone.
    if (shape->name == "statement") continue;
    EXPECT_EQ(test::GapsIn(*shape), "") << shape->name;
  }
}

TEST(Shapes, AreToldApartByTheirNames) {
  std::set<std::string_view> names;
  for (const JsonShape* shape : Shapes()) {
    EXPECT_TRUE(names.insert(shape->name).second) << shape->name;
  }
}

TEST(Shapes, AreThoseOfReadiness) {
  const Readiness stuck{Trouble::kStuck, "a write has taken 12 s so far", 12, {}};
  const worktime::Zone utc;
  for (const auto& newest : {std::optional<Instant>(), std::optional(Instant())}) {
    const live::DataAge age{newest, std::chrono::minutes{5}, live::Freshness::kFresh};
    EXPECT_EQ(FaultsIn(kLiveStateTable.ToText({{age, std::chrono::hours{4}, utc}, stuck}),
                       kLiveStateTable.shape()),
              "");
  }
  EXPECT_EQ(
      kReadyTable.ToText({false, {"a write is stuck", "ok"}}),
      R"({"ready":false,"checks":{"ledger":"a write is stuck","rulebook":"ok","clock":"ok"}})");
}

TEST(Shapes, AreThoseOfOperations) {
  const ledger::OutcomeCounts counts{.stored = 1, .duplicate = 2, .quarantined = 3};
  EXPECT_EQ(kRetriedTable.ToText(counts),
            R"({"retried":6,"stored":1,"duplicate":2,"still_quarantined":3})");
  EXPECT_EQ(kDiscardedTable.ToText({4}), R"({"discarded":4})");
  EXPECT_EQ(kApplyTable.ToText({}), R"({"changed":false})");
  const ApplyAnswer applied{"said", RulebookInForce{"sha256:ab", 7, 8, counts}};
  EXPECT_EQ(kApplyTable.ToText(applied),
            R"({"changed":true,"said":"said","result":{"rulebook":"sha256:ab","position":7,)"
            R"("moved":8,"retried":6,"stored":1,"still_quarantined":3}})");
  EXPECT_EQ(FaultsIn(kApplyTable.ToText(applied), kApplyTable.shape()), "");
}

TEST(Shapes, AreThoseOfLists) {
  const intake::IgnoredFields::List none;
  const ToldEvents told{.ignored = &none, .looked_at = 3};
  intake::ListReport report;
  report.mapping = "mot-cua";
  report.restored = 1;
  report.unknown.push_back({.means = "agency", .name = "Sở Lạ", .rows = 2, .first = "H3"});
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  kToldEventsTable.WriteMembers(json, told);
  kToldRunTable.WriteMembers(json, {.dry = true});
  intake::kListReportTable.WriteMembers(json, report);
  json.End();
  EXPECT_EQ(FaultsIn(text, kListAnswerShape.shape()), "");
}

TEST(Shapes, AreThoseOfRefusals) {
  const std::string body = http::Problem(404, "nothing is at \"/x\"").body;
  EXPECT_EQ(body, R"({"type":"about:blank","title":"Not Found","status":404,)"
                  R"("detail":"nothing is at \"/x\""})");
  EXPECT_EQ(FaultsIn(body, http::ProblemShape()), "");
}

/// What a field written by hand would be found out by.
TEST(Shapes, DifferFromWhatIsNotInThem) {
  const JsonShape& shape = kDiscardedTable.shape();
  EXPECT_EQ(FaultsIn(R"({"discarded":4})", shape), "");
  EXPECT_EQ(FaultsIn(R"({"discarded":4,"more":1})", shape), "discarded.more: not in the shape\n");
  EXPECT_EQ(FaultsIn(R"({})", shape), "discarded.discarded: missing\n");
  EXPECT_EQ(FaultsIn(R"({"discarded":null})", shape), "discarded.discarded: null\n");
  EXPECT_EQ(FaultsIn(R"({"discarded":"4"})", shape),
            "discarded.discarded: of another type: \"4\"\n");
}

}  // namespace
}  // namespace dunghan::api
