#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "dunghan/record/sqlite.h"
#include "dunghan/test/ledgers.h"
#include "full_disk.h"

namespace dunghan::ledger {

using test::FullDisk;

/// How the record is kept: in a file of SQLite, in SQLite's memory, in plain memory.
enum class Kind { kFile, kSqliteMemory, kMemory };

inline std::string NameOf(const ::testing::TestParamInfo<Kind>& kind) {
  constexpr const char* kNames[] = {"File", "SqliteMemory", "Memory"};
  return kNames[static_cast<size_t>(kind.param)];
}

inline void PrintTo(Kind kind, std::ostream* out) {
  constexpr const char* kNames[] = {"a file", "SQLite's memory", "memory"};
  *out << kNames[static_cast<size_t>(kind)];
}

/// A ledger of the kind under test, made when the clock stands at 2021-06-30 12:00.
class LedgerContract : public ::testing::TestWithParam<Kind> {
 protected:
  using Event = dossier::Event;
  using EventType = dossier::EventType;

  explicit LedgerContract(std::string_view now = "2021-06-30 12:00") : clock_(test::At(now)) {
    backend_ = GetParam() == Kind::kMemory ? record::InMemory() : record::Sqlite();
    Reopen();
  }

  Options MakeOptions() {
    Options options;
    if (GetParam() == Kind::kFile) options.folder = folder_.path() / "data";
    options.backend = backend_;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    options.bounds = bounds_;
    options.recent_bytes = recent_bytes_;
    return options;
  }
  /// Opens; on a file, what was kept before is there again.
  void Reopen() {
    ledger_.reset();
    ledger_ = Open(MakeOptions()).value();
  }
  Appended Append(const std::vector<Event>& events) {
    return ledger_->Append(test::Items(events)).value();
  }
  std::vector<Outcome> Outcomes(const std::vector<Event>& events) {
    std::vector<Outcome> outcomes;
    for (const ItemOutcome& item : Append(events).items) outcomes.push_back(item.outcome);
    return outcomes;
  }
  /// Looks into the ledger, once.
  template <class F>
  auto Look(F look) {
    return look(*ledger_->OpenView().value());
  }
  dossier::Standing StandingOf(const std::string& code) {
    return Look([&](View& view) {
      const DossierRecord record = view.Find(code).value();
      return StandingAt(record.judged.judgement.On(dossier::Basis::kPromised), view.position().at);
    });
  }
  Verification Verify() {
    return Look([](View& view) { return view.Verify({}).value(); });
  }
  /// A sum over all rows and a range of days, promised basis.
  int Sum(figures::Amount amount, DayRange range = {}) {
    return Look([&](View& view) {
      int sum = 0;
      view.SumCells(range,
                    [&](const auto&, const figures::CellAmounts& cell) {
                      sum += cell.bases[0][static_cast<size_t>(amount)];
                    })
          .value();
      return sum;
    });
  }
  Event Received(const std::string& code, const std::string& at = "2021-06-07 08:00") {
    return events_.Received(code, at, test::Day("2021-06-14"));
  }
  Event Completed(const std::string& code, const std::string& at = "2021-06-10 08:00") {
    return events_.Make(code, EventType::kCompleted, at);
  }

  test::TempFolder folder_;
  std::shared_ptr<const record::Backend> backend_;
  test::Events events_;
  ManualClock clock_;
  Bounds bounds_;
  size_t recent_bytes_ = Options().recent_bytes;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace dunghan::ledger
