#include "event_codec.h"

#include <gtest/gtest.h>

#include <set>

#include "dunghan/base/digest.h"
#include "dunghan/record/bytes.h"
#include "dunghan/record/failure.h"
#include "samples.h"

namespace dunghan::record {
namespace {

using dossier::Event;

class EventCodec : public ::testing::Test {
 protected:
  std::string Encode(const Event& event, int64_t previous = 0) {
    std::string bytes;
    EncodeEvent(event, previous, place_, dictionary_, bytes);
    return bytes;
  }
  DecodedEvent Decode(std::string_view bytes) { return DecodeEvent(bytes, place_, dictionary_); }
  std::string Refusal(std::string_view bytes) {
    try {
      (void)Decode(bytes);
    } catch (const Failure& failure) {
      return failure.error().for_log;
    }
    return "none";
  }

  test::Events events_;
  Dictionary dictionary_{*events_.codes()};
  EventPlace place_{100, test::At("2021-05-31 08:00")};
};

TEST_F(EventCodec, GivesBackEveryField) {
  for (const Event& event : Variants(events_)) {
    const DecodedEvent decoded = Decode(Encode(event, 7));
    EXPECT_EQ(decoded.event, event);
    EXPECT_EQ(decoded.previous, 7);
  }
  EXPECT_EQ(Decode(Encode(BareEvent())).event, BareEvent());
}

// They are on record: worked out apart from this program, by the form from before there were
// aliases.
TEST_F(EventCodec, ReadsWhatWasWrittenBeforeThereWereAliases) {
  Event event = FullEvent(events_);
  event.alias.clear();
  EXPECT_EQ(ToHex(Sha256(Encode(event, 7))),
            "d014ff42a0e39b54457b97469f85d749b7bf02251e9d9d359d09c42fb92026d5");
  event.alias = "BN-1";
  const std::string bytes = Encode(event, 7);
  event.alias.clear();
  EXPECT_EQ(bytes.size(), Encode(event, 7).size() + 5) << "its length and its text";
}

TEST_F(EventCodec, GivesDifferentBytesToWhateverDiffers) {
  std::set<std::string> bytes;
  const auto variants = Variants(events_);
  for (const Event& event : variants) bytes.insert(Encode(event, 7));
  EXPECT_EQ(bytes.size(), variants.size());
}

TEST_F(EventCodec, GivesBackThePreviousPosition) {
  const Event event = FullEvent(events_);
  for (const int64_t previous : {0, 1, 50, 99}) {
    EXPECT_EQ(Decode(Encode(event, previous)).previous, previous);
  }
}

TEST_F(EventCodec, ReadsTheFrontWithoutTheRest) {
  const Event event = FullEvent(events_);
  const EventFront front = DecodeFront(Encode(event, 7), place_);
  EXPECT_EQ(front.previous, 7);
  EXPECT_EQ(front.at, event.at);
  EXPECT_EQ(front.source, dictionary_.Number(event.source));
}

TEST_F(EventCodec, KeepsTheFarthestTimes) {
  Event event = BareEvent();
  for (const auto at : {Instant::min(), Instant::max(), Instant{}}) {
    event.at = at;
    event.due = Instant::min();
    event.step_due = Instant::max();
    EXPECT_EQ(Decode(Encode(event)).event, event);
  }
}

TEST_F(EventCodec, WritesAnIdThatIsAUuidInSixteenBytes) {
  Event event = BareEvent();
  const size_t plain = Encode(event).size();
  event.id = "123e4567-e89b-12d3-a456-426614174000";
  // Its mark is a byte of the first number, since it comes among the first ones.
  EXPECT_LE(Encode(event).size(), plain + 16);
}

TEST_F(EventCodec, ReadsNoOtherBytesAsTheSameEvent) {
  for (const Event& event : Variants(events_)) {
    const std::string bytes = Encode(event, 7);
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = bytes;
        flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
        try {
          const DecodedEvent decoded = Decode(flipped);
          EXPECT_FALSE(decoded.event == event && decoded.previous == 7)
              << "byte " << i << ", bit " << bit;
        } catch (const Failure& failure) {
          EXPECT_TRUE(failure.error().for_log.starts_with("event 100 has "))
              << failure.error().for_log;
        }
      }
    }
  }
}

TEST_F(EventCodec, RefusesMoreBytesAndFewer) {
  const std::string bytes = Encode(FullEvent(events_), 7);
  EXPECT_EQ(Refusal(bytes + "x"), "event 100 has broken bytes");
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_NE(Refusal(std::string_view(bytes).substr(0, size)), "none") << size;
  }
}

/// What nobody writes, by hand: marks, then what they announce.
TEST_F(EventCodec, RefusesWhatIsNotWritten) {
  const auto with = [](uint64_t marks, std::string_view rest) {
    std::string bytes;
    ByteWriter(bytes).Number(marks);
    return bytes + std::string(rest);
  };
  constexpr uint64_t kReceived = 2;
  using namespace std::string_literals;
  const std::string front = "\0\0\1H\1i"s;  // at, source, dossier, id
  EXPECT_EQ(Refusal(with(kReceived, front)), "none");
  EXPECT_EQ(Refusal(with(dossier::kEventTypes, front)), "event 100 has a type that there is not");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 26U, front)), "event 100 has marks that mean nothing");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 12U, front)), "event 100 has marks that mean nothing");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 16U, front)), "event 100 has marks that mean nothing");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 21U, front)), "event 100 has marks that mean nothing");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 5U, "\0"s + front)),
            "event 100 has no event before it there");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 5U, "\x64"s + front)),
            "event 100 has no event before it there");
  EXPECT_EQ(Refusal(with(kReceived, "\0\1\1H\1i"s)),
            "event 100 has a number that is not in the dictionary");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 7U, front + "\1"s)),
            "event 100 has a number that is not in the dictionary");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 7U, front + "\0"s)),
            "event 100 has a number that is not in the dictionary");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 10U, front + "\4"s)),
            "event 100 has a number out of its range");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 10U, front + "\0"s)),
            "event 100 has a number out of its range");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 19U, front + "\6"s)),
            "event 100 has a number out of its range");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 20U, front + "\0"s)),
            "event 100 has an empty id to void");
  EXPECT_EQ(Refusal(with(kReceived | 1U << 25U, front + "\0"s)), "event 100 has an empty alias");
  EXPECT_EQ(Refusal(with(kReceived, "\0\0\1H\x24"s + "123e4567-e89b-12d3-a456-426614174000")),
            "event 100 has an id in another form");
}

TEST_F(EventCodec, RefusesAnEventBeforeThePosition) {
  const std::string bytes = Encode(FullEvent(events_), 7);  // 93 before
  place_.seq = 93;
  EXPECT_EQ(Refusal(bytes), "event 93 has no event before it there");
  place_.seq = 94;
  EXPECT_EQ(Decode(bytes).previous, 1);
}

}  // namespace
}  // namespace dunghan::record
