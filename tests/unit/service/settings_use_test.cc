#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "../rulebook/folder.h"
#include "app/settings.h"
#include "app/settings_keys.h"

namespace dunghan::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

TEST(Listen, ReadsAddressesAndPorts) {
  EXPECT_EQ(ParseListen("0.0.0.0:65535").value(), (Listen{"0.0.0.0", 65535}));
  EXPECT_EQ(ParseListen("[::1]:80").value(), (Listen{"::1", 80}));
  for (const char* text :
       {"", ":80", "localhost:80", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:-0", "::1:80",
        "127.0.0.1:", "[127.0.0.1]:80", "127.0.0.300:80"}) {
    EXPECT_FALSE(ParseListen(text)) << text;
  }
  EXPECT_TRUE(IsLoopback({"127.0.0.2", 1}));
  EXPECT_TRUE(IsLoopback({"::1", 1}));
  EXPECT_FALSE(IsLoopback({"::", 1}));
}

TEST(FindConfig, TakesTheOneNamedElseTheFirstThatExists) {
  const Folder folder;
  const auto first = folder.path() / "first.toml";
  const auto second = folder.Write("second.toml", "");
  const std::filesystem::path places[] = {first, second};
  EXPECT_EQ(FindConfig(std::nullopt, places).value(), second);
  folder.Write("first.toml", "");
  EXPECT_EQ(FindConfig(std::nullopt, places).value(), first);
  EXPECT_EQ(FindConfig(second, places).value(), second);
  EXPECT_EQ(FindConfig("none.toml", places).error().for_client,
            "no configuration file \"none.toml\"");
  const std::filesystem::path nowhere[] = {"dunghan.none", "/etc/dunghan/dunghan.none"};
  EXPECT_EQ(
      FindConfig(std::nullopt, nowhere).error().for_client,
      "no configuration file: looked for dunghan.none, /etc/dunghan/dunghan.none; name one with "
      "--config FILE");
}

TEST(LoadRulebook, NamesTheKeyOfTheConfiguration) {
  const Folder folder;
  folder.Write("agencies.csv", "code,name\nA,Sở A\n");
  folder.Write("procedures.csv", "code,name,field,limit\nP,Thủ tục P,Đất đai,5wd\n");
  folder.Write("office.toml",
               "name = \"office\"\nzone = \"UTC\"\nvalid = { from = 2021-01-01, to = 2021-12-31 }\n"
               "[hours]\nmon = [\"08:00-12:00\"]\n");
  const auto without = LoadSettings(folder.Write("a.toml", ""));
  EXPECT_THAT(
      folder.Printed(LoadRulebook(without.settings, std::make_shared<CodeTable>()).problems),
      ElementsAre("a.toml: rulebook.calendars: expected at least one calendar file, got none"));
  const auto wrong = LoadSettings(
      folder.Write("b.toml",
                   "[rulebook]\ncalendars = [\"office.toml\"]\nagencies = \"agencies.csv\"\n"
                   "procedures = \"procedures.csv\"\n"
                   "[figures.targets]\nA = 0.9\nB = 0.9\n[sources.x]\nfeeds = [\"A\", \"C\"]\n"
                   "[alerts.procedures]\nP = [\"1wd\"]\nQ = []\n"));
  const auto loaded = LoadRulebook(wrong.settings, std::make_shared<CodeTable>());
  EXPECT_EQ(loaded.rulebook, nullptr);
  EXPECT_THAT(folder.Printed(loaded.problems),
              ElementsAre("b.toml: figures.targets.B: unknown agency \"B\"",
                          "b.toml: sources.x.feeds: unknown agency \"C\"",
                          "b.toml: alerts.procedures.Q: unknown procedure \"Q\""));
}

TEST(SettingsReference, HasATableForEverySectionAndARowForEveryKey) {
  const std::string text = SettingsReference();
  EXPECT_THAT(text,
              HasSubstr("### [server]\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
                        "| `listen` | an address and a port like"));
  EXPECT_THAT(text,
              HasSubstr("| `max_series` | 1000..10000000 | `100000` | Series on a page; beyond, "
                        "/metrics counts the agencies and procedures with the fewest dossiers "
                        "together as \"others\", and /metrics/matrix leaves out the pairs with the "
                        "least late and overdue. How many is a metric. |\n"));
  EXPECT_THAT(text, HasSubstr("\n### [figures.targets]\n\n| key |"));
  EXPECT_THAT(text, HasSubstr("\n### [figures.index766]\n\n| key |"));
  EXPECT_THAT(text, HasSubstr("\n### [sources.NAME]\n\n| key |"));
  size_t rows = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    ++rows;
    EXPECT_THAT(line, MatchesRegex("\\| `[a-zA-Z_]+` \\| [^|]+ \\| `[^|]+` \\| [A-Z][^|]+\\. \\|"));
  }
  EXPECT_THAT(text, HasSubstr("\n### [alerts.procedures]\n\n| key |"));
  constexpr size_t kOfNames = 2;  // one target for each agency, tiers for each procedure
  EXPECT_EQ(rows, SettingsKeys().size() + IndexKeys().size() + PetitionKeys().size() +
                      SourceKeys().size() + kOfNames);
}

}  // namespace
}  // namespace dunghan::app
