#include <gmock/gmock.h>

#include "record_fixture.h"

/// What is found again of the entries, and beside them.
namespace dunghan::record {
namespace {

using test::At;
using test::Day;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using RecordEntries = RecordContract;

INSTANTIATE_TEST_SUITE_P(Stores, RecordEntries,
                         ::testing::Values(Store::kFile, Store::kSqliteMemory, Store::kMemory,
                                           Store::kFaulty),
                         NameOf);

std::vector<int64_t> Seqs(const std::vector<Copied>& entries) {
  std::vector<int64_t> seqs;
  for (const Copied& entry : entries) seqs.push_back(entry.seq);
  return seqs;
}

std::vector<int64_t> Seqs(const std::vector<StoredEvent>& events) {
  std::vector<int64_t> seqs;
  for (const StoredEvent& event : events) seqs.push_back(event.seq);
  return seqs;
}

/// Something in every field.
dossier::Event FullEvent(test::Events& events) {
  dossier::Event event = events.Received("D9", "2021-06-07 08:00", At("2021-06-14 17:00"));
  event.channel = dossier::Channel::kPostal;
  event.rating = 5;
  event.counter = events.Code<AgencyCode>("Một cửa");
  event.unit = events.Code<UnitName>("Phòng 1");
  event.step = events.Code<StepName>("Thẩm định");
  event.step_due = Day("2021-06-12");
  event.to_agency = events.Code<AgencyCode>("B");
  event.reason = events.Code<ReasonCode>("citizen");
  event.id = "một id \x01";
  event.voids = "123e4567-e89b-12d3-a456-426614174000";
  event.alias = "BN-9";
  return event;
}

TEST_P(RecordEntries, EventsComeBackAsTheyWere) {
  Open();
  Event other = FullEvent(events_);
  other.dossier = "D10";
  other.due = Day("1990-01-01");
  other.step_due = At("2200-12-31 23:59") + std::chrono::milliseconds{7};
  other.at = Instant{std::chrono::milliseconds{-1}};
  other.id = "123e4567-e89b-12d3-a456-426614174000";
  const std::vector<Event> sent = {FullEvent(events_), other, Received("D1"), Completed("D1")};
  Write({.events = sent});
  const auto events = now().EventsAt(std::vector<int64_t>{1, 2, 3, 4});
  ASSERT_THAT(events, SizeIs(4));
  const auto entries = Entries(now());
  for (size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(events[i].event, sent[i]) << i;
    EXPECT_EQ(events[i].recorded_at, at_);
    EXPECT_EQ(entries[i].event, sent[i]) << i;
    EXPECT_EQ(entries[i].content, dossier::ContentDigest(sent[i]));
  }
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, AKindThatNobodyKnowsIsKeptChainedAndWalked) {
  Open();
  std::string all_bytes;
  for (int byte = 0; byte < 256; ++byte) all_bytes += static_cast<char>(byte);
  const std::string large(300'000, 'x');
  Write({.entries = {{Kind{200}, all_bytes}, {Kind{200}, ""}, {Kind{255}, large}}});
  Write({.events = {Received("D1")}, .entries = {{Kind{200}, all_bytes}}});
  const auto entries = Entries(now());
  ASSERT_THAT(entries, SizeIs(5));
  EXPECT_EQ(entries[0].bytes, all_bytes);
  EXPECT_EQ(entries[0].kind, Kind{200});
  EXPECT_EQ(entries[0].previous, 0);
  EXPECT_EQ(entries[1].bytes, "");
  EXPECT_EQ(entries[2].bytes, large);
  EXPECT_EQ(entries[2].kind, Kind{255});
  EXPECT_EQ(entries[4].content, ContentOf(Kind{200}, all_bytes));
  EXPECT_NE(ContentOf(Kind{200}, all_bytes), ContentOf(Kind{201}, all_bytes));
  EXPECT_EQ(Verify(now()), std::nullopt);
  EXPECT_EQ(ThrownCode([&] { (void)now().EventsAt(std::vector<int64_t>{1}); }),
            ErrorCode::kInternal);
}

TEST_P(RecordEntries, RangesAreHalfOpen) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1"), Received("D2")}, .entries = {{Kind{200}, "x"}}});
  Write({.events = {Received("D3")}});
  EXPECT_THAT(Seqs(Entries(now())), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(Seqs(Entries(now(), 0)), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(Seqs(Entries(now(), 1, 3)), ElementsAre(2, 3));
  EXPECT_THAT(Seqs(Entries(now(), 2, 2)), IsEmpty());
  EXPECT_THAT(Seqs(Entries(now(), -1, 0)), ElementsAre(0));
  EXPECT_THAT(Seqs(Entries(now(), 3, 100)), ElementsAre(4));
  EXPECT_THAT(Seqs(Entries(now(), 4)), IsEmpty());
  int seen = 0;
  now().ForEachEntry(-1, 4, [&](Entry&) { return ++seen < 3; });
  EXPECT_EQ(seen, 3);
}

TEST_P(RecordEntries, ManyEntriesAreGoneThroughFromAnywhere) {
  Open();
  std::vector<Event> events;
  for (int i = 0; i < 700; ++i) events.push_back(Received("D" + std::to_string(i)));
  for (size_t i = 0; i < events.size();) {
    const size_t many = std::min(events.size() - i, i % 150 + 1);
    Content content;
    content.events.assign(events.begin() + static_cast<std::ptrdiff_t>(i),
                          events.begin() + static_cast<std::ptrdiff_t>(i + many));
    Write(content);
    i += many;
  }
  for (const int64_t after : {0, 1, 63, 64, 65, 350, 698, 699}) {
    int64_t expected = after;
    now().ForEachEntry(after, INT64_MAX, [&](Entry& entry) {
      EXPECT_EQ(entry.seq, ++expected);
      EXPECT_EQ(entry.event->dossier, events[static_cast<size_t>(entry.seq - 1)].dossier);
      return true;
    });
    EXPECT_EQ(expected, 700);
  }
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, AnEventMayBeMovedFromOnTheWay) {
  Open();
  Write({.events = {Received("D1"), Received("D2")}});
  std::vector<Event> taken;
  now().ForEachEntry(0, 2, [&](Entry& entry) {
    taken.push_back(std::move(*entry.event));
    return true;
  });
  EXPECT_THAT(taken, ElementsAre(Received("D1"), Received("D2")));
}

TEST_P(RecordEntries, DossiersAreFollowedBackManyAtOnce) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1"), Received("D2"), Completed("D1")}});
  at_ += std::chrono::minutes{1};
  Write({.events = {Completed("D2"), Received("D3")}, .entries = {{Kind{200}, "x"}}});
  Write({.events = {Completed("D1", "2021-06-11 08:00")}});
  const auto histories = now().Histories(std::vector<int64_t>{7, 0, 4, 2, 5, 7});
  ASSERT_THAT(histories, SizeIs(6));
  EXPECT_THAT(Seqs(histories[0]), ElementsAre(1, 3, 7));
  EXPECT_THAT(Seqs(histories[1]), IsEmpty());
  EXPECT_THAT(Seqs(histories[2]), ElementsAre(2, 4));
  EXPECT_THAT(Seqs(histories[3]), ElementsAre(2));
  EXPECT_THAT(Seqs(histories[4]), ElementsAre(5));
  EXPECT_THAT(Seqs(histories[5]), ElementsAre(1, 3, 7));
  EXPECT_EQ(histories[0][0].event, Received("D1"));
  EXPECT_EQ(histories[0][1].recorded_at + std::chrono::minutes{1}, histories[0][2].recorded_at);
  EXPECT_THAT(now().Histories({}), IsEmpty());
}

TEST_P(RecordEntries, EventsThatAreNotThereAreDamage) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1")}, .entries = {{Kind{200}, "x"}}});
  for (const int64_t seq : {-1, 0, 2, 3}) {
    const auto error = Thrown([&] { (void)now().EventsAt(std::vector<int64_t>{seq}); });
    ASSERT_TRUE(error) << seq;
    EXPECT_EQ(error->code, ErrorCode::kInternal) << seq;
  }
  for (const int64_t seq : {-1, 2, 3}) {
    const auto error = Thrown([&] { (void)now().Histories(std::vector<int64_t>{seq}); });
    ASSERT_TRUE(error) << seq;
    EXPECT_EQ(error->code, ErrorCode::kInternal) << seq;
  }
}

TEST_P(RecordEntries, WhatIsDatedAheadIsListed) {
  Open();
  Write({.events = {Completed("D1", "2021-07-01 08:00"), Received("D2"),
                    Completed("D3", "2021-06-30 12:00")}});  // D3: just now, not ahead
  at_ = At("2021-07-02 00:00");
  Write({.events = {Completed("D4", "2021-07-01 12:00"), Completed("D5", "2021-07-03 08:00")}});
  const auto ahead = [&](std::string_view at, int64_t seq) {
    std::vector<std::string> codes;
    now().ForEachAhead(At(at), seq, [&](std::string_view code) { codes.emplace_back(code); });
    return codes;
  };
  EXPECT_THAT(ahead("2021-06-30 12:00", 100), UnorderedElementsAre("D1", "D5"));
  EXPECT_THAT(ahead("2021-06-30 12:00", 3), UnorderedElementsAre("D1"));
  EXPECT_THAT(ahead("2021-07-01 07:59", 100), UnorderedElementsAre("D1", "D5"));
  EXPECT_THAT(ahead("2021-07-01 08:00", 100), UnorderedElementsAre("D5"));
  EXPECT_THAT(ahead("2021-07-03 08:00", 100), IsEmpty());
  EXPECT_THAT(ahead("2021-06-30 12:00", 0), IsEmpty());
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, RulebooksAreThoseThatAreKnownOrMadeAnew) {
  Open();
  const auto first = MakeRulebook();
  const auto second = MakeRulebook(dossier::Comparison::kDate);
  Write({.rulebook = first});
  Write({.events = {Received("D1")}});
  Write({.rulebook = second, .effective_from = At("2021-06-01 00:00")});
  Write({.rulebook = first});
  const auto known = now().Rulebooks(INT64_MAX, {second});
  ASSERT_THAT(known, SizeIs(3));
  EXPECT_EQ(known[0].seq, 0);
  EXPECT_EQ(known[1].seq, 2);
  EXPECT_EQ(known[2].seq, 3);
  EXPECT_EQ(known[1].rulebook, second);
  EXPECT_EQ(known[1].effective_from, At("2021-06-01 00:00"));
  EXPECT_EQ(known[1].operator_name, "operator");
  EXPECT_EQ(known[1].reason, "reason");
  EXPECT_EQ(known[1].recorded_at, at_);
  EXPECT_EQ(known[0].effective_from, std::nullopt);
  EXPECT_EQ(known[0].rulebook->digest(), first->digest());
  EXPECT_EQ(known[2].rulebook->digest(), first->digest());
  EXPECT_THAT(now().Rulebooks(1, {}), SizeIs(1));
  EXPECT_THAT(now().Rulebooks(-1, {}), IsEmpty());
  if (!on_disk()) return;
  Open();
  const auto anew = now().Rulebooks(INT64_MAX, {});
  ASSERT_THAT(anew, SizeIs(3));
  EXPECT_NE(anew[0].rulebook, first);
  EXPECT_EQ(anew[0].rulebook->bundle(), first->bundle());
  EXPECT_EQ(anew[1].rulebook->digest(), second->digest());
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, TextsKeepTheirNumbersAndWhoBroughtThem) {
  Open();
  Write({.events = {From("one", "D1")}});                     // one, A, P
  Write({.events = {From("two", "D2"), From("one", "D3")}});  // two
  Event event = From("two", "D4");
  event.unit = events_.Code<UnitName>("Phòng 1");
  Write({.events = {event}});  // Phòng 1
  const auto look = [&] {
    std::vector<std::string> texts;
    for (uint32_t number = 1; number <= now().dictionary().size(); ++number) {
      texts.emplace_back(now().dictionary().TextAt(number));
    }
    EXPECT_THAT(texts, ElementsAre("one", "A", "P", "two", "Phòng 1"));
    std::map<uint32_t, int64_t> brought;
    scribe_->storage().ForEachTextOfSource(
        [&](uint32_t source, int64_t count) { brought[source] = count; });
    EXPECT_THAT(brought, ElementsAre(std::pair(1U, 3), std::pair(4U, 2)));
  };
  look();
  scribe_->TakeUp();
  look();
  if (on_disk()) {
    Open();
    look();
  }
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, SourcesAreLastHeardWhenTheirNewestEventWasRecorded) {
  Open();
  const auto heard = [&](int64_t within) {
    const std::vector<std::string> sources = {"one", "two", "never", "waits"};
    return now().LastHeard(sources, within);
  };
  const Instant first = at_;
  Write({.rulebook = MakeRulebook()});
  Write({.events = {From("one", "D1")}});
  at_ += std::chrono::minutes{1};
  const Instant second = at_;
  Write({.events = {From("two", "D2")}, .entries = {{Kind{200}, "x"}, {Kind{200}, "y"}}});
  at_ += std::chrono::minutes{1};
  const Instant third = at_;
  Write({.events = {From("two", "D3")}, .aside = {Unusable("{}", "waits")}});
  EXPECT_THAT(heard(100), ElementsAre(first, third, std::nullopt, third));
  EXPECT_THAT(heard(3), ElementsAre(first, third, std::nullopt, third));
  // Beyond what is looked at: not later than the earliest of that.
  EXPECT_THAT(heard(2), ElementsAre(second, third, std::nullopt, third));
  EXPECT_THAT(heard(1), ElementsAre(third, third, std::nullopt, third));
  at_ += std::chrono::minutes{1};
  Write({.aside = {Unusable("{}", "one")}});
  EXPECT_THAT(heard(100), ElementsAre(at_, third, std::nullopt, third));
  Write({.discarded = {2}});
  EXPECT_THAT(heard(100), ElementsAre(first, third, std::nullopt, third));
}

TEST_P(RecordEntries, EventsOfTheSimulatorMarkTheRecordForGood) {
  Open();
  Write({.events = {Received("D1")}});
  EXPECT_FALSE(now().simulated());
  Write({.events = {From("simulate", "D2")}});
  EXPECT_TRUE(now().simulated());
  Write({.events = {Received("D3")}});
  EXPECT_TRUE(now().simulated());
  scribe_->TakeUp();
  EXPECT_TRUE(now().simulated());
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordEntries, NoticesAreKeptBeside) {
  Open();
  NoticeLog& log = scribe_->storage().notices();
  const auto notice = [&](const std::string& dossier, Instant round) {
    return Notice{dossier, "overdue", At("2021-06-15 00:00"), round, "A", "P", Mention::kCounted};
  };
  const Instant first = at_;
  const Instant second = at_ + std::chrono::minutes{1};
  const std::vector<Notice> one = {notice("D1", first), notice("D2", first)};
  log.Add(one).value();
  std::vector<Notice> two = {notice("D3", second), notice("D1", second)};
  EXPECT_THAT(log.FindNew(two).value(), ElementsAre(0));
  two[0].mention = Mention::kNamed;
  log.Add(two).value();  // D1 stays as it is
  EXPECT_THAT(log.Since(first).value(), ElementsAre(one[0], one[1], two[0]));
  EXPECT_THAT(log.Since(second).value(), ElementsAre(two[0]));
  EXPECT_THAT(log.Since(second + std::chrono::minutes{1}).value(), IsEmpty());
  Notice sent = one[1];
  sent.sent = first;
  Notice ended = one[1];
  ended.sent = second;  // sent already: stays
  ended.ended = second;
  Notice unknown = notice("D9", first);
  unknown.sent = first;
  log.Mark(std::vector{sent}).value();
  log.Mark(std::vector{ended, unknown}).value();
  ended.sent = first;
  const std::vector<Notice> after = {one[0], ended, two[0]};
  EXPECT_EQ(log.Since(Instant{}).value(), after);
  scribe_->TakeUp();
  EXPECT_EQ(scribe_->storage().notices().Since(Instant{}).value(), after);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

}  // namespace
}  // namespace dunghan::record
