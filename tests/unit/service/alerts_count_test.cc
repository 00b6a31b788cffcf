#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alerts/announcer.h"
#include "dunghan/board/board.h"
#include "dunghan/ledger/view.h"
#include "dunghan/simulate/province.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/test/values.h"
#include "fake_ledger.h"

/// How many messages half a year brings to whom: the announcer in a simulated province, round by
/// round, and the figures morning by morning, grouped as deploy/alertmanager does.
namespace dunghan::alerts {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

class Quiet final : public Log {
 public:
  void Write(LogLevel, std::string_view, Fields) override {}
};

/// Set while others look at it.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant now) : now_(now) {}
  Instant Now() const override { return now_; }
  void Set(Instant now) { now_ = now; }

 private:
  std::atomic<Instant> now_;
};

constexpr int kAgencies = 6;

/// The province from its first day on, in a ledger in memory.
class HalfYear : public testing::Test {
 public:
  ~HalfYear() override {
    announcer_->Close();
    closed_ = true;
    Turn();
    announcer_.reset();
    queue_->Stop();
  }

 protected:
  HalfYear() {
    simulate::Options options{.dossiers = 4000,
                              .from = test::Day("2021-01-04"),
                              .to = test::Day("2021-07-02"),
                              .agencies = kAgencies,
                              .procedures = 40,
                              .now = test::At("2021-07-03 00:00")};
    province_.emplace(simulate::Province::Create(options, rulebook_, codes_).value());
    ledger::Options opened;
    opened.rulebook = rulebook_;
    opened.codes = codes_;
    opened.clock = &clock_;
    auto ledger = ledger::Open(opened).value();
    board_.emplace(io_, clock_, Load(*ledger), [] {});
    queue_.emplace(io_, std::move(ledger), clock_, log_, live::CommitOptions{},
                   [this](live::Commit&& commit) { board_->Follow(commit); });
    AnnouncerOptions said{
        .alertmanagers = {},
        .tiers = Tiers({Limit("3wd"), Limit("1wd"), Limit("3wh")}, {}, Limit("1wd")),
        .look_every = 1ms};
    announcer_ =
        Announcer::Make(
            std::move(said), io_, *board_, *queue_, *codes_, [this] { return rulebook_; }, log_)
            .value();
    announcer_->Start();
    more_ = province_->Next(event_);
  }

