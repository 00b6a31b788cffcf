#include "simulate/follow.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "follow_fakes.h"
#include "intake/event_json.h"

namespace dunghan::commands::test {
namespace {

using simulate::test::At;
using simulate::test::Date;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// Three hundred dossiers of June 2021, sent as they happen, and a daemon at 10:00 of the last day.
class Follow : public testing::Test {
 protected:
  Follow() {
    options_.url = "http://127.0.0.1:8080";
    options_.province.dossiers = 300;
    options_.province.from = Date("2021-06-01");
    options_.province.to = Date("2021-06-30");
    options_.province.tidy = true;
  }

  int Run() {
    const Console console{out_, err_};
    return RunFollow(options_, {.codes = book_.codes, .rulebook = book_.rules}, daemon_, pace_,
                     console);
  }

  /// All lines of the province that arrive from an instant on, in order.
  std::vector<std::string> LinesFrom(Instant start, Instant until = Instant::max()) const {
    auto options = options_.province;
    options.now = Instant::max();
    std::vector<std::string> lines;
    for (const auto& sent : simulate::test::Receive(options, book_)) {
      if (sent.arrival < start || sent.arrival > until) continue;
      lines.emplace_back();
      intake::AppendEventJson(lines.back(), sent.event, book_.rules->default_calendar().zone());
    }
    return lines;
  }
  std::vector<std::string> PostedLines() const {
    std::vector<std::string> lines;
    for (const auto& post : daemon_.posts) {
      lines.insert(lines.end(), post.lines.begin(), post.lines.end());
    }
    return lines;
  }

