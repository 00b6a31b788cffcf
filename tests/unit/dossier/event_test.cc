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
  EXPECT_FALSE(ParseEventType(""));
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
  EXPECT_TRUE(differs([](Event& e) { e.alias = "x"; }));
}

// They are on record: worked out apart from this program, by the form of version 1.
TEST(ContentDigest, StaysWhatItIsOnRecord) {
  test::Events events;
  Event event;
  event.dossier = "D-1";
  event.channel = Channel::kOnline;
  event.at = ParseRfc3339("2021-06-07T08:00:00+07:00").value();
  event.source = events.Code<SourceName>("motcua");
  event.id = "e1";
  event.agency = events.Code<AgencyCode>("A");
  event.procedure = events.Code<ProcedureCode>("P");
  event.unit = events.Code<UnitName>("Phòng 1");
  event.due = test::Day("2021-06-14");
  constexpr std::string_view kShort =
      "cb13925ebb0ada9a7bf367b3528d2304a30e3dba8ad498b36ca7351a93359721";
  EXPECT_EQ(ToHex(ContentDigest(event)), kShort);
  Event longer = event;
  longer.id = std::string(300, 'x');
  longer.step_due = event.at;
  EXPECT_EQ(ToHex(ContentDigest(longer)),
            "e630723fe8c77953e91080808d929397e6b89bfdf5d517851aa8d62d8ed5cbdb");
  EXPECT_EQ(ToHex(ContentDigest(event)), kShort) << "after a longer one";
  EXPECT_EQ(IdDigest(event.source, event.id), 0xb758e007e25c49e0U);
  Event snapshot = event;
  snapshot.type = EventType::kSnapshot;
  snapshot.state = SaidState::kStopped;
  snapshot.received = event.at;
  EXPECT_EQ(ToHex(ContentDigest(snapshot)),
            "72c10577c44a801a74ab2d8590a72ac35cadec0e981dbdb283c64e3145cafd06");
  snapshot.alias = "BN-1";
  EXPECT_EQ(ToHex(ContentDigest(snapshot)),
            "f45bd063e290642763338aedfa7d67e75148fcb8ff6bd26ba08c17baa902d759");
  event.alias = "BN-1";
  EXPECT_EQ(ToHex(ContentDigest(event)),
            "0b3b703cc505168372bf9cda690b933876c68a861a3841a142543a1c913c6057");
}

TEST(DropDefaultAlias, LeavesOutTheCodeAlone) {
  test::Events events;
  Event event = events.Received("D1", "2021-06-07 08:00");
  event.alias = "D1";
  DropDefaultAlias(event);
  EXPECT_EQ(event.alias, "");
  event.alias = "D2";
  DropDefaultAlias(event);
  EXPECT_EQ(event.alias, "D2");
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
