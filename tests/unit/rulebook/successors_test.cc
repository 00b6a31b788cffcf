#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

struct Lists {
  std::string agencies = {};
  std::string procedures = {};
  std::string successors = {};
};

class Succession : public testing::Test {
 protected:
  Rulebook::Loaded Load(const Lists& lists) {
    Options options;
    options.calendars = {folder_.Write("office.toml",
                                       "name = \"office\"\nzone = \"UTC\"\n"
                                       "valid = { from = 2020-01-01, to = 2026-12-31 }\n"
                                       "[hours]\nmon = [\"08:00-12:00\"]\n")};
    const auto list = [&](const char* name, std::string_view columns, const std::string& rows) {
      if (rows.empty()) return std::optional<std::filesystem::path>();
      return std::optional(folder_.Write(name, std::string(columns) + rows));
    };
    options.agencies = list("agencies.csv", "code,name,valid_from,valid_to\n", lists.agencies);
    options.procedures =
        list("procedures.csv", "code,name,valid_from,valid_to\n", lists.procedures);
    options.successors = list("successors.csv", "old,new,procedure,date\n", lists.successors);
    return Rulebook::Load(options, codes_);
  }
  std::shared_ptr<const Rulebook> Book(const Lists& lists) {
    const auto loaded = Load(lists);
    EXPECT_THAT(folder_.Printed(loaded.problems), IsEmpty());
    return loaded.rulebook;
  }
  std::vector<std::string> ProblemsOf(const Lists& lists) {
    return folder_.Printed(Load(lists).problems);
  }
  std::string Holder(const Rulebook& book, std::string_view agency, std::string_view procedure,
                     LocalDay day) {
    return std::string(book.HolderOn(codes_->Intern<AgencyCode>(agency),
                                     codes_->Intern<ProcedureCode>(procedure), day)
                           .text());
  }

