#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <vector>

#include "ledger_fixture.h"

/// When sources were last heard.
namespace dunghan::ledger {
namespace {

using testing::ElementsAre;

class LedgerHeard : public LedgerContract {
 protected:
  Event From(const std::string& source, const std::string& code) {
    Event event = Received(code);
    event.source = events_.Code<SourceName>(source);
    return event;
  }
  void HearAt(const std::string& at, const std::vector<Event>& events) {
    clock_.Set(test::At(at));
    Append(events);
  }
  /// "never", or the minute.
  std::vector<std::string> Heard(const std::vector<std::string>& sources, int64_t within = 100) {
    std::vector<std::string> said;
    for (const auto& at : ledger_->LastHeard(sources, within).value()) {
      said.push_back(at ? test::Office()->zone().Format(*at).substr(0, 16) : "never");
    }
    return said;
  }
};

TEST_P(LedgerHeard, IsWhenTheNewestEventOfEachWasRecorded) {
  EXPECT_THAT(Heard({"motcua"}), ElementsAre("never"));
  HearAt("2021-07-01 08:00", {From("motcua", "D1"), From("datdai", "D2")});
  HearAt("2021-07-02 09:00", {From("motcua", "D3")});
  const auto said = [&] { return Heard({"datdai", "motcua", "dvcqg", "motcua"}); };
  const auto expected =
      ElementsAre("2021-07-01T08:00", "2021-07-02T09:00", "never", "2021-07-02T09:00");
  EXPECT_THAT(said(), expected);
  // A repeat is not on record; another program finds the same.
  HearAt("2021-07-03 09:00", {From("motcua", "D3")});
  if (GetParam() == Kind::kFile) Reopen();
  EXPECT_THAT(said(), expected);
}

TEST_P(LedgerHeard, CountsWhatWaitsInQuarantine) {
  HearAt("2021-07-01 08:00", {From("motcua", "D1")});
  Reject reject;
  reject.source = "motcua";
  reject.reason = "unusable";
  clock_.Set(test::At("2021-07-02 08:00"));
  ledger_->Append(std::vector<Item>{{.content = reject, .retry_of = {}}}).value();
  reject.source = "dvcqg";
  ledger_->Append(std::vector<Item>{{.content = reject, .retry_of = {}}}).value();
  EXPECT_THAT(Heard({"motcua", "dvcqg"}), ElementsAre("2021-07-02T08:00", "2021-07-02T08:00"));
}

TEST_P(LedgerHeard, LooksBackNoFartherThanAsked) {
  HearAt("2021-07-01 08:00", {From("old", "D1")});
  HearAt("2021-07-02 08:00", {From("motcua", "D2")});
  HearAt("2021-07-03 08:00", {From("motcua", "D3")});
  // Not after the earliest that was looked at.
  EXPECT_THAT(Heard({"old", "motcua"}, 2), ElementsAre("2021-07-02T08:00", "2021-07-03T08:00"));
  EXPECT_THAT(Heard({"old"}, 3), ElementsAre("2021-07-01T08:00"));
  // "A" is on record as an agency, not as a source.
  EXPECT_THAT(Heard({"A"}), ElementsAre("never"));
  EXPECT_THAT(Heard({"A"}, 3), ElementsAre("never"));
}

INSTANTIATE_TEST_SUITE_P(Kinds, LedgerHeard,
                         testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory), NameOf);

}  // namespace
}  // namespace dunghan::ledger
