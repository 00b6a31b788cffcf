#include "folded.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "dunghan/base/digest.h"
#include "full_folded.h"
#include "runs/run_file.h"

namespace dunghan::ledger {
namespace {

class EntryBytes : public testing::Test {
 protected:
  std::optional<Folded> ThereAndBack(const Folded& entry) {
    return DecodeFolded(Encode(entry, dictionary_), dictionary_);
  }

  test::Events events_;
  Dictionary dictionary_{*events_.codes()};
  Folded full_ = FullEntry(events_);
};

TEST_F(EntryBytes, GiveBackEveryField) {
  const auto back = ThereAndBack(full_);
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == full_);
}

TEST_F(EntryBytes, GiveBackAnEntryWithNothing) { EXPECT_TRUE(ThereAndBack(Folded()) == Folded()); }

/// Raise kDerivationVersion with this.
TEST_F(EntryBytes, AreTheSameOnEveryMachine) {
  EXPECT_EQ(ToHex(Sha256(Encode(full_, dictionary_))),
            "dc25aba49c78ed8c4beaa99cec885e1c6e745064fc91ccd256d699fdc2b3d518");
}

/// What one field less or other makes of the full entry.
const std::vector<std::function<void(Folded&)>>& Changes() {
  using std::chrono::milliseconds;
  static const std::vector<std::function<void(Folded&)>> changes = {
      [](Folded& e) { e.facts.submission.reset(); },
      [](Folded& e) { e.facts.submission->at += milliseconds{1}; },
      [](Folded& e) { e.facts.submission->agency = e.facts.receipt->agency; },
      [](Folded& e) { e.facts.submission->procedure = e.facts.receipt->procedure; },
      [](Folded& e) { e.facts.submission->counter = {}; },
      [](Folded& e) { e.facts.submission->channel = dossier::Channel::kInPerson; },
      [](Folded& e) { e.facts.declined.reset(); },
      [](Folded& e) { *e.facts.declined -= milliseconds{1}; },
      [](Folded& e) { e.facts.receipt.reset(); },
      [](Folded& e) { e.facts.receipt->channel = dossier::Channel::kUnknown; },
      [](Folded& e) { e.facts.named_agency = {}; },
      [](Folded& e) { e.facts.claims.pop_back(); },
      [](Folded& e) { e.facts.claims[0].by = dossier::ClaimBy::kDueSet; },
      [](Folded& e) { e.facts.claims[0].due = test::At("2021-06-20 00:00"); },
      [](Folded& e) { e.facts.suspensions[0].kind = dossier::SuspensionKind::kSupplement; },
      [](Folded& e) { e.facts.suspensions[0].reason = {}; },
      [](Folded& e) { e.facts.suspensions[0].to.reset(); },
      [](Folded& e) { e.facts.suspensions[1].to = e.facts.first_at; },
      [](Folded& e) { e.facts.reopened_at.clear(); },
      [](Folded& e) { e.facts.end.reset(); },
      [](Folded& e) { e.facts.end->kind = dossier::EndKind::kCompleted; },
      [](Folded& e) { e.facts.first_end.reset(); },
      [](Folded& e) { e.facts.extension.reset(), e.facts.extensions = 0; },
      [](Folded& e) { e.facts.extensions = 5; },
      [](Folded& e) { e.facts.reappointment->due = test::Day("2021-06-26"); },
      [](Folded& e) { e.facts.reappointments = 300; },
      [](Folded& e) { e.facts.apologised.reset(); },
      [](Folded& e) { e.facts.hands.clear(); },
      [](Folded& e) { e.facts.hands[0].in_transit = true; },
      [](Folded& e) { e.facts.hands[0].due.reset(); },
      [](Folded& e) { e.facts.hands[0].unit = {}; },
      [](Folded& e) { e.facts.hands[0].step = {}; },
      [](Folded& e) { e.facts.hands[1].agency = {}; },
      [](Folded& e) { e.facts.ready.reset(); },
      [](Folded& e) { e.facts.returned.reset(); },
      [](Folded& e) { e.facts.late_cause = {}; },
      [](Folded& e) { e.facts.urged_at.pop_back(); },
      [](Folded& e) { e.facts.rating->stars = 5; },
      [](Folded& e) { e.facts.rating.reset(); },
      [](Folded& e) { e.facts.signals = 0; },
      [](Folded& e) { e.facts.last_at.reset(); },
      [](Folded& e) { e.facts.last_type = dossier::EventType::kVoided; },
      [](Folded& e) { e.facts.end->undated = true; },
      [](Folded& e) { e.facts.said.pop_back(); },
      [](Folded& e) { e.facts.said[0].source = e.facts.said[1].source; },
      [](Folded& e) { e.facts.said[0].at += milliseconds{1}; },
      [](Folded& e) { e.facts.said[0].received.reset(); },
      [](Folded& e) { e.facts.said[0].due.reset(); },
      [](Folded& e) { e.facts.said[0].ended.reset(); },
      [](Folded& e) { e.facts.said[0].agency = {}; },
      [](Folded& e) { e.facts.said[0].procedure = {}; },
      [](Folded& e) { e.facts.said[0].counter = {}; },
      [](Folded& e) { e.facts.said[0].channel = dossier::Channel::kOnline; },
      [](Folded& e) { e.facts.said[0].state = dossier::SaidState::kRefused; },
      [](Folded& e) { e.facts.said[0].made_receipt = false; },
      [](Folded& e) { e.facts.said[0].made_end = true; },
      [](Folded& e) { e.marks.clear(); },
      [](Folded& e) { e.marks[1].content = 9; },
      [](Folded& e) { e.voided.pop_back(); },
      [](Folded& e) { e.last_seq = -1; },
      [](Folded& e) { e.wake_at.reset(); },
      [](Folded& e) { *e.wake_at += milliseconds{1}; },
  };
  return changes;
}

TEST_F(EntryBytes, TellAnyTwoEntriesApart) {
  const std::string full = Encode(full_, dictionary_);
  for (size_t i = 0; i < Changes().size(); ++i) {
    Folded other = full_;
    Changes()[i](other);
    EXPECT_NE(Encode(other, dictionary_), full) << i;
    EXPECT_TRUE(ThereAndBack(other) == other) << i;
  }
}

TEST_F(EntryBytes, AreRefusedWhenTheyAreCutShortOrTooLong) {
  const std::string full = Encode(full_, dictionary_);
  for (size_t size = 0; size < full.size(); ++size) {
    EXPECT_FALSE(DecodeFolded(full.substr(0, size), dictionary_)) << size;
  }
  EXPECT_FALSE(DecodeFolded(full + '\0', dictionary_));
  EXPECT_FALSE(DecodeFolded("\x03" + full.substr(1), dictionary_)) << "of another form";
}

TEST_F(EntryBytes, NameTheDossierWhoseStateCannotBeRead) {
  try {
    (void)Decoded("D7", "x", dictionary_);
    FAIL();
  } catch (const runs::Damaged& damaged) {
    EXPECT_STREQ(damaged.what(), "the state of dossier D7 cannot be read");
  }
}

TEST_F(EntryBytes, TellTheirRowFromTheBeginning) {
  for (const bool received : {true, false}) {
    if (!received) full_.facts.receipt.reset();
    EXPECT_EQ(RowIn("D", Encode(full_, dictionary_), dictionary_), figures::RowOf(full_.facts));
  }
}

TEST_F(EntryBytes, AreDecodedIntoAnEntryThatHeldAnother) {
  Folded into = full_;
  Folded small;
  small.facts.first_at = test::At("2021-06-02 08:00");
  small.last_seq = 7;
  DecodeInto("D", Encode(small, dictionary_), dictionary_, into);
  EXPECT_TRUE(into == small);
}

TEST(PackedEntry, KeepsCodeStateAndMarksInOneBlock) {
  const Packed packed("D1", "first", false);
  EXPECT_EQ(packed.code(), "D1");
  EXPECT_EQ(packed.entry(), "first");
  EXPECT_FALSE(packed.settled());
  EXPECT_FALSE(packed.dirty());
  packed.SetDirty(true);
  packed.Replace("second, longer", true);
  EXPECT_EQ(packed.code(), "D1");
  EXPECT_EQ(packed.entry(), "second, longer");
  EXPECT_TRUE(packed.settled());
  EXPECT_TRUE(packed.dirty()) << "stays";
}

TEST(EntryIsSettled, WhenNothingMoreIsExpected) {
  test::Events events;
  Folded entry = FullEntry(events);
  EXPECT_FALSE(entry.IsSettled()) << "an event dated ahead";
  entry.wake_at.reset();
  EXPECT_TRUE(entry.IsSettled());
  entry.facts.end.reset();
  EXPECT_FALSE(entry.IsSettled());
  entry.facts.receipt.reset();
  EXPECT_TRUE(entry.IsSettled()) << "declined after it was submitted";
  entry.facts.declined = *entry.facts.first_at;
  EXPECT_FALSE(entry.IsSettled()) << "declined, and submitted again";
  entry.facts.submission.reset();
  EXPECT_TRUE(entry.IsSettled());
  entry.facts.declined.reset();
  EXPECT_FALSE(entry.IsSettled());
}

}  // namespace
}  // namespace dunghan::ledger
