#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "dunghan/test/ledgers.h"
#include "history/metrics_command.h"
#include "history/metrics_history.h"
#include "history/metrics_runs.h"

namespace dunghan::commands {
namespace {

using test::At;
using test::Day;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Instant Second(int64_t step) { return Instant{std::chrono::seconds{100 + step}}; }

std::string Written(MetricsHistory& history) {
  std::ostringstream out;
  EXPECT_TRUE(history.Write(Second, out).value());
  return out.str();
}

MetricsHistory::InstantOf Every(std::chrono::milliseconds step) {
  return [step](int64_t i) { return Instant{i * step}; };
}

bool All(std::string_view) { return true; }

TEST(MetricsHistory, WritesEachFamilyOnceAndItsSeriesOneAfterTheOther) {
  MetricsHistory history(All);
  history
      .Take(0,
            "# HELP a About \"a\".\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n"
            "# HELP b B.\n# TYPE b gauge\nb 0.25\n")
      .value();
  history
      .Take(1,
            "# HELP a About \"a\".\n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 3\n"
            "# HELP b B.\n# TYPE b gauge\nb 1764522000\n")
      .value();
  EXPECT_EQ(Written(history),
            "# HELP a About \\\"a\\\".\n# TYPE a gauge\n"
            "a{x=\"1\"} 1 100\na{x=\"1\"} 1 101\na{x=\"2\"} 2 100\na{x=\"2\"} 3 101\n"
            "# HELP b B.\n# TYPE b gauge\nb 0.25 100\nb 1764522000 101\n# EOF\n");
  EXPECT_EQ(history.samples(), 6);
  EXPECT_EQ(history.series(), 3);
}

TEST(MetricsHistory, WhatIsNotOnAPageHasNoSampleThere) {
  MetricsHistory history(All);
  const std::string head = "# HELP a A.\n# TYPE a gauge\n";
  history.Take(0, head + "a{x=\"1\"} 1\na{x=\"2\"} 2\n").value();
  history.Take(1, head + "a{x=\"2\"} 2\n").value();
  history.Take(2, head + "a{x=\"0\"} 7\na{x=\"1\"} 1\n").value();
  history.Take(3, "").value();
  EXPECT_EQ(Written(history), head +
                                  "a{x=\"1\"} 1 100\na{x=\"1\"} 1 102\n"
                                  "a{x=\"2\"} 2 100\na{x=\"2\"} 2 101\n"
                                  "a{x=\"0\"} 7 102\n# EOF\n");
}

TEST(MetricsHistory, BlanksInLabelsAndRemarksDoNoHarm) {
  MetricsHistory history(All);
  history
      .Take(0,
            "# DỮ LIỆU MÔ PHỎNG (simulated data)\n# HELP a A.\n# TYPE a gauge\n"
            "a{name=\"Sở Tài # chính\"} -3\n")
      .value();
  EXPECT_EQ(Written(history),
            "# HELP a A.\n# TYPE a gauge\na{name=\"Sở Tài # chính\"} -3 100\n# EOF\n");
}

TEST(MetricsHistory, RefusesWhatIsNoSample) {
  MetricsHistory history(All);
  const auto taken = history.Take(0, "# HELP a A.\n# TYPE a gauge\na one\n");
  EXPECT_EQ(taken.error().for_client, "a line of metrics is not understood");
  EXPECT_EQ(taken.error().for_log, "a one");
}

TEST(MetricsHistory, LeavesOutFamiliesThatAreNotWanted) {
  MetricsHistory history([](std::string_view name) { return name == "b"; });
  history.Take(0, "# HELP a A.\n# TYPE a gauge\na 1\n# HELP b B.\n# TYPE b gauge\nb 2\n").value();
  EXPECT_EQ(Written(history), "# HELP b B.\n# TYPE b gauge\nb 2 100\n# EOF\n");
}

TEST(MetricsHistory, TellsMillisecondsWhereThereAreAny) {
  MetricsHistory history(All);
  const std::string page = "# HELP a A.\n# TYPE a gauge\na 1\n";
  for (int64_t step = 0; step < 3; ++step) history.Take(step, page).value();
  std::ostringstream out;
  EXPECT_TRUE(history.Write(Every(std::chrono::milliseconds{1005}), out).value());
  EXPECT_THAT(out.str(), EndsWith("a 1 0\na 1 1.005\na 1 2.010\n# EOF\n"));
}

TEST(MetricsHistory, SaysWhereItCannotBeWritten) {
  MetricsHistory history(All);
  history.Take(0, "# HELP a A.\n# TYPE a gauge\na 1\n").value();
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_FALSE(history.Write(Second, out).value());
}

TEST(RunSpool, TellsTheSameHoweverLittleMemoryItHas) {
  constexpr uint32_t kSeries = 23;
  constexpr int64_t kSteps = 57;
  for (const size_t in_memory : {1, 7, 100, 100'000}) {
    RunSpool spool(in_memory);
    for (int64_t step = 0; step < kSteps; ++step) {
      for (uint32_t series = 0; series < kSeries; series += 1 + series % 3) {
        spool.Add({step, static_cast<double>(step * series), series, step % 5 != 0}).value();
      }
    }
    std::vector<uint32_t> order;
    spool
        .ForEachSeries([&](std::span<const ValueRun> runs) {
          order.push_back(runs.front().series);
          EXPECT_EQ(runs.size(), static_cast<size_t>(kSteps));
          for (size_t i = 0; i < runs.size(); ++i) {
            EXPECT_EQ(runs[i].series, order.back());
            EXPECT_EQ(runs[i].step, static_cast<int64_t>(i));
            EXPECT_EQ(runs[i].value, static_cast<double>(runs[i].step * runs[i].series));
            EXPECT_EQ(runs[i].present, i % 5 != 0);
          }
          return true;
        })
        .value();
    EXPECT_THAT(order, ElementsAre(0, 1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18, 19, 21, 22));
  }
}

/// A ledger whose clock stands at 2021-06-07 08:00 when it is made.
class MetricsCommand : public ::testing::Test {
 protected:
  MetricsCommand() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    options.bounds = ledger::Unbounded();
    ledger_ = ledger::Open(options).value();
  }

  /// Takes in events at an instant.
  void Record(std::string_view at, const std::vector<dossier::Event>& events) {
    clock_.Set(At(at));
    ledger_->Append(test::Items(events)).value();
  }
  dossier::Event Received(std::string_view code, std::string_view at) {
    return events_.Received(code, at, Day("2021-06-14"));
  }
  dossier::Event Completed(std::string_view code, std::string_view at) {
    return events_.Make(code, dossier::EventType::kCompleted, at);
  }

  int Run(const MetricsOptions& options) {
    out_.str("");
    err_.str("");
    clock_.Set(At("2021-07-01 08:00"));
    const auto view = ledger_->OpenView().value();
    return RunMetrics(options, *view, policy_, {out_, err_});
  }
  MetricsOptions Daily(const std::string& from, const std::string& to) {
    return {.from = "2021-06-" + from + "T12:00:00+07:00",
            .to = "2021-06-" + to + "T12:00:00+07:00",
            .step = "1d",
            .known = "then",
            .families = {},
            .output = {}};
  }
  /// The values of a series, day by day.
  std::vector<int> Values(const MetricsOptions& options, const std::string& series) {
    EXPECT_EQ(Run(options), 0) << err_.str();
    std::vector<int> values;
    std::istringstream lines(out_.str());
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with(series + " ")) values.push_back(std::stoi(line.substr(series.size())));
    }
    return values;
  }

