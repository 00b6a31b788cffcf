#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kInUtc =
    "name = \"office\"\nzone = \"UTC\"\nvalid = { from = 2021-01-01, to = 2021-12-31 }\n"
    "[hours]\nmon = [\"08:00-12:00\"]\n";

constexpr std::string_view kSaveAs =
    "\"CSV UTF-8 (comma delimited)\" (in Excel: Save As, or File > Export)";

enum class List { kAgencies, kProcedures, kSuccessors };

/// What loading one list reports.
std::vector<std::string> ProblemsOf(List list, std::string_view text) {
  const Folder folder;
  const auto file = folder.Write("list.csv", text);
  Options options;
  options.calendars = {folder.Write("office.toml", kInUtc)};
  if (list == List::kAgencies) options.agencies = file;
  if (list == List::kProcedures) options.procedures = file;
  if (list == List::kSuccessors) options.successors = file;
  const auto loaded = Rulebook::Load(options, std::make_shared<CodeTable>());
  EXPECT_EQ(loaded.rulebook == nullptr, HasErrors(loaded.problems));
  return folder.Printed(loaded.problems);
}

TEST(Csv, AcceptsAByteOrderMarkCarriageReturnsBlankLinesAndAnyOrderOfColumns) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "\xEF\xBB\xBFname,code\r\n\r\n Sở A , A \r\nSở C,\"C\"\r\n\r\nSở B,B"),
              IsEmpty());
}

TEST(Csv, ReadsQuotedCellsAndKeepsCountOfLines) {
  EXPECT_THAT(
      ProblemsOf(List::kAgencies,
                 "code,name,tier\n"
                 "A,\"Sở \"\"A\"\", phòng 1\",province\n"
                 "B,\"two\nlines\",province\n"
                 "C,Sở C,state\n"),
      ElementsAre("list.csv:3: name: expected printable characters, got \"two\\nlines\"",
                  "list.csv:5: tier: expected province, district or commune, got \"state\""));
}

TEST(Csv, ReportsUnknownMissingAndRepeatedColumns) {
  EXPECT_THAT(ProblemsOf(List::kSuccessors, "old,new,dat,old,,colour\n"),
              ElementsAre("list.csv:1: old: column stands there twice",
                          "list.csv:1: column 5: column without a name",
                          "list.csv:1: dat: unknown column (did you mean \"date\"?)",
                          "list.csv:1: colour: unknown column; known: old, new, procedure, date"));
  EXPECT_THAT(ProblemsOf(List::kSuccessors, "old,new\nA,B\n"),
              ElementsAre("list.csv:1: date: required column is missing"));
  EXPECT_THAT(
      ProblemsOf(List::kSuccessors, "cũ,mới,date\nA,B,2021-01-01\n"),
      ElementsAre("list.csv:1: old, new: required columns are missing; unknown: \"cũ\", \"mới\"; "
                  "known: old, new, procedure, date"));
}

/// What loading reports where agencies, written so, are named in every other list.
std::vector<std::string> ProblemsWithAgencies(std::string_view agencies) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", kInUtc)};
  options.agencies = folder.Write("agencies.csv", agencies);
  options.procedures = folder.Write("procedures.csv", "code,name\nP,p\n");
  std::string successors = "old,new,date\n";
  for (int i = 0; i < 50; ++i) successors += fmt::format("A{},B,2021-06-01\n", i);
  options.successors = folder.Write("successors.csv", successors);
  return folder.Printed(Rulebook::Load(options, std::make_shared<CodeTable>()).problems);
}

