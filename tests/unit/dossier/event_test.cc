#include "dunghan/dossier/event.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;

TEST(EventType, NamesAreReadBack) {
  for (int i = 0; i < kEventTypes; ++i) {
    const auto type = static_cast<EventType>(i);
    EXPECT_EQ(ParseEventType(ToString(type)), type);
  }
  EXPECT_FALSE(ParseEventType("recieved"));
}

TEST(ContentDigest, ChangesWithEveryField) {
  test::Events events;
  const Event base = events.Received("D1", "2021-06-07 08:00");
  const auto differs = [&](auto change) {
    Event other = base;
    change(other);
    return ContentDigest(other) != ContentDigest(base);
  };
  EXPECT_TRUE(differs([](Event& e) { e.dossier = "D2"; }));
  EXPECT_TRUE(differs([](Event& e) { e.type = EventType::kSubmitted; }));
  EXPECT_TRUE(differs([](Event& e) { e.channel = Channel::kOnline; }));
  EXPECT_TRUE(differs([](Event& e) { e.rating = 5; }));
  EXPECT_TRUE(differs([](Event& e) { e.at += std::chrono::milliseconds{1}; }));
  EXPECT_TRUE(differs([&](Event& e) { e.source = events.Code<SourceName>("x"); }));
  EXPECT_TRUE(differs([](Event& e) { e.id = "x"; }));
  EXPECT_TRUE(differs([&](Event& e) { e.agency = events.Code<AgencyCode>("x"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.procedure = events.Code<ProcedureCode>("x"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.counter = events.Code<AgencyCode>("x"); }));
  EXPECT_TRUE(differs([](Event& e) { e.due = At("2021-06-14 17:00"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.unit = events.Code<UnitName>("x"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.step = events.Code<StepName>("x"); }));
  EXPECT_TRUE(differs([](Event& e) { e.step_due = At("2021-06-14 17:00"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.to_agency = events.Code<AgencyCode>("x"); }));
  EXPECT_TRUE(differs([&](Event& e) { e.reason = events.Code<ReasonCode>("x"); }));
  EXPECT_TRUE(differs([](Event& e) { e.voids = "x"; }));
}

TEST(ContentDigest, TellsADateFromAnInstantAndFieldsFromEachOther) {
  test::Events events;
  Event date = events.Received("D1", "2021-06-07 08:00");
  Event instant = date;
  date.due = test::Day("2021-06-14");
  instant.due = At("2021-06-14 00:00");
  EXPECT_NE(ContentDigest(date), ContentDigest(instant));
  Event left = date;
  Event right = date;
  left.id = "ab", left.voids = "c";
  right.id = "a", right.voids = "bc";
  EXPECT_NE(ContentDigest(left), ContentDigest(right));
}

TEST(EnsureId, GivesARepeatTheSameId) {
  test::Events events;
  EXPECT_EQ(events.Received("D1", "2021-06-07 08:00").id,
            events.Received("D1", "2021-06-07 08:00").id);
  EXPECT_NE(events.Received("D1", "2021-06-07 08:00").id,
            events.Received("D1", "2021-06-07 08:01").id);
}

TEST(CanonicalLess, GoesByTimeThenRankThenSourceThenId) {
  test::Events events;
  const Event received = events.Received("D1", "2021-06-07 08:00");
  Event assigned = events.Make("D1", EventType::kAssigned, "2021-06-07 08:00");
  EXPECT_TRUE(CanonicalLess(received, assigned));
  assigned.at -= std::chrono::milliseconds{1};
  EXPECT_TRUE(CanonicalLess(assigned, received));
  Event other = received;
  other.source = events.Code<SourceName>("another");
  EXPECT_TRUE(CanonicalLess(other, received)) << "\"another\" sorts before \"mot-cua\"";
  Event same_source = received;
  same_source.id = "~";
  EXPECT_TRUE(CanonicalLess(same_source, received));
  EXPECT_FALSE(CanonicalLess(received, received));
}

}  // namespace
}  // namespace dunghan::dossier
