#include "reading/changes_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "dunghan/test/ledgers.h"

namespace dunghan::commands {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ChangesCommand : public ::testing::Test {
 protected:
  ChangesCommand() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    ledger_->Append(test::Items({events_.Received("H1", "2021-06-07 08:00")})).value();
    clock_.Set(test::At("2021-06-09 08:00"));
    ledger_
        ->Append(
            test::Items({events_.Make("H1", dossier::EventType::kCompleted, "2021-06-08 15:00")}))
        .value();
  }
  int Run(const ChangesOptions& options) {
    out_.str("");
    err_.str("");
    const auto view = ledger_->OpenView(ledger::AsOf{{}, test::At("2021-06-08 12:00")}).value();
    return RunChanges(options, *view, {out_, err_});
  }

  test::Events events_;
  ManualClock clock_{test::At("2021-06-08 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ChangesCommand, SaysFirstWhichInstantsAreCompared) {
  EXPECT_EQ(Run({}), 0);
  EXPECT_THAT(out_.str(), StartsWith("Từ 08/06/2021 12:00:00 +07:00 (sự kiện 1) đến 09/06/2021 "
                                     "08:00:00 +07:00:\nHồ sơ H1; Sở A (A); Thủ tục P (P)\n"));
  EXPECT_THAT(err_.str(), StartsWith("1 hồ sơ không còn như tại vị trí 1:"));
  EXPECT_EQ(Run({.since = {}, .period = {}, .language = "en"}), 0);
  EXPECT_THAT(out_.str(), StartsWith("From 08/06/2021 12:00:00 +07:00 (event 1) to "));
  EXPECT_THAT(err_.str(), StartsWith("1 dossier is not what it was at 1:"));
}

TEST_F(ChangesCommand, ListsWhatShowsInAPeriodAlone) {
  EXPECT_EQ(Run({.since = {}, .period = "2021-07"}), 0);
  EXPECT_THAT(err_.str(), StartsWith("1 hồ sơ")) << "it would have been carried over into July";
  EXPECT_EQ(Run({.since = {}, .period = "2021-05"}), 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_THAT(err_.str(), StartsWith("0 hồ sơ"));
}

TEST_F(ChangesCommand, PrintsALineOfJsonForEachDossier) {
  EXPECT_EQ(Run({.since = {}, .period = {}, .json = true}), 0);
  EXPECT_THAT(out_.str(), StartsWith(R"({"dossier":"H1","agency":"A","before":{"at":)"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("after":{"at":"2021-06-09T08:00:00+07:00","promised":)"
                                    R"({"standing":"finished_early")"));
}

}  // namespace
}  // namespace dunghan::commands
