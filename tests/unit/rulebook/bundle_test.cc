#include "dunghan/rulebook/bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::string_view kOffice =
    "# a comment\nname = \"office\"\nzone = \"UTC\"\n"
    "valid = { from = 2021-01-01, to = 2021-12-31 }\n[hours]\nmon = [\"08:00-12:00\"]\n";
constexpr std::string_view kWard =
    "name = \"ward\"\nzone = \"UTC\"\n"
    "valid = { from = 2021-01-01, to = 2021-12-31 }\n[hours]\nsat = [\"08:00-12:00\"]\n";

/// Everything that can be set is set.
Options WrittenTo(const Folder& folder) {
  Options options;
  options.calendars = {folder.Write("office.toml", kOffice), folder.Write("ward.toml", kWard)};
  options.agencies = folder.Write("agencies.csv",
                                  "\xEF\xBB\xBF"
                                  "code,name,calendar\nA,Sở A,\nB,Sở B,office\n");
  options.procedures = folder.Write("procedures.csv", "code,name,limit\n1.1,a,5wd\n");
  options.successors =
      folder.Write("successors.csv", "old,new,procedure,date\nA,B,1.1,2021-03-01\n");
  options.default_calendar = "ward";
  options.unknown = Unknown::kRegister;
  options.sources = {{"portal", SourceRole::kMirror},
                     {"a \"b\"", SourceRole::kMirror},
                     {"desk", SourceRole::kAuthority}};
  options.reasons = {"staff", "payment"};
  options.comparison = dossier::Comparison::kInstant;
  options.due_rules.same_day_cutoff = 14h + 30min;
  options.acceptance_limit = worktime::TimeLimit{1, worktime::LimitUnit::kWorkingDays};
  return options;
}

std::shared_ptr<const Rulebook> Load(const auto& from) {
  const auto loaded = Rulebook::Load(from, std::make_shared<CodeTable>());
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
  return loaded.rulebook;
}

/// The bundle that a manifest leads to, the files found by their digests.
Bundle ThroughManifest(const Bundle& bundle) {
  std::map<Digest, std::string> kept;
  for (const auto& file : bundle.files) kept[Sha256(file.bytes)] = file.bytes;
  const auto manifest = ReadManifest(WriteManifest(bundle)).value();
  Bundle found{.files = {}, .settings = manifest.settings};
  for (const auto& entry : manifest.files) {
    found.files.push_back({entry.role, entry.name, kept.at(entry.digest)});
  }
  return found;
}

std::vector<std::string> ProblemsOf(const Bundle& bundle) {
  std::vector<std::string> lines;
  const auto loaded = Rulebook::Load(bundle, std::make_shared<CodeTable>());
  for (const Problem& problem : loaded.problems) lines.push_back(ToString(problem));
  EXPECT_EQ(loaded.rulebook == nullptr, !lines.empty());
  return lines;
}

TEST(Bundle, IsReadWhateverCodesAndNamesWereAdmittedWhenItWasRecorded) {
  const Folder folder;
  Bundle bundle = Load(WrittenTo(folder))->bundle();
  bundle.files[2].bytes = "code,name\nA\xC2\xA0,S\xE2\x80\xAE\nB,B\nA,A\n";
  const auto book = Load(bundle);
  ASSERT_TRUE(book);
  EXPECT_EQ(book->agencies().front().code.text(), "A\xC2\xA0");
}

