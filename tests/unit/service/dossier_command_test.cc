#include "reading/dossier_command.h"

#include <gmock/gmock.h>

#include <sstream>

#include "dunghan/test/ledgers.h"

namespace dunghan::commands {
namespace {

using dossier::EventType;
using ::testing::HasSubstr;
using ::testing::Not;

class DossierCommand : public ::testing::Test {
 protected:
  DossierCommand() {
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes());
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
  }
  void Append(const std::vector<dossier::Event>& events) {
    ledger_->Append(test::Items(events)).value();
  }
  /// Received on 7 June, stopped for two days, another due claimed twice, finished late.
  void AppendALife() {
    auto moved = events_.Make("H-1", EventType::kDueSet, "2021-06-18 09:00");
    moved.due = test::Day("2021-06-30");
    auto asked = events_.Make("H-1", EventType::kSupplementRequested, "2021-06-22 08:00");
    asked.reason = events_.Code<ReasonCode>("incomplete");
    Append({events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14")), moved, asked,
            events_.Make("H-1", EventType::kCompleted, "2021-06-24 08:00")});
  }
  int Run(const DossierOptions& options) {
    out_.str("");
    err_.str("");
    const auto view = ledger_->OpenView().value();
    return RunDossier(options, *view, {out_, err_});
  }

