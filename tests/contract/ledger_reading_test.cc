#include <sqlite3.h>
#include <unistd.h>

#include "ledger_fixture.h"

namespace dunghan::ledger {
namespace {

using dossier::Standing;
using figures::Amount;
using test::At;
using test::Day;

class LedgerReading : public LedgerContract {};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerReading,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerReading, ReportsAMissingDossierAsNotFound) {
  Look([](View& view) {
    const auto found = view.Find("none");
    EXPECT_EQ(found.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(found.error().for_client, "no dossier none in the ledger");
  });
}

TEST_P(LedgerReading, CompletesWhatIsNotWrittenBehindYet) {
  Append({Received("D1"), Completed("D1"), Received("D2")});
  const auto sums = [&] {
    return std::vector{Sum(Amount::kReceived), Sum(Amount::kFinishedEarly), Sum(Amount::kOverdue)};
  };
  const auto before = sums();
  EXPECT_EQ(before, (std::vector{2, 1, 1}));
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(sums(), before);
}

TEST_P(LedgerReading, SumsARangeExactlyWhateverPagesCoverIt) {
  for (const char* at : {"2020-12-31 08:00", "2021-01-01 08:00", "2021-02-28 08:00",
                         "2021-03-01 08:00", "2021-06-07 08:00"}) {
    Append({events_.Received(std::string("D") + at, at)});
  }
  ASSERT_TRUE(ledger_->Flush());
  const auto received = [&](std::string_view from, std::string_view to) {
    return Sum(Amount::kReceived, {Day(from), Day(to)});
  };
  EXPECT_EQ(received("2020-01-01", "2020-12-31"), 1);
  EXPECT_EQ(received("2021-01-01", "2021-12-31"), 4);
  EXPECT_EQ(received("2021-01-02", "2021-02-28"), 1);
  EXPECT_EQ(received("2020-12-31", "2021-03-01"), 4);
  EXPECT_EQ(Sum(Amount::kReceived, {{}, Day("2021-02-27")}), 2);
  EXPECT_EQ(Sum(Amount::kReceived, {Day("2021-03-02"), {}}), 1);
}

TEST_P(LedgerReading, TodayIsCompletedByTheInstant) {
  const Instant due = At("2021-06-30 15:00");
  Append({events_.Received("D1", "2021-06-21 08:00", due, "A", "R")});
  ASSERT_TRUE(ledger_->Flush());
  const auto today = [&] {
    return std::vector{Sum(Amount::kOverdue, {{}, Day("2021-06-30")}),
                       Sum(Amount::kCohortPending, {Day("2021-06-30"), Day("2021-06-30")}),
                       Sum(Amount::kCohortLate, {Day("2021-06-30"), Day("2021-06-30")})};
  };
  EXPECT_EQ(today(), (std::vector{0, 1, 0}));
  clock_.Set(due);
  EXPECT_EQ(today(), (std::vector{0, 1, 0}));
  clock_.Advance(std::chrono::milliseconds{1});
  EXPECT_EQ(today(), (std::vector{1, 0, 1}));
}

TEST_P(LedgerReading, ADueDateOfTodayIsPendingUntilMidnight) {
  Append({events_.Received("D1", "2021-06-21 08:00", Day("2021-06-30"))});
  const auto late_today = [&] {
    return Sum(Amount::kCohortLate, {Day("2021-06-30"), Day("2021-06-30")});
  };
  clock_.Set(At("2021-06-30 23:59"));
  EXPECT_EQ(late_today(), 0);
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  clock_.Set(At("2021-07-01 00:00"));
  EXPECT_EQ(late_today(), 1);
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
}

class LedgerEvents : public LedgerContract {
 protected:
  /// "D1 received 12:00", by position and time of recording.
  std::vector<std::string> Told(EventOrder order, View& view) {
    std::vector<std::string> told;
    view.ForEachEvent(order,
                      [&](StoredEvent&& stored) {
                        told.push_back(
                            stored.event.dossier + " " + std::string(ToString(stored.event.type)) +
                            " " + std::to_string(stored.seq) + " " +
                            FormatRfc3339(stored.recorded_at, std::chrono::hours{7}).substr(11, 5));
                        return true;
                      })
        .value();
    return told;
  }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerEvents,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerEvents, AreToldAsTheyWereHeardOrAsTheyHappened) {
  Append({Received("D1"), Completed("D1")});
  clock_.Advance(std::chrono::minutes{5});
  Append({Received("D2", "2021-06-09 08:00"), Received("D3", "2021-06-07 08:00")});
  Look([&](View& view) {
    EXPECT_EQ(Told(EventOrder::kRecorded, view),
              (std::vector<std::string>{"D1 received 1 12:00", "D1 completed 2 12:00",
                                        "D2 received 3 12:05", "D3 received 4 12:05"}));
    EXPECT_EQ(Told(EventOrder::kHappened, view),
              (std::vector<std::string>{"D1 received 1 12:00", "D3 received 4 12:05",
                                        "D2 received 3 12:05", "D1 completed 2 12:00"}));
  });
}

TEST_P(LedgerEvents, AreThoseKnownAtTheViewsPosition) {
  Append({Received("D1")});
  Append({Received("D2")});
  const auto view = ledger_->OpenView(AsOf{.seq = 1, .at = {}}).value();
  for (const EventOrder order : {EventOrder::kRecorded, EventOrder::kHappened}) {
    EXPECT_EQ(Told(order, *view), (std::vector<std::string>{"D1 received 1 12:00"}));
  }
}

TEST_P(LedgerEvents, TheLastAreThoseHeardLastUpToThePosition) {
  Append({Received("D1"), Completed("D1")});
  Append({Received("D2"), Received("D3")});
  const auto last = [](View& view, int64_t most) {
    std::vector<int64_t> positions;
    for (const StoredEvent& stored : view.LastEvents(most).value()) positions.push_back(stored.seq);
    return positions;
  };
  Look([&](View& view) {
    EXPECT_EQ(last(view, 2), (std::vector<int64_t>{3, 4}));
    EXPECT_EQ(last(view, 9), (std::vector<int64_t>{1, 2, 3, 4}));
  });
  EXPECT_EQ(last(*ledger_->OpenView(AsOf{.seq = 2, .at = {}}).value(), 1),
            (std::vector<int64_t>{2}));
}

TEST_P(LedgerEvents, AreToldUntilTheVisitorHasEnough) {
  Append({Received("D1"), Received("D2"), Received("D3")});
  for (const EventOrder order : {EventOrder::kRecorded, EventOrder::kHappened}) {
    int visits = 0;
    Look([&](View& view) {
      view.ForEachEvent(order, [&](StoredEvent&&) { return ++visits < 2; }).value();
    });
    EXPECT_EQ(visits, 2);
  }
}

TEST_P(LedgerEvents, AreAllThereWhereTheyFillManyPieces) {
  constexpr int kMany = 12'000;
  std::vector<Event> events;
  for (int i = 0; i < kMany; ++i) {
    events.push_back(Received("D" + std::to_string(i), i % 2 == 0 ? "2021-06-07 08:00"  //
                                                                  : "2021-06-08 08:00"));
  }
  Append(events);
  Look([&](View& view) {
    int64_t last = 0;
    view.ForEachEvent(EventOrder::kRecorded,
                      [&](StoredEvent&& stored) {
                        EXPECT_EQ(stored.seq, ++last);
                        EXPECT_EQ(stored.event, events[static_cast<size_t>(last - 1)]);
                        return !::testing::Test::HasFailure();
                      })
        .value();
    EXPECT_EQ(last, kMany);
    std::vector<int64_t> happened;
    view.ForEachEvent(EventOrder::kHappened,
                      [&](StoredEvent&& stored) {
                        happened.push_back(stored.seq);
                        return true;
                      })
        .value();
    ASSERT_EQ(happened.size(), static_cast<size_t>(kMany));
    for (size_t i = 0; i < happened.size() / 2; ++i) {
      ASSERT_EQ(happened[i], static_cast<int64_t>(2 * i + 1));
      ASSERT_EQ(happened[i + happened.size() / 2], static_cast<int64_t>(2 * i + 2));
    }
  });
}

TEST_P(LedgerReading, VerifyAgreesAndTellsTheDigests) {
  Append({Received("D1"), Received("D2"), Completed("D1")});
  ASSERT_TRUE(ledger_->Flush());
  const Verification verification = Verify();
  EXPECT_FALSE(verification.difference) << *verification.difference;
  EXPECT_EQ(verification.events, 3);
  EXPECT_EQ(verification.dossiers, 2);
  EXPECT_EQ(verification.position.chain, ledger_->position().chain);
}

TEST_P(LedgerReading, TheContentDigestDoesNotDependOnArrival) {
  Append({Received("D1"), Received("D2"), Completed("D1")});
  const Verification one = Verify();
  LedgerReading::ledger_.reset();
  std::filesystem::remove_all(folder_.path() / "data");
  Reopen();
  Append({Completed("D1")});
  Append({Received("D2"), Received("D2")});
  Append({Received("D1")});
  const Verification other = Verify();
  EXPECT_EQ(other.content, one.content);
  EXPECT_NE(other.position.chain, one.position.chain);
}

/// Today by the default calendar may be tomorrow where a dossier is.
TEST(LedgerZones, ADueIsNotLateBeforeItsOwnDayHasPassed) {
  const test::TempFolder folder;
  const auto calendar = [&](std::string_view name, std::string_view zone) {
    const auto path = folder.path() / (std::string(name) + ".toml");
    test::WriteFile(path, "name = \"" + std::string(name) + "\"\nzone = \"" + std::string(zone) +
                              "\"\nvalid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\nmon = "
                              "[\"08:00-16:00\"]\n");
    return path;
  };
  test::WriteFile(folder.path() / "agencies.csv", "code,name,calendar\nA,West,west\n");
  rulebook::Options rules;
  rules.calendars = {calendar("east", "Asia/Ho_Chi_Minh"), calendar("west", "Europe/Berlin")};
  rules.agencies = folder.path() / "agencies.csv";
  test::Events events;
  // 04:30 on 1 July in Vietnam, 23:30 on 30 June in Berlin.
  ManualClock clock(test::At("2021-07-01 04:30"));
  Options options;
  options.rulebook = rulebook::Rulebook::Load(rules, events.codes()).rulebook;
  ASSERT_TRUE(options.rulebook);
  options.codes = events.codes();
  options.clock = &clock;
  const auto ledger = Open(options).value();
  const auto event = events.Received("D1", "2021-06-21 15:00", Day("2021-07-01"));
  ledger->Append(test::Items({event})).value();
  const auto sum = [&](Amount amount) {
    int count = 0;
    const auto view = ledger->OpenView().value();
    view->SumCells({{}, Day("2021-07-01")},
                   [&](const auto&, const figures::CellAmounts& cell) {
                     count += cell.bases[0][static_cast<size_t>(amount)];
                   })
        .value();
    return count;
  };
  EXPECT_EQ(sum(Amount::kCohortLate), 0);
  EXPECT_EQ(sum(Amount::kCohortPending), 1);
  clock.Set(test::At("2021-07-02 05:00"));  // Berlin's 2 July has begun
  EXPECT_EQ(sum(Amount::kCohortLate), 1);
  EXPECT_EQ(sum(Amount::kCohortPending), 0);
}

class LedgerFile : public LedgerContract {
 protected:
  /// Changes the file behind the ledger's back, and leaves it closed.
  void Change(const char* sql) {
    ledger_.reset();
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((folder_.path() / "data/ledger.db").c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
    sqlite3_close(database);
  }
  void Tamper(const char* sql) {
    Change(sql);
    Reopen();
  }
  std::string Difference() { return Verify().difference.value_or("none"); }
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerFile, IsThereAgainWhenReopened) {
  Append({Received("D1"), Received("D2"), Completed("D1")});
  const Position before = ledger_->position();
  Reopen();
  EXPECT_EQ(ledger_->position().seq, 3);
  EXPECT_EQ(ledger_->position().chain, before.chain);
  EXPECT_EQ(ledger_->open_dossiers(), 1);
  EXPECT_EQ(Outcomes({Received("D1")}), (std::vector{Outcome::kDuplicate}));
}

TEST_P(LedgerFile, RefusesASecondWriterByName) {
  const auto second = Open(MakeOptions());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_EQ(second.error().for_client, "another dunghan (process " + std::to_string(::getpid()) +
                                           ") is writing to " + (folder_.path() / "data").string());
}

TEST_P(LedgerFile, IsReadBesideItsWriter) {
  Append({Received("D1")});
  const auto view = OpenView(MakeOptions()).value();
  Append({Received("D2")});
  EXPECT_EQ(view->position().seq, 1) << "a view stays as it was opened";
  EXPECT_FALSE(view->Find("D2"));
  EXPECT_EQ(OpenView(MakeOptions()).value()->position().seq, 2);
}

TEST_P(LedgerFile, EventsAreToldAfterTheStoreWasLetGo) {
  Append({Received("D1"), Received("D2")});
  const auto view = OpenView(MakeOptions()).value();
  view->Release();
  Append({Received("D3")});
  for (const EventOrder order : {EventOrder::kRecorded, EventOrder::kHappened}) {
    std::vector<std::string> told;
    view->ForEachEvent(order,
                       [&](StoredEvent&& stored) {
                         told.push_back(stored.event.dossier);
                         return true;
                       })
        .value();
    EXPECT_EQ(told, (std::vector<std::string>{"D1", "D2"}));
  }
}

TEST_P(LedgerFile, AReadEndsWhenItIsTold) {
  Append({Received("D")});
  std::vector<Event> many;
  for (int i = 1; i < 2000; ++i) many.push_back(Received("D" + std::to_string(i)));
  Append(many);
  ASSERT_TRUE(ledger_->Flush());
  bool stop = false;
  Options options = MakeOptions();
  options.stop = [&] { return stop; };
  const auto view = OpenView(options).value();
  int seen = 0;
  const auto walk = [&] {
    return view->ForEachOpen([&](std::string_view, const auto&) { ++seen; });
  };
  ASSERT_TRUE(walk());
  EXPECT_EQ(seen, 2000);
  stop = true;
  const auto stopped = walk();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(stopped.error().for_client, "reading the ledger took too long");
  EXPECT_LT(seen, 4000);
  // Looking back reads while it is opened.
  options.as_of = AsOf{.seq = 1, .at = {}};
  EXPECT_EQ(OpenView(options).error().code, ErrorCode::kUnavailable);
  stop = false;
  EXPECT_TRUE(OpenView(options));
}

TEST_P(LedgerFile, SaysWhereThereIsNone) {
  Options options = MakeOptions();
  options.folder = folder_.path() / "nowhere";
  const auto view = OpenView(options);
  EXPECT_EQ(view.error().code, ErrorCode::kNotFound);
}

TEST_P(LedgerFile, RefusesAFormOfANewerVersion) {
  Change("UPDATE meta SET value = 99 WHERE name = 'form'");
  const auto ledger = Open(MakeOptions());
  EXPECT_EQ(ledger.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(ledger.error().for_client,
            "the ledger has form 99, made by a newer version; this one knows forms up to 5");
}

TEST_P(LedgerFile, IsReadAndVerifiedWhereItsWriterDiedBeforeTheFirstRulebook) {
  Change("DELETE FROM rulebooks; DELETE FROM files; DELETE FROM commits");
  const auto view = OpenView(MakeOptions()).value();
  const auto found = view->Verify({}).value();
  EXPECT_FALSE(found.difference) << *found.difference;
  EXPECT_EQ(found.events, 0);
  Reopen();
  Append({Received("D1")});
  EXPECT_EQ(Difference(), "none");
}

TEST_P(LedgerFile, VerifyFindsThatTheRulebooksAreGone) {
  Append({Received("D1")});
  Change("DELETE FROM rulebooks");
  const auto found = OpenView(MakeOptions()).value()->Verify({}).value();
  EXPECT_EQ(found.difference, "event 0 is missing");
}

TEST_P(LedgerFile, AReaderGoesByTheRulebookOnRecordWhateverItsOwnIs) {
  Append({events_.Received("D1", "2021-06-07 08:00", At("2021-06-29 10:00"), "A", "P")});
  Append({events_.Make("D1", EventType::kCompleted, "2021-06-29 16:00")});
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Sum(Amount::kFinishedLate), 0);
  rulebook_ = test::SmallRulebook(events_.codes(), {.comparison = dossier::Comparison::kInstant});
  const auto standing = [&] {
    const auto judgement = OpenView(MakeOptions()).value()->Find("D1").value().judged.judgement;
    return judgement.On(dossier::Basis::kPromised).timeline.back().standing;
  };
  EXPECT_NE(standing(), Standing::kFinishedLate);
  ledger_->Apply({rulebook_, At("2021-06-01 00:00"), "tester", "vì"}).value();
  EXPECT_EQ(standing(), Standing::kFinishedLate);
  EXPECT_EQ(Sum(Amount::kFinishedLate), 1);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerFile, VerifyFindsAChangedEvent) {
  Append({Received("D1"), Completed("D1")});
  // The last letter of the second event's dossier.
  Tamper("UPDATE pages SET entries = CAST(replace(CAST(entries AS TEXT), 'D1', 'D2') AS BLOB)");
  EXPECT_NE(Difference(), "none");
}

TEST_P(LedgerFile, VerifyFindsAMissingEvent) {
  Append({Received("D1"), Completed("D1")});
  Append({Received("D2")});
  Tamper("DELETE FROM pages WHERE first = 1");
  EXPECT_EQ(Difference(), "event 1 is missing");
}

TEST_P(LedgerFile, VerifyFindsAnEventSlippedIn) {
  Append({Received("D1")});
  Tamper("INSERT INTO pages SELECT 2, entries FROM pages");
  EXPECT_EQ(Difference(), "events go up to 2, commits only to 1");
}

TEST_P(LedgerFile, AFailedAppendLeavesItUnchangedAndUsable) {
  Append({Received("D0")});
  const Position before = ledger_->position();
  std::vector<Event> many;
  for (int i = 1; i <= 2000; ++i) {
    Event event = Received("D" + std::to_string(i));
    event.unit = events_.Code<UnitName>("Phòng " + std::to_string(i));
    many.push_back(event);
  }
  {
    const FullDisk full(std::filesystem::file_size(folder_.path() / "data/ledger.db-wal") + 40'000);
    const auto failed = ledger_->Append(test::Items(many));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(ledger_->position().seq, before.seq);
    EXPECT_EQ(ledger_->position().chain, before.chain);
    EXPECT_EQ(ledger_->open_dossiers(), 1);
  }
  EXPECT_EQ(Append(many).items.back().seq, 2001);
  ASSERT_TRUE(ledger_->Flush());
  EXPECT_EQ(Verify().difference.value_or(""), "");
  Reopen();
  Look([](View& view) {
    EXPECT_EQ(view.Find("D7").value().events[0].event.unit.text(), "Phòng 7");
  });
}

TEST_P(LedgerFile, PurgesUnparsedBytesAfterTheirTime) {
  Reject reject{
      .source = "s", .place = "p", .field = {}, .reason = "no JSON", .fields = {}, .raw = "x"};
  ledger_->Append(std::vector{Item{reject, {}}}).value();
  clock_.Advance(std::chrono::days{31});
  Reopen();
  Look([](View& view) {
    const auto waiting = view.QuarantineAfter(0, 100).value();
    ASSERT_EQ(waiting.size(), 1U);
    EXPECT_EQ(view.RawBytes(waiting[0]).error().for_client, "the bytes were purged after 30 days");
  });
}

}  // namespace
}  // namespace dunghan::ledger
