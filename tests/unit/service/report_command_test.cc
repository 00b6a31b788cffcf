#include "reading/report_command.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "dunghan/test/ledgers.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ReportCommand : public ::testing::Test {
 protected:
  ReportCommand() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    ledger_
        ->Append(
            test::Items({events_.Received("H1", "2021-06-07 08:00", test::Day("2021-06-14")),
                         events_.Make("H1", dossier::EventType::kCompleted, "2021-06-10 08:00")}))
        .value();
  }

  int Run(ReportOptions options) {
    if (options.ask.period.empty()) options.ask.period = "2021-06";
    return RunAsIs(options);
  }
  int RunAsIs(const ReportOptions& options) {
    out_.str("");
    err_.str("");
    const auto view = ledger_->OpenView().value();
    return RunReport(options, *view, policy_, {}, {out_, err_});
  }
  static std::string ReadFile(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  test::Events events_;
  ManualClock clock_{test::At("2021-07-01 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  figures::Policy policy_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReportCommand, PrintsATableByDefault) {
  EXPECT_EQ(Run({}), 0);
  EXPECT_THAT(out_.str(), StartsWith("BÁO CÁO"));
  EXPECT_THAT(out_.str(), HasSubstr("Chính thức: 1/1 = 100,00 %"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ReportCommand, SpeaksEnglishOnDemand) {
  ReportOptions options;
  options.ask.language = "en";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Official: 1/1 = 100.00%"));
}

TEST_F(ReportCommand, PrintsJsonAndCsv) {
  ReportOptions options;
  options.ask.format = "json";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), StartsWith(R"({"period":{"name":"2021-06")"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("rows":[{"code":"A","name":"Sở A","received":1,)"));
  options.ask.format = "csv";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), StartsWith("code,name,received,"));
}

TEST_F(ReportCommand, TakesTheBasisOfThePolicyUnlessToldOtherwise) {
  policy_.basis = dossier::Basis::kLawful;
  ReportOptions options;
  options.ask.format = "json";
  Run(options);
  EXPECT_THAT(out_.str(), HasSubstr(R"("basis":"lawful")"));
  options.ask.basis = "promised";
  Run(options);
  EXPECT_THAT(out_.str(), HasSubstr(R"("basis":"promised")"));
}

TEST_F(ReportCommand, IsAboutThisMonthUnlessToldOtherwise) {
  ledger_->Append(test::Items({events_.Received("H2", "2021-06-30 08:00")})).value();
  ReportOptions options;
  options.ask.format = "json";
  EXPECT_EQ(RunAsIs(options), 0);
  EXPECT_THAT(out_.str(), StartsWith(R"({"period":{"name":"2021-07")"));
  policy_.reporting_month = figures::ReportingMonth::kBc;
  clock_.Set(test::At("2021-07-15 00:00"));
  EXPECT_EQ(RunAsIs(options), 0);
  EXPECT_THAT(out_.str(), StartsWith(R"({"period":{"name":"bc:2021-08")"));
}

TEST_F(ReportCommand, SaysThatTheLedgerHasNothingOfAPeriod) {
  ReportOptions options;
  options.ask.period = "2019-03";
  options.ledger = "/var/lib/so";
  for (const char* format : {"table", "csv"}) {
    options.ask.format = format;
    EXPECT_EQ(RunAsIs(options), 1) << format;
    EXPECT_EQ(out_.str(), "") << format;
    EXPECT_EQ(err_.str(),
              "sổ hồ sơ /var/lib/so không có hồ sơ nào trong kỳ 2019-03 (từ ngày 01/03/2019 đến "
              "ngày 31/03/2019); sự kiện đầu tiên ngày 07/06/2021, cuối cùng ngày 10/06/2021\n");
  }
  options.ask.language = "en";
  EXPECT_EQ(RunAsIs(options), 1);
  EXPECT_EQ(err_.str(),
            "ledger /var/lib/so has no dossier in period 2019-03 (01/03/2019 to 31/03/2019); its "
            "first event is of 07/06/2021, its last of 10/06/2021\n");
}

TEST_F(ReportCommand, SaysThatAPeriodHasNotBegun) {
  ReportOptions options;
  options.ask.period = "2021-08";
  EXPECT_EQ(RunAsIs(options), 1);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(
      err_.str(),
      "kỳ 2021-08 (từ ngày 01/08/2021 đến ngày 31/08/2021) chưa bắt đầu: số liệu được lấy lúc "
      "01/07/2021 08:00\n");
}

TEST_F(ReportCommand, GivesProgramsAStatementOfNothingAllTheSame) {
  const test::TempFolder folder;
  ReportOptions options;
  options.ask.period = "2021-08";
  options.ask.format = "json";
  EXPECT_EQ(RunAsIs(options), 1);
  EXPECT_THAT(out_.str(), HasSubstr(R"("begun":false,"empty":true,)"));
  EXPECT_THAT(err_.str(), HasSubstr("chưa bắt đầu"));
  options.output = folder.path() / "august.json";
  EXPECT_EQ(RunAsIs(options), 1);
  EXPECT_THAT(ReadFile(*options.output), HasSubstr(R"("begun":false)"));
  options.ask.format = "csv";
  options.output = folder.path() / "august.csv";
  EXPECT_EQ(RunAsIs(options), 1);
  EXPECT_FALSE(std::filesystem::exists(*options.output));
}

TEST_F(ReportCommand, SaysWhatIsWrongWithItsOptions) {
  const auto refuses = [this](auto set, const std::string& message) {
    ReportOptions options;
    options.ask.period = "2021-06";
    set(options);
    EXPECT_EQ(RunAsIs(options), 2);
    EXPECT_THAT(err_.str(), StartsWith(message));
    EXPECT_EQ(out_.str(), "");
  };
  refuses([](auto& o) { o.ask.form = "weekly"; }, "--form: expected monthly, II.06a, II.06b");
  refuses([](auto& o) { o.ask.format = "doc"; },
          "--format: expected table, json, csv, xlsx, html or pdf, got \"doc\"\n");
  refuses([](auto& o) { o.ask.by = "month"; },
          "--by: expected agency, procedure, field, tier, counter");
  refuses([](auto& o) { o.ask.basis = "x"; }, "--basis: expected promised or lawful, got \"x\"\n");
  refuses([](auto& o) { o.ask.language = "fr"; }, "--lang: expected vi or en, got \"fr\"\n");
  refuses([](auto& o) { o.ask.period = "June"; }, "period \"June\": expected 2021-06");
  refuses([](auto& o) { o.ask.tree = "now"; },
          "--tree: expected as-was or period-end, got \"now\"\n");
  refuses([](auto& o) { o.ask.purpose = "excel"; }, "--for: goes with the format csv\n");
  refuses([](auto& o) { o.ask.rates = "official,strict"; },
          "--rates: goes with the form compare\n");
}

TEST_F(ReportCommand, TakesTheTreeAskedFor) {
  ReportOptions options;
  options.ask.format = "json";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("tree":"as-was")"));
  options.ask.tree = "period-end";
  EXPECT_EQ(Run(options), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("tree":"period-end")"));
}

TEST(ParseAsOf, TakesAnInstantOrTheNumberOfAnEvent) {
  EXPECT_FALSE(ParseAsOf({}).value());
  EXPECT_EQ(ParseAsOf("12").value()->seq, 12);
  EXPECT_FALSE(ParseAsOf("12").value()->at);
  EXPECT_EQ(ParseAsOf("2021-07-01T08:00:00+07:00").value()->at, test::At("2021-07-01 08:00"));
  for (const char* wrong : {"", "yesterday", "-1", "2021-07-01", "99999999999999999999"}) {
    EXPECT_EQ(ParseAsOf(wrong).error().for_client,
              "--as-of: expected the number of an event or an instant such as "
              "2021-07-01T08:00:00+07:00, found \"" +
                  std::string(wrong) + "\"");
  }
}

TEST(ParseAsOf, NamesTheOptionThatItWasGivenWith) {
  EXPECT_THAT(ParseAsOf("foo", "--since").error().for_client, StartsWith("--since: expected"));
}

TEST_F(ReportCommand, FailsOnAnUnknownAgency) {
  ReportOptions options;
  options.ask.agency = "Z9";
  EXPECT_EQ(Run(options), 1);
  EXPECT_EQ(err_.str(), "no agency \"Z9\"\n");
}

TEST_F(ReportCommand, WritesAFileWholeOrNotAtAll) {
  const test::TempFolder folder;
  ReportOptions options;
  options.ask.format = "csv";
  options.output = folder.path() / "june.csv";
  test::WriteFile(*options.output, "old and much longer than what comes");
  EXPECT_EQ(Run(options), 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(ReadFile(*options.output), StartsWith("code,name,"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);

  options.ask.agency = "Z9";
  const std::string before = ReadFile(*options.output);
  EXPECT_EQ(Run(options), 1);
  EXPECT_EQ(ReadFile(*options.output), before);
}

TEST_F(ReportCommand, SaysWhichFileCannotBeWritten) {
  const test::TempFolder folder;
  ReportOptions options;
  options.output = folder.path() / "none" / "june.csv";
  EXPECT_EQ(Run(options), 1);
  EXPECT_EQ(err_.str(),
            "cannot write " + options.output->string() + ": No such file or directory\n");
  options.output = folder.path();
  EXPECT_EQ(Run(options), 1);
  EXPECT_EQ(err_.str(), "cannot write " + folder.path().string() + ": Is a directory\n");
}

TEST_F(ReportCommand, WritesThroughALinkAndIntoADevice) {
  const test::TempFolder folder;
  const auto link = folder.path() / "latest.csv";
  test::WriteFile(folder.path() / "june.csv", "old");
  std::filesystem::create_symlink("june.csv", link);
  ReportOptions options;
  options.ask.format = "csv";
  options.output = link;
  EXPECT_EQ(Run(options), 0);
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_THAT(ReadFile(folder.path() / "june.csv"), StartsWith("code,"));
  options.output = "/dev/null";
  EXPECT_EQ(Run(options), 0);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ReportCommand, FailsWhenItsOutputCannotBeWritten) {
  out_.setstate(std::ios::failbit);
  const auto view = ledger_->OpenView().value();
  ReportOptions options;
  options.ask.period = "2021-06";
  const int code = RunReport(options, *view, policy_, {}, {out_, err_});
  EXPECT_EQ(code, 1);
  EXPECT_EQ(err_.str(), "");
  EXPECT_EQ(Finish(code, {out_, err_}), 1);
  EXPECT_EQ(err_.str(), "cannot write to standard output\n");
}

}  // namespace
}  // namespace dunghan::commands
