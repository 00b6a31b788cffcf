#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "dunghan/rulebook/csv.h"
#include "dunghan/rulebook/rulebook.h"
#include "folder.h"
#include "input.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::local_days;
using testing::IsEmpty;
using namespace std::chrono_literals;

const std::filesystem::path kConfig = std::filesystem::path(DUNGHAN_SOURCE_DIR) / "config";

std::filesystem::path Shared() {
  const char* named = std::getenv("DUNGHAN_SHARED");
  return named ? named : DUNGHAN_SHARED_DEFAULT;
}

std::vector<std::string> Printed(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(ToString(problem));
  return lines;
}

Options SonLa() {
  Options options;
  options.calendars = {kConfig / "calendars" / "vn-office.toml"};
  options.agencies = kConfig / "son-la" / "agencies.csv";
  options.procedures = kConfig / "son-la" / "procedures.csv";
  options.successors = kConfig / "son-la" / "successors.csv";
  options.law = kConfig / "law.toml";
  return options;
}

TEST(ConfigFiles, SonLaLoadsWithoutAProblem) {
  const auto loaded = Rulebook::Load(SonLa(), std::make_shared<CodeTable>());
  ASSERT_THAT(Printed(loaded.problems), IsEmpty());
  EXPECT_EQ(loaded.rulebook->agencies().size(), 111U);
  EXPECT_GE(loaded.rulebook->procedures().size(), 300U);
}

