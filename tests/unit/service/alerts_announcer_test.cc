#include "alerts/announcer.h"

#include <gmock/gmock.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "dunghan/board/board.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/test/shared_clock.h"
#include "dunghan/test/values.h"

namespace dunghan::alerts {
namespace {

namespace asio = boost::asio;
using dossier::Event;
using dossier::EventType;
using record::Mention;
using record::Notice;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

class QuietLog final : public Log {
 public:
  void Write(LogLevel, std::string_view, Fields) override {}
};

/// A ledger in memory, its queue and board, and announcers that have nobody to tell: what they
/// would say is in the log of notices.
class AlertAnnouncer : public testing::Test {
 public:
  ~AlertAnnouncer() override {
    Stop();
    queue_->Stop();
  }

 protected:
  AlertAnnouncer() {
    ledger::Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    auto ledger = ledger::Open(options).value();
    const auto view = ledger->OpenView().value();
    board_.emplace(io_, clock_, board::Board::Load(*view, ledger->timeline(), {}).value(), [] {});
    queue_.emplace(io_, std::move(ledger), clock_, log_, live::CommitOptions{},
                   [this](live::Commit&& commit) { board_->Follow(commit); });
    Start();
  }

  void Start(size_t per_agency = 20, size_t max_dossiers = 2000, StallLimits stalls = {}) {
    AnnouncerOptions options{
        .alertmanagers = {},
        .tiers = Tiers(
            {{1, worktime::LimitUnit::kWorkingDays}, {3, worktime::LimitUnit::kWorkingHours}}, {}),
        .stalls = stalls,
        .per_agency = per_agency,
        .max_dossiers = max_dossiers,
        .look_every = 1ms};
    announcer_ = Announcer::Make(
                     std::move(options), io_, *board_, *queue_, *events_.codes(),
                     [this] { return rulebook_; }, log_)
                     .value();
    announcer_->Start();
    closed_ = false;
  }
  void Stop() {
    announcer_->Close();
    closed_ = true;
    Turn();
    announcer_.reset();
  }
  void Restart(size_t per_agency = 20, size_t max_dossiers = 2000, StallLimits stalls = {}) {
    Stop();
    Start(per_agency, max_dossiers, stalls);
  }

  /// Runs until the announcer has looked at what there is now, and the ledger has answered.
  void Turn() {
    const int64_t before = announcer_->counts().looks;
    const auto end = std::chrono::steady_clock::now() + 10s;
    bool is_answered = false;
    queue_->Run([&](auto&) { asio::post(io_, [&] { is_answered = true; }); });
    io_.restart();
    while (!is_answered || (!closed_ && announcer_->counts().looks < before + 2)) {
      ASSERT_LT(std::chrono::steady_clock::now(), end);
      io_.run_one_for(100ms);
    }
  }
  void PassTo(const std::string& now) {
    clock_.Set(test::At(now));
    Turn();
  }
  void Append(const std::vector<Event>& events) {
    queue_->Run([this, events](auto& ledger) {
      auto appended = ledger->Append(test::Items(events)).value();
      asio::post(io_, [this, commit = live::Commit{.changes = std::move(appended.changes),
                                                   .position = appended.position}] {
        board_->Follow(commit);
      });
    });
    Turn();
  }
  Event Overdue(const std::string& code, const std::string& due = "2021-06-04") {
    return events_.Received(code, "2021-06-01 08:00", test::Day(due));
  }

  std::vector<Notice> Notices() {
    std::vector<Notice> notices;
    queue_->Run([&](auto& ledger) {
      notices = ledger->notices().Since(test::At("2021-01-01 00:00")).value();
    });
    Turn();
    return notices;
  }
  std::vector<std::string> Announced() {
    std::vector<std::string> announced;
    for (const Notice& notice : Notices()) {
      announced.push_back(notice.dossier + " " + notice.tier + " " +
                          rulebook_->default_calendar().zone().Format(notice.round).substr(8, 8) +
                          (notice.mention == Mention::kNamed ? "" : " counted") +
                          (notice.ended ? " ended" : ""));
    }
    return announced;
  }

  test::Events events_;
  test::SharedClock clock_{test::At("2021-06-07 06:00")};  // a Monday
  QuietLog log_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::optional<live::LiveBoard> board_;
  std::optional<live::CommitQueue> queue_;
  std::unique_ptr<Announcer> announcer_;
  bool closed_ = false;
};

TEST_F(AlertAnnouncer, WaitsForTheOpening) {
  Append({Overdue("D1")});
  EXPECT_THAT(Announced(), IsEmpty());
  PassTo("2021-06-07 07:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30"));
  EXPECT_EQ(announcer_->counts().active, 1);
  EXPECT_EQ(announcer_->counts().announced.at("overdue"), 1);
}

TEST_F(AlertAnnouncer, HoldsARoundOnceWhateverIsRestarted) {
  Append({Overdue("D1")});
  PassTo("2021-06-07 07:31");
  Append({Overdue("D2")});
  Restart();
  PassTo("2021-06-07 08:29");
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30"));
  EXPECT_EQ(announcer_->counts().active, 1);
  PassTo("2021-06-07 08:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30"));
  PassTo("2021-06-08 07:31");
  EXPECT_THAT(Announced(),
              ElementsAre("D1 overdue 07T07:30", "D1 apology 08T07:30", "D2 apology 08T07:30"));
}

