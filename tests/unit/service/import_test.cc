#include "import/import_command.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "fake_ledger.h"
#include "import/import_progress.h"

namespace dunghan::commands {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;

std::string Event(int number) {
  return fmt::format(
      R"({{"dossier":"H52-{}","type":"received","at":"2021-06-07T08:00:00+07:00","agency":"A","procedure":"1.1"}})"
      "\n",
      number);
}

std::string Events(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += Event(i);
  return text;
}

class ImportTest : public testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& content) {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << content;
    return path.string();
  }
  int Import(const ImportOptions& options) {
    const Console console{.out = out_, .err = err_};
    return RunImport(options, ledger_, {codes_, Alone(rulebook_), sources_, &clock_}, console);
  }

  test::TempFolder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = OpenRulebook(codes_);
  FakeLedger ledger_{rulebook_};
  ManualClock clock_{test::At("2021-06-30 12:00")};
  std::vector<std::string> sources_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ImportTest, StoresTheEventsOfAFile) {
  EXPECT_EQ(Import({.files = {File("e.ndjson", Events(3))}}), 0);
  EXPECT_EQ(out_.str(), "read 3: stored 3, duplicate 0, quarantined 0\n");
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(ledger_.events[2].dossier, "H52-2");
}

TEST_F(ImportTest, ReadsNothingFromAnEmptyFile) {
  EXPECT_EQ(Import({.files = {File("empty", "")}}), 0);
  EXPECT_EQ(out_.str(), "read 0: stored 0, duplicate 0, quarantined 0\n");
  EXPECT_TRUE(ledger_.groups.empty());
}

TEST_F(ImportTest, ReadsFilesInOrderAndFindsRepeats) {
  EXPECT_EQ(Import({.files = {File("a", Events(3)), File("b", Events(5))}}), 0);
  EXPECT_EQ(out_.str(), "read 8: stored 5, duplicate 3, quarantined 0\n");
}

TEST_F(ImportTest, GivesTheSourceToEventsThatNameNone) {
  Import({.files = {File("a", Event(1))}, .source = "motcua"});
  EXPECT_EQ(ledger_.events.front().source.text(), "motcua");
}

TEST_F(ImportTest, CommitsInGroups) {
  Import({.files = {File("a", Events(10))}, .acks = true, .group = 4});
  EXPECT_EQ(ledger_.groups, (std::vector<size_t>{4, 4, 2}));
  EXPECT_EQ(out_.str(),
            "acknowledged 4\nacknowledged 8\nacknowledged 10\n"
            "read 10: stored 10, duplicate 0, quarantined 0\n");
}

TEST_F(ImportTest, PrintsTheSummaryAsAnObject) {
  Import({.files = {File("a", Event(1) + "x\n")}, .json = true});
  EXPECT_EQ(out_.str(), R"({"read":2,"stored":1,"duplicate":0,"quarantined":1})"
                        "\n");
}

TEST_F(ImportTest, NamesTheFirstTenProblems) {
  std::string content = Event(1);
  for (int i = 0; i < 12; ++i)
    content += R"({"dossier":"D"})"
               "\n";
  const auto file = File("bad", content);
  EXPECT_EQ(Import({.files = {file}}), 0);
  EXPECT_EQ(out_.str(), "read 13: stored 1, duplicate 0, quarantined 12\n");
  EXPECT_THAT(err_.str(), testing::StartsWith(file + ":2: type: missing; expected a type such as"));
  EXPECT_THAT(err_.str(), HasSubstr(file + ":11: type:"));
  EXPECT_THAT(err_.str(), Not(HasSubstr(":12: type:")));
  EXPECT_THAT(err_.str(), EndsWith("and 2 more; see `dunghan quarantine list`\n"));
}

