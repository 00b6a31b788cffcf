#include <algorithm>

#include "ledger_fixture.h"

namespace dunghan::ledger {
namespace {

using dossier::Standing;
using test::At;

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerContract,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerContract, StoresEventsUnderRisingPositions) {
  const Appended appended = Append({Received("D1"), Completed("D1")});
  ASSERT_EQ(appended.items.size(), 2U);
  EXPECT_EQ(appended.items[0].seq, 1);
  EXPECT_EQ(appended.items[1].seq, 2);
  EXPECT_EQ(appended.position.seq, 2);
  EXPECT_EQ(ledger_->position().seq, 2);
}

TEST_P(LedgerContract, TakesTheSameEventOnce) {
  EXPECT_EQ(Outcomes({Received("D1"), Received("D1")}),
            (std::vector{Outcome::kStored, Outcome::kDuplicate}));
  const Digest chain = ledger_->position().chain;
  EXPECT_EQ(Outcomes({Received("D1")}), (std::vector{Outcome::kDuplicate}));
  EXPECT_EQ(ledger_->position().seq, 1);
  EXPECT_EQ(ledger_->position().chain, chain);
}

/// An event that opens a dossier of agency "A", its counter named or not.
class CounterForms : public LedgerContract {
 protected:
  Event Opening(EventType type, std::string_view counter, std::string_view id) {
    Event event = Received("D1");
    event.type = type;
    if (type == EventType::kSubmitted) event.due.reset();
    event.counter = events_.Code<AgencyCode>(counter);
    event.id = id;
    dossier::EnsureId(event);
    return event;
  }
  void StartAnew() {
    Options options = MakeOptions();
    if (!options.folder.empty()) options.folder /= std::to_string(++ledgers_);
    ledger_ = Open(options).value();
  }