TEST(Csv, AWrongHeaderIsOneProblemWhateverRestsOnTheList) {
  std::string rows;
  for (int i = 0; i < 50; ++i) rows += fmt::format("A{},Sở {},,2021-05-31\n", i, i);
  rows += "B,Sở B,,\n";
  const auto with = [&](std::string_view header) {
    return ProblemsWithAgencies(std::string(header) + "\n" + rows);
  };
  EXPECT_THAT(with("cod,name,valid_from,valid_to"),
              ElementsAre("agencies.csv:1: cod: unknown column (did you mean \"code\"?)"));
  EXPECT_THAT(with("code,name,valid_form,valid_to"),
              ElementsAre("agencies.csv:1: valid_form: unknown column (did you mean "
                          "\"valid_from\"?)"));
  const std::string known =
      "known: code, name, name_en, tier, parent, valid_from, valid_to, calendar";
  EXPECT_THAT(
      with("Mã,name,valid_from,valid_to"),
      ElementsAre("agencies.csv:1: code: required column is missing; unknown: \"Mã\"; " + known));
  EXPECT_THAT(with("code,name,Từ ngày,valid_to"),
              ElementsAre("agencies.csv:1: Từ ngày: unknown column; " + known));
}

TEST(Csv, ReportsRecordsThatAreNotWhole) {
  EXPECT_THAT(
      ProblemsOf(List::kAgencies,
                 "code,name\n"
                 "A\n"
                 "B,b,b\n"
                 "C,c\"c\n"
                 "D,\"d\" d\n"
                 "E,\"e\n"),
      ElementsAre("list.csv:2: expected 2 cells, got 1", "list.csv:3: expected 2 cells, got 3",
                  "list.csv:4: a quotation mark inside the cell \"c\\\"c\": quote the whole "
                  "cell, and double it",
                  "list.csv:5: text after the closing quotation mark: \"d\"",
                  "list.csv:6: the quotation mark opened in line 6 is not closed"));
}

TEST(Csv, ReportsOtherSeparatorsOtherEncodingsAndNothingAtAll) {
  EXPECT_THAT(
      ProblemsOf(List::kAgencies, "code;name\nA;a\nB;b\n"),
      ElementsAre(
          "list.csv:1: expected columns separated by commas, got semicolons, as Excel writes "
          "where the comma is the decimal mark: \"code;name\""));
  EXPECT_THAT(ProblemsOf(List::kAgencies, "\r\n\"code\"\t\"name\"\r\nA\ta\r\n"),
              ElementsAre("list.csv:2: expected columns separated by commas, got tabs: "
                          "\"\\\"code\\\"\\t\\\"name\\\"\""));
  EXPECT_THAT(ProblemsOf(List::kAgencies, "code,name,name_en\nA,S\xE1,a\nB,b,b\nC,b,\xE1\n"),
              ElementsAre("list.csv:2: not valid UTF-8, nor is 1 more line; save it as " +
                          std::string(kSaveAs)));
  EXPECT_THAT(ProblemsOf(List::kAgencies, "\n\n"),
              ElementsAre("list.csv: empty: expected a line of column names"));
  EXPECT_THAT(ProblemsOf(List::kAgencies, "code,name\n"),
              ElementsAre("list.csv: warning: no rows: every code counts as unknown"));
}

TEST(Csv, NamesWhatExcelSavedInstead) {
  using namespace std::string_view_literals;
  const std::string utf16 =
      "list.csv: UTF-16 text, as \"Unicode\" of Excel and Notepad is, or no "
      "text at all; save it as " +
      std::string(kSaveAs);
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "\xFF\xFE"
                         "c\0o\0d\0e\0,\0n\0\n\0"sv),
              ElementsAre(utf16));
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "\xFE\xFF"
                         "\0c\0o\0d\0e\0\n"sv),
              ElementsAre(utf16));
  EXPECT_THAT(ProblemsOf(List::kAgencies, "c\0o\0d\0e\0,\0n\0\n\0"sv), ElementsAre(utf16));
  EXPECT_THAT(
      ProblemsOf(List::kAgencies, "PK\x03\x04\x14\0\x06\0"sv),
      ElementsAre("list.csv: an Excel workbook or another packed file, no text; save it as " +
                  std::string(kSaveAs)));
}