TEST_F(ImportTest, SaysInSumWhatWasOdd) {
  const auto odd = [](int number, std::string_view more) {
    std::string line = Event(number);
    line.insert(1, more);
    return line;
  };
  sources_ = {"motcua"};
  const auto file = File("odd", Event(1) + odd(2, R"("duedate":"x","source":"motcau",)") +
                                    odd(3, R"("due":"2021-06-01",)") +
                                    odd(4, R"("due":"2021-06-02","duedate":1,)"));
  EXPECT_EQ(Import({.files = {file}}), 0);
  EXPECT_EQ(out_.str(), "read 4: stored 4, duplicate 0, quarantined 0\n");
  EXPECT_EQ(
      err_.str(),
      "warning: \"duedate\" was ignored 2 times; did you mean \"due\"?\n"
      "warning: due: before the receipt (\"2021-06-01\", \"2021-06-02\"): 2 times, first at " +
          file +
          ":3\n"
          "warning: source: not among the configured sources (\"motcau\"): once, first at " +
          file + ":2\n");
}

TEST_F(ImportTest, WarnsOfWhatTheLedgerFoundOdd) {
  ledger_.other_content = true;
  EXPECT_EQ(Import({.files = {File("a", Events(2))}}), 0);
  EXPECT_EQ(err_.str(),
            "warning: id: on record already with other content: both are kept, one of them "
            "counts; an id has to be unique within source and dossier: 2 times\n");
}

TEST_F(ImportTest, TakesTheSourceItIsGivenForKnown) {
  sources_ = {"motcua"};
  EXPECT_EQ(Import({.files = {File("a", Event(1))}, .source = "by-hand"}), 0);
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ImportTest, KeepsObjectsWithoutAnyKnownFieldOneByOne) {
  const auto file = File("national", "{\"MaHoSo\":\"1\"}\n{\"MaHoSo\":\"2\"}\n");
  EXPECT_EQ(Import({.files = {file}}), 0);
  EXPECT_EQ(out_.str(), "read 2: stored 0, duplicate 0, quarantined 2\n");
  ASSERT_EQ(ledger_.raw.size(), 2U);
  EXPECT_EQ(ledger_.raw.rbegin()->second, "{\"MaHoSo\":\"2\"}");
}

TEST_F(ImportTest, FailsWhenStrictAndSomethingWasSetAside) {
  const auto file = File("bad", "hello\n" + Event(1));
  EXPECT_EQ(Import({.files = {file}, .strict = true}), 1);
  EXPECT_EQ(err_.str(), file + ":1: no valid JSON: { is expected at column 1\n");
  EXPECT_EQ(Import({.files = {File("good", Event(2))}, .strict = true}), 0);
}

TEST_F(ImportTest, KeepsControlCharactersOffTheTerminal) {
  Import({.files = {File("bad", "{\"dossier\":\"\\u001b[2J\\u009b\"}\n")}});
  EXPECT_THAT(err_.str(), Not(HasSubstr("\x1b")));
  EXPECT_THAT(err_.str(), Not(HasSubstr("\xC2\x9B")));
}

TEST_F(ImportTest, QuarantinesAnOverlongLineAndGoesOn) {
  EXPECT_EQ(
      Import({.files = {File("a", Event(1) + std::string(10'000'000, '{') + "\n" + Event(2))}}), 0);
  EXPECT_EQ(out_.str(), "read 3: stored 2, duplicate 0, quarantined 1\n");
  EXPECT_EQ(ledger_.raw.begin()->second.size(), 65536);
}

TEST_F(ImportTest, KeepsWhatCameBeforeATruncation) {
  // A gzip member of two stored lines, cut within its checksum.
  const std::string packed = [] {
    const std::string text = Event(1) + Event(2);
    const auto size = static_cast<unsigned>(text.size());
    std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
    for (const unsigned part : {size, size >> 8U, ~size, ~size >> 8U}) {
      out += static_cast<char>(part & 0xFFU);
    }
    return out + text + "\1\2\3";
  }();
  const auto file = File("a.gz", packed);
  const auto size = Event(1).size() + Event(2).size();
  EXPECT_EQ(Import({.files = {file, File("never", Event(3))}}), 1);
  EXPECT_EQ(out_.str(), "read 2: stored 2, duplicate 0, quarantined 0\n");
  EXPECT_EQ(err_.str(),
            fmt::format("{0}:3: breaks off at byte {1}: the gzip stream is cut off\n"
                        "2 events are safe, up to byte {1} of {0}; importing again repeats "
                        "nothing\n",
                        file, size));
}

