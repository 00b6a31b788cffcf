#include <gmock/gmock.h>

#include <string>

#include "ledger_fixture.h"

/// What one dossier or source may make a ledger hold, and how long it is held.
namespace dunghan::ledger {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Bounds so small that a few events reach them.
class LedgerBounds : public LedgerContract {
 protected:
  LedgerBounds() {
    bounds_ = {.events_per_dossier = 3,
               .texts_per_source = 6,
               .waiting_per_source = 3,
               .sources = {"mot-cua", "van-thu"},
               .settled_for = std::chrono::days{90},
               .fields_of = [](const Event& event) {
                 return R"({"dossier":")" + event.dossier + R"(","id":")" + event.id + "\"}";
               }};
    Reopen();
  }

  Event Urged(const std::string& code, int minute) {
    return events_.Make(code, EventType::kUrged, "2021-06-08 08:" + std::to_string(10 + minute));
  }
  Event InUnit(const std::string& unit, std::string_view source = "mot-cua") {
    Event event = Received("D1");
    event.source = events_.Code<SourceName>(source);
    event.unit = events_.Code<UnitName>(unit);
    event.id = "in " + unit;
    return event;
  }
  static Reject Bad(int number, std::string source = "mot-cua", std::string field = "agency") {
    return {.source = std::move(source),
            .place = "line " + std::to_string(number),
            .field = std::move(field),
            .reason = "unknown code " + std::to_string(number),
            .fields = "{\"n\":" + std::to_string(number) + "}",
            .raw = {}};
  }
  ItemOutcome Put(Reject reject) {
    return ledger_->Append(std::vector{Item{std::move(reject), {}}}).value().items[0];
  }
  std::vector<QuarantineEntry> Waiting() { return ledger_->QuarantineAfter(0, 100).value(); }
  int64_t CountOf(int64_t id) {
    return Look([&](View& view) { return view.FindQuarantine(id).value().count; });
  }
};

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerBounds,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerBounds, ADossierTakesSoManyEventsAndNoMore) {
  EXPECT_EQ(
      Outcomes({Received("D1"), Urged("D1", 1), Urged("D1", 2), Urged("D1", 3)}),
      (std::vector{Outcome::kStored, Outcome::kStored, Outcome::kStored, Outcome::kQuarantined}));
  EXPECT_EQ(Outcomes({Urged("D1", 4), Urged("D1", 2), Received("D2")}),
            (std::vector{Outcome::kQuarantined, Outcome::kDuplicate, Outcome::kStored}));
  const auto waiting = Waiting();
  ASSERT_EQ(waiting.size(), 2U);
  EXPECT_EQ(waiting[0].reason,
            "bound: the dossier has as many events as one may have ([ledger] "
            "max_events_per_dossier)");
  EXPECT_EQ(waiting[0].field, "dossier");
  EXPECT_EQ(waiting[0].source, "mot-cua");
  EXPECT_THAT(waiting[0].fields, StartsWith(R"({"dossier":"D1")"));
  EXPECT_EQ(ledger_->position().seq, 4 + 2) << "and two tallies of quarantine";
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerBounds, WhatIsRetriedInVainStaysAsItIs) {
  Append({Received("D1"), Urged("D1", 1), Urged("D1", 2), Urged("D1", 3)});
  const int64_t id = Waiting().at(0).id;
  const auto again = ledger_->Append(std::vector{Item{Urged("D1", 3), id}}).value();
  EXPECT_EQ(again.items[0].outcome, Outcome::kQuarantined);
  EXPECT_EQ(again.items[0].seq, id);
  EXPECT_EQ(Waiting().size(), 1U);
  bounds_.events_per_dossier = 4;
  Reopen();
  if (GetParam() != Kind::kFile) return;  // begins anew
  EXPECT_EQ(ledger_->Append(std::vector{Item{Urged("D1", 3), id}}).value().items[0].outcome,
            Outcome::kStored);
  EXPECT_TRUE(Waiting().empty());
}