TEST(Agencies, ReportsEveryFaultOfEveryRow) {
  EXPECT_THAT(
      ProblemsOf(List::kAgencies,
                 "code,name,tier,parent,valid_from,valid_to,calendar\n"
                 "SO-TU-PHAP,Sở Tư pháp,provnce,,,,\n"
                 ",Sở A,,,,,\n"
                 "B,,,SO-TU-PHAPP,,,\n"
                 "SO-TU-PHAP,Sở Nội vụ,,,,,\n"
                 "D,Sở D,,,2021-02-30,31/12/2021,\n"
                 "E,Sở E,,,2025-07-01,2025-06-30,ofice\n"),
      ElementsAre(
          "list.csv:2: tier: expected province, district or commune, got \"provnce\" (did you "
          "mean \"province\"?)",
          "list.csv:3: code: expected a value, got nothing",
          "list.csv:4: name: expected a value, got nothing",
          "list.csv:4: parent: unknown agency \"SO-TU-PHAPP\" (did you mean \"SO-TU-PHAP\"?)",
          "list.csv:5: code: \"SO-TU-PHAP\" stands in line 2 already",
          "list.csv:6: valid_from: expected a date like 2021-06-07, got \"2021-02-30\"",
          "list.csv:6: valid_to: expected a date like 2021-06-07, got \"31/12/2021\"",
          "list.csv:7: valid_from: 2025-07-01 is after valid_to 2025-06-30",
          "list.csv:7: calendar: unknown calendar \"ofice\" (did you mean \"office\"?)"));
}

TEST(Agencies, RefusesCodesThatNoEventCanCarry) {
  const std::string long_code(65, 'x');
  EXPECT_THAT(
      ProblemsOf(List::kAgencies,
                 "code,name,parent\n"
                 "\xC2\xA0"
                 "A,a,\n"
                 "SO A,a,\n" +
                     long_code +
                     ",a,\n"
                     "So\xCC\x9B\xCC\x89,a,\n"
                     "B,b,A\xE2\x80\x8B\n"),
      ElementsAre("list.csv:2: code: expected 1 to 64 printable characters without spaces, got "
                  "\"\xC2\xA0"
                  "A\" (U+00A0 is a blank)",
                  "list.csv:3: code: expected 1 to 64 printable characters without spaces, got "
                  "\"SO A\"",
                  "list.csv:4: code: expected 1 to 64 printable characters without spaces, got \"" +
                      long_code + "\"",
                  "list.csv:5: code: expected 1 to 64 printable characters without spaces, got "
                  "\"So\xCC\x9B\xCC\x89\" (not in Unicode's composed form, NFC)",
                  "list.csv:6: parent: expected 1 to 64 printable characters without spaces, got "
                  "\"A\xE2\x80\x8B\" (U+200B leaves no mark)"));
}

TEST(Agencies, RefusesNamesThatTurnTheDirectionOfWriting) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,name_en\n"
                         "A,S\xE2\x80\xAE,a\n"
                         "B,b,\xE2\x81\xA6"
                         "b\n"),
              ElementsAre("list.csv:2: name: expected printable characters, got "
                          "\"S\xE2\x80\xAE\" (U+202E turns the direction of writing)",
                          "list.csv:3: name_en: expected printable characters, got "
                          "\"\xE2\x81\xA6"
                          "b\" (U+2066 turns the direction of writing)"));
}

TEST(Agencies, ReportsEachCycleOfParentsOnce) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,parent\n"
                         "child,x,c\n"
                         "a,x,b\n"
                         "b,x,c\n"
                         "c,x,a\n"
                         "self,x,self\n"),
              ElementsAre("list.csv:3: parent: an agency cannot be below itself: a > b > c > a",
                          "list.csv:6: parent: an agency cannot be below itself: self > self"));
}

TEST(Agencies, ReportsRowsOfAnAgencyThatAreValidOnTheSameDay) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,valid_from,valid_to\n"
                         "A,a,2025-07-01,\n"
                         "A,a,,2025-06-30\n"
                         "B,b,,2025-07-01\n"
                         "B,b,2025-07-01,\n"
                         "C,c,,\n"
                         "C,c,2025-07-01,\n"
                         "D,d,soon,\n"
                         "D,d,,\n"
                         "E,e,2025-07-01,2025-06-30\n"
                         "E,e,,\n"),
              ElementsAre("list.csv:5: valid_from: the validity of \"B\" overlaps that of line 4",
                          "list.csv:7: valid_from: the validity of \"C\" overlaps that of line 6",
                          "list.csv:8: valid_from: expected a date like 2021-06-07, got \"soon\"",
                          "list.csv:10: valid_from: 2025-07-01 is after valid_to 2025-06-30"));
}