TEST_F(ImportTest, StopsWhenTheStoreFails) {
  ledger_.FailAt(2, Unavailable("the disk is full", "SQLITE_FULL"));
  const auto file = File("a", Events(100'000));
  EXPECT_EQ(Import({.files = {file}, .group = 10}), 3);
  EXPECT_EQ(out_.str(), "read 20: stored 20, duplicate 0, quarantined 0\n");
  EXPECT_EQ(err_.str(), fmt::format("the ledger cannot be written: the disk is full (SQLITE_FULL)\n"
                                    "20 events are safe, up to byte {} of {}; importing again "
                                    "repeats nothing\n",
                                    Events(20).size(), file));
}

TEST_F(ImportTest, TellsThatADamagedStoreIsNoUse) {
  ledger_.FailAt(0, Internal("the ledger's file is damaged"));
  EXPECT_EQ(Import({.files = {File("a", Event(1))}}), 3);
  EXPECT_EQ(out_.str(), "read 0: stored 0, duplicate 0, quarantined 0\n");
}

TEST_F(ImportTest, LooksAtAllFilesBeforeReadingAny) {
  EXPECT_EQ(Import({.files = {File("a", Event(1)), "/nowhere/b"}}), 1);
  EXPECT_EQ(err_.str(), "/nowhere/b: cannot be opened: No such file or directory\n");
  EXPECT_EQ(out_.str(), "");
  EXPECT_TRUE(ledger_.events.empty());
}

TEST_F(ImportTest, RefusesFormatsAndSourcesItCannotRead) {
  EXPECT_EQ(Import({.files = {}, .format = "csv"}), 2);
  EXPECT_EQ(Import({.files = {}, .format = "xml"}), 2);
  EXPECT_EQ(Import({.files = {}, .source = "a\nb"}), 2);
  EXPECT_EQ(Import({.files = {}, .source = "m\xE1\xBB\x99\xC2\xAD"}), 2);
  EXPECT_EQ(
      err_.str(),
      "--format csv: name the files; they are read twice\n"
      "--format: expected events, national, cloudevents, csv, xls, xlsx or ods, found \"xml\"\n"
      "--source: expected 1 to 64 printable characters, found \"a\\\\nb\"\n"
      "--source: expected 1 to 64 printable characters, found \"m\xE1\xBB\x99\xC2\xAD\" "
      "(U+00AD leaves no mark)\n");
}

TEST_F(ImportTest, CommitsTheLinesOfASlowProducerAtOnce) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  std::thread producer([&] {
    for (int i = 1; i <= 3; ++i) {
      const std::string line = Event(i);
      EXPECT_EQ(::write(ends[1], line.data(), line.size()), line.size());
      ledger_.AwaitGroups(static_cast<size_t>(i));  // never comes if the group is held open
    }
    ::close(ends[1]);
  });
  EXPECT_EQ(Import({.files = {}, .standard_input = ends[0]}), 0);
  producer.join();
  ::close(ends[0]);
  EXPECT_EQ(ledger_.groups, (std::vector<size_t>{1, 1, 1}));
  EXPECT_EQ(out_.str(), "read 3: stored 3, duplicate 0, quarantined 0\n");
}

TEST(ImportProgress, ShowsFractionAndRate) {
  EXPECT_EQ(FormatProgress({"e.ndjson", 0.25, 1'000'000}, milliseconds{4000}),
            "e.ndjson [#####---------------]  25 %  1000000 events, 250000/s");
  EXPECT_EQ(FormatProgress({"stdin", {}, 10}, milliseconds{0}), "stdin  10 events, 10000/s");
}

TEST(ProgressLine, DrawsFiveTimesASecondAtMostAndWipesItself) {
  const ProgressLine::Time start{};
  std::ostringstream out;
  {
    ProgressLine line(out, true, start);
    line.Draw({"f", {}, 1}, start + milliseconds{100});
    line.Draw({"f", {}, 2}, start + milliseconds{200});
    line.Draw({"f", {}, 3}, start + milliseconds{399});
  }
  EXPECT_EQ(out.str(), "\r\x1b[Kf  2 events, 10/s\r\x1b[K");
  std::ostringstream quiet;
  ProgressLine(quiet, false, start).Draw({"f", {}, 1}, start + milliseconds{500});
  EXPECT_EQ(quiet.str(), "");
}

}  // namespace
}  // namespace dunghan::commands