TEST(ConfigFiles, TwelveDistrictsOfSonLaGiveWayToSeventyFiveCommunesAndWards) {
  const auto book = Rulebook::Load(SonLa(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(book, nullptr);
  int districts = 0;
  int communes = 0;
  int wards = 0;
  for (const Agency& agency : book->agencies()) {
    if (agency.tier == Tier::kDistrict && agency.valid_to == local_days{2025y / 6 / 30}) {
      ++districts;
    }
    if (agency.tier != Tier::kCommune) continue;
    communes += agency.name.starts_with("UBND xã ") ? 1 : 0;
    wards += agency.name.starts_with("UBND phường ") ? 1 : 0;
    EXPECT_EQ(agency.valid_from, local_days{2025y / 7 / 1}) << agency.code.text();
    EXPECT_EQ(agency.valid_to, std::nullopt) << agency.code.text();
  }
  EXPECT_EQ(districts, 12);
  EXPECT_EQ(communes, 67);
  EXPECT_EQ(wards, 8);
}

TEST(ConfigFiles, EveryAgencyOfSonLaThatEndsLeavesNoProcedureBehind) {
  const auto book = Rulebook::Load(SonLa(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(book, nullptr);
  std::set<std::pair<std::string_view, std::string_view>> taken_over;  // agency, procedure
  for (const Successor& row : book->successors()) {
    taken_over.emplace(row.old_agency.text(), row.procedure.text());
  }
  for (const Agency& agency : book->agencies()) {
    if (!agency.valid_to || taken_over.contains({agency.code.text(), ""})) continue;
    for (const Procedure& procedure : book->procedures()) {
      EXPECT_TRUE(taken_over.contains({agency.code.text(), procedure.code.text()}))
          << agency.code.text() << ' ' << procedure.code.text();
    }
  }
}

TEST(ConfigFiles, EveryNameOfSonLaHasASource) {
  constexpr CsvColumn kColumns[] = {{"code", true}, {"name", true}, {"source", true}, {"note"}};
  std::vector<Problem> problems;
  std::map<std::string, std::string> names;
  for (const CsvRow& row : ReadCsv(kConfig / "son-la" / "SOURCES.csv", kColumns, problems)) {
    EXPECT_TRUE(names.emplace(row.cells[0], row.cells[1]).second) << row.cells[0];
    EXPECT_FALSE(row.cells[2].empty()) << row.cells[0];
  }
  EXPECT_THAT(Printed(problems), IsEmpty());
  const auto book = Rulebook::Load(SonLa(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(book, nullptr);
  std::map<std::string, std::string> used;
  for (const Agency& agency : book->agencies()) {
    used.emplace(agency.code.text(), agency.name);
  }
  EXPECT_EQ(names, used);
}

TEST(ConfigFiles, SomebodyInSonLaHandlesEveryProcedureOnAnyDayOfIt) {
  const auto book = Rulebook::Load(SonLa(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(book, nullptr);
  for (const LocalDay day :
       {LocalDay{2021y / 6 / 7}, LocalDay{2025y / 4 / 1}, LocalDay{2026y / 11 / 23}}) {
    for (const Procedure& row : book->procedures()) {
      if (book->FindProcedure(row.code, day) != &row) continue;
      const bool handled =
          std::any_of(book->agencies().begin(), book->agencies().end(), [&](const Agency& agency) {
            return (!agency.valid_from || *agency.valid_from <= day) &&
                   (!agency.valid_to || day <= *agency.valid_to) &&
                   book->Handles(agency.code, row, day);
          });
      EXPECT_TRUE(handled) << row.code.text() << ' ' << FormatDate(day);
    }
  }
}

TEST(ConfigFiles, TheLawOfSonLaIsThatOfTheDay) {
  const auto book = Rulebook::Load(SonLa(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(book, nullptr);
  const auto cited = [&](LocalDay day) { return book->LawAt(day)->citation; };
  EXPECT_EQ(cited(local_days{2024y / 1 / 1}), "Nghị định 61/2018/NĐ-CP");
  EXPECT_EQ(cited(local_days{2025y / 6 / 30}), "Nghị định 61/2018/NĐ-CP");
  EXPECT_EQ(cited(local_days{2025y / 7 / 1}), "Nghị định 118/2025/NĐ-CP");
  const Law* newest = book->LawAt(local_days{2026y / 8 / 5});
  EXPECT_EQ(newest->citation,
            "Nghị định 118/2025/NĐ-CP, được sửa đổi bởi Nghị định 367/2025/NĐ-CP và Nghị định "
            "309/2026/NĐ-CP");
  EXPECT_EQ(newest->lead, "Bộ Tư pháp");
  EXPECT_EQ(newest->portal, "Bộ Công an");
  EXPECT_EQ(newest->supplement_within, std::nullopt);
  EXPECT_EQ(ToString(book->LawAt(local_days{2025y / 6 / 30})->supplement_within.value()), "3wd");
}

TEST(ConfigFiles, TextsAreComposed) {
  for (const auto& file : std::filesystem::recursive_directory_iterator(kConfig)) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    EXPECT_FALSE(text.empty()) << file.path();
    for (size_t i = 0; i + 1 < text.size(); ++i) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const auto next = static_cast<unsigned char>(text[i + 1]);
      // U+0300 to U+036F, the marks a letter is composed with.
      ASSERT_FALSE((lead == 0xCC && next >= 0x80) || (lead == 0xCD && next <= 0xAF))
          << file.path() << ", byte " << i;
    }
  }
}

TEST(ConfigFiles, EveryCalendarLoadsWithoutAProblem) {
  for (const auto& file : std::filesystem::directory_iterator(kConfig / "calendars")) {
    EXPECT_THAT(Printed(LoadCalendarFile(file.path()).problems), IsEmpty());
  }
}

TEST(ConfigFiles, EverythingOfSonLaHangsTogether) {
  const auto codes = std::make_shared<CodeTable>();
  const auto book = Rulebook::Load(SonLa(), codes).rulebook;
  ASSERT_NE(book, nullptr);
  const AgencyCode root = codes->Intern<AgencyCode>("000.00.00.H52");
  for (const Agency& agency : book->agencies()) {
    EXPECT_TRUE(book->IsWithin(agency.code, root, agency.valid_from.value_or(LocalDay{})))
        << agency.code.text();
    EXPECT_NE(agency.tier, Tier::kUnknown) << agency.code.text();
    EXPECT_FALSE(agency.name_en.empty()) << agency.code.text();
  }
  for (const Procedure& procedure : book->procedures()) {
    EXPECT_TRUE(procedure.limit) << procedure.code.text();
    EXPECT_EQ(procedure.decision, "ví dụ") << procedure.code.text();
  }
  // Whoever takes over starts on the day after the other ends.
  for (const Successor& row : book->successors()) {
    EXPECT_EQ(book->FindAgency(row.old_agency)->valid_to, row.date - std::chrono::days{1});
  }
}

TEST(ConfigFiles, TheCalendarAgreesWithTheListOfHolidaysDayForDay) {
  const auto folder = Shared() / "data";
  if (!std::filesystem::exists(folder / "vn_holidays.csv")) {
    GTEST_SKIP() << "no " << folder / "vn_holidays.csv"
                 << "; set DUNGHAN_SHARED to compare with it";
  }
  const auto spec = LoadCalendarFile(kConfig / "calendars" / "vn-office.toml").spec;
  ASSERT_TRUE(spec);
  std::map<std::string, const worktime::CalendarException*> by_date;
  for (const auto& exception : spec->exceptions) by_date[FormatDate(exception.date)] = &exception;

  constexpr CsvColumn kColumns[] = {
      {"date", true}, {"name", true}, {"kind", true}, {"source", true}};
  std::set<std::string> listed;
  for (const char* file : {"vn_holidays.csv", "vn_holidays_unconfirmed.csv"}) {
    std::vector<Problem> problems;
    const bool confirmed = std::string_view(file) == "vn_holidays.csv";
    for (const CsvRow& row : ReadCsv(folder / file, kColumns, problems)) {
      SCOPED_TRACE(std::string(file) + ":" + std::to_string(row.line));
      listed.insert(row.cells[0]);
      ASSERT_TRUE(by_date.contains(row.cells[0]));
      const worktime::CalendarException& exception = *by_date.at(row.cells[0]);
      EXPECT_EQ(exception.name, row.cells[1]);
      EXPECT_EQ(exception.confirmed, confirmed);
      EXPECT_FALSE(exception.source.empty() && exception.note.empty());
      const bool worked = row.cells[2] == "swap_work";
      EXPECT_EQ(exception.hours, worked ? spec->weekly[1] : std::vector<worktime::OpenInterval>{});
    }
    EXPECT_THAT(Printed(problems), IsEmpty());
  }
  EXPECT_EQ(listed.size(), spec->exceptions.size());
}

TEST(ConfigFiles, ForeignRulebooksLoadToo) {
  for (const char* name : {"wabo", "boston2025"}) {
    const auto folder = Shared() / "data" / name;
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder << "; set DUNGHAN_SHARED";
    Options options;
    options.calendars = {folder / "calendar.toml"};
    options.agencies = folder / "agencies.csv";
    options.procedures = folder / "procedures.csv";
    EXPECT_THAT(Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems),
                IsEmpty());
  }
}

}  // namespace
}  // namespace dunghan::rulebook