TEST(Agencies, ReportsCyclesOfParentsThatBeginOnSomeDay) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,parent,valid_from,valid_to\n"
                         "a,x,,,2025-02-28\n"
                         "a,x,b,2025-03-01,\n"
                         "b,x,a,,2025-06-30\n"
                         "b,x,,2025-07-01,\n"
                         "c,x,d,,\n"
                         "d,x,c,,\n"),
              ElementsAre("list.csv:3: parent: an agency cannot be below itself from 2025-03-01 "
                          "on: a > b > a",
                          "list.csv:6: parent: an agency cannot be below itself: c > d > c"));
}

TEST(Agencies, AllowsTwoAgenciesToChangePlaces) {
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,parent,valid_from,valid_to\n"
                         "a,x,,,2025-06-30\n"
                         "a,x,b,2025-07-01,\n"
                         "b,x,a,,2025-06-30\n"
                         "b,x,,2025-07-01,\n"),
              IsEmpty());
}

TEST(Agencies, WarnsOfThoseThatOutliveTheirParent) {
  EXPECT_THAT(
      ProblemsOf(List::kAgencies,
                 "code,name,parent,valid_from,valid_to\n"
                 "p,x,,,2024-12-31\n"
                 "p,x,,2025-01-01,2025-06-30\n"
                 "a,x,p,,\n"
                 "b,x,p,,2025-06-30\n"
                 "c,x,p,,2025-07-01\n"
                 "d,x,p,,2025-06-30\n"
                 "d,x,,2025-07-01,\n"),
      testing::IsSupersetOf({"list.csv:4: warning: parent: \"a\" stays below \"p\", which ends on "
                             "2025-06-30 (line 3)",
                             "list.csv:6: warning: parent: \"c\" stays below \"p\", which ends on "
                             "2025-06-30 (line 3)"}));
  EXPECT_THAT(ProblemsOf(List::kAgencies,
                         "code,name,parent,valid_from,valid_to\n"
                         "p,x,,,2025-06-30\n"
                         "b,x,p,,2025-06-30\n"),
              testing::Each(testing::HasSubstr("has no successor")));
}

TEST(Procedures, ReportsEveryFaultOfEveryRow) {
  EXPECT_THAT(
      ProblemsOf(List::kProcedures,
                 "code,name,kind,online_level,limit,on_supplement\n"
                 "1.1,a,petiton,all,5 days,stop\n"
                 "1.2,b,petition,full,0wd,restart\n"),
      ElementsAre("list.csv:2: kind: expected procedure or petition, got \"petiton\" (did you mean "
                  "\"petition\"?)",
                  "list.csv:2: online_level: expected full, partial or none, got \"all\"",
                  "list.csv:2: limit: \"5 days\" is no time limit: expected an amount and a unit "
                  "(5wd, 4wh, "
                  "5400ws, 30cd, 2mo) or sd",
                  "list.csv:2: on_supplement: expected pause or restart, got \"stop\"",
                  "list.csv:3: limit: \"0wd\": expected an amount from 1 to 1000 wd"));
}

TEST(Procedures, RefusesCodesThatNoEventCanCarry) {
  EXPECT_THAT(ProblemsOf(List::kProcedures,
                         "code,name\n"
                         "1.1\xC2\xAD,a\n"
                         "1 2,b\n"),
              ElementsAre("list.csv:2: code: expected 1 to 64 printable characters without spaces, "
                          "got \"1.1\xC2\xAD\" (U+00AD leaves no mark)",
                          "list.csv:3: code: expected 1 to 64 printable characters without spaces, "
                          "got \"1 2\""));
}