TEST(Bundle, KeepsTheFilesWordForWordAndTheSettings) {
  const Folder folder;
  const Bundle bundle = Load(WrittenTo(folder))->bundle();
  ASSERT_EQ(bundle.files.size(), 5U);
  EXPECT_EQ(bundle.files[0], (Bundle::File{"calendar", "office.toml", std::string(kOffice)}));
  EXPECT_EQ(bundle.files[1], (Bundle::File{"calendar", "ward.toml", std::string(kWard)}));
  EXPECT_EQ(bundle.files[2].role, "agencies");
  EXPECT_THAT(bundle.files[2].bytes, testing::StartsWith("\xEF\xBB\xBF"
                                                         "code,name"));
  EXPECT_EQ(bundle.files[3].role, "procedures");
  EXPECT_EQ(bundle.files[4].role, "successors");
  EXPECT_EQ(bundle.settings,
            "default_calendar = \"ward\"\n"
            "unknown = \"register\"\n"
            "mirrors = [\"a \\\"b\\\"\", \"portal\"]\n"
            "reasons = [\"citizen\", \"other\", \"payment\", \"staff\"]\n"
            "comparison = \"instant\"\n"
            "same_day_cutoff_minutes = 870\n"
            "acceptance_limit = \"1wd\"\n");
}

TEST(Bundle, MakesTheSameRulebookAgain) {
  const Folder folder;
  const auto book = Load(WrittenTo(folder));
  const auto again = Load(ThroughManifest(book->bundle()));
  EXPECT_EQ(again->digest(), book->digest());
  EXPECT_EQ(again->bundle(), book->bundle());
  EXPECT_EQ(again->default_calendar().name(), "ward");
  EXPECT_FALSE(again->ListsAgencies());
  EXPECT_EQ(again->TermsFor({}).comparison, dossier::Comparison::kInstant);
  EXPECT_EQ(again->TermsFor({}).due_rules.same_day_cutoff, 14h + 30min);
  EXPECT_EQ(ToString(again->TermsFor({}).acceptance_limit.value()), "1wd");
}

TEST(Bundle, KeepsHowFarSourcesReach) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", kOffice)};
  options.reaches = {{"wing \"b\"", {{"B", "A"}, 7}}, {"desk", {{}, 1}}, {"plain", {}}};
  const auto book = Load(options);
  EXPECT_THAT(
      book->bundle().settings,
      testing::HasSubstr("reaches = { \"desk\" = { agencies = [], rank = 1 }, "
                         "\"wing \\\"b\\\"\" = { agencies = [\"A\", \"B\"], rank = 7 } }\n"));
  const auto again = Load(ThroughManifest(book->bundle()));
  EXPECT_EQ(again->digest(), book->digest());
  EXPECT_EQ(again->bundle(), book->bundle());
}

TEST(Bundle, IsTheSameForEqualSettingsHoweverTheyWereGiven) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", kOffice)};
  const Bundle plain = Load(options)->bundle();
  options.default_calendar = "office";
  options.sources = {{"desk", SourceRole::kAuthority}};
  EXPECT_EQ(Load(options)->bundle(), plain);
  options.reasons = {"staff", "citizen"};
  const Bundle reasons = Load(options)->bundle();
  EXPECT_NE(reasons, plain);
  options.reasons = {"other", "staff", "staff"};
  EXPECT_EQ(Load(options)->bundle(), reasons);
}

TEST(Bundle, CanBeWithoutAnAcceptanceLimitAndWithoutLists) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", kOffice)};
  options.acceptance_limit.reset();
  const auto book = Load(options);
  const auto again = Load(book->bundle());
  EXPECT_EQ(again->digest(), book->digest());
  EXPECT_EQ(again->TermsFor({}).acceptance_limit, std::nullopt);
  EXPECT_FALSE(again->ListsProcedures());
}

TEST(Bundle, DoesNotShowTheFolderNorDoesTheDigest) {
  const Folder one;
  const Folder other;
  const auto here = Load(WrittenTo(one));
  const auto there = Load(WrittenTo(other));
  EXPECT_EQ(here->bundle(), there->bundle());
  EXPECT_EQ(here->digest(), there->digest());
}

