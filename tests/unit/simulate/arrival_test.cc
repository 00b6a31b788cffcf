#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "dunghan/dossier/facts.h"
#include "provinces.h"

/// How what happens comes to be known.
namespace dunghan::simulate::test {
namespace {

using dossier::Event;
using dossier::EventType;
using std::chrono::hours;
using std::chrono::minutes;

Options Some(int64_t dossiers, std::string_view now) {
  Options options;
  options.dossiers = dossiers;
  options.now = At(now);
  return options;
}

TEST(Arrival, NothingArrivesBeforeItHappensOrAfterNow) {
  const auto now = At("2026-03-13 10:00");
  Instant before = Instant::min();
  for (const Sent& sent : Receive(Some(3000, "2026-03-13 10:00"), SonLa())) {
    EXPECT_GE(sent.arrival, sent.event.at);
    EXPECT_GE(sent.arrival, before);
    EXPECT_LE(sent.arrival, now);
    before = sent.arrival;
  }
}

TEST(Arrival, MostComesWithinTheHourAndALittleAfterDays) {
  const auto events = Receive(Some(20'000, "2026-03-13 10:00"), SonLa());
  size_t soon = 0;
  size_t days_later = 0;
  size_t before_an_earlier_one = 0;
  Instant latest = Instant::min();
  for (const Sent& sent : events) {
    soon += sent.arrival - sent.event.at <= hours{1} ? 1 : 0;
    days_later += sent.arrival - sent.event.at > hours{48} ? 1 : 0;
    before_an_earlier_one += sent.event.at < latest ? 1 : 0;
    latest = std::max(latest, sent.event.at);
  }
  EXPECT_GT(soon, events.size() * 93 / 100);
  EXPECT_GT(days_later, events.size() / 20'000);
  EXPECT_LT(days_later, events.size() / 100);
  EXPECT_GT(before_an_earlier_one, events.size() / 50);
}

TEST(Arrival, SomeAgenciesEnterMoreLateThanOthers) {
  std::map<std::string, std::pair<int, int>> agencies;  // late, all
  for (const Sent& sent : Receive(Some(40'000, "2026-03-13 10:00"), SonLa())) {
    auto& [late, all] = agencies[sent.event.dossier.substr(0, 13)];
    late += sent.arrival - sent.event.at > minutes{80} ? 1 : 0;
    ++all;
  }
  int good = 0;
  int bad = 0;
  for (const auto& [agency, counts] : agencies) {
    const double share = 100.0 * counts.first / counts.second;
    good += share < 1.5 ? 1 : 0;
    bad += share > 4 ? 1 : 0;
  }
  EXPECT_GT(good, bad);
  EXPECT_GE(bad, 1);
}

TEST(Arrival, WhatIsSentAgainIsTheSameEvent) {
  const auto book = SonLa();
  const auto events = Receive(Some(5000, "2026-03-13 10:00"), book);
  std::map<std::pair<std::string, std::string>, Digest> known;
  size_t again = 0;
  for (const Sent& sent : events) {
    const auto digest = dossier::ContentDigest(sent.event);
    const auto [place, is_new] = known.try_emplace({sent.event.dossier, sent.event.id}, digest);
    EXPECT_EQ(place->second, digest);
    again += is_new ? 0 : 1;
  }
  EXPECT_GT(again, events.size() / 500);
  EXPECT_LT(again, events.size() / 150);
}

TEST(Arrival, WhatAnEarlierNowGivesIsTheBeginningOfWhatALaterOneDoes) {
  auto options = Some(3000, "2026-12-31 12:00");
  options.from = Date("2025-09-01");
  options.to = Date("2026-03-13");
  options.plant = true;
  const auto book = SonLa();
  const auto whole = Receive(options, book);
  for (const char* now :
       {"2025-08-31 23:59", "2025-09-03 10:00", "2025-11-14 20:15", "2026-02-18 09:00",
        "2026-03-13 07:30", "2026-03-13 10:00", "2026-03-15 12:00", "2026-05-04 08:31"}) {
    options.now = At(now);
    const auto events = Receive(options, book);
    const auto later = std::partition_point(
        whole.begin(), whole.end(), [&](const Sent& sent) { return sent.arrival <= options.now; });
    EXPECT_TRUE(std::equal(
        events.begin(), events.end(), whole.begin(), later,
        [](const Sent& a, const Sent& b) { return a.event == b.event && a.arrival == b.arrival; }))
        << now;
  }
}

TEST(Arrival, TheEventsAreThoseOfATidyProvince) {
  auto options = Some(3000, "2022-12-31 12:00");
  options.to = Date("2021-06-30");
  const auto book = Blank();
  std::set<Digest> untidy;
  for (const Event& event : Generate(options, book)) untidy.insert(dossier::ContentDigest(event));
  options.tidy = true;
  const auto tidy = Generate(options, book);
  EXPECT_EQ(untidy.size(), tidy.size());
  for (const Event& event : tidy) EXPECT_TRUE(untidy.contains(dossier::ContentDigest(event)));
}

TEST(Arrival, SaysWhichEventIsTheLastOfItsDossier) {
  for (const char* now : {"2021-06-30 15:00", "2021-08-30 15:00"}) {
    auto options = Some(2000, now);
    options.to = Date("2021-06-30");
    std::set<std::string> over;
    std::set<std::string> all;
    for (const Sent& sent : Receive(options, Blank())) {
      EXPECT_FALSE(over.contains(sent.event.dossier));
      all.insert(sent.event.dossier);
      if (sent.last) over.insert(sent.event.dossier);
    }
    EXPECT_EQ(over, all);
  }
}

/// Invariant 1 of the design, with the disorder that a province really makes.
TEST(Arrival, ADossierIsTheSameHoweverItArrived) {
  auto options = Some(2000, "2022-12-31 12:00");
  options.to = Date("2021-06-30");
  const auto book = Blank();
  const auto arrived = ByDossier(Generate(options, book));
  options.tidy = true;
  for (const auto& [code, events] : ByDossier(Generate(options, book))) {
    EXPECT_EQ(dossier::Fold(arrived.at(code)), dossier::Fold(events)) << code;
  }
}

}  // namespace
}  // namespace dunghan::simulate::test