TEST(Procedures, RefusesLimitsThatNobodyWouldSet) {
  EXPECT_THAT(ProblemsOf(List::kProcedures,
                         "code,name,limit\n"
                         "1.1,a,1000wd\n1.2,a,3660cd\n1.3,a,120mo\n1.4,a,8000wh\n"
                         "1.5,a,28800000ws\n1.6,a,1wd\n1.7,a,sd\n"),
              IsEmpty());
  EXPECT_THAT(ProblemsOf(List::kProcedures,
                         "code,name,limit\n"
                         "1.1,a,1001wd\n1.2,a,3661cd\n1.3,a,121mo\n1.4,a,8001wh\n"
                         "1.5,a,28800001ws\n1.6,a,0cd\n1.7,a,10000000000000000000000mo\n"),
              ElementsAre("list.csv:2: limit: \"1001wd\": expected an amount from 1 to 1000 wd",
                          "list.csv:3: limit: \"3661cd\": expected an amount from 1 to 3660 cd",
                          "list.csv:4: limit: \"121mo\": expected an amount from 1 to 120 mo",
                          "list.csv:5: limit: \"8001wh\": expected an amount from 1 to 8000 wh",
                          "list.csv:6: limit: \"28800001ws\": expected an amount from 1 to "
                          "28800000 ws",
                          "list.csv:7: limit: \"0cd\": expected an amount from 1 to 3660 cd",
                          "list.csv:8: limit: \"10000000000000000000000mo\": expected an amount "
                          "from 1 to 120 mo"));
}

TEST(Procedures, ReportsRowsOfAProcedureThatAreValidOnTheSameDay) {
  EXPECT_THAT(
      ProblemsOf(List::kProcedures,
                 "code,name,valid_from,valid_to\n"
                 "1.1,a,2025-07-01,\n"
                 "1.1,a,,2025-07-01\n"
                 "1.2,b,,\n"
                 "1.3,c,,2020-12-31\n"
                 "1.2,b,,\n"
                 "1.3,c,2021-01-01,\n"
                 "1.4,d,2020-01-01,2025-12-31\n"
                 "1.4,d,2021-01-01,2021-12-31\n"
                 "1.4,d,2023-01-01,2023-12-31\n"),
      ElementsAre("list.csv:3: valid_from: the validity of \"1.1\" overlaps that of line 2",
                  "list.csv:6: valid_from: the validity of \"1.2\" overlaps that of line 4",
                  "list.csv:9: valid_from: the validity of \"1.4\" overlaps that of line 8",
                  "list.csv:10: valid_from: the validity of \"1.4\" overlaps that of line 8"));
}

TEST(Successors, RefusesCodesThatNoEventCanCarry) {
  EXPECT_THAT(
      ProblemsOf(List::kSuccessors,
                 "old,new,procedure,date\n"
                 "A,B,*,2025-03-01\n"
                 "A,B,1 1,2025-03-01\n"
                 "C C,B,*,2025-03-01\n"
                 "D,B\xE2\xA0\x80,*,2025-03-01\n"),
      ElementsAre("list.csv:3: procedure: expected 1 to 64 printable characters without spaces, "
                  "got \"1 1\"",
                  "list.csv:4: old: expected 1 to 64 printable characters without spaces, got "
                  "\"C C\"",
                  "list.csv:5: new: expected 1 to 64 printable characters without spaces, got "
                  "\"B\xE2\xA0\x80\" (U+2800 leaves no mark)"));
}

TEST(Successors, ReportsEveryFaultOfEveryRow) {
  EXPECT_THAT(
      ProblemsOf(List::kSuccessors,
                 "old,new,procedure,date\n"
                 "A,B,*,2025-03-01\n"
                 "A,C,,2025-04-01\n"
                 "A,C,1.1,\n"
                 "D,D,*,soon\n"),
      ElementsAre("list.csv:3: old: \"A\" has a successor for the same procedures in line 2 "
                  "already",
                  "list.csv:4: date: expected a value, got nothing",
                  "list.csv:5: date: expected a date like 2021-06-07, got \"soon\"",
                  "list.csv:5: new: an agency cannot be its own successor"));
}

}  // namespace
}  // namespace dunghan::rulebook
