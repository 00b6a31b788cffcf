#include <gtest/gtest.h>

#include <functional>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

struct Files {
  std::string calendar =
      "name = \"office\"\nzone = \"UTC\"\nvalid = { from = 2021-01-01, to = 2021-12-31 }\n"
      "[hours]\nmon = [\"08:00-12:00\", \"13:00-17:00\"]\n"
      "[[exception]]\ndate = 2021-04-30\nname = \"a\"\n[[exception]]\ndate = 2021-05-03\n";
  std::string agencies = "code,name\nA,Sở A\nB,Sở B\n";
  std::string procedures = "code,name,limit\n1.1,a,5wd\n1.2,b,\n";
  std::string successors = "old,new,date\nA,B,2025-03-01\n";
  Options options;
};

std::string DigestOf(Files files) {
  const Folder folder;
  files.options.calendars = {folder.Write("office.toml", files.calendar)};
  files.options.agencies = folder.Write("agencies.csv", files.agencies);
  files.options.procedures = folder.Write("procedures.csv", files.procedures);
  files.options.successors = folder.Write("successors.csv", files.successors);
  const auto loaded = Rulebook::Load(files.options, std::make_shared<CodeTable>());
  EXPECT_NE(loaded.rulebook, nullptr);
  return loaded.rulebook ? ToHex(loaded.rulebook->digest()) : "";
}

std::string DigestAfter(const std::function<void(Files&)>& change) {
  Files files;
  change(files);
  return DigestOf(files);
}

TEST(Digest, DoesNotShowHowTheFilesAreWritten) {
  const std::string plain = DigestOf({});
  EXPECT_EQ(plain,
            DigestAfter([](Files& f) { f.agencies = "name,code,tier\r\nSở B,B,\r\nSở A,A,\r\n"; }));
  EXPECT_EQ(plain, DigestAfter([](Files& f) {
              f.procedures = "code,name,kind,limit\n1.2,b,procedure,\n1.1,a,,5wd\n";
            }));
  EXPECT_EQ(plain, DigestAfter([](Files& f) {
              f.calendar =
                  "# a comment\nzone = \"UTC\"\nname = \"office\"\n"
                  "valid = { to = 2021-12-31, from = 2021-01-01 }\n"
                  "[[exception]]\ndate = 2021-05-03\nhours = []\n"
                  "[[exception]]\nname = \"a\"\ndate = 2021-04-30\nconfirmed = true\n"
                  "[hours]\nmon = [\"13:00-17:00\", \"08:00-12:00\"]\n";
              f.calendar.replace(f.calendar.find("hours = []"), 10, "note = \"by hand\"");
            }));
  EXPECT_EQ(plain, DigestAfter([](Files& f) { f.options.default_calendar = "office"; }));
  EXPECT_EQ(plain, DigestAfter([](Files& f) { f.options.sources["x"] = SourceRole::kAuthority; }));
}

TEST(Digest, ShowsWhateverDecidesAnAnswer) {
  const std::vector<std::function<void(Files&)>> changes = {
      [](Files&) {},
      [](Files& f) { f.calendar.replace(f.calendar.find("office"), 6, "Office"); },
      [](Files& f) { f.calendar.replace(f.calendar.find("UTC"), 3, "GMT"); },
      [](Files& f) { f.calendar.replace(f.calendar.find("12-31"), 5, "12-30"); },
      [](Files& f) { f.calendar.replace(f.calendar.find("17:00"), 5, "17:30"); },
      [](Files& f) { f.calendar.replace(f.calendar.find("05-03"), 5, "05-04"); },
      [](Files& f) { f.calendar += "confirmed = false\n"; },
      [](Files& f) { f.calendar += "hours = [\"08:00-09:00\"]\n"; },
      [](Files& f) { f.agencies += "C,Sở C\n"; },
      [](Files& f) { f.agencies = "code,name,parent\nA,Sở A,\nB,Sở B,A\n"; },
      [](Files& f) { f.agencies = "code,name,tier\nA,Sở A,province\nB,Sở B,\n"; },
      [](Files& f) { f.procedures = "code,name,limit\n1.1,a,6wd\n1.2,b,\n"; },
      [](Files& f) { f.procedures = "code,name,limit\n1.1,a,\n1.2,b,5wd\n"; },
      [](Files& f) { f.procedures = "code,name,limit,valid_to\n1.1,a,5wd,2021-06-30\n1.2,b,,\n"; },
      [](Files& f) { f.successors = "old,new,date\nA,B,2025-03-02\n"; },
      [](Files& f) { f.options.unknown = Unknown::kRegister; },
      [](Files& f) { f.options.sources["x"] = SourceRole::kMirror; },
      [](Files& f) { f.options.reasons = {"staff"}; },
      [](Files& f) { f.options.comparison = dossier::Comparison::kDate; },
      [](Files& f) { f.successors = "old,new,procedure,date\nA,B,1.1,2025-03-01\n"; },
      [](Files& f) { f.options.acceptance_limit.reset(); },
      [](Files& f) { f.options.acceptance_limit->amount = 4; },
      [](Files& f) { f.options.due_rules.same_day_cutoff = std::chrono::hours{14}; },
  };
  std::map<std::string, size_t> seen;
  for (size_t i = 0; i < changes.size(); ++i) {
    const auto [earlier, is_new] = seen.emplace(DigestAfter(changes[i]), i);
    EXPECT_TRUE(is_new) << "change " << i << " gives the digest of change " << earlier->second;
  }
}

}  // namespace
}  // namespace dunghan::rulebook
