#include "api/events_answer.h"

#include <gtest/gtest.h>

#include "api/events_table.h"
#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/values.h"

namespace dunghan::api {
namespace {

using intake::EventBatch;
using ledger::ItemOutcome;
using ledger::Outcome;

ledger::Item Bad(std::string field, std::string reason) {
  ledger::Reject reject;
  reject.field = std::move(field);
  reject.reason = std::move(reason);
  return {std::move(reject), {}};
}
ledger::Item Good() { return {dossier::Event(), {}}; }

http::Response Render(const EventBatch& batch, std::vector<ItemOutcome> outcomes) {
  http::Response response = EventsAnswer(batch).Render({std::move(outcomes)});
  EXPECT_EQ(test::FaultsIn(response.body, kToldEventsTable.shape()), "");
  return response;
}

TEST(EventsAnswer, SaysWhatBecameOfEachItem) {
  EventBatch batch;
  batch.items = {Good(), Good(), Bad("agency", "unknown agency \"X\"")};
  const auto response =
      Render(batch, {{Outcome::kStored}, {Outcome::kDuplicate}, {Outcome::kQuarantined}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"received":3,"stored":1,"duplicate":1,"quarantined":1,"problems":[)"
                           R"({"index":2,"field":"agency","reason":"unknown agency \"X\""}]})"
                           "\n");
}

TEST(EventsAnswer, IsUnprocessableWhenEveryItemWasQuarantined) {
  EventBatch batch;
  batch.items = {Bad("", "no")};
  const auto response = Render(batch, {{Outcome::kQuarantined}});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, R"({"received":1,"stored":0,"duplicate":0,"quarantined":1,)"
                           R"("problems":[{"index":0,"field":"","reason":"no"}]})"
                           "\n");
}

TEST(EventsAnswer, TellsOfEventsBeyondABoundInTheirPlace) {
  EventBatch batch;
  batch.items = {Good(), Good(), Bad("", "no"), Good()};
  ItemOutcome full{Outcome::kQuarantined, 1};
  full.bound = ledger::Bound::kEventsOfDossier;
  ItemOutcome texts{Outcome::kQuarantined, 2};
  texts.bound = ledger::Bound::kTextsOfSource;
  const std::string body =
      Render(batch, {{Outcome::kStored, 1}, full, {Outcome::kQuarantined, 3}, texts}).body;
  constexpr std::string_view kExpected =
      R"json({"received":4,"stored":1,"duplicate":0,"quarantined":3,"problems":[{"index":1,)json"
      R"json("field":"dossier","reason":"bound: the dossier has as many events as one may have )json"
      R"json(([ledger] max_events_per_dossier)"},{"index":2,"field":"","reason":"no"},{"index":3,)json"
      R"json("field":"source","reason":"bound: the source has brought as many new texts as one )json"
      R"json(may bring ([ledger] max_texts)"}]})json"
      "\n";
  EXPECT_EQ(body, kExpected);
}

TEST(EventsAnswer, IsFineWhenEverythingWasKnownAlready) {
  EventBatch batch;
  batch.items = {Good()};
  EXPECT_EQ(Render(batch, {{Outcome::kDuplicate}}).status, 200);
}

/// As an empty batch of CloudEvents is.
TEST(EventsAnswer, IsFineWhenNothingWasSent) {
  const auto response = Render({}, {});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"received":0,"stored":0,"duplicate":0,"quarantined":0,"problems":[]})"
            "\n");
}

TEST(EventsAnswer, NamesIgnoredFieldsAndWarnings) {
  EventBatch batch;
  batch.items = {Good(), Good()};
  std::get<dossier::Event>(batch.items[0].content).voids = "typo";
  batch.ignored.fields = {{"duedate", intake::Field::kDue, 2}};
  batch.ignored.left_off = 3;
  intake::Oddities odd;
  odd.Add(intake::Oddity::kDueBeforeReceipt);
  batch.warnings.Add(1, odd, [](intake::Oddity) { return "2021-06-01"; });
  ItemOutcome first{Outcome::kStored, 1};
  first.voids_nothing = true;
  ItemOutcome second{Outcome::kStored, 2};
  second.other_content = true;
  EXPECT_EQ(
      Render(batch, {first, second}).body,
      R"({"received":2,"stored":2,"duplicate":0,"quarantined":0,"problems":[],)"
      R"("ignored_fields":[{"field":"duedate","near":"due","count":2}],"ignored_fields_left_off":3,)"
      R"("warnings":[{"index":0,"field":"voids","reason":"the dossier has no event of that id from )"
      R"(this source yet: \"typo\""},{"index":1,"field":"due","reason":"before the receipt: )"
      R"(\"2021-06-01\""},)"
      R"({"index":1,"field":"id","reason":"on record already with other content: both are kept, )"
      R"(one of them counts; an id has to be unique within source and dossier"}]})"
      "\n");
}

TEST(EventsAnswer, ListsSoManyWarningsAndCountsTheRest) {
  EventBatch batch;
  batch.items.resize(150);
  intake::Oddities odd;
  odd.Add(intake::Oddity::kFarAhead);
  for (size_t i = 0; i < 150; ++i) batch.warnings.Add(i, odd);
  const auto response = Render(batch, std::vector<ItemOutcome>(150));
  EXPECT_TRUE(response.body.ends_with("],\"warnings_left_off\":50}\n")) << response.body;
}

}  // namespace
}  // namespace dunghan::api
