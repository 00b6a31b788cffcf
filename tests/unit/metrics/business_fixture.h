#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "dunghan/test/ledgers.h"
#include "metrics/business.h"
#include "page.h"

namespace dunghan::metrics {

using board::Counts;
using board::NamedPeriod;

inline constexpr int64_t kMany = 1'000'000;  // series

/// A made snapshot of the agencies "", A and B and the procedures P and X, of which B and X are in
/// no list, and the page made of it. It is Monday 2021-06-07, 08:00.
class BusinessTest : public ::testing::Test {
 protected:
  BusinessTest() {
    snapshot_.rulebook = LoadRulebook("Sở A");
    snapshot_.today = test::Day("2021-06-07");
    Period(NamedPeriod::kToday) = {"2021-06-07", snapshot_.today, snapshot_.today};
    Period(NamedPeriod::kCurrentMonth) = {"2021-06", test::Day("2021-06-01"),
                                          test::Day("2021-06-30")};
    Period(NamedPeriod::kPreviousMonth) = {"2021-05", test::Day("2021-05-01"),
                                           test::Day("2021-05-31")};
    Period(NamedPeriod::kCurrentQuarter) = {"2021-Q2", test::Day("2021-04-01"),
                                            test::Day("2021-06-30")};
    Period(NamedPeriod::kCurrentYear) = {"2021", test::Day("2021-01-01"), test::Day("2021-12-31")};
    for (const char* code : {"", "A", "B"}) {
      snapshot_.agencies.push_back({events_.Code<AgencyCode>(code), Next()});
    }
    for (const char* code : {"P", "X"}) {
      snapshot_.procedures.push_back({events_.Code<ProcedureCode>(code), Next()});
    }
    snapshot_.total = Next();
  }

  std::shared_ptr<const rulebook::Rulebook> LoadRulebook(const std::string& name_of_a,
                                                         const std::string& more_procedures = "") {
    rulebook::Bundle bundle;
    bundle.files.push_back({"calendar", "office.toml",
                            "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                            "valid = { from = 2020-01-01, to = 2022-12-31 }\n"
                            "[hours]\nmon = [\"07:30-11:30\", \"13:30-17:00\"]\n"});
    bundle.files.push_back({"agencies", "agencies.csv",
                            "code,name,name_en,tier,parent\nTINH,Tỉnh,,province,\nA," + name_of_a +
                                ",Department A,province,TINH\n"});
    bundle.files.push_back({"procedures", "procedures.csv",
                            "code,name,field,kind\nP,Thủ tục P,Đất đai,\n" + more_procedures});
    const auto loaded = rulebook::Rulebook::Load(bundle, events_.codes());
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
    return loaded.rulebook;
  }

  figures::Period& Period(NamedPeriod period) {
    return snapshot_.periods[static_cast<size_t>(period)];
  }

  /// Counts of which every number is another one.
  Counts Next() {
    Counts counts;
    const auto fill = [&](auto& numbers) {
      for (auto& number : numbers) number = ++last_;
    };
    for (board::Flows& flows : counts.periods) {
      fill(flows.results);
      fill(flows.other_results);
      fill(flows.received);
      flows.accepted_in_time = ++last_;
      flows.accepted_late = ++last_;
      flows.apologies = ++last_;
    }
    for (board::Recent& recent : counts.recent) {
      fill(recent.results);
      recent.due_in_time = ++last_;
      recent.due_late = ++last_;
    }
    fill(counts.results);
    fill(counts.took);
    fill(counts.used);
    fill(counts.open);
    counts.waiting = ++last_;
    counts.waiting_late = ++last_;
    counts.other_overdue = ++last_;
    counts.newly_severe = ++last_;
    for (const figures::PetitionCount& count : figures::PetitionCounts()) {
      counts.petitions.*count.of = ++last_;
    }
    counts.petitions_due_today = 2;
    counts.oldest_overdue = test::At("2021-05-03 17:00") + std::chrono::seconds{++last_};
    figures::Figures& month = counts.month;
    month.finished_early = ++last_;
    month.finished_on_time = ++last_;
    month.finished_late = ++last_;
    month.open_overdue = ++last_;
    month.due_cohort = {++last_, last_ + 7};
    month.due_in_period = month.due_cohort.all + ++last_;
    month.index766 = {++last_, last_ + 9};
    return counts;
  }

  Counts& A() { return snapshot_.agencies[1].counts; }
  std::string Render() { return page_.Render(snapshot_, now_, kMany).text; }
  std::string ValueOf(const std::string& series) {
    const auto all = SeriesOf(Render());
    const auto found = all.find(series);
    return found == all.end() ? "absent" : found->second;
  }
  static int64_t& Received(Counts& counts, NamedPeriod period, dossier::Channel channel) {
    return counts.periods[static_cast<size_t>(period)].received[static_cast<size_t>(channel)];
  }

  test::Events events_;
  board::Snapshot snapshot_;
  Instant now_ = test::At("2021-06-07 08:00");
  int64_t last_ = 0;
  BusinessPage page_;
};

}  // namespace dunghan::metrics