 private:
  int ledgers_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Sqlite, CounterForms,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(CounterForms, NamingTheCounterThatIsMeantAnywayIsTheSameContent) {
  for (const auto type : {EventType::kReceived, EventType::kSubmitted}) {
    for (const char* id : {"", "e-1"}) {
      const Event plain = Opening(type, "", id);
      const Event named = Opening(type, "A", id);
      for (const auto& [first, second] : {std::pair(plain, named), std::pair(named, plain)}) {
        StartAnew();
        EXPECT_EQ(Outcomes({first, second, first}),
                  (std::vector{Outcome::kStored, Outcome::kDuplicate, Outcome::kDuplicate}));
        ASSERT_TRUE(ledger_->Flush());
        EXPECT_EQ(Outcomes({second, first}),
                  (std::vector{Outcome::kDuplicate, Outcome::kDuplicate}));
        Look([&](View& view) {
          const DossierRecord record = view.Find("D1").value();
          ASSERT_EQ(record.events.size(), 1U);
          EXPECT_EQ(record.events.front().event, first) << "what is stored stays as it is";
          EXPECT_FALSE(record.judged.facts.Has(dossier::Signal::kConflictingContent));
        });
        EXPECT_EQ(Verify().difference.value_or(""), "");
      }
    }
  }
}

TEST_P(CounterForms, AnotherCounterIsAnotherContent) {
  const auto type = EventType::kReceived;
  EXPECT_EQ(Outcomes({Opening(type, "", "e-1"), Opening(type, "B", "e-1"), Opening(type, "B", "")}),
            (std::vector{Outcome::kStored, Outcome::kStored, Outcome::kStored}));
}

TEST_P(CounterForms, AnIdThatOnlyLooksDerivedIsKept) {
  const auto type = EventType::kReceived;
  EXPECT_EQ(Outcomes({Opening(type, "", "~1"), Opening(type, "A", "~1"), Opening(type, "A", "~2")}),
            (std::vector{Outcome::kStored, Outcome::kDuplicate, Outcome::kStored}));
}

TEST_P(LedgerContract, RecognisesAFinishedDossiersEventsWhenTheyAreSentAgain) {
  Append({Received("D1"), Completed("D1")});
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Outcomes({Completed("D1"), Received("D1")}),
            (std::vector{Outcome::kDuplicate, Outcome::kDuplicate}));
}

TEST_P(LedgerContract, KeepsAnotherContentUnderTheSameIdAndLetsTheFirstInOrderRule) {
  Event first = Completed("D1", "2021-06-10 08:00");
  Event second = Completed("D1", "2021-06-12 08:00");
  first.id = second.id = "finish";
  EXPECT_EQ(Outcomes({Received("D1"), second, first}),
            (std::vector{Outcome::kStored, Outcome::kStored, Outcome::kStored}));
  Look([&](View& view) {
    const DossierRecord record = view.Find("D1").value();
    EXPECT_EQ(record.judged.facts.end->at, At("2021-06-10 08:00"));
    EXPECT_TRUE(record.judged.facts.Has(dossier::Signal::kConflictingContent));
    EXPECT_EQ(record.events.size(), 3U);
  });
}

TEST_P(LedgerContract, SaysWhenAnIdIsKnownWithOtherContent) {
  Event first = Completed("D1", "2021-06-10 08:00");
  Event second = Completed("D1", "2021-06-12 08:00");
  first.id = second.id = "finish";
  const Appended together = Append({first, second, first});
  EXPECT_FALSE(together.items[0].other_content);
  EXPECT_TRUE(together.items[1].other_content);
  EXPECT_FALSE(together.items[2].other_content);
  Event third = Completed("D1", "2021-06-13 08:00");
  third.id = "finish";
  EXPECT_TRUE(Append({third}).items[0].other_content);
  // Ids are told apart by dossier and source.
  Event elsewhere = third;
  elsewhere.dossier = "D2";
  EXPECT_FALSE(Append({elsewhere}).items[0].other_content);
}

TEST_P(LedgerContract, SaysWhenAVoidVoidsNothing) {
  const auto voiding = [&](const Event& event, std::string_view id) {
    Event made = events_.Make(event.dossier, EventType::kVoided, "2021-06-20 08:00");
    made.source = event.source;
    made.voids = id;
    made.id = "void-" + std::string(id) + std::string(event.source.text());
    return made;
  };
  const Event received = Received("D1");
  const Appended appended = Append({voiding(received, received.id), received});
  EXPECT_FALSE(appended.items[0].voids_nothing);  // it came in the same group
  EXPECT_FALSE(appended.items[1].voids_nothing);
  EXPECT_TRUE(Append({voiding(received, "other")}).items[0].voids_nothing);
  Event elsewhere = received;
  elsewhere.source = events_.Code<SourceName>("elsewhere");
  EXPECT_TRUE(Append({voiding(elsewhere, received.id)}).items[0].voids_nothing);
  const Event known = Received("D2");
  Append({known});
  EXPECT_FALSE(Append({voiding(known, known.id)}).items[0].voids_nothing);
}

TEST_P(LedgerContract, TellsWhatChanged) {
  const Appended appended = Append({Received("D1")});
  ASSERT_EQ(appended.changes.size(), 1U);
  EXPECT_EQ(appended.changes[0].code, "D1");
  EXPECT_FALSE(appended.changes[0].before);
  const Appended finish = Append({Completed("D1")});
  ASSERT_EQ(finish.changes.size(), 1U);
  EXPECT_FALSE(finish.changes[0].before->facts.end);
  EXPECT_TRUE(finish.changes[0].after.facts.end);
}

TEST_P(LedgerContract, RefoldsADossierForALateEvent) {
  Append({Received("D1"), Completed("D1", "2021-06-16 08:00")});
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedLate);
  Append({Completed("D1", "2021-06-11 08:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedEarly);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerContract, AVoidWorksWhicheverComesFirst) {
  const Event wrong = Completed("D1");
  Event withdrawal = events_.Make("D1", EventType::kVoided, "2021-06-11 08:00");
  withdrawal.voids = wrong.id;
  Append({Received("D1"), withdrawal});
  Append({wrong});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  Append({Received("D2")});
  Event other = Completed("D2");
  Append({other});
  Event later = events_.Make("D2", EventType::kVoided, "2021-06-11 08:00");
  later.voids = other.id;
  Append({later});
  EXPECT_EQ(StandingOf("D2"), Standing::kOverdue);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerContract, KeepsAMirrorsEventsButDoesNotFoldThem) {
  Event mirrored = Completed("D1");
  mirrored.source = events_.Code<SourceName>("cong-quoc-gia");
  Append({Received("D1"), mirrored});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  Look([](View& view) { EXPECT_EQ(view.Find("D1")->events.size(), 2U); });
  EXPECT_EQ(Outcomes({mirrored}), (std::vector{Outcome::kDuplicate}));
}

TEST_P(LedgerContract, AnEventDatedAheadTakesEffectWhenItsTimeComes) {
  Append({Received("D1"), Completed("D1", "2021-07-02 08:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  ASSERT_TRUE(ledger_->Flush());
  clock_.Set(At("2021-07-02 08:00"));
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedLate) << "a reader sees it by itself";
  const auto changes = ledger_->Append({}).value().changes;
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(changes[0].after.facts.end);
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerContract, AVoidDatedAheadTakesEffectWhenItsTimeComes) {
  const Event wrong = Completed("D1");
  Event withdrawal = events_.Make("D1", EventType::kVoided, "2021-07-02 08:00");
  withdrawal.voids = wrong.id;
  Append({Received("D1"), withdrawal, wrong});
  EXPECT_EQ(StandingOf("D1"), Standing::kFinishedEarly);
  clock_.Set(At("2021-07-02 09:00"));
  Append({});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerContract, RecordedTimesNeverDecrease) {
  Append({Received("D1")});
  clock_.Set(At("2021-06-30 11:00"));
  Append({Completed("D1")});
  Look([](View& view) {
    const auto events = view.Find("D1").value().events;
    EXPECT_EQ(events[0].recorded_at, At("2021-06-30 12:00"));
    EXPECT_EQ(events[1].recorded_at, At("2021-06-30 12:00"));
    EXPECT_EQ(view.position().at, At("2021-06-30 12:00"));
  });
}

Reject Unusable(std::string fields, std::string reason) {
  return {.source = "mot-cua",
          .place = "events.ndjson:12",
          .field = "agency",
          .reason = std::move(reason),
          .fields = std::move(fields),
          .raw = {}};
}

TEST_P(LedgerContract, QuarantineCountsWhatIsSentAgain) {
  const Item reject{Unusable(R"({"dossier":"D1"})", "unknown agency"), {}};
  const Appended appended = ledger_->Append(std::vector{reject, reject}).value();
  EXPECT_EQ(appended.items[0].outcome, Outcome::kQuarantined);
  EXPECT_EQ(appended.items[0].seq, appended.items[1].seq);
  Look([](View& view) {
    const auto waiting = view.QuarantineAfter(0, 100).value();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(waiting[0].count, 2);
    EXPECT_EQ(waiting[0].place, "events.ndjson:12");
    EXPECT_EQ(waiting[0].fields, R"({"dossier":"D1"})");
  });
  EXPECT_EQ(ledger_->position().seq, 1) << "the tally of it";
}

TEST_P(LedgerContract, KeepsTheBytesOfWhatCouldNotBeParsed) {
  Reject reject = Unusable({}, "no JSON");
  reject.raw = std::string("{broken\0\xFF", 9);
  Reject second = reject;
  second.raw = "another";
  ledger_->Append(std::vector{Item{reject, {}}, Item{second, {}}}).value();
  Look([&](View& view) {
    const auto waiting = view.QuarantineAfter(0, 100).value();
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(view.RawBytes(waiting[0]).value(), reject.raw);
    EXPECT_EQ(view.RawBytes(waiting[1]).value(), "another");
  });
}

TEST_P(LedgerContract, ARetriedEntryIsResolvedTogetherWithItsEvent) {
  const auto id =
      ledger_->Append(std::vector{Item{Unusable("{}", "unknown agency"), {}}}).value().items[0].seq;
  ledger_->Append(std::vector{Item{Received("D1"), id}}).value();
  Look([&](View& view) {
    EXPECT_TRUE(view.QuarantineAfter(0, 100)->empty());
    EXPECT_EQ(view.FindQuarantine(id).value().state, QuarantineState::kResolved);
    EXPECT_TRUE(view.Find("D1"));
  });
}

TEST_P(LedgerContract, ADiscardedEntryNoLongerWaits) {
  const auto id =
      ledger_->Append(std::vector{Item{Unusable("{}", "unknown agency"), {}}}).value().items[0].seq;
  EXPECT_EQ(ledger_->Discard(std::vector<int64_t>{id, id + 7}, test::kSomeAct).value(), 1);
  Look([id](View& view) {
    EXPECT_TRUE(view.QuarantineAfter(0, 100)->empty());
    EXPECT_EQ(view.FindQuarantine(id).value().state, QuarantineState::kDiscarded);
  });
  // Sent again it waits again.
  ledger_->Append(std::vector{Item{Unusable("{}", "unknown agency"), {}}}).value();
  Look([id](View& view) {
    EXPECT_EQ(view.QuarantineAfter(0, 100)->size(), 1U);
    EXPECT_EQ(view.FindQuarantine(id).value().state, QuarantineState::kWaiting);
  });
}

TEST_P(LedgerContract, TheSimulatorMarksItForGood) {
  Append({Received("D1")});
  Look([](View& view) { EXPECT_FALSE(view.simulated()); });
  Event made_up = Received("D2");
  made_up.source = events_.Code<SourceName>("simulate");
  Append({made_up});
  Append({Received("D3")});
  Look([](View& view) { EXPECT_TRUE(view.simulated()); });
}

TEST_P(LedgerContract, ChangesEveryDigestOfTheChainWithItsEvents) {
  Append({Received("D1")});
  const Position first = ledger_->position();
  Append({Received("D2")});
  EXPECT_NE(ledger_->position().chain, first.chain);
  Look([&](View& view) {
    EXPECT_EQ(view.ChainAt(1).value(), first.chain);
    EXPECT_FALSE(view.ChainAt(7).value());
  });
}

TEST_P(LedgerContract, CountsTheOpenDossiers) {
  Append({Received("D1"), Received("D2"), Completed("D1")});
  EXPECT_EQ(ledger_->open_dossiers(), 1);
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(ledger_->open_dossiers(), 1);
  Append({events_.Make("D1", EventType::kReopened, "2021-06-11 08:00")});
  EXPECT_EQ(ledger_->open_dossiers(), 2);
}

}  // namespace
}  // namespace dunghan::ledger
