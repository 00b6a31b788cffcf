#include "jobs/jobs.h"

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <stdexcept>

#include "jobs/purge.h"
#include "running_parts.h"

namespace dunghan::jobs {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::hours;
using std::chrono::minutes;
using test::At;

worktime::Zone Vietnam() { return worktime::Zone::Find("Asia/Ho_Chi_Minh").value(); }

TEST(Schedule, AnIntervalIsDueAtOnceAndThenAfterEachBeginning) {
  const Every hourly{hours{1}};
  EXPECT_EQ(FirstOf(hourly, At("2021-06-30 12:00"), Vietnam()), At("2021-06-30 12:00"));
  EXPECT_EQ(NextOf(hourly, At("2021-06-30 12:00"), Vietnam()), At("2021-06-30 13:00"));
}

TEST(Schedule, ATimeOfDayIsTheNextReadingOfTheWallClock) {
  const Daily at_half_past_midnight{minutes{30}};
  EXPECT_EQ(FirstOf(at_half_past_midnight, At("2021-06-30 00:29"), Vietnam()),
            At("2021-06-30 00:30"));
  EXPECT_EQ(FirstOf(at_half_past_midnight, At("2021-06-30 00:30"), Vietnam()),
            At("2021-07-01 00:30"));
  EXPECT_EQ(NextOf(at_half_past_midnight, At("2021-06-30 00:30"), Vietnam()),
            At("2021-07-01 00:30"));
}

TEST(Schedule, ATimeOfDayThatTheClocksSkipIsTheChangeItself) {
  const auto berlin = worktime::Zone::Find("Europe/Berlin").value();
  const Daily at_half_past_two{minutes{150}};
  const auto utc = [](const char* text) { return ParseRfc3339(text).value(); };
  const Instant skipped = NextOf(at_half_past_two, utc("2021-03-27T01:30:00Z"), berlin);
  EXPECT_EQ(skipped, utc("2021-03-28T01:00:00Z"));
  EXPECT_EQ(NextOf(at_half_past_two, skipped, berlin), utc("2021-03-29T00:30:00Z"));
}

class JobsTest : public testing::Test {
 protected:
  /// A job that does what `outcomes_` says of its next run, or "done".
  Job Counting(Schedule schedule) {
    return {
        .name = "count", .schedule = schedule, .work = [this](std::stop_token) { return Count(); }};
  }
  awaitable<Result<std::string>> Count() {
    ++runs_;
    if (broken_) throw std::logic_error("a defect");
    co_return failure_ ? Result<std::string>(*failure_) : Result<std::string>(what_);
  }
  /// Lets time pass, and all that is due happen.
  void After(std::chrono::milliseconds time) {
    clock_.Advance(time);
    jobs_.Tick();
    io_.restart();
    io_.poll();
  }

  test::SharedClock clock_{At("2021-06-30 12:00")};
  LinesLog log_;
  asio::io_context io_{1};
  Jobs jobs_{io_, clock_, [] { return Vietnam(); }, log_};
  int runs_ = 0;
  bool broken_ = false;
  std::optional<Error> failure_;
  std::string what_ = "counted";
};

TEST_F(JobsTest, RunWhenTheyAreDueByTheClock) {
  jobs_.Add(Counting(Every{hours{1}}));
  After({});
  EXPECT_EQ(runs_, 1) << "at once";
  After(minutes{59});
  EXPECT_EQ(runs_, 1);
  After(minutes{1});
  EXPECT_EQ(runs_, 2);
}

TEST_F(JobsTest, ThatWereDueSeveralTimesRunOnce) {
  jobs_.Add(Counting(Daily{minutes{30}}));
  After(minutes{0});
  EXPECT_EQ(runs_, 0) << "half past midnight is to come";
  After(hours{24} * 30);
  EXPECT_EQ(runs_, 1);
  After(minutes{1});
  EXPECT_EQ(runs_, 1);
  EXPECT_EQ(log_.Count("job.done job=count what=counted "), 1);
}

TEST_F(JobsTest, TellWhatCameOfThem) {
  jobs_.Add(Counting(Every{hours{1}}));
  After({});
  ASSERT_EQ(log_.Count("job.done job=count what=counted seconds=0.00"), 1);
  EXPECT_TRUE(log_.Of("job.done")[0].ends_with("next=2021-06-30T13:00:00+07:00"));
  what_.clear();
  After(hours{1});
  EXPECT_EQ(runs_, 2);
  EXPECT_EQ(log_.Count("job."), 1) << "there was nothing to do";
}

TEST_F(JobsTest, ThatFailSaySoOnceAndAreTriedAgain) {
  failure_ = Unavailable("the disk is full", "ENOSPC");
  jobs_.Add(Counting(Daily{minutes{0}}));
  After(hours{12});
  EXPECT_EQ(log_.Of("job."), std::vector<std::string>{
                                 "job.failed job=count reason=\"the disk is full\" cause=ENOSPC "
                                 "again=2021-07-01T00:01:00+07:00"});
  for (int i = 1; i <= 3; ++i) After(minutes{1});
  EXPECT_EQ(runs_, 4);
  EXPECT_EQ(log_.Count("job."), 1);
  failure_ = Unavailable("the disk is gone");
  After(minutes{1});
  EXPECT_EQ(log_.Count("job.failed"), 2) << "another reason";
  failure_.reset();
  what_.clear();
  After(minutes{1});
  EXPECT_EQ(log_.Count("job.done"), 1) << "that it is over is said";
  After(minutes{1});
  EXPECT_EQ(runs_, 6) << "again by its schedule";
}

TEST_F(JobsTest, ThatBreakOffHaveFailed) {
  broken_ = true;
  jobs_.Add(Counting(Every{hours{1}}));
  After({});
  EXPECT_EQ(log_.Count("job.failed job=count reason=\"it broke off\" cause=\"a defect\""), 1);
  broken_ = false;
  After(minutes{1});
  EXPECT_EQ(log_.Count("job.done"), 1);
}

TEST_F(JobsTest, DoNotWaitForTheTimeThatTheClockIsSetBackBy) {
  jobs_.Add(Counting(Every{hours{1}}));
  After({});
  After(-hours{24});
  After(hours{1});
  EXPECT_EQ(runs_, 2);
}

/// A job that lasts until the test lets it go.
class LongJobs : public JobsTest {
 protected:
  LongJobs() {
    gate_.expires_at(asio::steady_timer::time_point::max());
    jobs_.Add({.name = "long", .schedule = Every{minutes{1}}, .work = [this](std::stop_token stop) {
                 return Last(std::move(stop));
               }});
  }
  awaitable<Result<std::string>> Last(std::stop_token stop) {
    stop_ = std::move(stop);
    ++runs_;
    co_await gate_.async_wait(asio::as_tuple(asio::use_awaitable));
    ++ended_;
    co_return Result<std::string>("");
  }