TEST_F(AlertAnnouncer, TellsInTheCourseOfADayOnlyWhatCannotWait) {
  PassTo("2021-06-07 07:31");
  Append({Overdue("D1"), Overdue("D2", "2021-06-07"), Overdue("D3", "2021-06-08")});
  PassTo("2021-06-07 13:31");
  EXPECT_THAT(Announced(), IsEmpty());
  PassTo("2021-06-07 14:31");
  EXPECT_THAT(Announced(), ElementsAre("D2 3wh 07T14:30"));
  // Who was started in the middle of a day on which nothing was told tells everything.
  PassTo("2021-06-08 07:31");
  Append({Overdue("D4", "2021-06-09")});
  EXPECT_THAT(Announced(), ElementsAre("D2 3wh 07T14:30 ended", "D1 apology 08T07:30",
                                       "D2 overdue 08T07:30", "D3 1wd 08T07:30"));
  Restart();
  PassTo("2021-06-08 08:31");
  EXPECT_EQ(Announced().size(), 4U);
}

TEST_F(AlertAnnouncer, TellsOfWhatStandsStillInTheMorningAndOnlyIfAsked) {
  const auto received = events_.Received("D1", "2021-06-01 08:00", test::Day("2021-06-30"));
  Append({received, Overdue("D2")});
  PassTo("2021-06-07 07:31");
  EXPECT_THAT(Announced(), ElementsAre("D2 overdue 07T07:30"));
  Restart(20, 2000, {.not_moved = 3});
  PassTo("2021-06-07 08:31");
  EXPECT_EQ(Announced().size(), 1U);
  PassTo("2021-06-08 07:31");
  EXPECT_THAT(Announced(), ElementsAre("D2 overdue 07T07:30", "D2 apology 08T07:30",
                                       "D1 not_moved 08T07:30", "D2 not_moved 08T07:30"));
  EXPECT_EQ(announcer_->counts().active, 3) << "one says nothing against the other";
}

TEST_F(AlertAnnouncer, HoldsARoundThatAnnouncedNothingAgain) {
  PassTo("2021-06-07 07:31");
  Append({Overdue("D1")});
  EXPECT_THAT(Announced(), IsEmpty());
  Restart();
  Turn();
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30"));
}

TEST_F(AlertAnnouncer, EndsAnAlertWhoseDossierEnds) {
  Append({Overdue("D1"), Overdue("D2")});
  PassTo("2021-06-07 07:31");
  Append({events_.Make("D1", EventType::kCompleted, "2021-06-07 07:30")});
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30 ended", "D2 overdue 07T07:30"));
  EXPECT_EQ(announcer_->counts().active, 1);
}

TEST_F(AlertAnnouncer, DoesNotComeBackInTheSameVersionOfADue) {
  Append({Overdue("D1", "2021-06-08")});
  PassTo("2021-06-07 07:31");
  Append({events_.Make("D1", EventType::kSuspended, "2021-06-07 07:30")});
  Append({events_.Make("D1", EventType::kResumed, "2021-06-07 07:31")});
  PassTo("2021-06-07 08:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 1wd 07T07:30 ended"));
  Restart();
  Turn();
  EXPECT_EQ(announcer_->counts().active, 0);
}

TEST_F(AlertAnnouncer, EndsATierWhenANearerOneIsAnnounced) {
  Append({Overdue("D1", "2021-06-07")});
  PassTo("2021-06-07 07:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 1wd 07T07:30"));
  PassTo("2021-06-07 14:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 1wd 07T07:30 ended", "D1 3wh 07T14:30"));
}

TEST_F(AlertAnnouncer, CountsWhatIsBeyondTheLimits) {
  Restart(1);
  Append({Overdue("D1", "2021-06-04"), Overdue("D2", "2021-06-03"), Overdue("D3", "2021-06-03")});
  PassTo("2021-06-07 07:31");
  EXPECT_THAT(Announced(), ElementsAre("D2 apology 07T07:30", "D3 apology 07T07:30 counted",
                                       "D1 overdue 07T07:30 counted"));
  EXPECT_EQ(announcer_->counts().active, 1);
  EXPECT_EQ(announcer_->counts().capped, 2);
  Restart(1);
  Turn();
  EXPECT_EQ(announcer_->counts().active, 1);
  EXPECT_EQ(announcer_->counts().capped, 2);
}

TEST_F(AlertAnnouncer, NamesNoMoreThanThereIsRoomForInAll) {
  Restart(20, 1);
  Append({Overdue("D1")});
  PassTo("2021-06-07 07:31");
  Append({Overdue("D2", "2021-06-07")});
  PassTo("2021-06-07 14:31");
  EXPECT_THAT(Announced(), ElementsAre("D1 overdue 07T07:30", "D2 3wh 07T14:30 counted"));
}

}  // namespace
}  // namespace dunghan::alerts