  static constexpr const char* kFinished = R"(dossier_results{agency="A",timeliness="early"})";
  static constexpr const char* kSuspended = R"(dossier_open{agency="A",due="suspended"})";

  test::Events events_;
  ManualClock clock_{At("2021-06-07 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  figures::Policy policy_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(MetricsCommand, TakesWhatIsOnRecordWhateverTheBoundsAreNow) {
  std::vector<dossier::Event> events = {Received("H1", "2021-06-07 08:00")};
  for (int i = 0; i < 10'001; ++i) {
    events.push_back(events_.Make("H1", dossier::EventType::kUrged, "2021-06-07 09:00"));
    events.back().id = "urged " + std::to_string(i);
  }
  events.push_back(Completed("H1", "2021-06-08 08:00"));
  Record("2021-06-08 09:00", events);
  EXPECT_EQ(Values(Daily("08", "09"), kFinished), (std::vector{1, 1}));
}

TEST_F(MetricsCommand, ShowsWhatWasOnRecordAtEachInstant) {
  Record("2021-06-08 09:00", {Received("H1", "2021-06-07 08:00")});
  Record("2021-06-09 12:00", {Completed("H1", "2021-06-08 10:00")});
  EXPECT_EQ(Values(Daily("07", "10"), kFinished), (std::vector{0, 0, 1, 1}));
  EXPECT_THAT(out_.str(), EndsWith("\n# EOF\n"));
  EXPECT_THAT(err_.str(), EndsWith(" series\n"));
}

TEST_F(MetricsCommand, ShowsWhatHadHappenedByWhatIsKnownNow) {
  Record("2021-06-20 09:00", {Completed("H1", "2021-06-08 10:00")});
  Record("2021-06-21 09:00", {Received("H1", "2021-06-07 08:00")});
  MetricsOptions options = Daily("06", "10");
  options.known = "now";
  EXPECT_EQ(Values(options, kFinished), (std::vector{0, 1, 1, 1}));
  EXPECT_THAT(err_.str(), StartsWith("note: nothing had happened before 2021-06-07T08:00:00+07:00; "
                                     "1 steps before that are left out\n"));
}

TEST_F(MetricsCommand, FollowsChangesWithinADay) {
  Record("2021-06-08 09:00", {Received("H1", "2021-06-07 08:00")});
  Record("2021-06-08 10:00", {Completed("H1", "2021-06-08 09:30")});
  Record("2021-06-08 10:30", {Received("H2", "2021-06-08 08:00")});
  Record("2021-06-09 07:30", {Completed("H2", "2021-06-08 11:30")});
  MetricsOptions options = Daily("08", "09");
  options.from = "2021-06-08T09:30:00+07:00";
  options.to = "2021-06-08T11:00:00+07:00";
  options.step = "30min";
  EXPECT_EQ(Values(options, kFinished), (std::vector{0, 1, 1, 1}));
  options.to = "2021-06-09T08:00:00+07:00";
  options.step = "6h";
  EXPECT_EQ(Values(options, kFinished), (std::vector{0, 1, 1, 1}));
  options.to = "2021-06-09T08:30:00+07:00";
  options.step = "23h";
  EXPECT_EQ(Values(options, kFinished), (std::vector{0, 2}));
}

TEST_F(MetricsCommand, AMonthEndsWhereNothingHappens) {
  Record("2021-06-08 09:00", {Received("H1", "2021-06-07 08:00")});
  Record("2021-06-09 12:00", {Completed("H1", "2021-06-08 10:00")});
  const std::string month =
      R"(dossier_period_results{agency="A",period="current_month",timeliness="early"})";
  MetricsOptions options = Daily("29", "30");
  options.to = "2021-07-01T07:00:00+07:00";
  options.from = "2021-06-29T07:00:00+07:00";
  EXPECT_EQ(Values(options, month), (std::vector{1, 1, 0}));
  options.from = "2021-06-30T18:00:00+07:00";
  options.step = "3h";
  EXPECT_EQ(Values(options, month), (std::vector{1, 1, 0, 0, 0}));
}

TEST_F(MetricsCommand, AnEventDatedAheadCountsFromItsOwnTime) {
  Record("2021-06-08 09:00",
         {Received("H1", "2021-06-07 08:00"),
          events_.Make("H1", dossier::EventType::kSuspended, "2021-06-09 12:00")});
  EXPECT_EQ(Values(Daily("08", "10"), kSuspended), (std::vector{0, 1, 1}));
}

TEST_F(MetricsCommand, ARulebookCountsFromWhenItWasRecordedOrInForce) {
  Record("2021-06-07 08:00", {events_.Received("H1", "2021-06-07 08:00")});
  clock_.Set(At("2021-06-16 09:00"));
  const auto shorter = test::SmallRulebook(events_.codes(), {.limit_of_p = "2wd"});
  ledger_->Apply({shorter, At("2021-06-01 00:00"), "tester", "vì"}).value();
  Record("2021-06-17 08:00", {Completed("H1", "2021-06-11 10:00")});
  const std::string late = R"(dossier_results{agency="A",timeliness="late"})";
  // Five days of P last until the 14th, two until the 9th.
  const std::string overdue = R"(dossier_open{agency="A",due="overdue_1wd"})";
  EXPECT_EQ(Values(Daily("10", "12"), overdue), (std::vector{0, 0, 0}));
  EXPECT_EQ(Values(Daily("10", "18"), late), (std::vector{0, 0, 0, 0, 0, 0, 0, 1, 1}));
  MetricsOptions now = Daily("10", "12");
  now.known = "now";
  EXPECT_EQ(Values(now, late), (std::vector{0, 1, 1}));
}

TEST_F(MetricsCommand, SaysWhereTheWholeRangeLiesBeforeTheRecord) {
  Record("2021-06-20 09:00", {Received("H1", "2021-06-01 08:00")});
  EXPECT_EQ(Run(Daily("01", "05")), 0);
  EXPECT_EQ(out_.str(), "# EOF\n");
  EXPECT_EQ(
      err_.str(),
      "note: nothing was on record by 2021-06-05T12:00:00+07:00; all steps are left out. Of a "
      "ledger that was filled later, from an older system, --known now shows the past\n"
      "0 samples of 0 series\n");
}

TEST_F(MetricsCommand, AnEmptyLedgerHasItsRowsAndNoHappenings) {
  EXPECT_EQ(Values(Daily("06", "08"), kFinished), (std::vector{0, 0}));
  MetricsOptions options = Daily("06", "08");
  options.known = "now";
  EXPECT_EQ(Run(options), 0);
  EXPECT_EQ(out_.str(), "# EOF\n");
  EXPECT_THAT(err_.str(), StartsWith("note: nothing had happened by 2021-06-08T12:00:00+07:00; all "
                                     "steps are left out\n"));
}

TEST_F(MetricsCommand, TakesOnlyTheFamiliesThatAreAskedFor) {
  Record("2021-06-08 09:00", {Received("H1", "2021-06-07 08:00")});
  MetricsOptions options = Daily("09", "09");
  options.families = "dossier_(open|results)";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\n# TYPE dossier_open gauge\n"));
  EXPECT_THAT(out_.str(), HasSubstr("# TYPE dossier_results gauge\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("dossier_procedure")));
  options.without = "dossier_o.*";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), Not(HasSubstr("dossier_open")));
  EXPECT_THAT(out_.str(), HasSubstr("# TYPE dossier_results gauge\n"));
  options.without = "(";
  EXPECT_EQ(Run(options), 2);
  EXPECT_THAT(err_.str(), StartsWith("--without: expected a regular expression (missing )"));
  options.without.reset();
  options.families = "open";
  EXPECT_EQ(Run(options), 2);
  EXPECT_EQ(err_.str(), "--families: expected names of families, found \"open\"\n");
}

TEST_F(MetricsCommand, ADateIsAWholeDayAndTheFutureIsLeftOut) {
  MetricsOptions options = Daily("30", "30");
  options.from = "2021-06-30";
  options.to = "2021-06-30";
  options.step = "6h";
  EXPECT_EQ(Values(options, kFinished).size(), 4U);
  options.to = "2021-07-15";
  EXPECT_EQ(Values(options, kFinished).size(), 6U);
}

TEST_F(MetricsCommand, SaysBeforehandWhereItWillBeMuch) {
  MetricsOptions options = Daily("07", "10");
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(err_.str(), Not(HasSubstr("at least")));
  options.step = "15s";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(err_.str(),
              ContainsRegex("^at least [0-9]{7} samples: 17281 steps of [0-9]+ series\n"));
}

}  // namespace
}  // namespace dunghan::commands