TEST(Bundle, NamesItsFilesInProblems) {
  const Folder folder;
  Bundle bundle = Load(WrittenTo(folder))->bundle();
  bundle.files[3].bytes += "1.2,b,soon\n";
  bundle.settings += "colour = \"red\"\n";
  EXPECT_THAT(ProblemsOf(bundle),
              ElementsAre("settings:8: colour: unknown key",
                          "procedures.csv:3: limit: \"soon\" is no time limit: expected an amount "
                          "and a unit (5wd, 4wh, 5400ws, 30cd, 2mo) or sd"));
}

TEST(Bundle, ReportsEverySettingItCannotUse) {
  const Folder folder;
  Bundle bundle = Load(WrittenTo(folder))->bundle();
  bundle.settings =
      "default_calendar = 1\nunknown = \"ignore\"\nmirrors = \"portal\"\nreasons = [1]\n"
      "comparison = \"hour\"\nsame_day_cutoff_minutes = \"15:00\"\nacceptance_limit = \"soon\"\n";
  EXPECT_THAT(ProblemsOf(bundle),
              ElementsAre("settings:1: default_calendar: expected a text",
                          "settings:2: unknown: unknown value \"ignore\"",
                          "settings:3: mirrors: expected a list of texts",
                          "settings:4: reasons: expected a text",
                          "settings:5: comparison: unknown value \"hour\"",
                          "settings:6: same_day_cutoff_minutes: expected a whole number",
                          testing::StartsWith("settings:7: acceptance_limit: \"soon\" is no")));
  bundle.settings = "unknown =";
  EXPECT_THAT(ProblemsOf(bundle), ElementsAre(testing::StartsWith("settings:1: ")));
}

TEST(Bundle, TakesWhatAnEarlierVersionDidNotSetAtItsDefault) {
  const Folder folder;
  Options options;
  options.calendars = {folder.Write("office.toml", kOffice)};
  const auto book = Load(options);
  Bundle bundle = book->bundle();
  bundle.settings.clear();
  EXPECT_EQ(Load(bundle)->digest(), book->digest());
}

TEST(Bundle, RefusesRolesItDoesNotKnowAndListsGivenTwice) {
  const Folder folder;
  Bundle bundle = Load(WrittenTo(folder))->bundle();
  bundle.files.push_back({"agencies", "more.csv", "code,name\nC,c\n"});
  bundle.files.push_back({"offices", "offices.csv", ""});
  EXPECT_THAT(ProblemsOf(bundle),
              ElementsAre("more.csv: a second list of agencies beside agencies.csv",
                          "offices.csv: unknown role \"offices\""));
  bundle = {};
  EXPECT_THAT(ProblemsOf(bundle),
              ElementsAre("calendars: expected at least one calendar file, got none"));
}

TEST(Manifest, ListsTheFilesByTheirDigests) {
  const Bundle bundle{.files = {{"calendar", "ofi\"ce.toml", "abc"}, {"agencies", "a.csv", ""}},
                      .settings = "unknown = \"register\"\n"};
  EXPECT_EQ(WriteManifest(bundle),
            "settings = \"unknown = \\\"register\\\"\\n\"\n"
            "\n[[file]]\nrole = \"calendar\"\nname = \"ofi\\\"ce.toml\"\nsha256 = "
            "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"\n"
            "\n[[file]]\nrole = \"agencies\"\nname = \"a.csv\"\nsha256 = "
            "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"\n");
  const auto read = ReadManifest(WriteManifest(bundle));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->files.size(), 2U);
  EXPECT_EQ(read->files[0].role, "calendar");
  EXPECT_EQ(read->files[0].name, "ofi\"ce.toml");
  EXPECT_EQ(read->files[0].digest, Sha256("abc"));
  EXPECT_EQ(read->settings, bundle.settings);
  EXPECT_EQ(ReadManifest(WriteManifest({}))->files.size(), 0U);
}

