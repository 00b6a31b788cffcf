#include "metrics/source_metrics.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <sstream>

#include "business_fixture.h"

namespace dunghan::metrics {
namespace {

using namespace std::chrono_literals;
using dossier::EventType;
using ledger::Outcome;

/// Sources "mot-cua" (expected every four hours), "dat-dai" (of A alone) and a mirror. It is Monday
/// 2021-06-07, 08:00; only Mondays are worked, 07:30-11:30 and 13:30-17:00.
class SourceMetricsTest : public BusinessTest {
 protected:
  SourceMetricsTest() : clock_(now_), metrics_(registry_, Facts(), clock_) {
    metrics_.Use(snapshot_.rulebook);
    metrics_.MonthBegan(test::At("2021-06-01 00:00"));
  }
  static DaemonFacts Facts() {
    return {
        .sources = {{.name = "mot-cua", .expected = 4h, .makes_figures = true, .configured = true},
                    {.name = "dat-dai", .makes_figures = true, .feeds = {"A"}, .configured = true},
                    {.name = "cong-quoc-gia", .configured = true},
                    {.name = "simulate"}}};
  }

  dossier::Event Event(EventType type, std::string_view at, std::string_view source = "mot-cua") {
    dossier::Event event = events_.Make("D", type, at);
    event.source = events_.Code<SourceName>(source);
    return event;
  }
  void Take(const std::vector<ledger::Item>& items, std::vector<Outcome> outcomes = {}) {
    std::vector<ledger::ItemOutcome> became(items.size());
    for (size_t i = 0; i < outcomes.size(); ++i) became[i].outcome = outcomes[i];
    metrics_.Committed(metrics_.NotesOf(items), became);
  }
  std::string Value(const std::string& name, const std::string& labels) {
    metrics_.Show({.board = std::make_shared<const board::Snapshot>(snapshot_)});
    std::ostringstream page;
    prometheus::TextSerializer().Serialize(page, registry_.Collect());
    const auto series = SeriesOf(page.str());
    const auto found = series.find("dunghan_" + name + "{" + labels + "}");
    return found == series.end() ? "absent" : found->second;
  }
  std::string OfSource(const std::string& name, const std::string& source) {
    return Value("source_" + name, "source=\"" + source + "\"");
  }
  std::string Corrections(const std::string& kind) {
    return Value("corrections_total", "kind=\"" + kind + "\"");
  }
  std::string Fed(const std::string& source, const std::string& agency) {
    return Value("source_feeds", "agency=\"" + agency + "\",source=\"" + source + "\"");
  }

  ManualClock clock_;
  Registry registry_;
  SourceMetrics metrics_;
};

TEST_F(SourceMetricsTest, SaysWhenItWasHeardAndWhatItToldLast) {
  EXPECT_EQ(OfSource("last_received_timestamp_seconds", "mot-cua"), "absent");
  EXPECT_EQ(OfSource("last_event_timestamp_seconds", "mot-cua"), "absent");
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58"),
                    Event(EventType::kReceived, "2021-06-07 07:40")}));
  EXPECT_EQ(OfSource("last_received_timestamp_seconds", "mot-cua"), "1623027600");
  EXPECT_EQ(OfSource("last_event_timestamp_seconds", "mot-cua"), "1623027480");
  EXPECT_EQ(OfSource("lag_seconds", "mot-cua"), "120");
  EXPECT_EQ(OfSource("last_received_timestamp_seconds", "dat-dai"), "absent");
}

TEST_F(SourceMetricsTest, TheLagIsTheLastBodysAndTheNewestEventStays) {
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58")}));
  clock_.Advance(1min);
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:01")}));
  EXPECT_EQ(OfSource("lag_seconds", "mot-cua"), "3600");
  EXPECT_EQ(OfSource("last_event_timestamp_seconds", "mot-cua"), "1623027480");
  Take(test::Items({Event(EventType::kReceived, "2021-06-09 09:00")}));
  EXPECT_EQ(OfSource("lag_seconds", "mot-cua"), "0");
}

TEST_F(SourceMetricsTest, WhatCannotBeUsedIsHeardToo) {
  ledger::Reject reject;
  reject.source = "dat-dai";
  Take({{.content = reject, .retry_of = {}}}, {Outcome::kQuarantined});
  EXPECT_EQ(OfSource("last_received_timestamp_seconds", "dat-dai"), "1623027600");
  EXPECT_EQ(OfSource("last_event_timestamp_seconds", "dat-dai"), "absent");
  EXPECT_EQ(Value("intake_events_total", R"(outcome="quarantined",source="dat-dai")"), "1");
}

