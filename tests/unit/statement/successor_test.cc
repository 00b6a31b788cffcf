#include <gmock/gmock.h>

#include <map>

#include "dunghan/statement/statement.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/test/province.h"

/// Statements over the end of the districts on 1 July 2025.
namespace dunghan::statement {
namespace {

using dossier::EventType;
using figures::Figures;
using ::testing::ElementsAre;

constexpr const char* kAgencies =
    "code,name,name_en,tier,parent,valid_from,valid_to\n"
    "TINH,Tỉnh,Province,province,,,\n"
    "SO,Sở S,Department S,province,TINH,,\n"
    "H1,Huyện H1,District H1,district,TINH,,2025-06-30\n"
    "H2,Huyện H2,District H2,district,TINH,,2025-06-30\n"
    "X1,Xã X1 (huyện H1),,commune,H1,,2025-06-30\n"
    "X1,Xã X1,,commune,TINH,2025-07-01,\n"
    "X2,Xã X2,,commune,H1,,2025-06-30\n"
    "X3,Xã X3,,commune,H2,,2025-06-30\n"
    "M,Xã M,,commune,TINH,2025-07-01,2025-09-30\n"
    "N,Xã N,,commune,TINH,2025-10-01,\n"
    "Z,Trạm Z,,commune,H1,,2025-05-14\n"
    "Z,Trạm Z,,commune,H2,2025-05-15,\n";
/// H1 goes to M, but for procedure Q, which goes to the department; M goes on to N in October.
constexpr const char* kSuccessors =
    "old,new,procedure,date\n"
    "H1,M,*,2025-07-01\nH1,SO,Q,2025-07-01\nH2,M,*,2025-07-01\n"
    "X2,M,*,2025-07-01\nX3,X1,*,2025-07-01\nM,N,*,2025-10-01\n";

class Succession : public test::Province {
 protected:
  Succession() {
    rulebook_ = LoadRulebook(events_.codes());
    clock_.Set(test::At("2025-12-31 08:00"));
  }

  static std::shared_ptr<const rulebook::Rulebook> LoadRulebook(
      const std::shared_ptr<CodeTable>& codes) {
    const test::TempFolder folder;
    const auto path = [&](const char* name) { return folder.path() / name; };
    test::WriteFile(path("office.toml"),
                    "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                    "valid = { from = 2024-01-01, to = 2026-12-31 }\n[hours]\n"
                    "mon = [\"07:30-17:00\"]\ntue = [\"07:30-17:00\"]\nwed = [\"07:30-17:00\"]\n"
                    "thu = [\"07:30-17:00\"]\nfri = [\"07:30-17:00\"]\n");
    test::WriteFile(path("agencies.csv"), kAgencies);
    test::WriteFile(path("successors.csv"), kSuccessors);
    test::WriteFile(path("procedures.csv"),
                    "code,name,kind,field,limit\nP,Thủ tục P,,Đất đai,5wd\n"
                    "Q,Thủ tục Q,,Đất đai,5wd\nR,Thủ tục R,,Hộ tịch,\nK,Phản ánh,petition,,\n");
    rulebook::Options options;
    options.calendars = {path("office.toml")};
    options.agencies = path("agencies.csv");
    options.procedures = path("procedures.csv");
    options.successors = path("successors.csv");
    return rulebook::Rulebook::Load(options, codes).rulebook;
  }

