#include "config/check_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "../rulebook/folder.h"
#include "app/settings.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/sqlite.h"

namespace dunghan::commands {
namespace {

using testing::MatchesRegex;

struct Printed {
  int code = 0;
  std::string out;
  std::string err;
};

class CheckConfig : public testing::Test {
 protected:
  CheckConfig() {
    folder_.Write("office.toml",
                  "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                  "valid = { from = 2021-01-01, to = 2021-12-31 }\n"
                  "[hours]\nmon = [\"08:00-12:00\"]\n"
                  "[[exception]]\ndate = 2021-09-02\nname = \"Quốc khánh\"\nconfirmed = false\n"
                  "[[exception]]\ndate = 2021-09-03\nconfirmed = false\n");
    folder_.Write("agencies.csv", "code,name\nA,Sở A\nB,Sở B\n");
    folder_.Write("procedures.csv",
                  "code,name,valid_from,valid_to\n1.1,a,,2021-06-30\n1.1,a,2021-07-01,\n");
  }
  Printed Check(std::string_view config, std::string_view now = "2021-10-01T08:00:00+07:00",
                bool json = false) {
    std::ostringstream out;
    std::ostringstream err;
    const ManualClock clock(ParseRfc3339(now).value());
    const int code =
        RunCheckConfig({folder_.Write("dunghan.toml", config), {}, json}, clock, out, err);
    return {code, folder_.Shortened(out.str()), folder_.Shortened(err.str())};
  }

  static constexpr std::string_view kGood =
      "[rulebook]\ncalendars = [\"office.toml\"]\nagencies = \"agencies.csv\"\n"
      "procedures = \"procedures.csv\"\n";
  Folder folder_;
};

TEST_F(CheckConfig, SumsUpWhatIsInOrder) {
  const Printed run = Check(kGood);
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.err, "");
  EXPECT_THAT(
      run.out,
      MatchesRegex("ok: 1 calendar, 2 agencies, 1 procedure, rulebook sha256:[0-9a-f]{64}\n"));
}

TEST_F(CheckConfig, PrintsEveryProblemOfEveryFile) {
  folder_.Write("agencies.csv", "code,name\nA,\n");
  const Printed run = Check(
      "[rulebook]\ncalendars = [\"office.toml\", \"none.toml\"]\n"
      "agencies = \"agencies.csv\"\nunknown = \"drop\"\n[serverr]\n");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(
      run.err,
      "dunghan.toml:4: rulebook.unknown: expected \"quarantine\" or \"register\", got \"drop\"\n"
      "dunghan.toml:5: serverr: unknown key (did you mean \"server\"?)\n"
      "none.toml: cannot be read: No such file or directory\n"
      "agencies.csv:2: name: expected a value, got nothing\n");
}

TEST_F(CheckConfig, FailsOnFaultsOfTheSettingsAlone) {
  const Printed run = Check(std::string(kGood) + "[metrics]\nmatrix = 1\n");
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err, "dunghan.toml:6: metrics.matrix: expected true or false, got 1\n");
}

TEST_F(CheckConfig, WarnsOfCalendarsThatEndSoon) {
  EXPECT_EQ(Check(kGood, "2021-11-15T23:59:00+07:00").err, "");
  EXPECT_EQ(Check(kGood, "2021-11-15T17:00:00Z").err,
            "warning: calendars: calendar \"office\" ends on 2021-12-31, in 45 days: due dates "
            "after that "
            "day cannot be measured\n");
  const Printed late = Check(kGood, "2022-01-01T08:00:00+07:00");
  EXPECT_EQ(late.err,
            "warning: calendars: calendar \"office\" ended on 2021-12-31, 1 day ago: due dates "
            "after that "
            "day cannot be measured\n");
  EXPECT_EQ(late.code, 0);
}

TEST_F(CheckConfig, WarnsOfDaysAheadThatAreNotConfirmed) {
  EXPECT_EQ(Check(kGood, "2021-09-02T08:00:00+07:00").err,
            "warning: calendar \"office\": 2 days not confirmed yet, the first is 2021-09-02 "
            "(Quốc khánh)\n");
  EXPECT_EQ(Check(kGood, "2021-09-03T08:00:00+07:00").err,
            "warning: calendar \"office\": 1 day not confirmed yet, the first is 2021-09-03\n");
}