TEST_F(SourceMetricsTest, ASourceThatWasNeverHeardIsNotSilent) {
  EXPECT_EQ(OfSource("expected_working_seconds", "mot-cua"), "14400");
  clock_.Set(test::At("2021-06-14 07:30"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "absent");
  EXPECT_EQ(OfSource("never_received", "mot-cua"), "1");
  EXPECT_EQ(OfSource("never_received", "cong-quoc-gia"), "1");
  EXPECT_EQ(OfSource("never_received", "simulate"), "absent");
  EXPECT_EQ(OfSource("never_received", "other"), "absent");
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58")}));
  EXPECT_EQ(OfSource("never_received", "mot-cua"), "0");
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "0");
}

TEST_F(SourceMetricsTest, SilenceIsCountedInWorkingTimeFromTheLastReception) {
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58")}));
  clock_.Set(test::At("2021-06-07 13:00"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "12600");
  clock_.Set(test::At("2021-06-14 07:30"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "25200");
}

TEST_F(SourceMetricsTest, KnowsWhenItWasHeardBeforeTheStart) {
  DaemonFacts facts = Facts();
  facts.sources[0].heard = test::At("2021-06-07 07:30");
  clock_.Set(test::At("2021-06-14 08:30"));
  Registry registry;
  SourceMetrics metrics(registry, facts, clock_);
  metrics.Use(snapshot_.rulebook);
  metrics.Show({});
  std::ostringstream page;
  prometheus::TextSerializer().Serialize(page, registry.Collect());
  auto series = SeriesOf(page.str());
  EXPECT_EQ(series[R"(dunghan_source_last_received_timestamp_seconds{source="mot-cua"})"],
            "1623025800");
  EXPECT_EQ(series[R"(dunghan_source_silent_working_seconds{source="mot-cua"})"], "30600");
  EXPECT_EQ(series[R"(dunghan_source_never_received{source="mot-cua"})"], "0");
}

TEST_F(SourceMetricsTest, TheSimulatorStandsForTheSourcesOfFiguresInItsOwnLedgerAlone) {
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58", "simulate")}));
  EXPECT_EQ(OfSource("never_received", "mot-cua"), "1");
  EXPECT_EQ(OfSource("last_received_timestamp_seconds", "simulate"), "1623027600");
  snapshot_.simulated = true;
  EXPECT_EQ(OfSource("never_received", "mot-cua"), "0");
  EXPECT_EQ(OfSource("never_received", "dat-dai"), "0");
  EXPECT_EQ(OfSource("never_received", "cong-quoc-gia"), "1") << "no figure rests on it";
  clock_.Set(test::At("2021-06-07 13:00"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "12600");
}

TEST_F(SourceMetricsTest, SilenceEndsWhenItIsHeardWhateverItTells) {
  clock_.Set(test::At("2021-06-07 11:00"));
  Take(test::Items({Event(EventType::kReceived, "2021-06-01 08:00")}), {Outcome::kDuplicate});
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "0");
  clock_.Set(test::At("2021-06-07 14:00"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "3600");
}

TEST_F(SourceMetricsTest, OnlyExpectedSourcesCanBeSilent) {
  EXPECT_EQ(OfSource("silent_working_seconds", "dat-dai"), "absent");
  EXPECT_EQ(OfSource("expected_working_seconds", "dat-dai"), "absent");
}

TEST_F(SourceMetricsTest, BeyondTheCalendarSilenceIsUnknown) {
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58")}));
  clock_.Set(test::At("2023-06-07 08:00"));
  EXPECT_EQ(OfSource("silent_working_seconds", "mot-cua"), "absent");
}

TEST_F(SourceMetricsTest, CountsWhatChangesWhatWasOnRecord) {
  Take(test::Items({Event(EventType::kVoided, "2021-05-20 08:00"),
                    Event(EventType::kReopened, "2021-06-07 08:00"),
                    Event(EventType::kDueSet, "2021-06-07 08:00"),
                    Event(EventType::kCompleted, "2021-05-31 23:59"),
                    Event(EventType::kCompleted, "2021-06-01 00:00")}));
  EXPECT_EQ(Corrections("voided"), "1");
  EXPECT_EQ(Corrections("reopened"), "1");
  EXPECT_EQ(Corrections("due_changed"), "1");
  EXPECT_EQ(Corrections("late_entry"), "1");
}

TEST_F(SourceMetricsTest, WhatWasOnRecordAlreadyCorrectsNothing) {
  Take(test::Items({Event(EventType::kVoided, "2021-06-07 08:00"),
                    Event(EventType::kVoided, "2021-06-07 07:59")}),
       {Outcome::kDuplicate, Outcome::kStored});
  EXPECT_EQ(Corrections("voided"), "1");
  EXPECT_EQ(Corrections("reopened"), "0");
}

TEST_F(SourceMetricsTest, UnknownSourcesShareALabel) {
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 07:58", "somebody")}));
  EXPECT_EQ(Value("intake_events_total", R"(outcome="stored",source="other")"), "1");
  EXPECT_EQ(OfSource("lag_seconds", "other"), "120");
  EXPECT_EQ(OfSource("lag_seconds", "somebody"), "absent");
}

TEST_F(SourceMetricsTest, FeedsEveryAgencyUnlessSomeAreNamed) {
  for (const char* agency : {"A", "B", "unknown"}) EXPECT_EQ(Fed("mot-cua", agency), "1");
  EXPECT_EQ(Fed("dat-dai", "A"), "1");
  EXPECT_EQ(Fed("dat-dai", "B"), "absent");
  EXPECT_EQ(Fed("cong-quoc-gia", "A"), "absent");  // no figure rests on a mirror
  EXPECT_EQ(Fed("other", "A"), "absent");
}

TEST_F(SourceMetricsTest, FeedsThoseBelowAndFollowsTheRulebook) {
  DaemonFacts facts{.sources = {{.name = "s", .makes_figures = true, .feeds = {"TINH"}}}};
  Registry registry;
  SourceMetrics metrics(registry, facts, clock_);
  const auto fed = [&] {
    metrics.Show({.board = std::make_shared<const board::Snapshot>(snapshot_)});
    std::ostringstream page;
    prometheus::TextSerializer().Serialize(page, registry.Collect());
    return SeriesOf(page.str()).count(R"(dunghan_source_feeds{agency="A",source="s"})");
  };
  EXPECT_EQ(fed(), 1U);
  snapshot_.rulebook = test::SmallRulebook(events_.codes());  // A is below nobody there
  EXPECT_EQ(fed(), 0U);
}

TEST_F(SourceMetricsTest, LagsOfWhatIsStoredAreInWorkingTime) {
  const std::string of = "source=\"mot-cua\"";
  EXPECT_EQ(Value("source_lag_working_seconds_count", of), "absent");
  clock_.Set(test::At("2021-06-14 08:00"));  // the Monday after: half an hour into it
  Take(test::Items({Event(EventType::kReceived, "2021-06-07 16:30"),
                    Event(EventType::kReceived, "2021-06-15 08:00"),
                    Event(EventType::kReceived, "2021-06-07 16:00")}),
       {Outcome::kStored, Outcome::kStored, Outcome::kDuplicate});
  EXPECT_EQ(Value("source_lag_working_seconds_count", of), "2");
  EXPECT_EQ(Value("source_lag_working_seconds_sum", of), "3600");
  EXPECT_EQ(Value("source_lag_working_seconds_bucket", of + ",le=\"60\""), "1");
  EXPECT_EQ(Value("source_lag_working_seconds_bucket", of + ",le=\"3600\""), "2");
}

TEST_F(SourceMetricsTest, WhatWaitsIsCountedBySource) {
  EXPECT_EQ(OfSource("quarantine_waiting", "mot-cua"), "0");
  metrics_.Waiting(std::make_shared<const ledger::WaitingBySource>(
      ledger::WaitingBySource{{"mot-cua", 3}, {"somebody", 2}, {"else", 5}}));
  metrics_.Waiting(nullptr);
  EXPECT_EQ(OfSource("quarantine_waiting", "mot-cua"), "3");
  EXPECT_EQ(OfSource("quarantine_waiting", "dat-dai"), "0");
  EXPECT_EQ(OfSource("quarantine_waiting", "other"), "7");
}

}  // namespace
}  // namespace dunghan::metrics