  simulate::test::Book book_ = simulate::test::Blank();
  FollowOptions options_;
  FakePace pace_;
  FakeDaemon daemon_{pace_, At("2021-06-30 10:00"), 1};
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(Follow, PostsTheProvinceInOrderAndEndsWithIt) {
  daemon_.SetClock(At("2022-06-30 10:00"), 1);
  options_.start = At("2021-06-01 00:00");
  EXPECT_EQ(Run(), 0);
  const auto lines = LinesFrom(*options_.start);
  ASSERT_EQ(PostedLines(), lines);
  EXPECT_EQ(daemon_.posts.front().content_type, "application/x-ndjson");
  EXPECT_EQ(out_.str(),
            fmt::format("sent {0}: stored {0}, duplicate 0, quarantined 0\n", lines.size()));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Follow, PostsEachEventWhenItArrives) {
  options_.province.tidy = false;
  daemon_.SetClock(At("2021-06-28 07:00"), 600);
  pace_.stop_at = 3min;  // thirty hours for the daemon
  EXPECT_EQ(Run(), 0);
  const auto lines = LinesFrom(At("2021-06-28 00:00"), daemon_.posts.back().daemon_now);
  EXPECT_EQ(PostedLines(), lines);
  const auto happened = [](const auto& line) { return AtOf(line); };
  EXPECT_FALSE(std::is_sorted(lines.begin(), lines.end(), [&](const auto& a, const auto& b) {
    return happened(a) < happened(b);
  }));
}

TEST_F(Follow, WhatIsSentTwiceIsADuplicateThere) {
  options_.province.tidy = false;
  daemon_.SetClock(At("2022-06-30 10:00"), 1);
  options_.start = At("2021-06-01 00:00");
  EXPECT_EQ(Run(), 0);
  const auto sent = PostedLines().size();
  const auto stored = daemon_.lines().size();
  EXPECT_LT(stored, sent);
  EXPECT_EQ(out_.str(), fmt::format("sent {}: stored {}, duplicate {}, quarantined 0\n", sent,
                                    stored, sent - stored));
}

TEST_F(Follow, PostsAtMostAThousandEventsAtOnceAndCatchesUpWithoutWaiting) {
  daemon_.SetClock(At("2022-06-30 10:00"), 1);
  options_.start = At("2021-06-01 00:00");
  Run();
  EXPECT_GT(daemon_.posts.size(), 1);
  for (size_t i = 0; i + 1 < daemon_.posts.size(); ++i) {
    EXPECT_THAT(daemon_.posts[i].lines, SizeIs(1000));
  }
  EXPECT_THAT(pace_.waits, Each(0ms));
}

TEST_F(Follow, NeverRunsAheadOfTheDaemonsClockAndIsNotFarBehind) {
  const Instant morning = At("2021-06-28 07:00");
  daemon_.SetClock(morning, 600);
  Run();
  EXPECT_GT(daemon_.posts.size(), 100);
  for (const auto& post : daemon_.posts) {
    for (const auto& line : post.lines) {
      EXPECT_LE(AtOf(line), post.daemon_now);
      if (AtOf(line) > morning) {
        EXPECT_GT(AtOf(line), post.daemon_now - 600 * 250ms);
      }
    }
  }
}

TEST_F(Follow, BeginsWithMidnightOfTheDaemonsToday) {
  pace_.stop_at = 1ms;
  EXPECT_EQ(Run(), 0);
  auto lines = LinesFrom(At("2021-06-30 00:00"));
  std::erase_if(lines, [](const auto& line) { return AtOf(line) > At("2021-06-30 10:00"); });
  EXPECT_FALSE(lines.empty());
  EXPECT_EQ(PostedLines(), lines);
}

TEST_F(Follow, WithoutALastDayTheDaemonsTodayIsIt) {
  options_.province.to.reset();
  pace_.stop_at = 1ms;
  Run();
  ASSERT_FALSE(daemon_.posts.empty());
  options_.province.to = Date("2021-06-30");
  EXPECT_EQ(PostedLines().front(), LinesFrom(At("2021-06-30 00:00")).front());
}

TEST_F(Follow, RunsAsFastAsAskedForUpToTheDaemonsClock) {
  options_.start = At("2021-06-28 07:00");  // 51 hours before the daemon's now
  options_.speed = 3600;
  pace_.stop_at = 120s;
  EXPECT_EQ(Run(), 0);
  ASSERT_FALSE(daemon_.posts.empty());
  for (const auto& post : daemon_.posts) {
    for (const auto& line : post.lines) EXPECT_LE(AtOf(line), *options_.start + 3600 * post.at);
  }
  EXPECT_GT(daemon_.posts.back().at, 20s);
  EXPECT_LE(AtOf(PostedLines().back()), daemon_.Now());
  EXPECT_GE(AtOf(PostedLines().back()), At("2021-06-30 09:30"));
}

TEST_F(Follow, AnOverloadedDaemonIsSentTheSameAgainWhenItSaid) {
  daemon_.post_faults = {Status(503, "7"), Status(503)};
  pace_.stop_at = 9s;
  EXPECT_EQ(Run(), 0);
  ASSERT_GE(daemon_.posts.size(), 3);
  EXPECT_EQ(daemon_.posts[1].body, daemon_.posts[0].body);
  EXPECT_EQ(daemon_.posts[2].body, daemon_.posts[0].body);
  EXPECT_THAT(pace_.waits[0], 7s);
  EXPECT_EQ(err_.str(), "");
}

TEST_F(Follow, AnOverloadThatDoesNotPassIsToldOnce) {
  daemon_.post_faults.assign(9, Status(503, "1"));
  pace_.stop_at = 12s;
  Run();
  EXPECT_EQ(err_.str(),
            "http://127.0.0.1:8080: answered 503; trying again\n"
            "http://127.0.0.1:8080: answers again\n");
}

TEST_F(Follow, ADaemonThatIsAwayIsAskedEverMoreSeldomAndToldOfOnce) {
  daemon_.live_faults.assign(8, Away());
  pace_.stop_at = 46s;
  EXPECT_EQ(Run(), 0);
  pace_.waits.resize(8);
  EXPECT_THAT(pace_.waits, ElementsAre(500ms, 1s, 2s, 4s, 8s, 10s, 10s, 10s));
  EXPECT_EQ(err_.str(),
            "http://127.0.0.1:8080: connection refused; trying again\n"
            "http://127.0.0.1:8080: answers again\n");
  EXPECT_FALSE(daemon_.lines().empty());
}

TEST_F(Follow, WhatWasNotAnsweredIsSentAgain) {
  daemon_.post_faults = {Away(), Status(500)};
  pace_.stop_at = 2s;
  Run();
  ASSERT_GE(daemon_.posts.size(), 3);
  EXPECT_EQ(daemon_.posts[2].body, daemon_.posts[0].body);
  EXPECT_THAT(out_.str(), HasSubstr("duplicate 0"));
}

TEST_F(Follow, SaysWhatItIsRefused) {
  daemon_.post_faults = {Status(401, "", R"({"status":401,"detail":"a token is needed"})")};
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(err_.str(),
            "http://127.0.0.1:8080: POST /api/v1/events was answered 401: a token is needed\n");
  EXPECT_EQ(out_.str(), "sent 0: stored 0, duplicate 0, quarantined 0\n");
}

TEST_F(Follow, WhoeverIsNoDaemonIsNotPostedTo) {
  daemon_.live_faults = {Status(404)};
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(err_.str(), "http://127.0.0.1:8080: GET /api/v1/live was answered 404\n");
  for (const char* body : {"<html>", "{}", R"({"now":"10:00"})",
                           R"({"now":"2021-06-30T10:00:00+07:00","clock_speed":-1})"}) {
    daemon_.live_faults = {Status(200, "", body)};
    EXPECT_EQ(Run(), 1);
    EXPECT_THAT(err_.str(), HasSubstr("/api/v1/live: not what a daemon answers: "));
  }
  EXPECT_TRUE(daemon_.posts.empty());
}

TEST_F(Follow, ARealLedgerIsLeftAlone) {
  daemon_.events = 1;
  EXPECT_EQ(Run(), 2);
  EXPECT_TRUE(daemon_.posts.empty());
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(),
            "http://127.0.0.1:8080: its ledger holds events and is not marked as simulated; "
            "simulated dossiers do not belong into a real ledger\n");
}

TEST_F(Follow, ASimulatedLedgerIsGoneOnWith) {
  daemon_.events = 1000;
  daemon_.simulated = true;
  pace_.stop_at = 1ms;
  EXPECT_EQ(Run(), 0);
  EXPECT_FALSE(daemon_.posts.empty());
}

TEST_F(Follow, ALedgerThatWasExchangedInAPauseIsFoundOut) {
  daemon_.post_faults = {Away()};
  daemon_.live_faults = {
      Status(200, "",
             R"({"now":"2021-06-30T10:00:00+07:00","clock_speed":1,"simulated":true,)"
             R"("data":{"newest_event":"2021-06-29T09:00:00+07:00"}})"),
      Status(200, "",
             R"({"now":"2021-06-30T10:00:00+07:00","clock_speed":1,"simulated":false,)"
             R"("data":{"newest_event":"2021-06-29T09:00:00+07:00"}})")};
  EXPECT_EQ(Run(), 2);
  EXPECT_THAT(daemon_.posts, SizeIs(1));
  EXPECT_TRUE(daemon_.lines().empty());
}

TEST_F(Follow, AClockThatWasSetBackIsNoticed) {
  daemon_.SetClock(At("2021-06-29 08:00"), 60);
  daemon_.set_back_at = 60s;
  daemon_.set_back_by = 2h;
  pace_.stop_at = 10min;
  Run();
  ASSERT_FALSE(daemon_.posts.empty());
  EXPECT_GT(daemon_.posts.back().at, 3min);
  for (const auto& post : daemon_.posts) {
    if (post.at >= 60s && post.at <= 66s) continue;  // the clock is asked for every five seconds
    for (const auto& line : post.lines) EXPECT_LE(AtOf(line), post.daemon_now);
  }
}

TEST_F(Follow, AsksForTheClockNowAndThen) {
  pace_.stop_at = 60s;
  Run();
  EXPECT_GE(daemon_.asked, 10);
  EXPECT_LE(daemon_.asked, 20);
}

TEST_F(Follow, WhatIsPutIntoQuarantineIsToldOnce) {
  const auto answer = Status(422, "",
                             R"({"received":2,"stored":0,"duplicate":0,"quarantined":2,)"
                             R"("problems":[{"index":0,"field":"agency","reason":"unknown"}]})");
  daemon_.SetClock(At("2021-06-29 08:00"), 600);
  daemon_.post_faults = {answer, answer, answer};
  pace_.stop_at = 60s;
  Run();
  EXPECT_EQ(err_.str(),
            "http://127.0.0.1:8080: put into quarantine: agency: unknown; its rulebook may differ "
            "from this one\n");
  EXPECT_THAT(out_.str(), HasSubstr("quarantined 6\n"));
}

TEST_F(Follow, AProvinceThatCannotBeIsWrongUsage) {
  options_.province.dossiers = 0;
  EXPECT_EQ(Run(), 2);
  EXPECT_THAT(err_.str(), HasSubstr("dossiers: expected 1 to 1000000000, found 0"));
}

TEST_F(Follow, AskedToStopWhileTheDaemonIsAwayItEndsAtOnce) {
  daemon_.live_faults.assign(100, Away());
  pace_.stop_at = 3s;
  EXPECT_EQ(Run(), 0);
  EXPECT_EQ(out_.str(), "sent 0: stored 0, duplicate 0, quarantined 0\n");
}

}  // namespace
}  // namespace dunghan::commands::test