  static worktime::TimeLimit Limit(const char* text) {
    return worktime::ParseTimeLimit(text).value();
  }
  board::Board Load(ledger::Ledger& ledger) {
    auto view = ledger.OpenView().value();
    return board::Board::Load(*view, ledger.timeline(), {}).value();
  }
  /// Runs until the announcer has looked at what there is now, and the ledger has answered.
  void Turn() {
    const int64_t before = announcer_->counts().looks;
    const auto end = std::chrono::steady_clock::now() + 60s;
    bool is_answered = false;
    queue_->Run([&](auto&) { asio::post(io_, [&] { is_answered = true; }); });
    io_.restart();
    while (!is_answered || (!closed_ && announcer_->counts().looks < before + 2)) {
      ASSERT_LT(std::chrono::steady_clock::now(), end);
      io_.run_one_for(100ms);
    }
  }
  /// What arrives up to two minutes before, on a new day with a board of it; then time passes to
  /// `until`, where a round may be held.
  void Hear(Instant until, bool is_new_day) {
    const Instant heard = until - 2min;
    std::vector<dossier::Event> events;
    while (more_ && province_->arrival() <= heard) {
      events.push_back(event_);
      more_ = province_->Next(event_);
    }
    clock_.Set(heard);
    queue_->Run([&, events = std::move(events), is_new_day](auto& ledger) {
      auto appended = ledger->Append(test::Items(events)).value();
      auto fresh = is_new_day ? std::make_shared<board::Board>(Load(*ledger)) : nullptr;
      asio::post(io_, [this, fresh,
                       commit = live::Commit{.changes = std::move(appended.changes),
                                             .position = appended.position}]() mutable {
        fresh ? board_->Replace(std::move(*fresh)) : board_->Follow(commit);
      });
    });
    Turn();
    clock_.Set(until);
    Turn();
  }
  std::vector<ledger::Notice> Notices() {
    std::vector<ledger::Notice> notices;
    queue_->Run([&](auto& ledger) {
      notices = ledger->notices().Since(test::At("2021-01-01 00:00")).value();
    });
    Turn();
    return notices;
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = OpenRulebook(codes_);
  SetClock clock_{test::At("2021-01-03 20:00")};  // a Sunday evening
  Quiet log_;
  std::optional<simulate::Province> province_;
  dossier::Event event_;
  bool more_ = false;
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::optional<live::LiveBoard> board_;
  std::optional<live::CommitQueue> queue_;
  std::unique_ptr<Announcer> announcer_;
  bool closed_ = false;
};

struct Counts {
  std::map<std::string, std::set<Instant>> mornings;  ///< rounds of an agency that tell everything
  std::map<std::string, std::set<Instant>> hours;     ///< and those of what cannot wait
  std::map<std::string, int64_t> summaries;           ///< by Prometheus, where no list was sent
  std::set<Instant> centre;                           ///< lists of all agencies
  std::set<LocalDay> figures;  ///< days on which there is a digest of figures
};

/// Groups as the routes do: by agency and round; for the centre by round, without those of hours.
void Group(const std::vector<ledger::Notice>& notices, Counts& counts) {
  for (const auto& notice : notices) {
    if (!IsHourly(notice.tier)) {
      counts.mornings[notice.agency].insert(notice.round);
      counts.centre.insert(notice.round);
    }
  }
  for (const auto& notice : notices) {
    if (!counts.mornings[notice.agency].contains(notice.round)) {
      counts.hours[notice.agency].insert(notice.round);
    }
  }
}

TEST_F(HalfYear, BringsOneListAMorningToEachAgencyAndFewMessagesMore) {
  const auto& office = rulebook_->default_calendar();
  std::map<LocalDay, std::set<std::string>> with_stock;
  int64_t working_days = 0;
  // The daemon is started on a Sunday evening: until Monday's opening nothing is told.
  Hear(test::At("2021-01-03 21:00"), true);
  EXPECT_TRUE(Notices().empty());
  for (LocalDay day = test::Day("2021-01-04"); day <= test::Day("2021-07-02");
       day += std::chrono::days{1}) {
    const Instant midnight = office.zone().StartOf(day);
    if (office.WorkingTime(midnight, midnight + 24h).value().count() == 0) {
      Hear(midnight + 12h, true);
      continue;
    }
    ++working_days;
    Hear(midnight + 7h + 31min, true);
    for (const auto& row : board_->Now()->agencies) {
      if (row.counts.Overdue() > 0) with_stock[day].insert(std::string(row.code.text()));
    }
    for (const auto hour : {8h, 9h, 10h, 13h, 14h, 15h, 16h}) {
      Hear(midnight + hour + 31min, false);
    }
  }
  Counts counts;
  const auto notices = Notices();
  Group(notices, counts);
  for (const auto& [day, agencies] : with_stock) {
    counts.figures.insert(day);
    for (const std::string& agency : agencies) {
      const auto& told = counts.mornings[agency];
      const bool has_list = std::any_of(told.begin(), told.end(), [&](Instant round) {
        return office.zone().DayOf(round) == day;
      });
      counts.summaries[agency] += has_list ? 0 : 1;
    }
  }

  EXPECT_EQ(working_days, 130);
  EXPECT_GT(notices.size(), 2000U) << "the province has something to tell";
  std::cout << fmt::format("{} notices in {} working days\ncentre: {} lists, {} digests\n",
                           notices.size(), working_days, counts.centre.size(),
                           counts.figures.size());
  EXPECT_LE(std::ssize(counts.centre), working_days);
  EXPECT_LE(std::ssize(counts.figures), working_days) << "of the leadership and the centre";
  EXPECT_EQ(counts.mornings.size(), size_t{kAgencies});
  for (const auto& [agency, mornings] : counts.mornings) {
    const int64_t hours = std::ssize(counts.hours[agency]);
    std::cout << fmt::format("{}: {} lists, {} summaries, {} in the course of a day\n", agency,
                             mornings.size(), counts.summaries[agency], hours);
    EXPECT_LE(std::ssize(mornings) + counts.summaries[agency], working_days) << agency;
    EXPECT_LE(hours, 2 * working_days) << agency;
    for (const Instant round : mornings) {
      EXPECT_EQ(office.zone().Format(round).substr(11, 5), "07:30") << "only the day's first round";
    }
  }
}

}  // namespace
}  // namespace dunghan::alerts
