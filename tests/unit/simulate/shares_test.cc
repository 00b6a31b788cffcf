#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

#include "dunghan/dossier/judge.h"
#include "provinces.h"

/// What a year of the simulated Sơn La looks like to whoever counts.
namespace dunghan::simulate::test {
namespace {

using dossier::Basis;
using dossier::EventType;
using dossier::Standing;

struct Count {
  int on_time = 0;
  int finished = 0;
  double Percent() const { return 100.0 * on_time / finished; }
};

struct CountedYear {
  std::map<EventType, int> types;
  std::map<Standing, int> standings;
  std::map<std::string, Count> agencies;
  Count all;
  int very_late = 0;     // by more than twenty days
  int bases_differ = 0;  // of what is finished
  int disputed = 0;
  int mornings = 0;
};

constexpr std::string_view kNow = "2026-03-13 15:00";
constexpr int kDossiers = 20'000;

void CountDossier(const std::vector<dossier::Event>& events, const Book& book, CountedYear& year) {
  for (const auto& event : events) ++year.types[event.type];
  const auto facts = dossier::Fold(events);
  const auto judgement = dossier::Judge(facts, book.rules->TermsFor(facts));
  const auto& promised = judgement.On(Basis::kPromised);
  const Standing standing = dossier::StandingAt(promised, At(kNow));
  ++year.standings[standing];
  year.disputed += judgement.disputed_promise ? 1 : 0;
  if (!facts.receipt || !facts.end || facts.end->kind == dossier::EndKind::kWithdrawn) return;
  const bool late = standing == Standing::kFinishedLate;
  for (Count* count : {&year.all, &year.agencies[std::string(facts.receipt->agency.text())]}) {
    ++count->finished;
    count->on_time += late ? 0 : 1;
  }
  if (late && facts.end->at > *promised.overdue_from + std::chrono::days{20}) ++year.very_late;
  if (promised.due != judgement.On(Basis::kLawful).due) ++year.bases_differ;
  const auto hour = std::chrono::floor<std::chrono::hours>(facts.receipt->at.time_since_epoch());
  if ((hour.count() + 7) % 24 < 12) ++year.mornings;
}

const CountedYear& SonLaYear() {
  static const CountedYear year = [] {
    Options options;
    options.dossiers = kDossiers;
    options.tidy = true;  // what has not arrived yet would blur the shares
    options.now = At(kNow);
    const auto book = SonLa();
    CountedYear counted;
    for (const auto& [code, events] : ByDossier(Generate(options, book))) {
      CountDossier(events, book, counted);
    }
    return counted;
  }();
  return year;
}

double PerCent(int count) { return 100.0 * count / kDossiers; }

TEST(Shares, TheProvinceIsOnTimeInSomeNinetyEightPerCent) {
  EXPECT_GT(SonLaYear().all.Percent(), 97.5);
  EXPECT_LT(SonLaYear().all.Percent(), 99.0);
}

TEST(Shares, MostAgenciesAreGoodAndAFewAreBad) {
  int good = 0;
  int bad = 0;
  for (const auto& [code, count] : SonLaYear().agencies) {
    good += count.Percent() >= 96 ? 1 : 0;
    bad += count.Percent() < 95 ? 1 : 0;
  }
  const auto agencies = static_cast<int>(SonLaYear().agencies.size());
  EXPECT_GT(good, agencies * 3 / 4);
  EXPECT_GE(bad, 1);
  EXPECT_LE(bad, agencies / 6);
}

TEST(Shares, LatenessHasALongTail) {
  EXPECT_GT(SonLaYear().very_late, SonLaYear().standings.at(Standing::kFinishedLate) / 50);
  EXPECT_LT(SonLaYear().very_late, SonLaYear().standings.at(Standing::kFinishedLate) / 5);
}

TEST(Shares, EventsOccurAsOftenAsAtRealCentres) {
  auto types = SonLaYear().types;
  EXPECT_NEAR(PerCent(types[EventType::kSupplementRequested]), 8, 2);
  EXPECT_NEAR(PerCent(types[EventType::kRefused]), 2, 0.7);
  EXPECT_NEAR(PerCent(types[EventType::kWithdrawn]), 1, 0.5);
  EXPECT_NEAR(PerCent(types[EventType::kReopened]), 0.4, 0.3);
  EXPECT_NEAR(PerCent(types[EventType::kVoided]), 0.25, 0.2);
  EXPECT_GT(PerCent(types[EventType::kSubmitted]), 30);
  EXPECT_GT(PerCent(types[EventType::kPaid]), 1);
  EXPECT_GT(types[EventType::kTransferred], 0);
  EXPECT_GT(types[EventType::kReturned], types[EventType::kReady] * 9 / 10);
}

TEST(Shares, FewSubmissionsWaitTooLong) {
  const auto book = SonLa();
  Options options;
  options.dossiers = kDossiers;
  options.now = At(kNow);
  int in_time = 0;
  int late = 0;
  for (const auto& [code, events] : ByDossier(Generate(options, book))) {
    const auto at = [&events = events](EventType type) {
      const auto found = std::find_if(events.begin(), events.end(),
                                      [type](const auto& event) { return event.type == type; });
      return found == events.end() ? Instant::max() : found->at;
    };
    const Instant submitted = at(EventType::kSubmitted);
    const Instant received = at(EventType::kReceived);
    if (submitted == Instant::max() || received == Instant::max()) continue;
    const auto waited = book.rules->default_calendar().WorkingTime(submitted, received).value();
    ++(waited <= std::chrono::hours{8} ? in_time : late);
  }
  EXPECT_GT(late, in_time / 200);
  EXPECT_LT(late, in_time / 20);
}

TEST(Shares, OnlineFilingGrowsOverTheYears) {
  const auto online = [](std::string_view from, std::string_view to) {
    Options options;
    options.dossiers = 3000;
    options.from = Date(from);
    options.to = Date(to);
    options.tidy = true;
    options.now = At("2027-12-01 12:00");
    std::map<dossier::Channel, double> channels;
    for (const auto& event : Generate(options, SonLa())) {
      if (event.type == EventType::kReceived) ++channels[event.channel];
    }
    return channels[dossier::Channel::kOnline] / 3000;
  };
  const double then = online("2019-01-01", "2019-12-31");
  const double now = online("2026-01-01", "2026-12-31");
  EXPECT_GT(then, 0.05);
  EXPECT_LT(then, 0.25);
  EXPECT_GT(now, 2 * then);
}

TEST(Shares, BeforeTheLunarNewYearItIsQuietAndAfterItThereIsARush) {
  Options options;
  options.dossiers = 30'000;
  options.from = Date("2026-01-01");
  options.to = Date("2026-04-30");
  options.tidy = true;
  options.now = At("2026-05-30 12:00");
  const auto book = SonLa();
  const auto& calendar = book.rules->default_calendar();
  std::map<LocalDay, int> received;
  for (const auto& [code, events] : ByDossier(Generate(options, book))) {
    ++received[calendar.zone().DayOf(events.front().at)];
  }
  // The days off for the new year of 2026 are the 16th to 20th of February; the other weeks
  // compared have five working days each.
  const auto week = [&](std::string_view monday) {
    int sum = 0;
    for (int i = 0; i < 5; ++i) sum += received[Date(monday) + std::chrono::days{i}];
    return sum;
  };
  EXPECT_LT(week("2026-02-09"), week("2026-01-19") * 7 / 10);
  EXPECT_GT(week("2026-02-23"), week("2026-01-19") * 12 / 10);
  EXPECT_EQ(week("2026-02-16"), 0);
}

TEST(Shares, AMinorityRates) {
  auto types = SonLaYear().types;
  EXPECT_NEAR(types[EventType::kRated], types[EventType::kReturned] * 0.15,
              types[EventType::kReturned] * 0.02);
}

TEST(Shares, SomeAreUnfinishedAndSomeOfThemOverdue) {
  auto standings = SonLaYear().standings;
  EXPECT_NEAR(PerCent(standings[Standing::kInTime]), 2, 1.9);
  EXPECT_GT(standings[Standing::kOverdue], 0);
  EXPECT_GT(standings[Standing::kSuspended], 0);
  EXPECT_GT(standings[Standing::kDeclined], 0);
}

TEST(Shares, ThePromiseIsTheLawfulDueAndMovesWithEveryStop) {
  EXPECT_EQ(SonLaYear().bases_differ, 0);
  EXPECT_EQ(SonLaYear().disputed, 0);
}

TEST(Shares, MostArriveInTheMorning) {
  EXPECT_GT(SonLaYear().mornings, SonLaYear().all.finished * 6 / 10);
}

}  // namespace
}  // namespace dunghan::simulate::test