  asio::steady_timer gate_{io_};
  std::stop_token stop_;
  int ended_ = 0;
};

TEST_F(LongJobs, NeverRunTwiceAtATime) {
  for (int i = 0; i < 5; ++i) After(minutes{1});
  EXPECT_EQ(runs_, 1);
  gate_.cancel();
  After({});
  EXPECT_EQ(ended_, 1);
  After({});
  EXPECT_EQ(runs_, 2) << "it has been due since";
}

TEST_F(LongJobs, AreAskedToEndAndNotBegunAnyMore) {
  After({});
  EXPECT_FALSE(stop_.stop_requested());
  jobs_.Close();
  EXPECT_TRUE(stop_.stop_requested());
  gate_.cancel();
  io_.restart();
  io_.run();
  EXPECT_EQ(ended_, 1) << "the I/O context has no work before it has ended";
  After(hours{1});
  EXPECT_EQ(runs_, 1);
}

class PurgeTest : public RunningParts {
 protected:
  PurgeTest() {
    jobs_.Add(PurgeJob([this](std::function<void(ledger::Ledger&)> run) {
      ++pieces_;
      return queue_.Await([run = std::move(run)](auto& ledger) { run(*ledger); });
    }));
  }
  void SetAside(std::string bytes) {
    const ledger::Reject unparsed{.source = "s",
                                  .place = "p",
                                  .field = {},
                                  .reason = "no JSON",
                                  .fields = {},
                                  .raw = std::move(bytes)};
    OnWriter([&](ledger::Ledger& ledger) {
      ASSERT_TRUE(ledger.Append(std::vector{ledger::Item{unparsed, {}}}));
    });
  }
  /// The bytes of the entry, or why there are none.
  std::string BytesOf(int64_t id) {
    std::string bytes;
    OnWriter([&](ledger::Ledger& ledger) {
      const auto view = ledger.OpenView().value();
      const auto raw = view->RawBytes(view->FindQuarantine(id).value());
      bytes = raw ? *raw : raw.error().for_client;
    });
    return bytes;
  }
  void NextRun() {
    const auto before = log_.Count("job.");
    jobs_.Tick();
    RunUntil([&] { return log_.Count("job.") > before; });
  }

  int pieces_ = 0;
  Jobs jobs_{io_, clock_, [] { return Vietnam(); }, log_};
};

TEST_F(PurgeTest, UnparsedBytesGoAfterTheirTimeWhileTheDaemonRuns) {
  SetAside("{broken");
  EXPECT_EQ(BytesOf(1), "{broken");
  clock_.Advance(hours{24} * 32);
  NextRun();
  EXPECT_EQ(BytesOf(1), "the bytes were purged after 30 days");
  EXPECT_EQ(log_.Count("job.done job=purge what=\"removed: days of unparsed bytes 1, settled "
                       "entries of quarantine 0\""),
            1);
}

TEST_F(PurgeTest, SettledEntriesGoAPieceAtATime) {
  constexpr int kMany = 5500;
  std::vector<int64_t> ids;
  OnWriter([&](ledger::Ledger& ledger) {
    std::vector<ledger::Item> items;
    for (int i = 0; i < kMany; ++i) {
      items.push_back({ledger::Reject{.source = "s",
                                      .place = "p",
                                      .field = "at",
                                      .reason = "no time",
                                      .fields = std::to_string(i),
                                      .raw = {}},
                       {}});
    }
    for (const auto& item : ledger.Append(items).value().items) ids.push_back(item.seq);
    ASSERT_EQ(ledger.Discard(ids, test::kSomeAct).value(), kMany);
  });
  clock_.Advance(hours{24} * 100);
  NextRun();
  EXPECT_EQ(log_.Count("job.done job=purge what=\"removed: days of unparsed bytes 0, settled "
                       "entries of quarantine 5500\""),
            1);
  EXPECT_EQ(pieces_, 3) << "the last finds nothing";
  OnWriter([&](ledger::Ledger& ledger) {
    EXPECT_FALSE(ledger.OpenView().value()->FindQuarantine(ids[0]));
    EXPECT_FALSE(ledger.OpenView().value()->FindQuarantine(ids.back()));
  });
}

}  // namespace
}  // namespace dunghan::jobs
