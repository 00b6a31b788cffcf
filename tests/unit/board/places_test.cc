#include <map>
#include <set>

#include "board_fixture.h"
#include "open_dossiers.h"

namespace dunghan::board {
namespace {

using PlacesTest = BoardTest;

TEST_F(PlacesTest, AFreedPlaceIsUsedAgain) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09"),
          Received("D2", "2021-06-07 07:00", "2021-06-09")});
  EXPECT_EQ(board_->places(), 2U);
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:30")});
  EXPECT_EQ(board_->places(), 2U);
  EXPECT_EQ(board_->open(), 1U);
  Append({Received("D3", "2021-06-07 07:00", "2021-06-09")});
  EXPECT_EQ(board_->places(), 2U);
  EXPECT_EQ(board_->open(), 2U);
  EXPECT_EQ(StandingOf("D2"), Standing::kInTime);
  EXPECT_EQ(StandingOf("D3"), Standing::kInTime);
}

TEST_F(PlacesTest, AReusedPlaceDoesNotInheritADeadline) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q")});
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:30")});
  EXPECT_EQ(board_->NextChange(), std::nullopt);
  Append({Received("D2", "2021-06-07 07:00", "2021-06-07 11:00", "A", "Q")});
  EXPECT_EQ(board_->NextChange(), test::At("2021-06-07 11:00") + std::chrono::milliseconds{1});
  PassTo("2021-06-07 10:00");
  EXPECT_EQ(StandingOf("D2"), Standing::kInTime);
}

TEST_F(PlacesTest, AWalkInPiecesMeetsEveryoneThereAllAlongOnce) {
  std::vector<Event> events;
  for (int i = 0; i < 20; ++i) {
    events.push_back(Received("D" + std::to_string(i), "2021-06-07 07:00", "2021-06-09"));
  }
  Append(events);
  std::map<std::string, int> met;
  for (size_t from = 0; from < board_->places(); from += 4) {
    board_->Visit(from, from + 4,
                  [&](const OpenDossier& dossier) { ++met[std::string(dossier.code)]; });
    const auto step = std::to_string(from / 4);
    Append({Make("D" + step, EventType::kCompleted, "2021-06-07 07:30"),
            Make("D1" + step, EventType::kWithdrawn, "2021-06-07 07:30"),
            Received("N" + step, "2021-06-07 07:00", "2021-06-09")});
  }
  for (const char* code : {"D5", "D6", "D7", "D8", "D9", "D15", "D16", "D17", "D18", "D19"}) {
    EXPECT_EQ(met[code], 1) << code;
  }
  for (const auto& [code, times] : met) EXPECT_LE(times, 1) << code;
}

TEST_F(PlacesTest, AVisitBeyondTheLastPlaceEndsThere) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09")});
  int met = 0;
  board_->Visit(0, 1000, [&](const OpenDossier&) { ++met; });
  board_->Visit(5, 1000, [&](const OpenDossier&) { ++met; });
  EXPECT_EQ(met, 1);
}

TEST_F(PlacesTest, TellsWhatItKnowsOfADossier) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09", "B", "Q"),
          Received("D2", "2021-06-07 07:00", "2021-06-09 10:00", "B", "Q")});
  const auto by_date = Find("D1");
  EXPECT_EQ(by_date->agency.text(), "B");
  EXPECT_EQ(by_date->procedure.text(), "Q");
  EXPECT_EQ(by_date->due, dossier::DueClaim(test::Day("2021-06-09")));
  EXPECT_EQ(by_date->overdue_from, test::At("2021-06-10 00:00"));
  EXPECT_EQ(by_date->received_at, test::At("2021-06-07 07:00"));
  EXPECT_EQ(Find("D2")->due, dossier::DueClaim(test::At("2021-06-09 10:00")));
}

TEST(OpenDossiers, FindsWhatIsThereAndNothingElse) {
  OpenDossiers dossiers;
  std::set<uint32_t> places;
  for (int i = 0; i < 1000; ++i) places.insert(dossiers.Add("H52-" + std::to_string(i)));
  EXPECT_EQ(places.size(), 1000U);
  for (int i = 0; i < 1000; i += 3) dossiers.Remove(*dossiers.Find("H52-" + std::to_string(i)));
  for (int i = 0; i < 1000; ++i) {
    const auto place = dossiers.Find("H52-" + std::to_string(i));
    ASSERT_EQ(place.has_value(), i % 3 != 0) << i;
    if (place) {
      EXPECT_EQ(dossiers.CodeOf(*place), "H52-" + std::to_string(i));
    }
  }
  EXPECT_EQ(dossiers.size(), 666U);
  EXPECT_EQ(dossiers.places(), 1000U);
  EXPECT_FALSE(dossiers.Find(""));
}

TEST(OpenDossiers, KeepCodesOfAnyLength) {
  OpenDossiers dossiers;
  for (size_t size = 1; size < 300; ++size) dossiers.Add(std::string(size, 'x'));
  for (size_t size = 1; size < 300; size += 2) {
    dossiers.Remove(*dossiers.Find(std::string(size, 'x')));
  }
  for (size_t size = 1; size < 300; ++size) {
    const auto place = dossiers.Find(std::string(size, 'x'));
    ASSERT_EQ(place.has_value(), size % 2 == 0);
    if (place) {
      EXPECT_EQ(dossiers.CodeOf(*place), std::string(size, 'x'));
    }
  }
  for (const std::string& code : {std::string("H52-Đ"), std::string(100, 'y')}) {
    const uint32_t place = dossiers.Add(code);
    EXPECT_EQ(dossiers.CodeOf(place), code);
    EXPECT_EQ(dossiers.Find(code), place);
  }
}

TEST(MaybeDue, KeepsDaysAndInstantsOfAnyCentury) {
  MaybeDue due;
  EXPECT_EQ(due.Get(), std::nullopt);
  const std::vector<dossier::DueClaim> claims = {
      test::Day("2021-06-09"), test::Day("1931-06-09"), test::At("2021-06-09 10:00"),
      test::At("1931-06-09 10:00") + std::chrono::milliseconds{1}};
  for (const auto& claim : claims) {
    due.Set(claim);
    EXPECT_EQ(due.Get(), claim);
  }
  due.Set({});
  EXPECT_EQ(due.Get(), std::nullopt);
}

}  // namespace
}  // namespace dunghan::board