  test::Events events_;
  ManualClock clock_{test::At("2021-07-01 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(DossierCommand, ShowsReceiptStandingsClaimsStopsSignalsAndEvents) {
  AppendALife();
  EXPECT_EQ(Run({.code = "H-1"}), 0);
  const std::string text = out_.str();
  EXPECT_THAT(text, HasSubstr("Hồ sơ H-1\n  Cơ quan giải quyết: Sở A (A)\n"
                              "  Thủ tục hành chính: Thủ tục P (P)\n  Nơi tiếp nhận: Sở A (A)\n"
                              "  Tiếp nhận lúc: 08:00 thứ Hai 07/06/2021\n"
                              "  Kết thúc lúc: 08:00 thứ Năm 24/06/2021 (Có kết quả)\n"));
  EXPECT_THAT(text, HasSubstr("Tình trạng lúc 01/07/2021 08:00:00 +07:00 (sự kiện 4):\n"
                              "  ngày hẹn trả: thứ Hai 14/06/2021; đã giải quyết quá hạn\n"
                              "  thời hạn theo quy định: 17:00 thứ Hai 14/06/2021; đã giải quyết "
                              "quá hạn\n"));
  EXPECT_THAT(text,
              HasSubstr("  thứ Hai 14/06/2021 (nêu lúc 07/06/2021 08:00): có hiệu lực\n"
                        "  thứ Tư 30/06/2021 (nêu lúc 18/06/2021 09:00): không có hiệu lực\n"));
  EXPECT_THAT(text,
              HasSubstr("Tạm dừng tính thời gian:\n  22/06/2021 08:00 - 24/06/2021 08:00 (kết thúc "
                        "cùng hồ sơ): chờ bổ sung hồ sơ (hồ sơ chưa đầy đủ)\n"));
  EXPECT_THAT(text, HasSubstr("  ngày hẹn trả có tranh chấp\n"));
  EXPECT_THAT(text, HasSubstr("         1  07/06/2021 08:00  tiếp nhận, cơ quan Sở A (A), thủ tục "
                              "Thủ tục P (P), ngày hẹn trả thứ Hai 14/06/2021  [mot-cua "));
  EXPECT_THAT(text, HasSubstr("ghi nhận 01/07/2021 08:00\n"));
  EXPECT_THAT(text, Not(HasSubstr("Giải thích")));
}

TEST_F(DossierCommand, ExplainsOnDemand) {
  AppendALife();
  EXPECT_EQ(Run({.code = "H-1", .explain = true, .language = "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("    - Lawful due: 17:00 Monday 14/06/2021.\n"));
  EXPECT_THAT(out_.str(), HasSubstr("    - Promise in force: Monday 14/06/2021, said on receipt at "
                                    "08:00 Monday 07/06/2021.\n"));
  EXPECT_THAT(out_.str(), HasSubstr("Verdict: finished late.\n"));
}

TEST_F(DossierCommand, PrintsOneLineOfJson) {
  auto received =
      events_.Received("H-2", "2021-06-09 08:00", test::At("2021-06-10 15:00"), "A", "Q");
  received.id = "e1";
  received.channel = dossier::Channel::kOnline;
  Append({received});
  EXPECT_EQ(Run({.code = "H-2", .json = true}), 0);
  const std::string chain = ToHex(ledger_->position().chain);
  EXPECT_EQ(
      out_.str(),
      R"({"code":"H-2","position":{"seq":1,"at":"2021-07-01T08:00:00+07:00","chain":")" + chain +
          R"("},"simulated":false,"receipt":{"at":"2021-06-09T08:00:00+07:00","agency":"A",)"
          R"("agency_name":"Sở A","procedure":"Q","procedure_name":"Thủ tục Q","counter":"A",)"
          R"("channel":"online","limit":"8wh"},"end":null,)"
          R"("promised":{"standing":"overdue","due":"2021-06-10T15:00:00+07:00",)"
          R"("due_date":"2021-06-10","overdue_from":"2021-06-10T15:00:00.001+07:00","compared_by":"instant",)"
          R"("fallback":false,"confirmed":true},)"
          R"("lawful":{"standing":"overdue","due":"2021-06-10T08:30:00+07:00",)"
          R"("due_date":"2021-06-10","overdue_from":"2021-06-10T08:30:00.001+07:00","compared_by":"instant",)"
          R"("fallback":false,"confirmed":true},)"
          R"("promise":{"at":"2021-06-09T08:00:00+07:00","due":"2021-06-10T15:00:00+07:00"},)"
          R"("disputed":[],"stops":[],"steps":[],"acceptance":null,"signals":[],"events":[{"seq":1,"type":"received",)"
          R"("at":"2021-06-09T08:00:00+07:00","recorded_at":"2021-07-01T08:00:00+07:00",)"
          R"("source":"mot-cua","id":"e1","agency":"A","procedure":"Q","channel":"online",)"
          R"("due":"2021-06-10T15:00:00+07:00"}]})"
          "\n");
}

TEST_F(DossierCommand, GivesTheExplanationInJsonToo) {
  AppendALife();
  EXPECT_EQ(Run({.code = "H-1", .explain = true, .json = true, .language = "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("signals":["disputed_promise"])"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("lawful":["Time limit of procedure P: )"));
  EXPECT_THAT(out_.str(), HasSubstr(R"("standing":{"promised":["Compared by date,)"));
}

TEST_F(DossierCommand, ShowsADossierThatWasNeverReceived) {
  Append({events_.Make("H-3", EventType::kAssigned, "2021-06-07 08:00")});
  EXPECT_EQ(Run({.code = "H-3", .explain = true}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("chưa có (chưa tiếp nhận); chưa có thông tin tiếp nhận\n"));
  EXPECT_EQ(Run({.code = "H-3", .explain = true, .json = true}), 0);
  EXPECT_THAT(out_.str(), HasSubstr(R"("receipt":null,"end":null,)"));
}

TEST_F(DossierCommand, MarksEventsOfAMirror) {
  auto seen = events_.Make("H-1", EventType::kCompleted, "2021-06-10 08:00");
  seen.source = events_.Code<SourceName>("cong-quoc-gia");
  Append({events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14")), seen});
  EXPECT_EQ(Run({.code = "H-1"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("] (chỉ đối chiếu)"));
  EXPECT_THAT(out_.str(), HasSubstr("đang giải quyết, quá hạn"));
}

TEST_F(DossierCommand, NamesTheAgencyOfASecondReceipt) {
  auto second = events_.Received("H-1", "2021-06-08 09:00", test::Day("2021-06-14"), "B", "P");
  second.id = "again";
  Append({events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14")), second});
  EXPECT_EQ(Run({.code = "H-1"}), 0);
  EXPECT_THAT(out_.str(),
              HasSubstr("  tiếp nhận hai lần: còn được tiếp nhận tại Sở B (B) lúc 09:00 "
                        "thứ Ba 08/06/2021\n"));
  EXPECT_EQ(Run({.code = "H-1", .language = "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("  received twice: received at Sở B (B) as well, 09:00 Tuesday "
                                    "08/06/2021\n"));
}

TEST_F(DossierCommand, SaysWhatBecameOfEventsThatDoNotCount) {
  auto ahead = events_.Make("H-1", EventType::kCompleted, "2021-07-02 08:00");
  auto nothing = events_.Make("H-1", EventType::kVoided, "2021-06-08 10:00");
  nothing.voids = "none";
  nothing.id = "v";
  Append({events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14")), ahead, nothing});
  EXPECT_EQ(Run({.code = "H-1"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("] (sẽ có hiệu lực lúc 08:00 thứ Sáu 02/07/2021)\n"));
  EXPECT_THAT(out_.str(), HasSubstr("hủy sự kiện, mã none  [mot-cua v] (không hủy gì: nguồn này "
                                    "chưa gửi sự kiện nào mang mã đó)\n"));
  EXPECT_EQ(Run({.code = "H-1", .language = "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("] (takes effect at 08:00 Friday 02/07/2021)\n"));
  EXPECT_THAT(out_.str(),
              HasSubstr("] (voids nothing: this source has sent no event of that id)\n"));
}

TEST_F(DossierCommand, TellsAnAgencysPauseFromAnApplicantsStop) {
  auto paused = events_.Make("H-1", EventType::kSuspended, "2021-06-08 08:00");
  paused.reason = events_.Code<ReasonCode>("tax");
  Append({events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14")), paused,
          events_.Make("H-1", EventType::kResumed, "2021-06-09 08:00"),
          events_.Make("H-1", EventType::kWithdrawn, "2021-06-10 08:00")});
  EXPECT_EQ(Run({.code = "H-1"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("tạm dừng tính thời gian, lý do chờ cơ quan thuế  ["));
  EXPECT_THAT(out_.str(), HasSubstr("  tiếp tục tính thời gian  ["));
  EXPECT_THAT(out_.str(), HasSubstr("  rút hồ sơ hoặc dừng giải quyết theo yêu cầu (mẫu 05)  ["));
}

TEST_F(DossierCommand, FailsOnAnUnknownDossier) {
  EXPECT_EQ(Run({.code = "H-9"}), 1);
  EXPECT_EQ(err_.str(), "sổ hồ sơ không có hồ sơ H-9\n");
  EXPECT_EQ(Run({.code = "H-9", .language = "en"}), 1);
  EXPECT_EQ(err_.str(), "no dossier H-9 in the ledger\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(DossierCommand, FindsADossierByItsAlias) {
  auto event = events_.Received("H-1", "2021-06-07 08:00", test::Day("2021-06-14"));
  event.alias = "BN-1";
  Append({event});
  EXPECT_EQ(Run({.code = "BN-1"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Hồ sơ H-1 (mã khác: BN-1)\n"));
  EXPECT_THAT(out_.str(), HasSubstr(", mã khác BN-1"));
  EXPECT_EQ(Run({.code = "H-1", .language = "en"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Dossier H-1 (alias BN-1)\n"));
  EXPECT_THAT(out_.str(), HasSubstr(", alias BN-1"));
}

TEST_F(DossierCommand, NamesTheDossiersThatHaveOneAlias) {
  for (const char* code : {"H-2", "H-1"}) {
    auto event = events_.Received(code, "2021-06-07 08:00", test::Day("2021-06-14"));
    event.alias = "BN-1";
    Append({event});
  }
  EXPECT_EQ(Run({.code = "BN-1"}), 1);
  EXPECT_EQ(err_.str(),
            "mã BN-1 là mã khác của nhiều hồ sơ: H-1, H-2; hãy tìm theo mã của từng hồ sơ\n");
  EXPECT_EQ(Run({.code = "BN-1", .language = "en"}), 1);
  EXPECT_EQ(err_.str(),
            "BN-1 is the alias of several dossiers: H-1, H-2; ask for one by its own code\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(DossierCommand, RefusesAnUnknownLanguage) {
  EXPECT_EQ(Run({.code = "H-1", .language = "fr"}), 2);
  EXPECT_EQ(err_.str(), "--lang: expected vi or en, got \"fr\"\n");
}

}  // namespace
}  // namespace dunghan::commands
