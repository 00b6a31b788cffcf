#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <variant>

#include "dunghan/dossier/judge.h"
#include "provinces.h"

/// The list of what was tampered with against the events.
namespace dunghan::simulate::test {
namespace {

using dossier::Event;
using dossier::EventType;
using std::chrono::days;
using std::chrono::hours;

/// One for all provinces: codes of different tables are never equal.
const Book& TheBook() {
  static const Book book = Blank();
  return book;
}

struct Planted {
  std::vector<Plant> plants;
  std::map<std::string, std::vector<Sent>> sent;  // by dossier, in canonical order, each once

  const std::vector<Sent>& Of(const Plant& plant) const { return sent.at(plant.dossier); }
};

Options Planned(std::string_view now = "2022-06-30 15:00") {
  Options options;
  options.dossiers = 40'000;
  options.to = Date("2021-06-30");
  options.plant = true;
  options.now = At(now);
  return options;
}

Planted Plants(const Options& options) {
  Planted planted;
  auto province = Province::Create(options, TheBook().rules, TheBook().codes).value();
  Event event;
  while (province.Next(event)) {
    auto& sent = planted.sent[event.dossier];
    const bool again = std::any_of(sent.begin(), sent.end(),
                                   [&](const Sent& other) { return other.event.id == event.id; });
    if (!again) sent.push_back({event, province.arrival()});
    for (auto& plant : province.TakePlanted()) planted.plants.push_back(std::move(plant));
  }
  for (auto& [code, sent] : planted.sent) {
    std::sort(sent.begin(), sent.end(), [](const Sent& a, const Sent& b) {
      return dossier::CanonicalLess(a.event, b.event);
    });
  }
  return planted;
}

const Planted& Year() {
  static const Planted planted = Plants(Planned());
  return planted;
}

std::vector<Plant> Of(Trick trick) {
  std::vector<Plant> plants;
  for (const Plant& plant : Year().plants) {
    if (plant.trick == trick) plants.push_back(plant);
  }
  return plants;
}

std::vector<Sent> Select(const std::vector<Sent>& sent, EventType type) {
  std::vector<Sent> found;
  std::copy_if(sent.begin(), sent.end(), std::back_inserter(found),
               [type](const Sent& each) { return each.event.type == type; });
  return found;
}

Instant DueOf(const Event& event) { return std::get<Instant>(event.due.value()); }
/// The last due said before an instant.
Instant DueBefore(const std::vector<Sent>& sent, Instant at) {
  Instant due{};
  for (const Sent& each : sent) {
    const bool claim =
        each.event.type == EventType::kReceived || each.event.type == EventType::kDueSet;
    if (claim && each.event.at < at && each.event.due) due = DueOf(each.event);
  }
  return due;
}

TEST(Plant, AboutOneDossierInTwoHundredIsTamperedWithInEveryWay) {
  std::map<Trick, int> tricks;
  for (const Plant& plant : Year().plants) ++tricks[plant.trick];
  EXPECT_EQ(tricks.size(), kTricks);
  int dealt = 0;
  for (const auto& [trick, count] : tricks) {
    EXPECT_GE(count, 15) << ToString(trick);
    if (trick != Trick::kMassClosing) dealt += count;
  }
  EXPECT_NEAR(dealt, 200, 30);
  EXPECT_LT(tricks[Trick::kMassClosing], 300);
}

TEST(Plant, ADossierIsListedOnceWithItsAgencyAndTheEventThatShowsIt) {
  std::set<std::string> listed;
  for (const Plant& plant : Year().plants) {
    EXPECT_TRUE(listed.insert(plant.dossier).second) << plant.dossier;
    EXPECT_THAT(plant.dossier, testing::StartsWith(std::string(plant.agency.text()) + "-"));
    const auto& sent = Year().Of(plant);
    EXPECT_TRUE(std::any_of(sent.begin(), sent.end(), [&](const Sent& each) {
      return each.event.at == plant.at;
    })) << plant.dossier;
    EXPECT_FALSE(plant.what.empty());
  }
}

TEST(Plant, AMovedFinishIsAVoidedLateOneAndOneAtTheDueThatArrivesMuchLater) {
  for (const Plant& plant : Of(Trick::kFinishMoved)) {
    const auto& sent = Year().Of(plant);
    const auto voids = Select(sent, EventType::kVoided);
    const auto ends = Select(sent, EventType::kCompleted);
    ASSERT_EQ(voids.size(), 1) << plant.dossier;
    ASSERT_EQ(ends.size(), 2) << plant.dossier;
    EXPECT_EQ(ends[1].event.id, voids[0].event.voids) << plant.dossier;
    EXPECT_EQ(ends[0].event.at, DueBefore(sent, ends[1].event.at)) << plant.dossier;
    EXPECT_GT(ends[0].arrival - ends[0].event.at, days{1}) << plant.dossier;
    EXPECT_GE(ends[0].arrival, voids[0].event.at) << plant.dossier;
  }
}

TEST(Plant, AMovedDueFollowsNoStopAndBringsTheFinishInTime) {
  for (const Plant& plant : Of(Trick::kDueMoved)) {
    const auto& sent = Year().Of(plant);
    EXPECT_TRUE(Select(sent, EventType::kSupplementRequested).empty()) << plant.dossier;
    const auto moves = Select(sent, EventType::kDueSet);
    const auto ends = Select(sent, EventType::kCompleted);
    ASSERT_EQ(moves.size(), 1) << plant.dossier;
    EXPECT_FALSE(moves[0].event.reason) << plant.dossier;
    EXPECT_GT(ends[0].event.at, DueBefore(sent, moves[0].event.at)) << plant.dossier;
    EXPECT_GE(DueOf(moves[0].event) + hours{8}, ends[0].event.at) << plant.dossier;
  }
}

TEST(Plant, ALatePauseBeginsInTheLastTwentiethOfTheTimeOrAfterTheDue) {
  const auto& calendar = TheBook().rules->default_calendar();
  for (const Plant& plant : Of(Trick::kLatePause)) {
    const auto& sent = Year().Of(plant);
    const auto pauses = Select(sent, EventType::kSuspended);
    ASSERT_EQ(pauses.size(), 1) << plant.dossier;
    EXPECT_EQ(Select(sent, EventType::kResumed).size(), 1) << plant.dossier;
    const auto received = Select(sent, EventType::kReceived).at(0).event;
    const auto all = calendar.WorkingTime(received.at, DueOf(received)).value();
    const auto left = calendar.WorkingTime(pauses[0].event.at, DueOf(received)).value();
    EXPECT_LE(left, all / 20) << plant.dossier;
  }
}

TEST(Plant, WhatIsClosedInTimeIsOpenedAgainAfterTheDue) {
  for (const Plant& plant : Of(Trick::kCloseReopen)) {
    const auto& sent = Year().Of(plant);
    const auto ends = Select(sent, EventType::kCompleted);
    const auto again = Select(sent, EventType::kReopened);
    ASSERT_EQ(ends.size(), 2) << plant.dossier;
    ASSERT_EQ(again.size(), 1) << plant.dossier;
    const Instant due = DueBefore(sent, again[0].event.at);
    EXPECT_LT(ends[0].event.at, due) << plant.dossier;
    EXPECT_GT(again[0].event.at, due) << plant.dossier;
    EXPECT_GT(ends[1].event.at, again[0].event.at) << plant.dossier;
  }
}

TEST(Plant, AResetDueIsThatOfADossierReceivedThen) {
  const auto& calendar = TheBook().rules->default_calendar();
  for (const Plant& plant : Of(Trick::kDueReset)) {
    const auto& sent = Year().Of(plant);
    const auto resets = Select(sent, EventType::kDueSet);
    ASSERT_EQ(resets.size(), 1) << plant.dossier;
    const auto received = Select(sent, EventType::kReceived).at(0).event;
    EXPECT_GT(DueOf(resets[0].event), DueOf(received)) << plant.dossier;
    // As many working days as the dossier had from its receipt, a rolled day off more or less.
    const auto days_then = calendar.WorkingDays(received.at, DueOf(received)).value();
    const auto days_now = calendar.WorkingDays(resets[0].event.at, DueOf(resets[0].event)).value();
    EXPECT_NEAR(static_cast<double>(days_now), static_cast<double>(days_then), 3) << plant.dossier;
  }
}

TEST(Plant, MassClosingsFallOnTheLastWorkingAfternoonOfAMonth) {
  const auto& calendar = TheBook().rules->default_calendar();
  std::map<std::pair<AgencyCode, LocalDay>, int> closings;
  for (const Plant& plant : Of(Trick::kMassClosing)) {
    const auto local = calendar.zone().ToLocal(plant.at);
    const auto day = std::chrono::floor<days>(local);
    const auto next = calendar.NthWorkingDayAfter(day, 1).value();
    EXPECT_NE(std::chrono::year_month_day{day}.month(), std::chrono::year_month_day{next}.month());
    EXPECT_GE(local - day, hours{14}) << plant.dossier;
    const auto ends = Select(Year().Of(plant), EventType::kCompleted);
    ASSERT_EQ(ends.size(), 1) << plant.dossier;
    EXPECT_EQ(ends[0].event.at, plant.at);
    ++closings[{plant.agency, day}];
  }
  int most = 0;
  for (const auto& [where, count] : closings) most = std::max(most, count);
  EXPECT_GE(most, 5);
}

TEST(Plant, WhatIsRefusedIsReceivedAgainUnderAnotherCode) {
  for (const Plant& plant : Of(Trick::kRefiled)) {
    const auto& sent = Year().Of(plant);
    const auto refused = Select(sent, EventType::kRefused);
    ASSERT_EQ(refused.size(), 1) << plant.dossier;
    EXPECT_LT(refused[0].event.at, DueBefore(sent, refused[0].event.at)) << plant.dossier;
    const auto first = Select(sent, EventType::kReceived).at(0).event;
    const auto& again = Year().sent.at(plant.what.substr(plant.what.rfind(' ') + 1));
    const auto second = Select(again, EventType::kReceived).at(0).event;
    EXPECT_GT(second.at, refused[0].event.at) << plant.dossier;
    EXPECT_EQ(second.agency, first.agency) << plant.dossier;
    EXPECT_EQ(second.procedure, first.procedure) << plant.dossier;
    EXPECT_NE(second.dossier, first.dossier);
  }
}

TEST(Plant, AMissingDueIsSaidNowhere) {
  for (const Plant& plant : Of(Trick::kDueMissing)) {
    for (const Sent& each : Year().Of(plant)) EXPECT_FALSE(each.event.due) << plant.dossier;
    EXPECT_EQ(Select(Year().Of(plant), EventType::kReceived).size(), 1) << plant.dossier;
  }
}

TEST(Plant, NothingIsListedBeforeItShows) {
  const auto early = Plants(Planned("2021-02-10 10:00"));
  EXPECT_GT(early.plants.size(), 20);
  for (const Plant& plant : early.plants) {
    const auto& sent = early.Of(plant);
    EXPECT_TRUE(std::any_of(sent.begin(), sent.end(), [&](const Sent& each) {
      return each.event.at == plant.at;
    })) << plant.dossier;
  }
}

TEST(Plant, WhatIsListedAndNothingElseDiffersFromTheUntouchedProvince) {
  auto options = Planned();
  options.plant = false;
  const auto untouched = Plants(options);
  EXPECT_TRUE(untouched.plants.empty());
  std::set<std::string> listed;
  for (const Plant& plant : Year().plants) listed.insert(plant.dossier);
  for (const auto& [code, sent] : untouched.sent) {
    EXPECT_EQ(Year().sent.at(code) == sent, !listed.contains(code)) << code;
  }
}

TEST(Plant, TheRulebookAdmitsWhatIsTamperedWith) {
  for (const auto& [code, sent] : Year().sent) {
    for (const Sent& each : sent) EXPECT_FALSE(TheBook().rules->Object(each.event)) << code;
  }
}

}  // namespace
}  // namespace dunghan::simulate::test