  dossier::Event Received(const std::string& code, const std::string& at, const std::string& due,
                          const std::string& agency, const std::string& procedure = "P") {
    std::optional<dossier::DueClaim> claim;
    if (!due.empty()) claim = test::Day(due);
    return events_.Received(code, at, claim, agency, procedure);
  }
  /// In every agency that comes to an end something is open, overdue, suspended or without a due.
  void AppendOverTheEndOfTheDistricts() {
    Append({Received("h1-done", "2025-06-02 08:00", "2025-06-10", "H1"),
            Make("h1-done", EventType::kCompleted, "2025-06-05 08:00"),
            Received("h1-open", "2025-06-10 08:00", "2025-07-21", "H1"),
            Make("h1-open", EventType::kCompleted, "2025-07-15 08:00"),
            Received("h1-overdue", "2025-06-18 08:00", "2025-06-25", "H1", "Q"),
            Received("h2-suspended", "2025-06-16 08:00", "2025-06-27", "H2"),
            Make("h2-suspended", EventType::kSupplementRequested, "2025-06-20 08:00"),
            Received("x1-open", "2025-06-25 08:00", "2025-07-31", "X1"),
            Received("x2-late", "2025-06-25 08:00", "2025-07-02", "X2"),
            Make("x2-late", EventType::kCompleted, "2025-07-10 08:00"),
            Received("x3-without-due", "2025-06-25 08:00", "", "X3", "R"),
            // The source goes on using the code of the district.
            Received("m-by-old-code", "2025-07-03 08:00", "2025-10-31", "H1"),
            Make("m-by-old-code", EventType::kCompleted, "2025-10-10 08:00")});
  }