TEST_P(LedgerBounds, ASourceBringsSoManyNewTextsAndNoMore) {
  // The source itself, agency and procedure are three.
  EXPECT_EQ(Outcomes({InUnit("u1"), InUnit("u2"), InUnit("u3")}),
            (std::vector{Outcome::kStored, Outcome::kStored, Outcome::kStored}));
  Event other = InUnit("u4");
  other.dossier = "D2";
  EXPECT_EQ(Outcomes({other}), (std::vector{Outcome::kQuarantined}));
  EXPECT_THAT(Waiting().at(0).reason,
              StartsWith("bound: the source has brought as many new texts as one may bring"));
  EXPECT_EQ(Waiting().at(0).field, "source");
  Event known = InUnit("u1");
  known.dossier = "D2";
  Event elsewhere = InUnit("u4", "van-thu");
  elsewhere.dossier = "D2";
  EXPECT_EQ(
      Outcomes({known, InUnit("u2"), elsewhere, other}),
      (std::vector{Outcome::kStored, Outcome::kDuplicate, Outcome::kStored, Outcome::kStored}))
      << "what another source has brought is new no more";
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerBounds, SourcesNobodyNamedShareOnePortion) {
  EXPECT_EQ(Outcomes({InUnit("u1", "a"), InUnit("u2", "b"), InUnit("u3", "c")}),
            (std::vector{Outcome::kStored, Outcome::kStored, Outcome::kQuarantined}))
      << "agency and procedure, two sources, two units";
  EXPECT_EQ(Outcomes({InUnit("u1", "mot-cua")}), (std::vector{Outcome::kStored}));
}

TEST_P(LedgerBounds, BeyondItsBoundQuarantineCountsByField) {
  for (int i = 0; i < 3; ++i) Put(Bad(i));
  const ItemOutcome first = Put(Bad(3));
  const ItemOutcome second = Put(Bad(4));
  EXPECT_EQ(first.outcome, Outcome::kQuarantined);
  EXPECT_EQ(second.seq, first.seq);
  EXPECT_NE(Put(Bad(5, "mot-cua", "procedure")).seq, first.seq);
  Put(Bad(1));
  const auto waiting = Waiting();
  ASSERT_EQ(waiting.size(), 5U) << "three kept, and one for each field";
  EXPECT_EQ(waiting[1].count, 2) << "what is kept is counted up as before";
  EXPECT_EQ(waiting[3].count, 2);
  EXPECT_EQ(waiting[3].reason,
            "bound: 3 entries of the source wait already ([ledger] max_quarantine); what comes "
            "beyond is only counted, here for agency");
  EXPECT_EQ(waiting[3].place, "line 4");
  EXPECT_EQ(waiting[3].fields, "");
  int64_t all = 0;
  for (const auto& entry : waiting) all += entry.count;
  EXPECT_EQ(all, 7) << "as many as were sent";
}

TEST_P(LedgerBounds, EachNamedSourceHasAQuarantineOfItsOwn) {
  for (int i = 0; i < 4; ++i) Put(Bad(i));
  Put(Bad(1, "van-thu"));
  for (int i = 0; i < 5; ++i) Put(Bad(10, "made up " + std::to_string(i)));
  const auto waiting = Waiting();
  ASSERT_EQ(waiting.size(), 4U + 1U + 4U);
  EXPECT_EQ(waiting[4].source, "van-thu");
  EXPECT_EQ(waiting[8].source, "other");
  EXPECT_EQ(waiting[8].count, 2);
}

TEST_P(LedgerBounds, ThereIsRoomAgainOnceSomethingIsDealtWith) {
  std::vector<int64_t> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(Put(Bad(i)).seq);
  const int64_t overflow = Put(Bad(3)).seq;
  ids.resize(2);
  EXPECT_EQ(ledger_->Discard(ids, test::kSomeAct).value(), 2);
  EXPECT_NE(Put(Bad(4)).seq, overflow);
  EXPECT_EQ(Put(Bad(5)).seq, overflow) << "three wait again, the overflow counts as well";
}

TEST_P(LedgerBounds, EntriesAreReadInPages) {
  bounds_.waiting_per_source = 100;
  Reopen();
  std::vector<int64_t> ids;
  for (int i = 0; i < 5; ++i) ids.push_back(Put(Bad(i)).seq);
  ledger_->Discard(std::vector<int64_t>{ids[1]}, test::kSomeAct).value();
  const auto page = [&](int64_t after) {
    std::vector<int64_t> found;
    Look([&](View& view) {
      view.Release();
      for (const auto& entry : view.QuarantineAfter(after, 2).value()) found.push_back(entry.id);
    });
    return found;
  };
  EXPECT_EQ(page(0), (std::vector{ids[0], ids[2]}));
  EXPECT_EQ(page(ids[2]), (std::vector{ids[3], ids[4]}));
  EXPECT_TRUE(page(ids[4]).empty());
}