TEST_F(CheckConfig, WarnsOfUnconfirmedDaysForAsLongAsAnOpenDossierRestsOnThem) {
  const std::string config = std::string(kGood) + "[ledger]\npath = \"data\"\n";
  folder_.Write("procedures.csv", "code,name,limit\nP,a,2cd\n");
  const auto path = folder_.Write("dunghan.toml", config);
  const auto settings = app::LoadSettings(path).settings;
  const auto codes = std::make_shared<CodeTable>();
  const ManualClock then(ParseRfc3339("2021-08-30T10:00:00+07:00").value());
  dossier::Event event;
  event.dossier = "D";
  event.id = "1";
  event.at = then.Now() - std::chrono::hours{7 * 24};
  event.source = codes->Intern<SourceName>("s");
  event.agency = codes->Intern<AgencyCode>("A");
  event.procedure = codes->Intern<ProcedureCode>("P");
  ledger::Options options;
  options.folder = settings.ledger.path;
  options.backend = record::Sqlite();
  options.rulebook = app::LoadRulebook(settings, codes).rulebook;
  options.codes = codes;
  options.clock = &then;
  auto ledger = ledger::Open(std::move(options));
  ASSERT_TRUE(ledger);
  const auto append = [&] { return (*ledger)->Append(std::vector<ledger::Item>{{event, {}}}); };
  // Two days from 23/08 end on the next Monday, the 30th: nothing rests on the days.
  ASSERT_TRUE(append());
  EXPECT_EQ(Check(config, "2021-10-01T08:00:00+07:00").err, "");
  // From 30/08 on the Monday after both.
  event.dossier = "E";
  event.at = then.Now();
  ASSERT_TRUE(append());
  const std::string expected =
      "warning: calendar \"office\": 2 days not confirmed yet, the first is 2021-09-02 (Quốc "
      "khánh); the dues of 1 open dossier rest on them\n";
  const Printed run = Check(config, "2021-10-01T08:00:00+07:00");
  EXPECT_EQ(run.err, expected);
  EXPECT_EQ(run.code, 0);
  // Elsewhere there is no ledger, and they are over.
  EXPECT_EQ(Check(kGood, "2021-10-01T08:00:00+07:00").err, expected);
  EXPECT_EQ(Check(std::string(kGood) + "[ledger]\npath = \"none\"\n").err, "");
}

TEST_F(CheckConfig, RefusesWhatServeWouldRefuse) {
  EXPECT_EQ(Check(std::string(kGood) + "[server]\ntokens = \"tokens.toml\"\n").code, 0);
  const Printed tls =
      Check(std::string(kGood) + "[server]\ntls_certificate = \"a.pem\"\ntls_key = \"b.pem\"\n");
  EXPECT_EQ(tls.code, 2);
  EXPECT_EQ(tls.err,
            "dunghan.toml: server.tls_certificate: the key b.pem: No such file or directory\n");
  const Printed world = Check(std::string(kGood) + "[server]\nlisten = \"0.0.0.0:8080\"\n");
  EXPECT_EQ(world.code, 2);
  EXPECT_EQ(world.err,
            "dunghan.toml:6: server.listen: an address beyond loopback needs server.tokens, got "
            "none\n");
  EXPECT_EQ(Check(std::string(kGood) + "[server]\nlisten = \"[::1]:0\"\n").code, 0);
}

TEST_F(CheckConfig, WarnsOfAWitnessThatCannotBeWritten) {
  const auto witness = [&](std::string_view place) {
    return Check(std::string(kGood) + "[ledger]\nwitness = \"" + std::string(place) + "\"\n");
  };
  EXPECT_EQ(witness("chain").err, "");
  EXPECT_EQ(witness("syslog").err, "");
  const Printed run = witness("none/chain");
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.err,
            "dunghan.toml: warning: ledger.witness: the head of the chain cannot be noted in "
            "none/chain: No such file or directory\n");
  std::filesystem::create_directory(folder_.path() / "chain");
  EXPECT_THAT(witness("chain").err, testing::HasSubstr("Is a directory"));
}

TEST_F(CheckConfig, SaysTheSameAsJson) {
  const Printed good = Check(kGood, "2021-11-17T08:00:00+07:00", true);
  EXPECT_EQ(good.code, 0);
  EXPECT_EQ(good.err, "");
  EXPECT_THAT(
      good.out,
      MatchesRegex(
          R"(\{"ok":true,"config":"dunghan.toml","calendars":1,"agencies":2,"procedures":1,)"
          R"("rulebook":"sha256:[0-9a-f]{64}","problems":\[\{"severity":"warning","file":"",)"
          R"("line":0,"field":"calendars","message":"calendar \\"office\\" ends on [^"]+"\}\]\})"
          "\n"));
  const Printed bad = Check("colour = 1\n", "2021-10-01T08:00:00+07:00", true);
  EXPECT_EQ(bad.code, 2);
  EXPECT_EQ(bad.out,
            R"({"ok":false,"config":"dunghan.toml","problems":[{"severity":"error",)"
            R"("file":"dunghan.toml","line":1,"field":"colour","message":"unknown key"},)"
            R"({"severity":"error","file":"dunghan.toml","line":0,"field":"rulebook.calendars",)"
            R"("message":"expected at least one calendar file, got none"}]})"
            "\n");
}

TEST_F(CheckConfig, SaysWhereItLookedForAConfiguration) {
  std::ostringstream out;
  std::ostringstream err;
  const ManualClock clock{Instant{}};
  EXPECT_EQ(RunCheckConfig({folder_.path() / "none.toml", {}, false}, clock, out, err), 2);
  EXPECT_EQ(folder_.Shortened(err.str()), "no configuration file \"none.toml\"\n");
}

}  // namespace
}  // namespace dunghan::commands
