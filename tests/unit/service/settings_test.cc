#include "app/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "../rulebook/folder.h"

namespace dunghan::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;
using namespace std::chrono_literals;

Settings Read(std::string_view text) {
  const LoadedSettings loaded = ParseSettings(text, "/etc/dunghan/dunghan.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
  return loaded.settings;
}

std::vector<std::string> ProblemsOf(std::string_view text) {
  std::vector<std::string> lines;
  for (const Problem& problem : ParseSettings(text, "dunghan.toml").problems) {
    lines.push_back(ToString(problem));
  }
  return lines;
}

TEST(Settings, HaveADefaultForEveryKey) {
  const Settings settings = Read("");
  EXPECT_EQ(settings.server.listen, (Listen{"127.0.0.1", 8080}));
  EXPECT_THAT(settings.server.names, IsEmpty());
  EXPECT_EQ(settings.server.tokens, std::nullopt);
  EXPECT_EQ(settings.server.max_body, 16U << 20);
  EXPECT_EQ(settings.server.max_connections, 1000);
  EXPECT_EQ(settings.server.idle_timeout, 60s);
  EXPECT_EQ(settings.server.drain_timeout, 20s);
  EXPECT_EQ(settings.ledger.backend, LedgerBackend::kSqlite);
  EXPECT_EQ(settings.ledger.path, "/etc/dunghan/data");
  EXPECT_THAT(settings.rulebook.calendars, IsEmpty());
  EXPECT_EQ(settings.rulebook.agencies, std::nullopt);
  EXPECT_EQ(settings.rulebook.unknown, rulebook::Unknown::kQuarantine);
  EXPECT_EQ(settings.rulebook.reasons.size(), 16U);
  EXPECT_EQ(settings.site, SiteSettings{});
  EXPECT_EQ(settings.rulebook.comparison, dossier::Comparison::kByUnit);
  EXPECT_EQ(settings.rulebook.due_rules.same_day_cutoff, 15h);
  EXPECT_EQ(settings.figures.target_per_mille, 980);
  EXPECT_EQ(settings.figures.target_is, figures::TargetIs::kAtLeast);
  EXPECT_EQ(settings.figures.headline, figures::Headline::kOfficial);
  EXPECT_EQ(settings.figures.basis, dossier::Basis::kPromised);
  EXPECT_EQ(settings.figures.reporting_month, figures::ReportingMonth::kCalendar);
  EXPECT_EQ(ToString(settings.rulebook.acceptance_limit.value()), "8wh");
  EXPECT_EQ(settings.alerts.tiers.size(), 3U);
  EXPECT_EQ(settings.alerts.max_dossiers, 2000);
  EXPECT_EQ(settings.alerts.per_agency, 20);
  EXPECT_EQ(ToString(settings.alerts.every), "1wh");
  EXPECT_FALSE(settings.alerts.second_supplement);
  EXPECT_EQ(settings.alerts.supplement_missing, std::nullopt);
  EXPECT_EQ(settings.alerts.not_moved, std::nullopt);
  EXPECT_EQ(ToString(settings.apology_before.value()), "1wd");
  EXPECT_THAT(settings.alerts.procedure_tiers, IsEmpty());
  EXPECT_EQ(settings.reports.schedule, ReportSchedule::kOff);
  EXPECT_THAT(settings.reports.forms, ElementsAre("monthly"));
  EXPECT_THAT(settings.reports.formats, ElementsAre("xlsx", "pdf"));
  EXPECT_EQ(ToString(settings.reports.after), "3wd");
  EXPECT_EQ(settings.reports.folder, "/etc/dunghan/reports");
  EXPECT_TRUE(settings.metrics.matrix);
  EXPECT_EQ(settings.metrics.max_series, 100'000);
}

TEST(Settings, AreReadFromEverySection) {
  const Settings settings = Read(
      "[server]\nlisten = \"[::]:0\"\ntokens = \"tokens.toml\"\nmax_body = \"1GiB\"\n"
      "read_timeout = \"5min\"\nnames = [\"Dunghan.example.vn\", \"10.0.0.7\"]\n"
      "[ledger]\npath = \"/var/lib/dunghan\"\n"
      "[rulebook]\ncalendars = [\"calendars/a.toml\", \"/srv/b.toml\"]\nagencies = "
      "\"../agencies.csv\"\n"
      "default_calendar = \"a\"\nunknown = \"register\"\nreasons = [\"staff\"]\n"
      "[sources.motcua]\nexpect_every = \"4wh\"\nfeeds = [\"A\"]\n[sources.dvcqg]\nrole = "
      "\"mirror\"\n"
      "[figures]\ntarget = 1\ntarget_is = \"above\"\nheadline = \"due_cohort\"\nbasis = "
      "\"lawful\"\n"
      "comparison = \"instant\"\nreporting_month = \"bc\"\nacceptance_limit = \"1wd\"\n"
      "same_day_cutoff = \"14:30\"\n"
      "[figures.targets]\n\"000.00.19.H52\" = 0.995\nA = 0.9\n"
      "[alerts]\nalertmanager = [\"http://127.0.0.1:9093\"]\ntiers = [\"2wd\"]\n"
      "every = \"5400ws\"\nper_agency = 5\n"
      "second_supplement = \"on\"\nsupplement_missing = \"15wd\"\nnot_moved = \"5wd\"\n"
      "[alerts.procedures]\n\"1.001234\" = [\"4wh\"]\nP = []\n"
      "[apology]\nbefore = \"2wd\"\n"
      "[reports]\nschedule = \"monthly\"\nformats = [\"json\"]\nafter = \"5wd\"\n[metrics]\nmatrix "
      "= false\nmax_series = 1000\n");
  EXPECT_EQ(settings.server.listen, (Listen{"::", 0}));
  EXPECT_THAT(settings.server.names, ElementsAre("dunghan.example.vn", "10.0.0.7"));
  EXPECT_EQ(settings.server.tokens, "/etc/dunghan/tokens.toml");
  EXPECT_EQ(settings.server.max_body, 1U << 30);
  EXPECT_EQ(settings.server.read_timeout, 5min);
  EXPECT_EQ(settings.ledger.path, "/var/lib/dunghan");
  EXPECT_THAT(settings.rulebook.calendars,
              ElementsAre("/etc/dunghan/calendars/a.toml", "/srv/b.toml"));
  EXPECT_EQ(settings.rulebook.agencies, "/etc/agencies.csv");
  EXPECT_EQ(settings.rulebook.default_calendar, "a");
  EXPECT_EQ(settings.rulebook.unknown, rulebook::Unknown::kRegister);
  EXPECT_THAT(settings.rulebook.reasons, ElementsAre("staff"));
  EXPECT_EQ(ToString(settings.sources.at("motcua").expect_every.value()), "4wh");
  EXPECT_EQ(settings.rulebook.sources.at("motcua"), rulebook::SourceRole::kAuthority);
  EXPECT_EQ(settings.rulebook.sources.at("dvcqg"), rulebook::SourceRole::kMirror);
  EXPECT_EQ(settings.figures.target_per_mille, 1000);
  EXPECT_EQ(settings.figures.target_is, figures::TargetIs::kAbove);
  EXPECT_EQ(settings.figures.headline, figures::Headline::kDueCohort);
  EXPECT_EQ(settings.figures.basis, dossier::Basis::kLawful);
  EXPECT_EQ(settings.rulebook.comparison, dossier::Comparison::kInstant);
  EXPECT_EQ(settings.figures.reporting_month, figures::ReportingMonth::kBc);
  EXPECT_EQ(ToString(settings.rulebook.acceptance_limit.value()), "1wd");
  EXPECT_EQ(settings.rulebook.due_rules.same_day_cutoff, 14h + 30min);
  EXPECT_THAT(settings.figures.agency_targets,
              ElementsAre(std::pair("000.00.19.H52", 995), std::pair("A", 900)));
  EXPECT_THAT(settings.alerts.alertmanager, ElementsAre("http://127.0.0.1:9093"));
  EXPECT_EQ(settings.alerts.tiers.size(), 1U);
  EXPECT_EQ(ToString(settings.alerts.every), "5400ws");
  EXPECT_EQ(settings.alerts.per_agency, 5);
  EXPECT_TRUE(settings.alerts.second_supplement);
  EXPECT_EQ(ToString(settings.alerts.supplement_missing.value()), "15wd");
  EXPECT_EQ(ToString(settings.alerts.not_moved.value()), "5wd");
  EXPECT_EQ(ToString(settings.apology_before.value()), "2wd");
  EXPECT_EQ(settings.alerts.procedure_tiers.size(), 2U);
  EXPECT_EQ(ToString(settings.alerts.procedure_tiers.at("1.001234").at(0)), "4wh");
  EXPECT_THAT(settings.alerts.procedure_tiers.at("P"), IsEmpty());
  EXPECT_THAT(settings.sources.at("motcua").feeds, ElementsAre("A"));
  EXPECT_EQ(settings.reports.schedule, ReportSchedule::kMonthly);
  EXPECT_THAT(settings.reports.formats, ElementsAre("json"));
  EXPECT_EQ(ToString(settings.reports.after), "5wd");
  EXPECT_FALSE(settings.metrics.matrix);
}

TEST(Settings, NameTheSite) {
  const Settings settings = Read(
      "[site]\nprovince = \"tỉnh Sơn La\"\nprovince_en = \"Sơn La province\"\n"
      "centre = \"Trung tâm\"\ncentre_en = \"Centre\"\nurl = \"https://dunghan.example.vn/\"\n");
  EXPECT_EQ(settings.site, (SiteSettings{"tỉnh Sơn La", "Sơn La province", "Trung tâm", "Centre",
                                         "https://dunghan.example.vn"}));
  EXPECT_EQ(Read("[site]\nurl = \"http://10.0.0.7:8080\"\n").site.url, "http://10.0.0.7:8080");
  EXPECT_EQ(Read("[site]\nurl = \"\"\n").site.url, std::nullopt);
  for (const char* url : {"dunghan.example.vn", "ftp://a", "https://", "https://a/b", "http://a b",
                          "https://a:0", "https://u@a"}) {
    EXPECT_THAT(ProblemsOf("[site]\nurl = \"" + std::string(url) + "\"\n"),
                ElementsAre("dunghan.toml:2: site.url: expected an address like "
                            "\"https://dunghan.example.vn\", without a path, got \"" +
                            std::string(url) + "\""));
  }
  EXPECT_THAT(ProblemsOf("[site]\ncentre = \"a\\u0007\"\n"), testing::SizeIs(1));
}

TEST(Settings, HaveRoundsOfReasonableLength) {
  for (const char* every : {"59ws", "25wh", "1wd", "1h"}) {
    EXPECT_THAT(ProblemsOf("[alerts]\nevery = \"" + std::string(every) + "\"\n"),
                ElementsAre("dunghan.toml:2: alerts.every: expected working time from \"60ws\" to "
                            "\"24wh\", got \"" +
                            std::string(every) + "\""));
  }
}

TEST(Settings, MaySwitchOffWhatTheLawDoesNotSay) {
  EXPECT_EQ(Read("[apology]\nbefore = \"off\"\n").apology_before, std::nullopt);
  EXPECT_EQ(ToString(Read("[apology]\nbefore = \"12wh\"\n").apology_before.value()), "12wh");
  EXPECT_EQ(Read("[alerts]\nnot_moved = \"off\"\n").alerts.not_moved, std::nullopt);
  EXPECT_THAT(
      ProblemsOf("[alerts]\nnot_moved = \"5wh\"\n"),
      ElementsAre("dunghan.toml:2: alerts.not_moved: expected working days like \"5wd\", or "
                  "\"off\", got \"5wh\""));
  EXPECT_THAT(
      ProblemsOf("[apology]\nbefore = \"1cd\"\n"),
      ElementsAre("dunghan.toml:2: apology.before: expected a working time like \"1wd\", or "
                  "\"off\", got \"1cd\""));
}

TEST(Settings, NameAlertmanagersThatCanBeTalkedTo) {
  EXPECT_EQ(ProblemsOf("[alerts]\nalertmanager = [\"https://am.example.org\"]\n").size(), 1U);
  EXPECT_EQ(ProblemsOf("[alerts]\nprocedures = 3\n").size(), 1U);
  EXPECT_EQ(ProblemsOf("[alerts.procedures]\n1.001234 = [\"1wd\"]\n").size(), 1U);
}

TEST(Settings, MayHaveNoAcceptanceClock) {
  for (const char* text : {"\"\"", "\"none\""}) {
    const Settings settings = Read("[figures]\nacceptance_limit = " + std::string(text) + "\n");
    EXPECT_EQ(settings.rulebook.acceptance_limit, std::nullopt) << text;
  }
}

TEST(Settings, TakeNamesOfHostsWithoutPorts) {
  for (const char* name : {"a:80", "", "a b", "http://a", "[::1"}) {
    const std::string text = "[server]\nnames = [\"b\", \"" + std::string(name) + "\"]\n";
    EXPECT_THAT(ProblemsOf(text),
                ElementsAre("dunghan.toml:2: server.names: expected a list of host names without "
                            "ports, got \"" +
                            std::string(name) + "\""));
  }
}

TEST(Settings, ReportEveryProblemAtOnceWithLineKeyRuleAndValue) {
  EXPECT_THAT(
      ProblemsOf("[server]\n"
                 "listen = \"127.0.0.1\"\n"
                 "max_body = \"16MB\"\n"
                 "max_connections = 0\n"
                 "idle_timeout = \"2h\"\n"
                 "[ledger]\n"
                 "backend = \"postgres\"\n"
                 "path = \"\"\n"
                 "[rulebook]\n"
                 "calendars = \"vn-office.toml\"\n"
                 "reasons = [\"staff\",\n"
                 "           \"no reason\"]\n"
                 "[metrics]\n"
                 "matrix = \"yes\"\n"
                 "max_series = 70.5\n"),
      ElementsAre(
          "dunghan.toml:2: server.listen: expected an address and a port like \"127.0.0.1:8080\" "
          "or "
          "\"[::1]:8080\", got \"127.0.0.1\"",
          "dunghan.toml:3: server.max_body: expected a size from \"1KiB\" to \"1GiB\", got "
          "\"16MB\"",
          "dunghan.toml:4: server.max_connections: expected 1..100000, got 0",
          "dunghan.toml:5: server.idle_timeout: expected a duration from \"1s\" to \"1h\", got "
          "\"2h\"",
          "dunghan.toml:7: ledger.backend: expected \"sqlite\", got \"postgres\"",
          "dunghan.toml:8: ledger.path: expected a path, got \"\"",
          "dunghan.toml:10: rulebook.calendars: expected a list of paths, got \"vn-office.toml\"",
          "dunghan.toml:12: rulebook.reasons: expected a list of codes without blanks, got "
          "\"no reason\"",
          "dunghan.toml:14: metrics.matrix: expected true or false, got \"yes\"",
          "dunghan.toml:15: metrics.max_series: expected 1000..10000000, got 70.5"));
}

TEST(Settings, ReportWrongFiguresAndAlerts) {
  EXPECT_THAT(
      ProblemsOf("[figures]\n"
                 "target = 98\n"
                 "target_is = \"more\"\n"
                 "acceptance_limit = \"8 hours\"\n"
                 "same_day_cutoff = \"3pm\"\n"
                 "[figures.targets]\n"
                 "A = 0.9805\n"
                 "000.00.19.H52 = 0.99\n"
                 "[alerts]\n"
                 "alertmanager = [\"127.0.0.1:9093\"]\n"
                 "tiers = [\"3cd\"]\n"
                 "[sources.a]\n"
                 "role = \"mirorr\"\n"
                 "expect_every = \"1wd\"\n"),
      ElementsAre(
          "dunghan.toml:2: figures.target: expected a ratio from 0.001 to 1 in steps of 0.001, got "
          "98",
          "dunghan.toml:3: figures.target_is: expected \"at_least\" or \"above\", got \"more\"",
          "dunghan.toml:4: figures.acceptance_limit: expected a time limit like \"8wh\" or "
          "\"1wd\", or \"none\", got \"8 hours\"",
          "dunghan.toml:5: figures.same_day_cutoff: expected a time of day like \"15:00\", got "
          "\"3pm\"",
          "dunghan.toml:7: figures.targets.A: expected a ratio from 0.001 to 1 in steps of 0.001, "
          "got "
          "0.9805",
          "dunghan.toml:8: figures.targets.000: a code with dots must stand in quotation marks",
          "dunghan.toml:10: alerts.alertmanager: expected a list of addresses like "
          "\"http://127.0.0.1:9093\", got \"127.0.0.1:9093\"",
          "dunghan.toml:11: alerts.tiers: expected a list of working times like \"3wd\" or "
          "\"3wh\", "
          "got \"3cd\"",
          "dunghan.toml:13: sources.a.role: expected \"authority\", \"mirror\" or \"lists\", got "
          "\"mirorr\"",
          "dunghan.toml:14: sources.a.expect_every: expected working time like \"4wh\" or "
          "\"5400ws\", "
          "got \"1wd\""));
}

TEST(Settings, SuggestTheNearestName) {
  EXPECT_THAT(
      ProblemsOf("[server]\nlisen = \"127.0.0.1:80\"\n"
                 "[ledgr]\npath = \"data\"\n"
                 "[sources.a]\nrolle = \"mirror\"\n"
                 "[figures.target]\nA = 0.9\n"
                 "[metrics]\ncolour = 1\n"),
      ElementsAre("dunghan.toml:2: server.lisen: unknown key (did you mean \"listen\"?)",
                  "dunghan.toml:3: ledgr: unknown key (did you mean \"ledger\"?)",
                  "dunghan.toml:6: sources.a.rolle: unknown key (did you mean \"role\"?)",
                  "dunghan.toml:7: figures.target: expected a ratio from 0.001 to 1 in steps of "
                  "0.001, got a table",
                  "dunghan.toml:10: metrics.colour: unknown key"));
}

TEST(Settings, RefuseNamesOfSourcesThatNoEventCanCarry) {
  std::string within;  // 64 characters, of two bytes each
  for (int i = 0; i < 64; ++i) within += "đ";
  EXPECT_THAT(
      ProblemsOf("[sources.\"cong\\u00ad\"]\nfeeds = [\"A\\u2800\"]\n"
                 "[sources.\"e\\u0301\"]\n[sources.\"a b\"]\n[sources.\"" +
                 within + "\"]\n"),
      ElementsAre(
          "dunghan.toml:1: sources.cong\u00ad: expected a name of 1 to 64 printable "
          "characters without spaces (U+00AD leaves no mark)",
          "dunghan.toml:2: sources.cong\u00ad.feeds: expected a list of codes without "
          "blanks, got \"A\u2800\"",
          "dunghan.toml:3: sources.e\u0301: expected a name of 1 to 64 printable characters "
          "without spaces (not in Unicode's composed form, NFC)",
          "dunghan.toml:4: sources.a b: expected a name of 1 to 64 printable characters "
          "without spaces"));
}

TEST(Settings, ReportValuesWhereSectionsShouldBe) {
  EXPECT_THAT(
      ProblemsOf("server = 1\nsources.a = 2\nfigures.targets = 3\n"),
      ElementsAre("dunghan.toml:1: server: expected a section [server], got 1",
                  "dunghan.toml:2: sources.a: expected a section [sources.a], got 2",
                  "dunghan.toml:3: figures.targets: expected a section [figures.targets], got 3"));
}

TEST(Settings, RefuseToServeTheWorldWithoutTokensAndHalfOfTls) {
  EXPECT_THAT(ProblemsOf("[server]\nlisten = \"0.0.0.0:8080\"\ntls_key = \"key.pem\"\n"),
              ElementsAre("dunghan.toml:2: server.listen: an address beyond loopback needs "
                          "server.tokens, got none",
                          "dunghan.toml:3: server.tls_key: needs server.tls_certificate beside it, "
                          "got none"));
}

TEST(Settings, ReportTomlThatCannotBeParsed) {
  const auto problems = ProblemsOf("[server]\nlisten = \n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0],
              StartsWith("dunghan.toml:2: the value is missing behind \"listen =\" (column "));
}

TEST(Settings, ReportWhatIsNoTomlInTheWordsOfWhoWroteIt) {
  using namespace std::string_view_literals;
  const auto of = [](std::string_view line) {
    const auto problems = ProblemsOf("[figures]\n" + std::string(line) + "\nbasis = \"lawful\"\n");
    return problems.empty() ? "none" : problems[0];
  };
  EXPECT_THAT(of("target = 0,98"),
              StartsWith("dunghan.toml:2: decimal point, not comma: 0.98 (column "));
  EXPECT_THAT(of("basis = promised"),
              StartsWith("dunghan.toml:2: text stands in quotation marks: basis = \"promised\" ("));
  EXPECT_THAT(of("basis = \"promised"),
              StartsWith("dunghan.toml:2: the quotation mark is not closed: "));
  EXPECT_THAT(
      of("target 0.98"),
      StartsWith("dunghan.toml:2: \"=\" is missing between key and value: target = 0.98 ("));
  EXPECT_THAT(of("target = 98%"), StartsWith("dunghan.toml:2: no percent sign: 0.98 (column "));
  EXPECT_THAT(
      ProblemsOf("\xFF\xFE[\0f\0]\0"sv),
      ElementsAre("dunghan.toml: UTF-16 text, as \"Unicode\" of Excel and Notepad is, or no "
                  "text at all; save it as UTF-8"));
}

TEST(Settings, ReportAFileThatCannotBeRead) {
  const Folder folder;
  EXPECT_THAT(folder.Printed(LoadSettings(folder.path() / "none.toml").problems),
              ElementsAre("none.toml: cannot be read: No such file or directory"));
  EXPECT_THAT(folder.Printed(LoadSettings(folder.path()).problems),
              ElementsAre(folder.path().string() + ": cannot be read: Is a directory"));
}

TEST(Settings, OfTheExampleHaveNoProblems) {
  const LoadedSettings loaded =
      LoadSettings(std::filesystem::path(DUNGHAN_SOURCE_DIR) / "config" / "dunghan.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
  const auto book = LoadRulebook(loaded.settings, std::make_shared<CodeTable>());
  for (const Problem& problem : book.problems) ADD_FAILURE() << ToString(problem);
  EXPECT_NE(book.rulebook, nullptr);
  EXPECT_EQ(loaded.settings.figures.target_is, figures::TargetIs::kAbove);
  EXPECT_EQ(std::filesystem::weakly_canonical(loaded.settings.ledger.path),
            std::filesystem::weakly_canonical(std::filesystem::path(DUNGHAN_SOURCE_DIR) / "data"))
      << "where the project's own script puts the ledger";
}

TEST(Settings, OfTheExampleShowTheDefaultsOfWhatIsCommentedOut) {
  const auto file = std::filesystem::path(DUNGHAN_SOURCE_DIR) / "config" / "dunghan.toml";
  std::ifstream in(file);
  std::string text;
  std::string all;  // the same with "# key = value" taken at its word, over several lines too
  for (std::string line; std::getline(in, line);) {
    text += line + '\n';
    const size_t key_end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", 2);
    const bool is_key = line.starts_with("# ") && key_end != std::string::npos && key_end > 2 &&
                        line.compare(key_end, 3, " = ") == 0;
    const bool goes_on = line.starts_with("#      ");
    all += (is_key || goes_on ? line.substr(1) : line) + '\n';
  }
  ASSERT_NE(all, text);
  const Settings shown = ParseSettings(all, file).settings;
  const Settings plain = ParseSettings(text, file).settings;
  EXPECT_THAT(ParseSettings(all, file).problems, IsEmpty());
  EXPECT_EQ(shown.server.max_body, plain.server.max_body);
  EXPECT_EQ(shown.server.max_connections, plain.server.max_connections);
  EXPECT_EQ(shown.server.drain_timeout, plain.server.drain_timeout);
  EXPECT_EQ(shown.ledger.path, plain.ledger.path);
  EXPECT_EQ(shown.ledger.max_events_per_dossier, plain.ledger.max_events_per_dossier);
  EXPECT_EQ(shown.ledger.max_texts, plain.ledger.max_texts);
  EXPECT_EQ(shown.ledger.max_quarantine, plain.ledger.max_quarantine);
  EXPECT_EQ(shown.ledger.max_quarantine_bytes, plain.ledger.max_quarantine_bytes);
  EXPECT_EQ(shown.ledger.keep_settled, plain.ledger.keep_settled);
  EXPECT_EQ(shown.rulebook.reasons, plain.rulebook.reasons);
  EXPECT_EQ(shown.alerts.max_dossiers, plain.alerts.max_dossiers);
  EXPECT_EQ(shown.alerts.per_agency, plain.alerts.per_agency);
  EXPECT_EQ(shown.alerts.every, plain.alerts.every);
  EXPECT_EQ(shown.alerts.resend_every, plain.alerts.resend_every);
  EXPECT_EQ(shown.alerts.second_supplement, plain.alerts.second_supplement);
  EXPECT_EQ(shown.alerts.supplement_missing, plain.alerts.supplement_missing);
  EXPECT_EQ(shown.alerts.not_moved, plain.alerts.not_moved);
  EXPECT_EQ(shown.apology_before, plain.apology_before);
  EXPECT_EQ(shown.reports.folder, plain.reports.folder);
  EXPECT_EQ(shown.metrics.max_series, plain.metrics.max_series);
}

}  // namespace
}  // namespace dunghan::app
