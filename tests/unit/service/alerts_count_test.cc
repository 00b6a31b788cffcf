#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
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
#include "dunghan/test/shared_clock.h"
#include "dunghan/test/values.h"
#include "fake_ledger.h"
#include "metrics/row_outlook.h"

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
  std::vector<record::Notice> Notices() {
    std::vector<record::Notice> notices;
    queue_->Run([&](auto& ledger) {
      notices = ledger->notices().Since(test::At("2021-01-01 00:00")).value();
    });
    Turn();
    return notices;
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = OpenRulebook(codes_);
  test::SharedClock clock_{test::At("2021-01-03 20:00")};  // a Sunday evening
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
  int64_t working_days = 0;
  std::map<std::string, std::set<Instant>> mornings;  ///< rounds of an agency that tell everything
  std::map<std::string, std::set<Instant>> hours;     ///< and those of what cannot wait
  std::map<std::string, int64_t> summaries;           ///< by Prometheus, where no list was sent
  std::set<Instant> centre;                           ///< lists of all agencies
  std::set<LocalDay> with_stock;  ///< days on which an agency has something overdue
  std::set<LocalDay> leadership;  ///< days on which a figure is one for the leadership
};

/// What the rules with severity="warning" look at.
bool ConcernsLeadership(const board::Counts& counts) {
  const auto& day = counts.recent[static_cast<size_t>(board::Window::k1)];
  const int64_t due = day.due_in_time + day.due_late;
  const bool is_burning = day.due_late >= 3 && day.due_late * 100 > due * 12;
  const auto outlook = metrics::OutlookOf(counts, figures::Headline::kOfficial, {980, {}});
  const bool is_lost =
      outlook.month.state == figures::TargetState::kOutOfReach && outlook.headline.all >= 20;
  return counts.newly_severe > 0 || is_burning || is_lost;
}

/// Groups as the routes do: by agency and round; for the centre by round, without those of hours.
void Group(const std::vector<record::Notice>& notices, Counts& counts) {
  for (const auto& notice : notices) {
    if (IsHourly(notice.tier)) continue;
    counts.mornings[notice.agency].insert(notice.round);
    counts.centre.insert(notice.round);
  }
  for (const auto& notice : notices) {
    if (counts.mornings[notice.agency].contains(notice.round)) continue;
    counts.hours[notice.agency].insert(notice.round);
  }
}

class CountedHalfYear : public HalfYear {
 protected:
  /// One working day, round by round.
  void PassDay(LocalDay day) {
    const Instant midnight = office_.zone().StartOf(day);
    ++counts_.working_days;
    Hear(midnight + 7h + 31min, true);
    for (const auto& row : board_->Now()->agencies) {
      if (ConcernsLeadership(row.counts)) counts_.leadership.insert(day);
      if (row.counts.Overdue() == 0) continue;
      counts_.with_stock.insert(day);
      overdue_[day].insert(std::string(row.code.text()));
    }
    for (const auto hour : {8h, 9h, 10h, 13h, 14h, 15h, 16h}) {
      Hear(midnight + hour + 31min, false);
    }
  }
  void CountSummaries() {
    for (const auto& [day, agencies] : overdue_) {
      for (const std::string& agency : agencies) {
        const auto& told = counts_.mornings[agency];
        const bool has_list = std::any_of(told.begin(), told.end(), [&, on = day](Instant round) {
          return office_.zone().DayOf(round) == on;
        });
        counts_.summaries[agency] += has_list ? 0 : 1;
      }
    }
  }

  const worktime::WorkingCalendar& office_ = rulebook_->default_calendar();
  std::map<LocalDay, std::set<std::string>> overdue_;
  Counts counts_;
};

TEST_F(CountedHalfYear, BringsOneListAMorningToEachAgencyAndFewMessagesMore) {
  // The daemon is started on a Sunday evening: until Monday's opening nothing is told.
  Hear(test::At("2021-01-03 21:00"), true);
  EXPECT_TRUE(Notices().empty());
  for (LocalDay day = test::Day("2021-01-04"); day <= test::Day("2021-07-02");
       day += std::chrono::days{1}) {
    const Instant midnight = office_.zone().StartOf(day);
    const bool works = office_.WorkingTime(midnight, midnight + 24h).value().count() > 0;
    works ? PassDay(day) : Hear(midnight + 12h, true);
  }
  const auto notices = Notices();
  Group(notices, counts_);
  CountSummaries();

  const int64_t days = counts_.working_days;
  EXPECT_EQ(days, 130);
  EXPECT_GT(notices.size(), 2000U) << "the province has something to tell";
  std::cout << fmt::format("{} notices in {} working days; leadership {} digests\n", notices.size(),
                           days, counts_.leadership.size());
  std::cout << fmt::format("centre: {} lists, {} digests at most\n", counts_.centre.size(),
                           counts_.with_stock.size());
  EXPECT_LE(std::ssize(counts_.centre), days);
  EXPECT_LT(std::ssize(counts_.leadership), days * 8 / 10) << "not every morning";
  EXPECT_EQ(counts_.mornings.size(), size_t{kAgencies});
  for (const auto& [agency, mornings] : counts_.mornings) {
    const int64_t hours = std::ssize(counts_.hours[agency]);
    std::cout << fmt::format("{}: {} lists, {} summaries, {} in the course of a day\n", agency,
                             mornings.size(), counts_.summaries[agency], hours);
    EXPECT_LE(std::ssize(mornings) + counts_.summaries[agency], days) << agency;
    EXPECT_LE(hours, 2 * days) << agency;
    for (const Instant round : mornings) {
      EXPECT_EQ(office_.zone().Format(round).substr(11, 5), "07:30") << "only the first round";
    }
  }
}

}  // namespace
}  // namespace dunghan::alerts
