#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/board/board.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::board {

/// Monday to Friday and the Saturday morning of 2021-02-06; closed for Tết from 2021-02-10 to
/// 2021-02-16 and on 2021-06-15. Known for 2020 and 2021.
inline std::string OfficeCalendar(const std::string& name, const std::string& zone) {
  std::string text = "name = \"" + name + "\"\nzone = \"" + zone +
                     "\"\nvalid = { from = 2020-01-01, to = 2021-12-31 }\n[hours]\n";
  for (const char* day : {"mon", "tue", "wed", "thu", "fri"}) {
    text += std::string(day) + " = [\"07:30-11:30\", \"13:30-17:00\"]\n";
  }
  for (int day = 10; day <= 16; ++day) {
    text += "[[exception]]\ndate = 2021-02-" + std::to_string(day) + "\nname = \"Tết\"\n";
  }
  return text +
         "[[exception]]\ndate = 2021-02-06\nname = \"Làm bù\"\nhours = [\"07:30-11:30\"]\n"
         "[[exception]]\ndate = 2021-06-15\nname = \"Ngày hội\"\n";
}

/// Agencies A, B and DONG (in Tokyo, two hours ahead) below TINH, CU abolished; procedures P (5wd),
/// Q (8wh), R (no limit) and the petition K. `successors`: rows of old,new,procedure,date.
inline std::shared_ptr<const rulebook::Rulebook> BoardRulebook(
    const std::shared_ptr<CodeTable>& codes, const std::string& successors = "",
    const std::string& calendar_of_dong = "east") {
  const test::TempFolder folder;
  const auto path = [&](const char* name) { return folder.path() / name; };
  test::WriteFile(path("office.toml"), OfficeCalendar("office", "Asia/Ho_Chi_Minh"));
  test::WriteFile(path("east.toml"), OfficeCalendar("east", "Asia/Tokyo"));
  test::WriteFile(path("agencies.csv"),
                  "code,name,name_en,tier,parent,valid_to,calendar\n"
                  "TINH,Tỉnh,Province,province,,,office\nB,Sở B,,province,TINH,,office\n"
                  "A,Sở A,Department A,province,TINH,,office\n"
                  "CU,Huyện cũ,,district,A,2020-12-31,office\n"
                  "DONG,Xã Đông,,commune,TINH,," +
                      calendar_of_dong + "\n");
  test::WriteFile(path("procedures.csv"),
                  "code,name,kind,field,limit\nQ,Thủ tục Q,,Hộ tịch,8wh\n"
                  "P,Thủ tục P,,Đất đai,5wd\nR,Thủ tục R,,Hộ tịch,\n"
                  "K,Phản ánh,petition,Khác,10wd\n");
  rulebook::Options options;
  options.calendars = {path("office.toml"), path("east.toml")};
  options.agencies = path("agencies.csv");
  options.procedures = path("procedures.csv");
  test::WriteFile(path("successors.csv"), "old,new,procedure,date\n" + successors);
  options.successors = path("successors.csv");
  return rulebook::Rulebook::Load(options, codes).rulebook;
}

/// A ledger in memory and a board that follows it. It is 2021-06-07 08:00, a Monday.
class BoardTest : public ::testing::Test {
 protected:
  using Event = dossier::Event;
  using EventType = dossier::EventType;
  using Standing = dossier::Standing;

  BoardTest() { Open(); }
  explicit BoardTest(const std::string& successors)
      : rulebook_(BoardRulebook(events_.codes(), successors)) {
    Open();
  }

  /// A new ledger, and its board.
  void Open() {
    ledger::Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    Reload();
  }

  Board Fresh() {
    const auto view = ledger_->OpenView().value();
    return Board::Load(*view, ledger_->timeline(), policy_).value();
  }
  void Reload() { board_.emplace(Fresh()); }

  void Append(const std::vector<Event>& events) {
    const auto appended = ledger_->Append(test::Items(events)).value();
    board_->Apply(appended.changes, appended.position);
  }
  /// Sets the clock and lets board and ledger know.
  void PassTo(Instant now) {
    clock_.Set(now);
    board_->AdvanceTo(now);
    board_->Apply(ledger_->Append({}).value().changes, ledger_->position());
  }
  void PassTo(const std::string& now) { PassTo(test::At(now)); }

  /// Received with a promise, "2021-06-14" or "2021-06-14 10:00"; empty: none.
  Event Received(const std::string& code, const std::string& at, const std::string& due,
                 const std::string& agency, const std::string& procedure) {
    std::optional<dossier::DueClaim> claim;
    if (due.size() == 10) claim = test::Day(due);
    if (due.size() > 10) claim = test::At(due);
    return events_.Received(code, at, claim, agency, procedure);
  }
  Event Received(const std::string& code, const std::string& at, const std::string& due) {
    return Received(code, at, due, "A", "P");
  }
  Event Make(const std::string& code, EventType type, const std::string& at) {
    return events_.Make(code, type, at);
  }
  Event Submitted(const std::string& code, const std::string& at, const std::string& agency,
                  const std::string& procedure) {
    Event event = Make(code, EventType::kSubmitted, at);
    event.agency = events_.Code<AgencyCode>(agency);
    event.procedure = events_.Code<ProcedureCode>(procedure);
    event.channel = dossier::Channel::kOnline;
    return event;
  }

  std::optional<OpenDossier> Find(const std::string& code) {
    std::optional<OpenDossier> found;
    board_->Visit(0, board_->places(), [&](const OpenDossier& dossier) {
      if (dossier.code == code) found = dossier;
    });
    return found;
  }
  /// Nothing: not on the board.
  std::optional<Standing> StandingOf(const std::string& code) {
    const auto found = Find(code);
    return found ? std::optional(found->standing) : std::nullopt;
  }
  std::optional<DueBucket> BucketOf(const std::string& code) {
    const auto found = Find(code);
    return found ? std::optional(found->bucket) : std::nullopt;
  }
  Counts Total() { return board_->TakeSnapshot()->total; }
  /// All numbers of dossiers.
  Counts TotalWithoutPetitions() {
    Counts total = Total();
    total.petitions = {};
    total.petitions_due_today = 0;
    return total;
  }
  Counts OfAgency(const std::string& code) { return In(board_->TakeSnapshot()->agencies, code); }
  Counts OfProcedure(const std::string& code) {
    return In(board_->TakeSnapshot()->procedures, code);
  }
  template <class C>
  static Counts In(const std::vector<CountsOf<C>>& rows, const std::string& code) {
    for (const auto& row : rows) {
      if (row.code.text() == code) return row.counts;
    }
    return {};
  }
  template <class C>
  static std::vector<std::string> CodesOf(const std::vector<CountsOf<C>>& rows) {
    std::vector<std::string> codes;
    for (const auto& row : rows) codes.emplace_back(row.code.text());
    return codes;
  }
  /// Nothing if the board shows what one loaded now shows.
  std::string Wrong() { return board_->Difference(Fresh()).value_or(""); }

  test::Events events_;
  ManualClock clock_{test::At("2021-06-07 08:00")};
  figures::Policy policy_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = BoardRulebook(events_.codes());
  std::unique_ptr<ledger::Ledger> ledger_;
  std::optional<Board> board_;
};

}  // namespace dunghan::board