TEST_P(LedgerBounds, WhatWasDealtWithIsRemovedAfterItsTime) {
  const int64_t discarded = Put(Bad(1)).seq;
  const int64_t resolved = Put(Bad(2)).seq;
  const int64_t waiting = Put(Bad(3)).seq;
  ledger_->Discard(std::vector<int64_t>{discarded}, test::kSomeAct).value();
  ledger_->Append(std::vector{Item{Received("D1"), resolved}}).value();
  const auto kept = [&](int64_t id) {
    return Look([&](View& view) { return view.FindQuarantine(id).has_value(); });
  };
  clock_.Advance(std::chrono::days{90});
  EXPECT_EQ(ledger_->Purge().value().entries, 0);
  EXPECT_TRUE(kept(discarded) && kept(resolved)) << "not yet";
  clock_.Advance(std::chrono::days{1});
  EXPECT_EQ(ledger_->Purge().value().entries, 2);
  EXPECT_EQ(ledger_->Purge().value().entries, 0) << "nothing is left";
  EXPECT_FALSE(kept(discarded) || kept(resolved));
  EXPECT_TRUE(kept(waiting)) << "what waits is never removed";
  EXPECT_EQ(ledger_->quarantine_waiting(), 1);
}

class LedgerBoundsFile : public LedgerBounds {
 protected:
  /// How much of unparsed input lies in the folder.
  uintmax_t RawBytes() const {
    uintmax_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder_.path() / "data/unparsed")) {
      bytes += file.file_size();
    }
    return bytes;
  }
  static Reject Raw(std::string bytes) {
    return {.source = "mot-cua",
            .place = "p",
            .field = {},
            .reason = "no JSON",
            .fields = {},
            .raw = std::move(bytes)};
  }
};

INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerBoundsFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerBoundsFile, CountsGoOnAfterAStart) {
  for (int i = 0; i < 3; ++i) Put(Bad(i));
  const int64_t overflow = Put(Bad(3)).seq;
  Append({InUnit("u1"), InUnit("u2"), InUnit("u3")});
  Reopen();
  EXPECT_EQ(Put(Bad(7)).seq, overflow);
  Event other = InUnit("u4");
  other.dossier = "D2";
  EXPECT_EQ(Outcomes({other}), (std::vector{Outcome::kQuarantined}));
}

TEST_P(LedgerBoundsFile, PurgeRemovesUnparsedBytesWhileTheWriterRuns) {
  Put(Raw("{broken"));
  EXPECT_EQ(RawBytes(), 7U);
  clock_.Advance(std::chrono::days{31});
  EXPECT_EQ(ledger_->Purge().value().days, 1);
  EXPECT_EQ(RawBytes(), 0U);
  EXPECT_EQ(ledger_->Purge().value().days, 0);
}

TEST_P(LedgerBoundsFile, PurgeSaysThatBytesCannotBeRemoved) {
  Put(Raw("{broken"));
  clock_.Advance(std::chrono::days{31});
  const auto bytes = folder_.path() / "data/unparsed";
  // A folder in the place of a file: nobody removes it by its name, whatever he may.
  std::filesystem::create_directory(bytes / "2021-01-01.bin");
  const auto purged = ledger_->Purge();
  ASSERT_FALSE(purged);
  EXPECT_EQ(purged.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(purged.error().for_client,
            "the bytes of unusable input are kept longer than they should be");
  std::filesystem::remove(bytes / "2021-01-01.bin");
  ASSERT_TRUE(ledger_->Purge());
  EXPECT_EQ(RawBytes(), 0U);
}

TEST_P(LedgerBoundsFile, BytesAreKeptOfEntriesAlone) {
  for (int i = 0; i < 9; ++i) Put(Raw("{broken " + std::to_string(i)));
  Put(Raw("{broken 1"));
  EXPECT_EQ(RawBytes(), 3U * 9U) << "not of repeats, nor of what is only counted";
}

TEST_P(LedgerBoundsFile, AReaderTakesInNoMoreTextsThanItNeeds) {
  bounds_.texts_per_source = 100'000;
  Reopen();
  constexpr int kUnits = 12'000;
  std::vector<Event> events;
  for (int i = 0; i < kUnits; ++i) {
    events.push_back(InUnit("u" + std::to_string(i)));
    events.back().dossier = "D" + std::to_string(i);
  }
  Append(events);
  ASSERT_TRUE(ledger_->Flush());
  Options options = MakeOptions();
  options.codes = std::make_shared<CodeTable>();
  options.rulebook = test::SmallRulebook(options.codes);
  const auto view = OpenView(options).value();
  EXPECT_EQ(view->Find("D11999").value().events[0].event.unit.text(), "u11999");
  EXPECT_EQ(view->Find("D3").value().events[0].event.agency.text(), "A");
  EXPECT_LT(options.codes->size(), 1'000U);
  EXPECT_EQ(view->Verify({}).value().difference.value_or(""), "");
}

}  // namespace
}  // namespace dunghan::ledger
