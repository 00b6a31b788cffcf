#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using namespace std::chrono_literals;

/// A few lists that agree with one another.
class RandomFiles {
 public:
  RandomFiles(unsigned seed, const Folder& folder) : engine_(seed), folder_(folder) {}

  Options Write() {
    Options options;
    for (int i = 0; i < Pick(1, 3); ++i) options.calendars.push_back(Calendar(i));
    if (Pick(0, 4) > 0) options.agencies = Agencies(options.calendars.size());
    if (Pick(0, 4) > 0) options.procedures = Procedures();
    if (Pick(0, 4) > 0) options.successors = Successors();
    if (Pick(0, 1)) options.default_calendar = "calendar 0";
    options.unknown = Pick(0, 1) ? Unknown::kRegister : Unknown::kQuarantine;
    for (int i = 0; i < Pick(0, 3); ++i) {
      options.sources[fmt::format("s{}", Pick(0, 9))] =
          Pick(0, 1) ? SourceRole::kMirror : SourceRole::kAuthority;
    }
    for (int i = 0; i < Pick(0, 3); ++i) options.reasons.push_back(fmt::format("r{}", Pick(0, 5)));
    options.comparison = static_cast<dossier::Comparison>(Pick(0, 2));
    options.due_rules.same_day_cutoff = std::chrono::minutes{Pick(0, 1439)};
    options.acceptance_limit.reset();
    if (Pick(0, 1)) {
      options.acceptance_limit =
          worktime::TimeLimit{Pick(1, 9), worktime::LimitUnit::kCalendarDays};
    }
    return options;
  }

  int Pick(int from, int to) { return std::uniform_int_distribution<int>(from, to)(engine_); }
  LocalDay PickDay() { return local_days{2024y / 1 / 1} + days{Pick(0, 20)}; }

 private:
  std::filesystem::path Calendar(int number) {
    std::string text = fmt::format(
        "name = \"calendar {}\"\nzone = \"{}\"\nvalid = {{ from = 2024-01-01, to = {} }}\n"
        "[hours]\nmon = [\"07:{}-11:30\"]\n",
        number, Pick(0, 1) ? "UTC" : "Asia/Ho_Chi_Minh", FormatDate(PickDay() + days{400}),
        Pick(10, 59));
    if (Pick(0, 1)) {
      text += fmt::format("[[exception]]\ndate = {}\nname = \"lễ\"\nconfirmed = {}\n",
                          FormatDate(PickDay()), Pick(0, 1) == 1);
    }
    return folder_.Write(fmt::format("calendar-{}.toml", number), text);
  }

  /// Validity of one row for ever, or of two that follow each other.
  std::vector<std::string> Validities() {
    if (Pick(0, 1)) return {","};
    const LocalDay day = PickDay();
    return {"," + FormatDate(day - days{1}), FormatDate(day) + ","};
  }

  std::filesystem::path Agencies(size_t calendars) {
    std::string text = "code,name,tier,parent,calendar,valid_from,valid_to\n";
    for (int i = 0; i < kAgencies; ++i) {
      for (const std::string& validity : Validities()) {
        text += fmt::format(
            "A{},Sở {},{},{},{},{}\n", i, Pick(0, 99), Pick(0, 1) ? "province" : "",
            i > 0 && Pick(0, 1) ? fmt::format("A{}", Pick(0, i - 1)) : "",
            Pick(0, 1) ? fmt::format("calendar {}", Pick(0, static_cast<int>(calendars) - 1)) : "",
            validity);
      }
    }
    return folder_.Write("agencies.csv", text);
  }

  std::filesystem::path Procedures() {
    std::string text = "code,name,limit,valid_from,valid_to\n";
    for (int i = 0; i < kProcedures; ++i) {
      for (const std::string& validity : Validities()) {
        text += fmt::format("P{},Thủ tục,{}wd,{}\n", i, Pick(1, 20), validity);
      }
    }
    return folder_.Write("procedures.csv", text);
  }

  /// To agencies further on, so that there are no circles.
  std::filesystem::path Successors() {
    std::string text = "old,new,procedure,date\n";
    for (int from = 0; from + 1 < kAgencies; ++from) {
      for (int procedure = 0; procedure <= kProcedures; ++procedure) {
        if (Pick(0, 2) > 0) continue;
        text += fmt::format("A{},A{},{},{}\n", from, Pick(from + 1, kAgencies - 1),
                            procedure == kProcedures ? "*" : fmt::format("P{}", procedure),
                            FormatDate(PickDay()));
      }
    }
    return folder_.Write("successors.csv", text);
  }

