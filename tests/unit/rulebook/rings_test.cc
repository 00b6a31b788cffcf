#include "rings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace dunghan::rulebook {

void PrintTo(const Ring& ring, std::ostream* out) {
  *out << FormatDate(ring.day) << testing::PrintToString(ring.way);
}

namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr LocalDay kFirst{std::chrono::local_days{std::chrono::year{2025} / 1 / 1}};

using Rings = std::multiset<std::pair<LocalDay, std::vector<uint32_t>>>;

std::vector<uint32_t> FromLeast(std::vector<uint32_t> way) {
  std::rotate(way.begin(), std::min_element(way.begin(), way.end()), way.end());
  return way;
}

Rings Found(uint32_t places, const std::vector<LinkChange>& changes) {
  Rings rings;
  for (const Ring& ring : FindRings(places, changes)) rings.emplace(ring.day, FromLeast(ring.way));
  return rings;
}

/// The same, day by day and step by step.
Rings Expected(uint32_t places, std::vector<LinkChange> changes) {
  Rings rings;
  std::stable_sort(changes.begin(), changes.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  std::vector<uint32_t> to(places, kNowhere);
  for (size_t i = 0; i < changes.size();) {
    const LocalDay day = changes[i].day;
    std::set<uint32_t> changed;
    for (; i < changes.size() && changes[i].day == day; ++i) {
      to[changes[i].from] = changes[i].to;
      changed.insert(changes[i].from);
    }
    std::set<std::vector<uint32_t>> today;
    for (const uint32_t from : changed) {
      std::vector<uint32_t> way{from};
      for (uint32_t at = to[from]; at != kNowhere && way.size() <= places; at = to[at]) {
        if (at == from) today.insert(FromLeast(way));
        if (at == from) break;
        way.push_back(at);
      }
    }
    for (const auto& way : today) rings.emplace(day, way);
  }
  return rings;
}

TEST(Rings, CloseWithTheLastLink) {
  EXPECT_THAT(Found(3, {{kFirst, 0, 1}, {kFirst + days{2}, 1, 2}, {kFirst + days{1}, 2, 0}}),
              ElementsAre(std::pair(kFirst + days{2}, std::vector<uint32_t>{0, 1, 2})));
  EXPECT_THAT(Found(3, {{kFirst, 0, 1}, {kFirst, 1, 2}, {kFirst, 2, kNowhere}}), IsEmpty());
  EXPECT_THAT(Found(1, {{kFirst, 0, 0}}), ElementsAre(std::pair(kFirst, std::vector<uint32_t>{0})));
}

TEST(Rings, AreNotMadeOfLinksOfDifferentDays) {
  EXPECT_THAT(Found(2, {{kFirst, 0, 1}, {kFirst + days{1}, 0, kNowhere}, {kFirst + days{1}, 1, 0}}),
              IsEmpty());
}

TEST(Rings, AreTheSameAsThoseFoundStepByStep) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random() % limit); };
  size_t found = 0;
  for (int round = 0; round < 3000; ++round) {
    const uint32_t places = 1 + below(8);
    std::vector<LinkChange> changes;
    for (uint32_t i = below(30); i > 0; --i) {
      const uint32_t to = below(places + 1);
      changes.push_back({kFirst + days{below(10)}, below(places), to == places ? kNowhere : to});
    }
    const Rings rings = Expected(places, changes);
    ASSERT_EQ(Found(places, changes), rings) << "round " << round;
    found += rings.size();
  }
  EXPECT_GT(found, 1000U);
}

TEST(Rings, AreSaidShortly) {
  EXPECT_EQ(Say({"A"}), "A > A");
  EXPECT_EQ(Say({"A", "B", "C"}), "A > B > C > A");
  std::vector<std::string_view> way(2000, "X");
  way.front() = "A";
  EXPECT_EQ(Say(way), "A > X > X > X > X > X > X > X > X > X > 1990 more > A");
}

}  // namespace
}  // namespace dunghan::rulebook