TEST(Manifest, RefusesWhatWasNotWrittenSo) {
  const std::string text =
      WriteManifest({.files = {{"calendar", "a.toml", "abc"}}, .settings = ""});
  const auto refusal = [](const std::string& changed) {
    const auto read = ReadManifest(changed);
    EXPECT_EQ(read ? ErrorCode::kInternal : read.error().code, ErrorCode::kInvalidArgument);
    return read ? "" : read.error().for_client;
  };
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    return changed.replace(changed.find(from), from.size(), to);
  };
  const std::string_view foreign = "not a manifest of a rulebook as it was written";
  EXPECT_TRUE(ReadManifest(text));
  EXPECT_EQ(refusal(""), foreign);
  EXPECT_EQ(refusal(text + "more = 1\n"), foreign);
  EXPECT_EQ(refusal(with("ba78", "BA78")), foreign);
  EXPECT_EQ(refusal(with("ba78", "")), foreign);
  EXPECT_EQ(refusal(with("role", "part")), foreign);
  EXPECT_EQ(refusal("settings = \"\"\nfile = [1]\n"), foreign);
  EXPECT_THAT(refusal("settings ="), testing::StartsWith("not a manifest of a rulebook: line 1: "));
}

worktime::WorkingCalendar Calendar(worktime::CalendarSpec spec) {
  return worktime::WorkingCalendar::Build(std::move(spec)).value();
}

TEST(Open, IsABundleOfTheCalendar) {
  worktime::CalendarSpec spec{.name = "Văn phòng \"1\"", .zone = "Asia/Ho_Chi_Minh"};
  spec.weekly[0] = {{0min, 24h}};
  spec.weekly[3] = {{7h + 31min, 11h + 29min}, {13h, 13h + 1min}};
  spec.exceptions = {{std::chrono::local_days{2021y / 4 / 30}, {}, "Ngày \\ lễ", "a \"b\"", false},
                     {std::chrono::local_days{2021y / 5 / 8}, {{8h, 9h}}, "", "", true}};
  for (const bool from : {false, true}) {
    for (const bool to : {false, true}) {
      spec.valid_from = from ? std::optional(std::chrono::local_days{1999y / 1 / 1}) : std::nullopt;
      spec.valid_to = to ? std::optional(std::chrono::local_days{2031y / 12 / 31}) : std::nullopt;
      const auto book =
          Rulebook::Open(Calendar(spec), std::make_shared<CodeTable>(), dossier::Comparison::kDate);
      const worktime::CalendarSpec& kept = book->default_calendar().spec();
      EXPECT_EQ(kept.name, spec.name);
      EXPECT_EQ(kept.zone, spec.zone);
      EXPECT_EQ(kept.weekly, spec.weekly);
      EXPECT_EQ(kept.valid_from, spec.valid_from);
      EXPECT_EQ(kept.valid_to, spec.valid_to);
      ASSERT_EQ(kept.exceptions.size(), 2U);
      EXPECT_EQ(kept.exceptions[0].name, "Ngày \\ lễ");
      EXPECT_EQ(kept.exceptions[0].source, "a \"b\"");
      EXPECT_FALSE(kept.exceptions[0].confirmed);
      EXPECT_THAT(kept.exceptions[0].hours, IsEmpty());
      EXPECT_EQ(kept.exceptions[1].hours, spec.exceptions[1].hours);
      EXPECT_TRUE(kept.exceptions[1].confirmed);
      const auto again = Load(ThroughManifest(book->bundle()));
      EXPECT_EQ(again->digest(), book->digest());
      EXPECT_EQ(again->TermsFor({}).comparison, dossier::Comparison::kDate);
      EXPECT_EQ(ToString(again->TermsFor({}).acceptance_limit.value()), "8wh");
    }
  }
}

TEST(Open, NamesACalendarWithoutAName) {
  worktime::CalendarSpec spec{.name = "", .zone = "UTC"};
  spec.weekly[1] = {{8h, 12h}};
  const auto book = Rulebook::Open(Calendar(spec), std::make_shared<CodeTable>());
  EXPECT_EQ(book->default_calendar().name(), "calendar");
}

}  // namespace
}  // namespace dunghan::rulebook