 public:
  static constexpr int kAgencies = 6;
  static constexpr int kProcedures = 4;

 private:
  std::mt19937 engine_;
  const Folder& folder_;
};

Rulebook::Loaded LoadThroughManifest(const Bundle& bundle) {
  std::map<Digest, std::string> kept;
  for (const auto& file : bundle.files) kept[Sha256(file.bytes)] = file.bytes;
  const auto manifest = ReadManifest(WriteManifest(bundle)).value();
  Bundle found{.files = {}, .settings = manifest.settings};
  for (const auto& entry : manifest.files) {
    found.files.push_back({entry.role, entry.name, kept.at(entry.digest)});
  }
  return Rulebook::Load(found, std::make_shared<CodeTable>());
}

/// Who has the dossiers, step by step through all the rows.
AgencyCode HolderByReadingAll(const Rulebook& book, AgencyCode code, ProcedureCode procedure,
                              LocalDay day) {
  for (bool moved = true; moved;) {
    const Successor* next = nullptr;
    for (const Successor& row : book.successors()) {
      if (row.old_agency != code || row.date > day) continue;
      if (row.procedure == procedure || (!row.procedure && !next)) next = &row;
    }
    moved = next != nullptr;
    if (moved) code = next->new_agency;
  }
  return code;
}

TEST(RandomRulebooks, AreTheSameFromTheirOwnBundle) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::map<Digest, std::string> seen;
  for (unsigned i = 0; i < 100; ++i) {
    const Folder folder;
    const Options options = RandomFiles(seed + i, folder).Write();
    const auto loaded = Rulebook::Load(options, std::make_shared<CodeTable>());
    ASSERT_NE(loaded.rulebook, nullptr)
        << ToString(loaded.problems.front()) << " of " << loaded.problems.size();
    const auto again = LoadThroughManifest(loaded.rulebook->bundle());
    ASSERT_NE(again.rulebook, nullptr);
    EXPECT_EQ(again.rulebook->digest(), loaded.rulebook->digest()) << "number " << i;
    EXPECT_EQ(again.rulebook->bundle(), loaded.rulebook->bundle()) << "number " << i;
    EXPECT_EQ(again.rulebook->agencies().size(), loaded.rulebook->agencies().size());
    EXPECT_EQ(again.problems.size(), loaded.problems.size());
    const std::string all = WriteManifest(loaded.rulebook->bundle());
    EXPECT_EQ(seen.emplace(loaded.rulebook->digest(), all).first->second, all);
  }
  EXPECT_GT(seen.size(), 50U);
}

TEST(RandomRulebooks, KnowTheHolderThatReadingAllRowsFinds) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  for (unsigned i = 0; i < 50; ++i) {
    const Folder folder;
    const auto codes = std::make_shared<CodeTable>();
    RandomFiles files(seed + i, folder);
    const auto book = Rulebook::Load(files.Write(), codes).rulebook;
    ASSERT_NE(book, nullptr);
    for (int question = 0; question < 200; ++question) {
      const auto agency =
          codes->Intern<AgencyCode>(fmt::format("A{}", files.Pick(0, RandomFiles::kAgencies)));
      const auto procedure =
          codes->Intern<ProcedureCode>(fmt::format("P{}", files.Pick(0, RandomFiles::kProcedures)));
      const LocalDay day = files.PickDay();
      ASSERT_EQ(book->HolderOn(agency, procedure, day).text(),
                HolderByReadingAll(*book, agency, procedure, day).text())
          << agency.text() << " " << procedure.text() << " " << FormatDate(day);
    }
  }
}

TEST(ExampleRulebook, IsTheSameFromItsOwnBundle) {
  const auto config = std::filesystem::path(DUNGHAN_SOURCE_DIR) / "config";
  Options options;
  for (const auto& file : std::filesystem::directory_iterator(config / "calendars")) {
    options.calendars.push_back(file.path());
  }
  options.default_calendar = "vn-office";
  options.agencies = config / "son-la" / "agencies.csv";
  options.procedures = config / "son-la" / "procedures.csv";
  options.successors = config / "son-la" / "successors.csv";
  const auto loaded = Rulebook::Load(options, std::make_shared<CodeTable>());
  ASSERT_NE(loaded.rulebook, nullptr) << ToString(loaded.problems.front());
  const auto again = LoadThroughManifest(loaded.rulebook->bundle());
  ASSERT_NE(again.rulebook, nullptr);
  EXPECT_EQ(again.rulebook->digest(), loaded.rulebook->digest());
}

}  // namespace
}  // namespace dunghan::rulebook