  Folder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(Succession, TakeOverOneAfterTheOther) {
  const auto book = Book({.successors = "B,C,*,2025-07-01\nA,B,*,2025-03-01\n"});
  EXPECT_EQ(Holder(*book, "A", "1.1", local_days{2025y / 2 / 28}), "A");
  EXPECT_EQ(Holder(*book, "A", "1.1", local_days{2025y / 3 / 1}), "B");
  EXPECT_EQ(Holder(*book, "A", "1.1", local_days{2025y / 6 / 30}), "B");
  EXPECT_EQ(Holder(*book, "A", "1.1", local_days{2025y / 7 / 1}), "C");
  EXPECT_EQ(Holder(*book, "B", "1.1", local_days{2025y / 6 / 30}), "B");
  EXPECT_EQ(Holder(*book, "C", "1.1", local_days{2025y / 7 / 1}), "C");
  EXPECT_EQ(Holder(*book, "stranger", "1.1", local_days{2025y / 7 / 1}), "stranger");
  EXPECT_EQ(book->HolderOn(AgencyCode(), ProcedureCode(), local_days{2025y / 7 / 1}), AgencyCode());
}

TEST_F(Succession, ForAProcedureGoBeforeThoseForAll) {
  const auto book = Book({.successors = "A,B,*,2025-03-01\n"
                                        "A,C,1.2,2025-03-01\n"
                                        "A,D,1.3,2025-07-01\n"
                                        "E,F,1.2,2025-03-01\n"
                                        "B,G,1.1,2025-07-01\n"});
  constexpr local_days kMarch{2025y / 3 / 1};
  constexpr local_days kJuly{2025y / 7 / 1};
  EXPECT_EQ(Holder(*book, "A", "1.1", kMarch), "B");
  EXPECT_EQ(Holder(*book, "A", "", kMarch), "B");
  EXPECT_EQ(Holder(*book, "A", "1.2", kMarch), "C");
  EXPECT_EQ(Holder(*book, "A", "1.3", kMarch), "B");
  EXPECT_EQ(Holder(*book, "A", "1.3", kJuly), "D");
  EXPECT_EQ(Holder(*book, "E", "1.2", kMarch), "F");
  EXPECT_EQ(Holder(*book, "E", "1.1", kMarch), "E");
  EXPECT_EQ(Holder(*book, "A", "1.1", kJuly), "G");
}

TEST_F(Succession, TellTheRowByWhichTheyTakeOver) {
  const auto book = Book({.successors = "A,B,*,2025-03-01\nA,C,1.2,2025-03-01\n"});
  const auto row = [&](std::string_view procedure, LocalDay day) {
    return book->SuccessorOn(codes_->Intern<AgencyCode>("A"),
                             codes_->Intern<ProcedureCode>(procedure), day);
  };
  EXPECT_EQ(row("1.1", local_days{2025y / 3 / 1}), &book->successors()[0]);
  EXPECT_EQ(row("1.2", local_days{2025y / 3 / 1}), &book->successors()[1]);
  EXPECT_EQ(row("1.2", local_days{2025y / 2 / 28}), nullptr);
}

TEST_F(Succession, AndAgenciesNameTheDaysOnWhichTheRowsOfFiguresChange) {
  const auto book = Book({.agencies = "A,a,2021-01-01,2025-06-30\nB,b,,2025-06-30\n"
                                      "B,b,2025-07-01,\nC,c,2025-01-01,\n",
                          .successors = "A,C,1.1,2025-07-01\nA,B,*,2025-07-01\n"
                                        "B,C,1.1,2025-03-01\n"});
  EXPECT_THAT(book->successions(),
              ElementsAre(local_days{2025y / 3 / 1}, local_days{2025y / 7 / 1}));
  EXPECT_THAT(
      book->tree_changes(),
      ElementsAre(local_days{2021y / 1 / 1}, local_days{2025y / 1 / 1}, local_days{2025y / 7 / 1}));
}

TEST_F(Succession, DoNotPassDossiersRoundInCircles) {
  EXPECT_THAT(ProblemsOf({.successors = "Z,A,*,2025-01-01\n"
                                        "A,B,*,2025-03-01\n"
                                        "B,C,*,2025-07-01\n"
                                        "C,A,*,2025-05-01\n"}),
              ElementsAre("successors.csv:3: new: dossiers would go round from 2025-07-01 on: "
                          "A > B > C > A"));
  EXPECT_THAT(ProblemsOf({.successors = "A,B,*,2025-03-01\nB,A,1.1,2025-07-01\n"}),
              ElementsAre("successors.csv:3: new: dossiers would go round from 2025-07-01 on: "
                          "B > A > B"));
  // The circle lasts until a row for the procedure breaks it up.
  EXPECT_THAT(ProblemsOf({.successors = "A,B,*,2025-03-01\nB,A,1.1,2025-07-01\n"
                                        "A,C,1.1,2025-08-01\n"}),
              ElementsAre("successors.csv:3: new: dossiers would go round from 2025-07-01 on: "
                          "B > A > B"));
  EXPECT_THAT(ProblemsOf({.successors = "A,B,1.1,2025-03-01\nB,A,1.2,2025-03-01\n"
                                        "A,B,*,2025-03-01\nB,C,1.1,2025-03-01\n"
                                        "A,C,1.2,2025-02-01\n"}),
              IsEmpty());
}

TEST_F(Succession, AreThereOnTheirFirstDay) {
  EXPECT_THAT(ProblemsOf({.agencies = "A,a,,2025-02-28\nB,b,2025-03-02,\nC,c,,2025-02-28\n"
                                      "D,d,,2025-03-01\nE,e,2025-03-01,\n",
                          .successors = "A,B,*,2025-03-01\n"
                                        "A,C,1.1,2025-03-01\n"
                                        "A,D,1.2,2025-03-01\n"
                                        "A,E,1.3,2025-03-01\n"
                                        "C,E,*,2025-03-01\n"
                                        "D,E,*,2025-03-02\n"}),
              ElementsAre("successors.csv:2: new: \"B\" is not valid on 2025-03-01: it begins on "
                          "2025-03-02 (agencies.csv:3)",
                          "successors.csv:3: new: \"C\" is not valid on 2025-03-01: it ends on "
                          "2025-02-28 (agencies.csv:4)"));
}

TEST_F(Succession, TakeOverWhenTheOldAgencyEnds) {
  EXPECT_THAT(
      ProblemsOf({.agencies = "A,a,,2025-02-28\nB,b,2025-03-01,\nC,c,,2025-03-01\nD,d,,\n"
                              "E,e,,2025-02-28\nE,e,2025-03-01,\n",
                  .successors = "A,D,*,2025-03-05\n"
                                "B,D,*,2025-03-01\n"
                                "C,D,*,2025-03-01\n"
                                "D,B,1.1,2025-03-01\n"
                                "E,D,*,2025-03-01\n"}),
      ElementsAre("successors.csv:2: warning: date: \"A\" ends on 2025-02-28 already "
                  "(agencies.csv:2): its dossiers stay with it until 2025-03-05",
                  "successors.csv:3: old: \"B\" has no dossiers to pass on: it begins on "
                  "2025-03-01 (agencies.csv:3)",
                  "successors.csv:4: warning: old: \"C\" is still valid on 2025-03-01, when all "
                  "its dossiers pass on",
                  "successors.csv:5: new: dossiers would go round from 2025-03-01 on: D > B > D",
                  "successors.csv:6: warning: old: \"E\" is still valid on 2025-03-01, when all "
                  "its dossiers pass on"));
}

TEST_F(Succession, LeaveNoProcedureOfAnAgencyThatEndsWithoutAHolder) {
  Lists lists{.agencies = "A,a,,2025-06-30\nB,b,,\n",
              .procedures =
                  "1.1,p,,\n1.2,p,,2024-12-31\n1.2,p,2025-07-01,\n1.3,p,2025-06-30,\n"
                  "1.4,p,2025-07-01,\n1.5,p,,\n1.6,p,,\n1.7,p,,\n",
              .successors = "B,A,1.6,2025-01-01\nA,B,1.1,2025-07-01\n"};
  EXPECT_THAT(ProblemsOf(lists),
              ElementsAre("successors.csv:3: procedure: \"A\" ends on 2025-06-30, and nobody "
                          "takes over 1.2, 1.3, 1.5 and 2 more: add rows for them, or one for "
                          "\"*\""));
  lists.successors +=
      "A,B,1.2,2025-07-01\nA,B,1.3,2025-07-01\nA,B,1.5,2025-07-01\n"
      "A,B,1.7,2025-07-01\n";
  EXPECT_THAT(ProblemsOf(lists),
              ElementsAre("successors.csv:3: procedure: \"A\" ends on 2025-06-30, and nobody "
                          "takes over 1.6: add rows for them, or one for \"*\""));
  lists.successors = "A,B,1.1,2025-07-01\nA,B,*,2025-07-01\n";
  EXPECT_THAT(ProblemsOf(lists), IsEmpty());
  lists.successors = "A,B,1.1,2025-07-01\n";
  lists.procedures.clear();
  EXPECT_THAT(ProblemsOf(lists),
              ElementsAre("successors.csv:2: warning: procedure: \"A\" ends on 2025-06-30, and "
                          "nobody takes over what has no row: add one for \"*\""));
}

TEST_F(Succession, AreMissedWhereAnAgencyEndsWithout) {
  EXPECT_THAT(ProblemsOf({.agencies = "A,a,,2025-06-30\nB,b,,2024-12-31\nB,b,2025-01-01,\n"
                                      "C,c,,2024-12-31\nC,c,2025-01-01,2025-12-31\n"}),
              ElementsAre("agencies.csv:2: warning: valid_to: \"A\" ends on 2025-06-30 and has no "
                          "successor: its open dossiers stay with it",
                          "agencies.csv:6: warning: valid_to: \"C\" ends on 2025-12-31 and has no "
                          "successor: its open dossiers stay with it"));
}

TEST_F(Succession, AreNotJudgedByADateThatCannotBeRead) {
  EXPECT_THAT(
      ProblemsOf({.agencies = "A,a,,2025-06-30\nB,b,2025-07-01,\n", .successors = "A,B,*,soon\n"}),
      ElementsAre("successors.csv:2: date: expected a date like 2021-06-07, got \"soon\""));
}

TEST_F(Succession, AreFoundAmongManyInChainsOfAnyLength) {
  std::string rows;
  for (int i = 0; i < 2'000; ++i) {
    rows += fmt::format("X{},Y{},*,2025-03-01\n", i, i);
    rows += fmt::format("X{},Z{},1.{},2025-03-01\n", i, i, i);
    rows +=
        fmt::format("C{},C{},*,{}\n", i, i + 1, FormatDate(local_days{2025y / 1 / 1} + days{i}));
  }
  const auto book = Book({.successors = rows});
  EXPECT_EQ(Holder(*book, "X1999", "1.1", local_days{2025y / 3 / 1}), "Y1999");
  EXPECT_EQ(Holder(*book, "X1999", "1.1999", local_days{2025y / 3 / 1}), "Z1999");
  EXPECT_EQ(Holder(*book, "C0", "1.1", local_days{2025y / 1 / 1} + days{500}), "C501");
}

}  // namespace
}  // namespace dunghan::rulebook