  Statement Of(const std::string& period, StatementOptions options = {}) {
    options.period = figures::ParsePeriod(period).value();
    return MakeMonthly(*Open().OpenView().value(), policy_, options).value();
  }
  static std::map<std::string, Figures> Rows(const Statement& statement) {
    std::map<std::string, Figures> rows;
    for (const StatementRow& row : statement.rows) rows[row.of.code] = row.figures;
    return rows;
  }
  static int64_t OpenIn(const Figures& f) {
    return f.open_in_time + f.open_overdue + f.open_suspended + f.open_unmeasurable;
  }
  static Figures WithoutMoves(Figures f) {
    f.moved_in = f.moved_out = f.moved_in_overdue = f.moved_out_overdue = 0;
    return f;
  }
};

TEST_F(Succession, MovesWhatIsOpenOnTheFirstDayOfTheSuccessor) {
  AppendOverTheEndOfTheDistricts();
  auto july = Rows(Of("2025-07"));
  EXPECT_EQ(july["H1"].carried_over, 2);
  EXPECT_EQ(july["H1"].moved_out, 2);
  EXPECT_EQ(july["H1"].moved_out_overdue, 1);
  EXPECT_EQ(OpenIn(july["H1"]), 0);
  EXPECT_EQ(july["H1"].received, 0) << "received on 3 July: the successor's, whatever the code";
  EXPECT_EQ(july["H2"].carried_over, 1);
  EXPECT_EQ(july["H2"].moved_out, 1);
  EXPECT_EQ(july["X2"].moved_out, 1);
  EXPECT_EQ(july["X3"].moved_out, 1);

  EXPECT_EQ(july["M"].carried_over, 0);
  EXPECT_EQ(july["M"].moved_in, 3);
  EXPECT_EQ(july["M"].moved_in_overdue, 0);
  EXPECT_EQ(july["M"].received, 1);
  EXPECT_EQ(july["M"].finished_early, 1);
  EXPECT_EQ(july["M"].finished_late, 1);
  EXPECT_EQ(july["M"].open_suspended, 1);
  EXPECT_EQ(july["M"].open_in_time, 1);
  EXPECT_EQ(july["X1"].carried_over, 1);
  EXPECT_EQ(july["X1"].moved_in, 1);
  EXPECT_EQ(july["X1"].open_unmeasurable, 1);
  EXPECT_EQ(july["X1"].open_in_time, 1) << "due on 31 July";
  EXPECT_EQ(july["X1"].open_overdue, 0);
}

TEST_F(Succession, MovesASuspendedDossierWithTheTimeItHasLeft) {
  Append({Received("waits", "2025-06-16 08:00", "2025-08-15", "H2"),
          Make("waits", EventType::kSupplementRequested, "2025-06-20 08:00")});
  EXPECT_EQ(Rows(Of("2025-06"))["H2"].open_suspended_ahead, 1);
  auto july = Rows(Of("2025-07"));
  EXPECT_EQ(july["H2"].open_suspended_ahead, 0);
  EXPECT_EQ(july["M"].open_suspended_ahead, 1);
  auto august = Rows(Of("2025-08"));
  EXPECT_EQ(august["M"].open_suspended, 1);
  EXPECT_EQ(august["M"].open_suspended_ahead, 0) << "due on 15 August";
}

TEST_F(Succession, GivesAProcedureToTheSuccessorOfItsOwn) {
  AppendOverTheEndOfTheDistricts();
  auto july = Rows(Of("2025-07"));
  EXPECT_EQ(july["SO"].moved_in, 1);
  EXPECT_EQ(july["SO"].moved_in_overdue, 1);
  EXPECT_EQ(july["SO"].open_overdue, 1);
}

TEST_F(Succession, LosesNothingAndCountsNothingTwice) {
  AppendOverTheEndOfTheDistricts();
  for (const char* period : {"2025-06", "2025-07", "2025-10", "2025-Q3", "2025",
                             "2025-06-15..2025-07-15", "bc:2025-07"}) {
    const Figures by_agency = Of(period).total.figures;
    EXPECT_EQ(by_agency.moved_in, by_agency.moved_out) << period;
    EXPECT_EQ(by_agency.moved_in_overdue, by_agency.moved_out_overdue) << period;
    for (const auto by :
         {GroupBy::kProcedure, GroupBy::kField, GroupBy::kCounter, GroupBy::kChannel}) {
      const Figures other = Of(period, {.by = by}).total.figures;
      EXPECT_EQ(other, WithoutMoves(by_agency)) << period << " " << ToString(by);
    }
  }
  EXPECT_EQ(Of("2025").total.figures.received, 8);
  EXPECT_EQ(Of("2025-07").total.figures.moved_in, 5);
}

TEST_F(Succession, CarriesOverInEveryRowWhatThePeriodBeforeLeftOpen) {
  AppendOverTheEndOfTheDistricts();
  for (const auto by : {GroupBy::kAgency, GroupBy::kTier, GroupBy::kProcedure}) {
    auto before = Rows(Of("2025-05", {.by = by}));
    for (const char* month : {"2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11"}) {
      auto now = Rows(Of(month, {.by = by}));
      for (auto& [code, figures] : now) {
        EXPECT_EQ(figures.carried_over, OpenIn(before[code])) << month << " " << code;
      }
      for (auto& [code, figures] : before) {
        EXPECT_EQ(now[code].carried_over, OpenIn(figures)) << month << " " << code;
      }
      before = now;
    }
  }
}

TEST_F(Succession, GoesOnFromSuccessorToSuccessor) {
  AppendOverTheEndOfTheDistricts();
  auto october = Rows(Of("2025-10"));
  EXPECT_EQ(october["M"].carried_over, 2);
  EXPECT_EQ(october["M"].moved_out, 2);
  EXPECT_EQ(october["N"].moved_in, 2);
  EXPECT_EQ(october["N"].finished_early, 1);
  auto half = Rows(Of("2025-H2"));
  EXPECT_EQ(half["M"].moved_in, 3);
  EXPECT_EQ(half["M"].moved_out, 2);
  EXPECT_EQ(half["N"].moved_in, 2);
}

TEST_F(Succession, RollsUpByTheTreeOfEachDay) {
  AppendOverTheEndOfTheDistricts();
  const Statement june = Of("2025-06", {.agency = "H1"});
  EXPECT_THAT(Codes(june), ElementsAre("H1", "X1", "X2"));
  EXPECT_EQ(june.total.figures.received, 5);
  EXPECT_EQ(june.total.figures.moved_out, 0) << "the tree changes on the day after";

  const Statement july = Of("2025-07", {.agency = "H1"});
  EXPECT_EQ(july.total.figures.carried_over, OpenIn(june.total.figures));
  EXPECT_EQ(july.total.figures.moved_out, 4) << "X1 leaves the district, too";
  EXPECT_EQ(OpenIn(july.total.figures), 0);

  EXPECT_EQ(Of("2025-07", {.agency = "X1"}).total.figures.moved_in, 1);
}

TEST_F(Succession, MovesWhatIsOpenWithAnAgencyThatComesUnderAnotherOne) {
  Append({Received("before", "2025-05-12 08:00", "2025-07-21", "Z"),
          Received("after", "2025-05-20 08:00", "2025-07-21", "Z")});
  const Figures left = Of("2025-05", {.agency = "H1"}).total.figures;
  EXPECT_EQ(left.received, 1);
  EXPECT_EQ(left.moved_out, 1);
  const Figures joined = Of("2025-05", {.agency = "H2"}).total.figures;
  EXPECT_EQ(joined.moved_in, 1);
  EXPECT_EQ(joined.received, 1);
  EXPECT_EQ(joined.open_in_time, 2);
  EXPECT_EQ(Of("2025-05").total.figures.moved_in, 0) << "it has one row throughout";
}

TEST_F(Succession, SumsToTheProvinceAtEveryLevel) {
  AppendOverTheEndOfTheDistricts();
  const auto sum = [&](const std::string& period, const std::vector<std::string>& agencies) {
    Figures figures;
    for (const std::string& agency : agencies) {
      figures += Of(period, {.agency = agency}).total.figures;
    }
    return WithoutMoves(figures);
  };
  for (const char* period : {"2025-05", "2025-06", "2025-06-15..2025-06-30"}) {
    const Figures province = Of(period, {.agency = "TINH"}).total.figures;
    EXPECT_EQ(sum(period, {"SO", "H1", "H2"}), WithoutMoves(province)) << period;
    EXPECT_EQ(WithoutMoves(Of(period).total.figures), WithoutMoves(province)) << period;
    const Figures district = Of(period, {.agency = "H1"}).total.figures;
    auto rows = Rows(Of(period));
    Figures parts = rows["H1"];
    parts += rows["X1"];
    parts += rows["X2"];
    EXPECT_EQ(parts, district) << period;
  }
  for (const char* period : {"2025-08", "2025-09"}) {
    const Figures province = Of(period, {.agency = "TINH"}).total.figures;
    EXPECT_EQ(sum(period, {"SO", "M", "X1"}), WithoutMoves(province)) << period;
  }
  // Over the change: the old districts and the new communes side by side.
  const Figures july = Of("2025-07", {.agency = "TINH"}).total.figures;
  Figures parts = sum("2025-07", {"SO", "H1", "H2", "M"});
  Figures commune = WithoutMoves(Of("2025-07", {.agency = "X1"}).total.figures);
  // What X1 carried over was the district's until the end of June.
  EXPECT_EQ(commune.carried_over, 1);
  commune.carried_over = 0;
  parts += commune;
  EXPECT_EQ(parts, WithoutMoves(july));
}

TEST_F(Succession, BelongsToWhoHasItAtThePeriodsEndIfThatIsAskedFor) {
  AppendOverTheEndOfTheDistricts();
  const Statement july = Of("2025-07", {.tree = Tree::kPeriodEnd});
  EXPECT_THAT(Codes(july), ElementsAre("M", "SO", "X1"));
  EXPECT_EQ(july.total.figures.moved_in + july.total.figures.moved_out, 0);
  auto rows = Rows(july);
  EXPECT_EQ(rows["M"].carried_over, 3);
  EXPECT_EQ(rows["M"].received, 1);
  EXPECT_EQ(rows["SO"].carried_over, 1);
  EXPECT_EQ(july.total.figures, WithoutMoves(Of("2025-07").total.figures));

  EXPECT_THAT(Codes(Of("2025", {.tree = Tree::kPeriodEnd})), ElementsAre("N", "SO", "X1"));
  auto june = Rows(Of("2025-06", {.tree = Tree::kPeriodEnd}));
  EXPECT_EQ(june["H1"].received, 3);
}

TEST_F(Succession, NamesAnAgencyByItsRowAtThePeriodsEnd) {
  AppendOverTheEndOfTheDistricts();
  const auto name_of_x1 = [](const Statement& statement) {
    for (const StatementRow& row : statement.rows) {
      if (row.of.code == "X1") return row.of.name;
    }
    return std::string();
  };
  EXPECT_EQ(name_of_x1(Of("2025-06")), "Xã X1 (huyện H1)");
  EXPECT_EQ(name_of_x1(Of("2025-07")), "Xã X1");
}

TEST_F(Succession, MovesBetweenTiers) {
  AppendOverTheEndOfTheDistricts();
  auto july = Rows(Of("2025-07", {.by = GroupBy::kTier}));
  EXPECT_EQ(july["district"].moved_out, 3);
  EXPECT_EQ(july["district"].moved_in, 0);
  EXPECT_EQ(july["commune"].moved_in, 2) << "from one commune to another nothing moves";
  EXPECT_EQ(july["commune"].moved_out, 0);
  EXPECT_EQ(july["province"].moved_in, 1);
}

TEST_F(Succession, DoesNotMoveBeforeItsDayHasCome) {
  clock_.Set(test::At("2025-06-30 20:00"));
  Append({Received("h1-open", "2025-06-10 08:00", "2025-07-21", "H1"),
          Received("h1-june", "2025-06-10 08:00", "2025-06-27", "H1")});
  auto june = Rows(Of("2025-06"));
  EXPECT_EQ(june["H1"].open_in_time, 1);
  EXPECT_EQ(june["H1"].moved_out, 0);
  auto july = Rows(Of("2025-07"));
  EXPECT_EQ(july["H1"].carried_over, 2);
  EXPECT_EQ(july["H1"].moved_out, 0);
  EXPECT_EQ(july["H1"].due_in_period, 0);
  EXPECT_EQ(july["M"].due_in_period, 1) << "due when M will have it";
}

TEST_F(Succession, MovesOnItsFirstDay) {
  clock_.Set(test::At("2025-07-01 07:00"));
  Append({Received("h1-open", "2025-06-10 08:00", "2025-07-21", "H1")});
  auto july = Rows(Of("2025-07"));
  EXPECT_EQ(july["H1"].moved_out, 1);
  EXPECT_EQ(july["M"].moved_in, 1);
}

TEST_F(Succession, TakesWaitingSubmissionsAlong) {
  auto submitted = Make("online", EventType::kSubmitted, "2025-06-30 16:00");
  submitted.agency = events_.Code<AgencyCode>("H1");
  submitted.procedure = events_.Code<ProcedureCode>("P");
  submitted.channel = dossier::Channel::kOnline;
  Append({submitted});
  std::map<std::string, int64_t> late;
  const Statement july = Of("2025-07");
  for (const StatementRow& row : july.rows) {
    late[row.of.code] = row.further.waiting + row.further.waiting_late;
  }
  EXPECT_EQ(late["H1"], 0);
  EXPECT_EQ(late["M"], 1);
  EXPECT_EQ(july.total.further.waiting_late, 1);
}

TEST_F(Succession, KeepsPetitionsInARowOfTheirOwn) {
  Append({Received("k", "2025-06-10 08:00", "2025-07-21", "H1", "K")});
  const Statement july = Of("2025-07");
  EXPECT_TRUE(july.rows.empty());
  EXPECT_EQ(july.petitions.figures.carried_over, 1);
  EXPECT_EQ(july.petitions.figures.moved_in + july.petitions.figures.moved_out, 0);
  EXPECT_EQ(Of("2025-07", {.agency = "H1"}).petitions.figures.moved_out, 1);
  EXPECT_EQ(Of("2025-07", {.agency = "M"}).petitions.figures.moved_in, 1);
}

TEST(Tree, HasANameForEach) {
  for (const auto tree : {Tree::kAsWas, Tree::kPeriodEnd})
    EXPECT_EQ(ParseTree(ToString(tree)), tree);
  EXPECT_FALSE(ParseTree("now"));
}

}  // namespace
}  // namespace dunghan::statement
