#include <gmock/gmock.h>

#include <functional>

#include "dunghan/record/faulty.h"
#include "ledger_fixture.h"

/// Every call that a ledger makes of its record goes wrong once: nothing that was acknowledged is
/// lost, nothing is there twice, and what is made of it is what it would have been.
namespace dunghan::ledger {
namespace {

using record::Fault;

class LedgerFault : public LedgerContract {
 protected:
  LedgerFault() { ledger_.reset(); }

  /// What a ledger comes to.
  struct Outcome {
    std::map<std::string, std::array<int32_t, 2 * figures::kAmounts>> cells;
    Digest content{};
    int64_t events = 0;
    int64_t waiting = 0;
    size_t rulebooks = 0;
    std::vector<std::string> acts;
    friend bool operator==(const Outcome&, const Outcome&) = default;
  };

  /// Does it, again and again until it is acknowledged.
  void Insist(const std::function<Result<void>(Ledger& ledger)>& act) {
    for (int times = 0; times < 4; ++times) {
      if (!ledger_) {
        auto opened = Open(MakeOptions());
        if (!opened) {
          EXPECT_EQ(opened.error().code, ErrorCode::kUnavailable);
          continue;
        }
        ledger_ = std::move(*opened);
      }
      const auto done = act(*ledger_);
      if (done) return;
      EXPECT_EQ(done.error().code, ErrorCode::kUnavailable) << done.error().for_log;
      // While it finds out what is on record, it goes wrong once more.
      plan_->at = std::exchange(again_, 0);
    }
    FAIL() << "was never acknowledged";
  }
  void Send(const std::vector<Item>& items) {
    Insist([&](Ledger& ledger) -> Result<void> {
      auto appended = ledger.Append(items);
      if (!appended) return appended.error();
      return {};
    });
  }

  /// Whoever does not know whether it is on record asks first.
  void Freeze(const std::string& statement) {
    Insist([&](Ledger& ledger) -> Result<void> {
      auto acts = ActsOf(ledger);
      if (!acts) return acts.error();
      if (!acts->empty()) return {};
      auto recorded = ledger.Record({{{record::Kind::kFrozen, statement}}, 0});
      if (!recorded) return recorded.error();
      return {};
    });
  }
  static Result<std::vector<std::string>> ActsOf(Ledger& ledger) {
    auto view = ledger.OpenView();
    if (!view) return view.error();
    std::vector<std::string> acts;
    auto read = (*view)->ForEachAct([&](StoredAct&& act) {
      acts.push_back(std::move(act.bytes));
      return true;
    });
    if (!read) return read.error();
    return acts;
  }

  Outcome Run() {
    using Type = dossier::EventType;
    clock_.Set(test::At("2021-06-29 12:00"));
    const Item reject{
        Reject{
            .source = "s", .place = "p", .field = "at", .reason = "r", .fields = "{}", .raw = ""},
        {}};
    auto items = test::Items({Received("D1"), Received("D2"), Received("D3")});
    items.push_back(reject);
    Send(items);
    Send(test::Items({Completed("D1"), events_.Make("D2", Type::kCompleted, "2021-06-30 08:00")}));
    Insist([](Ledger& ledger) { return ledger.Flush(); });
    clock_.Set(test::At("2021-06-30 12:00"));
    // What was dated ahead has come due; and one comes late.
    Send(test::Items({events_.Make("D1", Type::kUrged, "2021-06-08 08:00"), Received("D4")}));
    Insist([&](Ledger& ledger) -> Result<void> {
      auto applied = ledger.Apply({test::SmallRulebook(events_.codes(), {.limit_of_p = "7wd"}),
                                   test::At("2021-06-01 00:00"), "tester", "vì"});
      if (!applied) return applied.error();
      return {};
    });
    Freeze("statement");
    Insist([](Ledger& ledger) -> Result<void> {
      auto discarded = ledger.Discard(std::vector<int64_t>{1}, test::kSomeAct);
      if (!discarded) return discarded.error();
      return {};
    });
    Send(test::Items({Received("D5"), Completed("D5"), Received("D1")}));
    Insist([](Ledger& ledger) { return ledger.Flush(); });
    plan_->at = 0;
    Outcome outcome;
    const auto view = ledger_->OpenView().value();
    outcome.cells = Cells(*view);
    const auto verified = view->Verify({}).value();
    EXPECT_EQ(verified.difference.value_or(""), "");
    outcome.content = verified.content;
    outcome.events = verified.events;
    outcome.waiting = ledger_->quarantine_waiting();
    outcome.rulebooks = ledger_->timeline()->versions().size();
    outcome.acts = ActsOf(*ledger_).value();
    ledger_.reset();
    return outcome;
  }

