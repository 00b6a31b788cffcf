#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <tuple>
#include <variant>

#include "provinces.h"

namespace dunghan::simulate::test {
namespace {

using dossier::Event;
using dossier::EventType;

Digest DigestOf(const std::vector<Event>& events) {
  Sha256Stream stream;
  for (const Event& event : events) stream.Add(dossier::ContentDigest(event));
  return stream.Finish();
}

/// Sent as they happen; how they arrive otherwise: arrival_test.cc.
Options ProvinceOf(int64_t dossiers, std::string_view now) {
  Options options;
  options.dossiers = dossiers;
  options.tidy = true;
  options.now = At(now);
  return options;
}

std::string ErrorOf(const Options& options, const Book& book) {
  const auto province = Province::Create(options, book.rules, book.codes);
  return province ? "" : province.error().for_client;
}

TEST(Province, TheSameSeedGivesTheSameEvents) {
  const auto options = ProvinceOf(500, "2021-06-30 15:00");
  EXPECT_EQ(DigestOf(Generate(options, Blank())), DigestOf(Generate(options, Blank())));
}

TEST(Province, AnotherSeedGivesOtherEvents) {
  auto options = ProvinceOf(500, "2021-06-30 15:00");
  const auto first = DigestOf(Generate(options, Blank()));
  options.seed = 2;
  EXPECT_NE(DigestOf(Generate(options, Blank())), first);
}

// Seeds in documents and bug reports must lead to the same province on every machine. Whoever
// changes the generator changes this digest, and says so in the CHANGELOG.
TEST(Province, GivesTheEventsItHasAlwaysGiven) {
  auto options = ProvinceOf(500, "2021-06-30 15:00");
  options.tidy = false;
  const auto digest = DigestOf(Generate(options, Blank()));
  EXPECT_EQ(ToHex(digest), "d1f6633fe7b88265ab3bd039f6740d2cb649665a5cb72556c5c8d30dac9a1b6b");
}

/// A birth is registered by a commune, a company by the department, and before the communes of 2025
/// by the district.
TEST(Province, AgenciesReceiveOnlyWhatTheyHandle) {
  for (const char* now : {"2021-12-31 10:00", "2026-03-13 10:00"}) {
    const auto book = SonLa();
    const auto dossiers = ByDossier(Generate(ProvinceOf(4000, now), book));
    std::set<std::string_view> fields;
    int communal = 0;
    for (const auto& [code, events] : dossiers) {
      for (const Event& event : events) {
        if (!IsOpening(event.type)) continue;
        const auto* agency = book.rules->FindAgency(event.agency, event.at);
        const LocalDay day = agency->calendar->zone().DayOf(event.at);
        const auto* procedure = book.rules->FindProcedure(event.procedure, day);
        ASSERT_TRUE(procedure) << code;
        // Submitted on an agency's last day, received when it has ended.
        if (agency->valid_to && *agency->valid_to < day) continue;
        EXPECT_TRUE(book.rules->Handles(event.agency, *procedure, day))
            << agency->name << ": " << procedure->name;
        if (procedure->field == "Đăng ký doanh nghiệp") {
          EXPECT_EQ(agency->tier, rulebook::Tier::kProvince) << agency->name;
        }
        if (procedure->field == "Hộ tịch") {
          EXPECT_NE(agency->tier, rulebook::Tier::kProvince) << agency->name;
          ++communal;
        }
        fields.insert(procedure->field);
      }
    }
    EXPECT_GT(communal, 200);
    EXPECT_GT(fields.size(), 40U);
  }
}

TEST(Province, FewAgenciesThatHandleNothingAskedForTakeItAllTheSame) {
  auto options = ProvinceOf(50, "2026-03-13 10:00");
  options.agencies = 2;    // the Office, the department of justice
  options.procedures = 1;  // registration of birth
  EXPECT_FALSE(Generate(options, SonLa()).empty());
}

TEST(Province, EventsComeInOrderOfTimeAndType) {
  const auto events = Generate(ProvinceOf(3000, "2026-03-13 10:00"), SonLa());
  const auto before = [](const Event& a, const Event& b) {
    return std::tie(a.at, a.type) < std::tie(b.at, b.type);
  };
  EXPECT_TRUE(std::is_sorted(events.begin(), events.end(), before));
}

TEST(Province, EveryDossierArrivesInTheDaysAskedFor) {
  auto options = ProvinceOf(2000, "2021-12-31 10:00");
  options.from = Date("2021-03-01");
  options.to = Date("2021-05-31");
  const auto book = Blank();
  const auto dossiers = ByDossier(Generate(options, book));
  EXPECT_EQ(dossiers.size(), 2000);
  for (const auto& [code, events] : dossiers) {
    EXPECT_GE(events.front().at, At("2021-03-01 00:00"));
    EXPECT_LT(events.front().at, At("2021-06-01 00:00"));
  }
}

TEST(Province, NothingHappensAfterNow) {
  const auto now = At("2021-06-30 09:10");
  const auto dossiers = ByDossier(Generate(ProvinceOf(2000, "2021-06-30 09:10"), Blank()));
  EXPECT_LT(dossiers.size(), 2000);  // of the day of `now` some are still to come
  EXPECT_GT(dossiers.size(), 1990);
  for (const auto& [code, events] : dossiers) EXPECT_LE(events.back().at, now);
}

TEST(Province, WhatAnEarlierNowGivesIsTheBeginningOfWhatALaterOneDoes) {
  auto options = ProvinceOf(3000, "2026-12-31 12:00");
  options.from = Date("2025-09-01");
  options.to = Date("2026-03-13");
  const auto book = SonLa();
  const auto whole = Generate(options, book);
  EXPECT_EQ(ByDossier(whole).size(), 3000);
  for (const char* now :
       {"2025-08-31 23:59", "2025-09-03 10:00", "2025-11-14 20:15", "2026-02-18 09:00",
        "2026-03-13 07:30", "2026-03-13 10:00", "2026-03-15 12:00", "2026-05-04 08:31"}) {
    options.now = At(now);
    const auto events = Generate(options, book);
    const auto later = std::partition_point(
        whole.begin(), whole.end(), [&](const Event& event) { return event.at <= options.now; });
    EXPECT_TRUE(std::equal(events.begin(), events.end(), whole.begin(), later)) << now;
  }
}

TEST(Province, TheLastDayIsPlannedAsAWholeWhateverTheTime) {
  auto options = ProvinceOf(500, "2021-06-30 00:00");
  const auto book = Blank();
  const auto before = Generate(options, book);
  options.now = At("2021-06-30 23:59");
  const auto after = Generate(options, book);
  EXPECT_GT(after.size(), before.size());
  EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
}

TEST(Province, DaysAfterNowAreNotPlanned) {
  auto options = ProvinceOf(2000, "2021-06-30 15:00");
  options.to = Date("2022-06-30");
  const auto book = Blank();
  auto province = Province::Create(options, book.rules, book.codes).value();
  Event event;
  while (province.Next(event)) continue;
  EXPECT_EQ(province.in_flight(), 0);
  EXPECT_LT(province.arrived(), 20);  // the first day alone: from = to - 364 days
}

TEST(Province, OfficesWorkInOfficeHoursAlone) {
  const auto book = SonLa();
  const auto& calendar = book.rules->default_calendar();
  for (const Event& event : Generate(ProvinceOf(3000, "2026-03-13 10:00"), book)) {
    if (event.type == EventType::kSubmitted) continue;  // citizens file in the evening, too
    const auto local = calendar.zone().ToLocal(event.at);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto open_hours = calendar.HoursOn(day).value();
    const bool open = std::any_of(open_hours.begin(), open_hours.end(), [&](const auto& interval) {
      return interval.open <= local - day && local - day <= interval.close;
    });
    EXPECT_TRUE(open) << ToString(event.type) << " at " << calendar.zone().Format(event.at);
  }
}

TEST(Province, NobodyWorksOnAHoliday) {
  auto options = ProvinceOf(2000, "2021-06-30 15:00");
  options.from = Date("2021-04-26");
  options.to = Date("2021-05-07");
  const auto book = Blank();
  const auto& zone = book.rules->default_calendar().zone();
  for (const Event& event : Generate(options, book)) {
    EXPECT_NE(FormatDate(zone.DayOf(event.at)), "2021-04-30");
  }
}

TEST(Province, TheRulebookAdmitsEveryEvent) {
  const auto book = SonLa();
  for (const Event& event : Generate(ProvinceOf(3000, "2026-03-13 10:00"), book)) {
    const auto objection = book.rules->Object(event);
    EXPECT_FALSE(objection) << objection->field << ": " << objection->reason;
    EXPECT_EQ(event.source.text(), "simulate");
    EXPECT_FALSE(event.id.empty());
  }
}

TEST(Province, AgenciesAndProceduresAreThoseOfTheDay) {
  const auto book = SonLa();
  auto options = ProvinceOf(3000, "2025-12-31 17:00");
  options.from = Date("2025-01-01");
  const auto& zone = book.rules->default_calendar().zone();
  for (const auto& [code, events] : ByDossier(Generate(options, book))) {
    const Event& first = events.front();
    const LocalDay day = zone.DayOf(first.at);
    const auto* agency = book.rules->FindAgency(first.agency);
    EXPECT_TRUE(!agency->valid_from || *agency->valid_from <= day) << code;
    EXPECT_TRUE(!agency->valid_to || day <= *agency->valid_to) << code;
    EXPECT_NE(book.rules->FindProcedure(first.procedure, day), nullptr) << code;
  }
}

TEST(Province, CodesFollowTheNationalPattern) {
  const std::regex pattern(R"(000\.\d\d\.\d\d\.H99-\d{6}-\d{4})");
  const auto book = Blank();
  for (const auto& [code, events] :
       ByDossier(Generate(ProvinceOf(2000, "2021-06-30 15:00"), book))) {
    EXPECT_TRUE(std::regex_match(code, pattern)) << code;
    const Event& first = events.front();
    const auto local = book.rules->default_calendar().zone().DayOf(first.at);
    auto date = FormatDate(local).substr(2);
    std::erase(date, '-');
    EXPECT_THAT(code, testing::StartsWith(std::string(first.agency.text()) + "-" + date));
  }
}

TEST(Province, AVoidNamesAnEarlierEventOfItsDossier) {
  int voids = 0;
  const auto book = Blank();
  for (const auto& [code, events] :
       ByDossier(Generate(ProvinceOf(5000, "2021-06-30 15:00"), book))) {
    std::set<std::string> ids;
    for (const Event& event : events) {
      EXPECT_TRUE(ids.insert(event.id).second) << code;
      if (event.type != EventType::kVoided) continue;
      ++voids;
      EXPECT_TRUE(ids.contains(event.voids)) << code;
    }
  }
  EXPECT_GT(voids, 0);
}

TEST(Province, AskingForFewerAgenciesAndProceduresTakesTheFirstOnes) {
  auto options = ProvinceOf(500, "2021-06-30 15:00");
  options.agencies = 3;
  options.procedures = 4;
  std::set<std::string_view> agencies;
  std::set<std::string_view> procedures;
  const auto book = Blank();
  for (const Event& event : Generate(options, book)) {
    if (event.type != EventType::kReceived) continue;
    agencies.insert(event.agency.text());
    procedures.insert(event.procedure.text());
  }
  EXPECT_THAT(agencies, testing::ElementsAre("000.00.01.H99", "000.00.02.H99", "000.00.03.H99"));
  EXPECT_THAT(procedures, testing::ElementsAre("1.990001", "1.990002", "1.990003", "1.990004"));
}

TEST(Province, MemoryGrowsWithWhatIsInFlightAlone) {
  const auto book = Blank();
  auto province =
      Province::Create(ProvinceOf(40'000, "2021-06-30 15:00"), book.rules, book.codes).value();
  int64_t most = 0;
  Event event;
  while (province.Next(event)) most = std::max(most, province.in_flight());
  EXPECT_EQ(province.arrived(), 40'000);
  EXPECT_EQ(province.in_flight(), 0);
  EXPECT_LT(most, 4'000);
}

TEST(Province, SaysWhichOptionIsOutOfRange) {
  auto options = ProvinceOf(0, "2021-06-30 15:00");
  EXPECT_EQ(ErrorOf(options, Blank()), "dossiers: expected 1 to 1000000000, found 0");
  options.dossiers = 10;
  options.agencies = 0;
  EXPECT_EQ(ErrorOf(options, Blank()), "agencies: expected 1 to 9999, found 0");
  options.agencies.reset();
  options.from = Date("2021-07-01");
  EXPECT_EQ(ErrorOf(options, Blank()), "from 2021-07-01: expected a day up to 2021-06-30");
  options.from = Date("2021-05-01");
  options.to = Date("2021-05-02");
  EXPECT_EQ(ErrorOf(options, Blank()), "no agency is open from 2021-05-01 to 2021-05-02");
}

TEST(Province, ByDefaultItHasAHundredAndTwentyAgenciesAndThreeHundredProcedures) {
  std::set<std::string_view> agencies;
  std::set<std::string_view> procedures;
  const auto book = Blank();
  for (const Event& event : Generate(ProvinceOf(20'000, "2021-06-30 15:00"), book)) {
    if (event.type != EventType::kReceived) continue;
    agencies.insert(event.agency.text());
    procedures.insert(event.procedure.text());
  }
  EXPECT_EQ(agencies.size(), 120);
  EXPECT_GT(procedures.size(), 290);  // some are asked for seldom
  EXPECT_GT(*procedures.rbegin(), "1.990290");
  EXPECT_LE(*procedures.rbegin(), "1.990300");
}

TEST(Province, EveryTypeOfEventOccurs) {
  std::set<EventType> types;
  const auto book = Blank();
  for (const Event& event : Generate(ProvinceOf(10'000, "2021-06-30 15:00"), book)) {
    types.insert(event.type);
  }
  // All that happens; an export tells how things stand.
  EXPECT_EQ(types.size(), dossier::kEventTypes - 1);
}

TEST(Province, InterlinkedDossiersPassThroughOtherAgenciesAndComeBack) {
  const auto book = SonLa();
  std::set<size_t> agencies_on_the_way;
  for (const auto& [code, events] :
       ByDossier(Generate(ProvinceOf(5000, "2026-03-13 15:00"), book))) {
    std::vector<Event> transfers;
    for (const Event& event : events) {
      if (event.type == EventType::kTransferred) transfers.push_back(event);
    }
    if (transfers.empty() || !transfers.front().step_due) continue;
    // From hand to hand, and each hand has its limit, later than that of the one before.
    std::set<std::string_view> agencies;
    for (size_t i = 0; i < transfers.size(); ++i) {
      agencies.insert(transfers[i].agency.text());
      EXPECT_FALSE(transfers[i].unit.text().empty() || transfers[i].step.text().empty()) << code;
      if (i == 0) continue;
      EXPECT_EQ(transfers[i].agency, transfers[i - 1].to_agency) << code;
      EXPECT_GT(std::get<Instant>(*transfers[i].step_due),
                std::get<Instant>(*transfers[i - 1].step_due))
          << code;
    }
    agencies_on_the_way.insert(agencies.size());
    const auto ended = std::find_if(events.begin(), events.end(), [](const Event& event) {
      return event.type == EventType::kReady;
    });
    if (ended != events.end()) {
      EXPECT_EQ(transfers.back().to_agency.text(), code.substr(0, code.find('-'))) << code;
    }
  }
  EXPECT_THAT(agencies_on_the_way, testing::IsSupersetOf({size_t{2}, size_t{3}, size_t{4}}));
}

TEST(Province, AnOpenListIsFilledUpWithMadeUpAgencies) {
  auto options = ProvinceOf(5000, "2026-03-13 15:00");
  options.agencies = 200;
  const auto book = SonLa(rulebook::Unknown::kRegister);
  std::set<std::string_view> made_up;
  for (const Event& event : Generate(options, book)) {
    if (event.agency.text().ends_with("H99")) made_up.insert(event.agency.text());
  }
  EXPECT_GT(made_up.size(), 20);
}

TEST(Province, DoesNotMakeUpWhatAListLacks) {
  auto options = ProvinceOf(10, "2026-03-13 10:00");
  options.agencies = 500;
  EXPECT_THAT(
      ErrorOf(options, SonLa()),
      testing::MatchesRegex("agencies 500: the rulebook lists [0-9]+ in the days asked for"));
}

TEST(Province, DaysBeyondTheCalendarAreAnError) {
  auto options = ProvinceOf(10, "2010-03-12 10:00");
  EXPECT_THAT(ErrorOf(options, SonLa()), testing::HasSubstr("2009"));
}

}  // namespace
}  // namespace dunghan::simulate::test
