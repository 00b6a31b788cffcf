#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::local_days;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

std::string Calendar(std::string_view name) {
  return "name = \"" + std::string(name) +
         "\"\nzone = \"UTC\"\nvalid = { from = 2021-01-01, to = 2026-12-31 }\n"
         "[hours]\nmon = [\"08:00-12:00\"]\n";
}

TEST(Load, ReportsTheProblemsOfAllFilesAtOnce) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", Calendar("office") + "tues = []\n")};
  options.agencies = folder.Write("agencies.csv", "code,name,parent\nA,Sở A,B\n");
  options.procedures = folder.Write("procedures.csv", "code,name,limit\n1.1,a,5\n");
  options.successors = folder.Write(
      "successors.csv", "old,new,procedure,date\nA,X,1.1,2025-03-01\nY,A,1.2,2025-03-01\n");
  options.default_calendar = "ofice";
  const auto loaded = Rulebook::Load(options, std::make_shared<CodeTable>());
  EXPECT_EQ(loaded.rulebook, nullptr);
  EXPECT_THAT(
      folder.Printed(loaded.problems),
      ElementsAre("office.toml:6: hours.tues: unknown key (did you mean \"tue\"?)",
                  "default_calendar: unknown calendar \"ofice\" (did you mean \"office\"?)",
                  "agencies.csv:2: parent: unknown agency \"B\" (did you mean \"A\"?)",
                  "procedures.csv:2: limit: \"5\" is no time limit: expected an amount and a "
                  "unit (5wd, 4wh, 5400ws, 30cd, 2mo) or sd",
                  "successors.csv:2: new: unknown agency \"X\"",
                  "successors.csv:3: old: unknown agency \"Y\"",
                  "successors.csv:3: procedure: unknown procedure \"1.2\""));
}

TEST(Load, ReportsFilesThatAreNotThereAndNoCalendarAtAll) {
  const Folder folder;
  Options options;
  options.agencies = folder.path() / "agencies.csv";
  EXPECT_THAT(folder.Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems),
              ElementsAre("calendars: expected at least one calendar file, got none",
                          "agencies.csv: cannot be read: No such file or directory"));
}

TEST(Load, DoesNotBlameOthersForACalendarThatCouldNotBeRead) {
  const Folder folder;
  Options options;
  options.calendars = {folder.path() / "none.toml"};
  options.agencies = folder.Write("agencies.csv", "code,name,calendar\nA,Sở A,office\n");
  options.default_calendar = "office";
  EXPECT_THAT(folder.Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems),
              ElementsAre("none.toml: cannot be read: No such file or directory"));
}

TEST(Load, RefusesTwoCalendarsOfOneName) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("a.toml", Calendar("office")),
                       folder.Write("b.toml", Calendar("office"))};
  EXPECT_THAT(folder.Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems),
              ElementsAre("b.toml: name: \"office\" is the name of a.toml already"));
}

TEST(Load, ReadsEveryColumnOfTheLists) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("a.toml", Calendar("a")),
                       folder.Write("b.toml", Calendar("b"))};
  options.agencies =
      folder.Write("agencies.csv",
                   "code,name,name_en,tier,parent,valid_from,valid_to,calendar\n"
                   "H52,UBND tỉnh,Province,province,,,,\n"
                   "M,UBND huyện Mường La,Muong La,district,H52,2021-01-01,2025-06-30,b\n");
  options.procedures = folder.Write(
      "procedures.csv",
      "code,name,name_en,kind,field,online_level,limit,on_supplement,valid_from,valid_to,decision\n"
      "1.1,Kiến "
      "nghị,Petition,petition,Chung,partial,15wd,restart,2021-01-01,2021-12-31,91/QĐ-UBND\n"
      "1.2,Khai sinh,,,,,,,,,\n");
  options.successors = folder.Write(
      "successors.csv", "old,new,procedure,date\nM,H52,1.1,2025-07-01\nM,H52,*,2025-07-01\n");
  const auto codes = std::make_shared<CodeTable>();
  const auto [book, problems] = Rulebook::Load(options, codes);
  ASSERT_THAT(folder.Printed(problems), IsEmpty());

  EXPECT_EQ(book->default_calendar().name(), "a");
  EXPECT_EQ(book->calendars().size(), 2U);
  const Agency& district = book->agencies().at(1);
  EXPECT_EQ(district.code.text(), "M");
  EXPECT_EQ(district.name, "UBND huyện Mường La");
  EXPECT_EQ(district.name_en, "Muong La");
  EXPECT_EQ(ToString(district.tier), "district");
  EXPECT_EQ(district.parent.text(), "H52");
  EXPECT_EQ(district.valid_from, local_days{2021y / 1 / 1});
  EXPECT_EQ(district.valid_to, local_days{2025y / 6 / 30});
  EXPECT_EQ(district.calendar->name(), "b");
  EXPECT_EQ(book->agencies().at(0).calendar->name(), "a");

  const Procedure& petition = book->procedures().at(0);
  EXPECT_EQ(petition.kind, ProcedureKind::kPetition);
  EXPECT_EQ(petition.field, "Chung");
  EXPECT_EQ(petition.online_level, OnlineLevel::kPartial);
  EXPECT_EQ(petition.limit, (worktime::TimeLimit{15, worktime::LimitUnit::kWorkingDays}));
  EXPECT_EQ(petition.on_supplement, dossier::OnSupplement::kRestart);
  EXPECT_EQ(petition.decision, "91/QĐ-UBND");
  const Procedure& plain = book->procedures().at(1);
  EXPECT_EQ(plain.kind, ProcedureKind::kProcedure);
  EXPECT_EQ(plain.online_level, OnlineLevel::kNone);
  EXPECT_EQ(plain.limit, std::nullopt);
  EXPECT_EQ(plain.on_supplement, dossier::OnSupplement::kPause);
  EXPECT_EQ(plain.valid_from, std::nullopt);

  ASSERT_EQ(book->successors().size(), 2U);
  EXPECT_EQ(book->successors()[0].procedure.text(), "1.1");
  EXPECT_EQ(book->successors()[0].date, local_days{2025y / 7 / 1});
  EXPECT_FALSE(book->successors()[1].procedure);
}

}  // namespace
}  // namespace dunghan::rulebook