  static std::map<std::string, std::array<int32_t, 2 * figures::kAmounts>> Cells(View& view) {
    std::map<std::string, std::array<int32_t, 2 * figures::kAmounts>> cells;
    for (LocalDay day = test::Day("2021-06-01"); day <= test::Day("2021-07-31");
         day += std::chrono::days{1}) {
      view.SumCells({day, day},
                    [&](const figures::RowKey& row, const figures::CellAmounts& amounts) {
                      auto& sum = cells[FormatDate(day) + std::string(row.agency.text())];
                      for (size_t i = 0; i < figures::kAmounts; ++i) {
                        sum[i] += amounts.bases[0][i];
                        sum[figures::kAmounts + i] += amounts.bases[1][i];
                      }
                    })
          .value();
    }
    std::erase_if(cells, [](const auto& cell) {
      return std::all_of(cell.second.begin(), cell.second.end(), [](int n) { return n == 0; });
    });
    return cells;
  }

  int64_t again_ = 0;  // which call goes wrong after the one that did; 0: none
  std::shared_ptr<record::FaultPlan> plan_ = std::make_shared<record::FaultPlan>();
};

INSTANTIATE_TEST_SUITE_P(Kinds, LedgerFault, testing::Values(Kind::kFile, Kind::kMemory), NameOf);

TEST_P(LedgerFault, AtEveryCallChangesNothingOfWhatItComesTo) {
  const auto sound = backend_;
  const Outcome expected = Run();
  EXPECT_EQ(expected.events, 9);
  EXPECT_EQ(expected.rulebooks, 2U);
  EXPECT_EQ(expected.acts, (std::vector<std::string>{"statement", "an act"}));
  int64_t tried = 0;
  for (const auto& [fault, again] : {std::pair(Fault::kFails, 0),
                                     {Fault::kAnswerIsLost, 0},
                                     {Fault::kAnswerIsLost, 1},
                                     {Fault::kAnswerIsLost, 2},
                                     {Fault::kAnswerIsLost, 4},
                                     {Fault::kAnswerIsLost, 6}}) {
    for (int64_t at = 1; at < 2'000; ++at) {
      again_ = again;
      std::filesystem::remove_all(folder_.path() / "data");
      // In memory a record is gone with its ledger: what fails while it is opened is another
      // test's.
      backend_ = record::Faulty(GetParam() == Kind::kMemory ? record::InMemory() : sound, plan_);
      *plan_ = {.at = GetParam() == Kind::kMemory ? 0 : at, .fault = fault, .calls = 0};
      if (GetParam() == Kind::kMemory) {
        ledger_ = Open(MakeOptions()).value();
        *plan_ = {.at = at, .fault = fault, .calls = 0};
      }
      const Outcome outcome = Run();
      if (plan_->calls < at) break;  // the whole of it went undisturbed
      ++tried;
      ASSERT_EQ(outcome == expected, true)
          << "call " << at << (fault == Fault::kFails ? " fails" : " loses its answer") << ": "
          << outcome.events << " events, " << outcome.waiting << " waiting, " << outcome.rulebooks
          << " rulebooks";
    }
  }
  std::cout << tried << " calls went wrong\n";
  EXPECT_GT(tried, 10);
}

}  // namespace
}  // namespace dunghan::ledger
