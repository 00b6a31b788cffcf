#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/statement/statement.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::test {

/// A ledger in memory of a province with two levels of agencies: TINH above A and B, A above XA.
/// Procedures P (5wd), Q (8wh), S (8wh, restart), D (10cd), R (no limit) and the petition K. No
/// holidays but 2021-06-15.
class Province : public ::testing::Test {
 protected:
  using Event = dossier::Event;
  using EventType = dossier::EventType;

  /// Made on first use: time does not go back before it.
  ledger::Ledger& Open() {
    if (ledger_) return *ledger_;
    ledger::Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    return *ledger_;
  }

  /// `more` goes to the end of the calendar file.
  static std::shared_ptr<const rulebook::Rulebook> LoadRulebook(
      const std::shared_ptr<CodeTable>& codes, const std::string& more = "") {
    const TempFolder folder;
    const auto path = [&](const char* name) { return folder.path() / name; };
    const std::string office =
        "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
        "valid = { from = 2020-01-01, to = 2022-12-31 }\n[hours]\n"
        "mon = [\"07:30-11:30\", \"13:30-17:00\"]\n"
        "tue = [\"07:30-11:30\", \"13:30-17:00\"]\n"
        "wed = [\"07:30-11:30\", \"13:30-17:00\"]\n"
        "thu = [\"07:30-11:30\", \"13:30-17:00\"]\n"
        "fri = [\"07:30-11:30\", \"13:30-17:00\"]\n"
        "[[exception]]\ndate = 2021-06-15\nname = \"Ngày hội\"\nsource = \"Thông báo 1\"\n"
        "[[exception]]\ndate = 2021-09-02\nname = \"Quốc khánh\"\nconfirmed = false\n";
    WriteFile(path("office.toml"), office + more);
    WriteFile(path("agencies.csv"),
              "code,name,name_en,tier,parent\nTINH,Tỉnh,Province,province,\n"
              "A,Sở A,Department A,province,TINH\nB,Sở B,,province,TINH\n"
              "XA,Xã X,Commune X,commune,A\n");
    WriteFile(path("procedures.csv"),
              "code,name,name_en,kind,field,limit,on_supplement,decision\n"
              "P,Thủ tục P,Procedure P,,Đất đai,5wd,,QĐ 1\nQ,Thủ tục Q,,,Hộ tịch,8wh,,\n"
              "D,Thủ tục D,,,Hộ tịch,10cd,,\nR,Thủ tục R,,,Hộ tịch,,,\n"
              "S,Thủ tục S,,,Hộ tịch,8wh,restart,\nK,Phản ánh,,petition,Khác,,,\n");
    WriteFile(path("law.toml"),
              "[[law]]\nfrom = 2021-01-01\nto = 2021-08-31\n"
              "citation = \"Nghị định 61/2018/NĐ-CP\"\ncitation_en = \"Decree 61/2018/ND-CP\"\n"
              "accept_within = \"8wh\"\nsupplement_within = \"3wd\"\n"
              "pause_limits = { tax = \"2wd\" }\n"
              "[[law]]\nfrom = 2021-09-01\ncitation = \"Nghị định 118/2025/NĐ-CP\"\n"
              "accept_within = \"8wh\"\n");
    rulebook::Options options;
    options.law = path("law.toml");
    options.calendars = {path("office.toml")};
    options.agencies = path("agencies.csv");
    options.procedures = path("procedures.csv");
    return rulebook::Rulebook::Load(options, codes).rulebook;
  }

  void Append(const std::vector<Event>& events) { Open().Append(Items(events)).value(); }

  struct Where {
    std::string agency = "A";
    std::string procedure = "P";
  };
  /// Received with a promise, "2021-06-14" or "2021-06-14 10:00"; empty: none.
  Event Received(const std::string& code, const std::string& at, const std::string& due,
                 const Where& where) {
    std::optional<dossier::DueClaim> claim;
    if (due.size() == 10) claim = Day(due);
    if (due.size() > 10) claim = At(due);
    return events_.Received(code, at, claim, where.agency, where.procedure);
  }
  Event Received(const std::string& code, const std::string& at, const std::string& due) {
    return Received(code, at, due, Where{});
  }
  Event Make(const std::string& code, EventType type, const std::string& at) {
    return events_.Make(code, type, at);
  }

  Result<statement::Statement> TryMonthly(statement::StatementOptions options,
                                          const std::string& period = "2021-06") {
    options.period = figures::ParsePeriod(period).value();
    return statement::MakeMonthly(*Open().OpenView().value(), policy_, options);
  }
  statement::Statement Monthly(const statement::StatementOptions& options = {},
                               const std::string& period = "2021-06") {
    return TryMonthly(options, period).value();
  }
  static std::vector<std::string> Codes(const statement::Statement& statement) {
    std::vector<std::string> codes;
    for (const statement::StatementRow& row : statement.rows) codes.push_back(row.of.code);
    return codes;
  }

  Events events_;
  ManualClock clock_{At("2021-07-01 08:00")};
  figures::Policy policy_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = LoadRulebook(events_.codes());
  std::unique_ptr<ledger::Ledger> ledger_;
};

}  // namespace dunghan::test
