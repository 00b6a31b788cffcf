#include "api/ended_list.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "dunghan/test/ledgers.h"

namespace dunghan::api {
namespace {

using dossier::Standing;
using test::At;

/// 3,000 ended dossiers D0000 ... by three in turn: of A, of C below it, and of B, which took over
/// from C in July; one in ten of A's is late.
class EndedList : public testing::Test {
 protected:
  static constexpr int kDossiers = 3'000;

  EndedList() {
    test::SmallRules rules;
    rules.agencies = "code,name,parent\nA,Sở A,\nB,Sở B,\nC,Xã C,A\n";
    rules.successors = "C,B,,2021-07-01\n";
    ledger::Options options;
    options.rulebook = test::SmallRulebook(events_.codes(), rules);
    options.codes = events_.codes();
    options.clock = &clock_;
    ledger_ = ledger::Open(options).value();
    std::vector<dossier::Event> all;
    for (int i = 0; i < kDossiers; ++i) AddLife(i, all);
    (void)ledger_->Append(test::Items(all)).value();
    (void)ledger_->Flush().value();
    view_ = ledger_->OpenView().value();
  }

  void AddLife(int i, std::vector<dossier::Event>& all) {
    const std::string code = fmt::format("D{:04}", i);
    const bool late = i % 30 == 0;
    all.push_back(events_.Received(code, "2021-06-07 08:00", test::Day("2021-06-14"),
                                   std::array{"A", "C", "B"}[static_cast<size_t>(i % 3)],
                                   i % 2 == 0 ? "P" : "Q"));
    // One in four ends after July has begun, when C's are B's.
    const char* end = i % 4 == 0 ? "2021-07-05 08:00" : "2021-06-10 08:00";
    const auto type =
        i % 7 == 0 && !late ? dossier::EventType::kWithdrawn : dossier::EventType::kCompleted;
    all.push_back(events_.Make(code, type, late ? "2021-06-28 08:00" : end));
  }

  struct Answer {
    std::vector<std::string> codes;
    EndedWalk walk;
  };
  Answer Ask(DossierQuery query) {
    query.ended = true;
    query.sort = SortKey::kCode;
    Answer answer;
    answer.walk = WalkEnded(*view_, query, dossier::Basis::kPromised, [&](const Listed& dossier) {
                    answer.codes.emplace_back(dossier.code);
                    return answer.codes.size() < query.limit;
                  }).value();
    return answer;
  }
  /// The same by looking at each.
  std::vector<std::string> AskEach(const DossierQuery& query) {
    std::vector<std::string> codes;
    const Instant at = view_->position().at;
    view_
        ->ForEachSettled(query.after ? query.after->code : "",
                         [&](const ledger::Settled& dossier) {
                           const auto state = dossier.judged();
                           const Listed listed =
                               ListedAt(dossier.code(), state, dossier::Basis::kPromised, at);
                           EXPECT_EQ(dossier.row(), figures::RowOf(state.facts));
                           if (Matches(query, listed, view_->rulebook(), at)) {
                             codes.emplace_back(dossier.code());
                           }
                           return codes.size() < query.limit;
                         })
        .value();
    return codes;
  }

  test::Events events_;
  ManualClock clock_{At("2021-08-02 08:00")};
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<ledger::View> view_;
};

TEST_F(EndedList, WhatTheRowRulesOutIsNotJudged) {
  DossierQuery query;
  query.standings = {Standing::kFinishedLate};
  query.procedure = "R";
  const Answer answer = Ask(query);
  EXPECT_TRUE(answer.codes.empty());
  EXPECT_EQ(answer.walk.judged, 0);
}

TEST_F(EndedList, WhatTheCodeRulesOutIsNotJudged) {
  DossierQuery query;
  query.standings = {Standing::kFinishedEarly};
  query.code_part = "d0022";
  const Answer answer = Ask(query);
  EXPECT_EQ(answer.codes, std::vector<std::string>{"D0022"});
  EXPECT_EQ(answer.walk.judged, 1);
}

/// Cells say that there is nothing, or nothing more.
TEST_F(EndedList, TheWalkEndsWhereNothingCanFollow) {
  DossierQuery query;
  query.standings = {Standing::kFinishedUnmeasurable};
  EXPECT_EQ(Ask(query).walk.passed, 2'000);
  query.standings = {Standing::kFinishedLate};
  query.due_before_day = test::Day("2021-06-01");
  EXPECT_EQ(Ask(query).walk.passed, kDossiers) << "there are late ones, whatever their due";
  query.agency = "B";
  query.procedure = "Q";
  query.due_before_day.reset();
  const Answer answer = Ask(query);
  EXPECT_EQ(answer.codes, AskEach(query));
}

TEST_F(EndedList, TheWalkEndsWithTheLastThatThereIs) {
  // Two late ones near the beginning are all that B has.
  (void)ledger_
      ->Append(test::Items(
          {events_.Received("D0010a", "2021-06-07 08:00", test::Day("2021-06-14"), "B", "R"),
           events_.Make("D0010a", dossier::EventType::kCompleted, "2021-06-28 08:00")}))
      .value();
  view_ = ledger_->OpenView().value();
  DossierQuery query;
  query.standings = {Standing::kFinishedLate};
  query.procedure = "R";
  const Answer answer = Ask(query);
  EXPECT_EQ(answer.codes, std::vector<std::string>{"D0010a"});
  EXPECT_EQ(answer.walk.passed, 2'000);
  EXPECT_EQ(answer.walk.judged, 1);
}

TEST_F(EndedList, SaysWhatLookingAtEachSays) {
  const std::vector<std::vector<Standing>> standings = {
      {Standing::kFinishedEarly},
      {Standing::kFinishedLate},
      {Standing::kWithdrawn, Standing::kWithdrawnOverdue},
      {Standing::kDeclined},
      {Standing::kFinishedLate, Standing::kFinishedOnTime}};
  int found = 0;
  for (const auto& some : standings) {
    for (const char* agency : {"", "A", "B", "C", "D"}) {
      for (const char* procedure : {"", "P", "Q", "R"}) {
        for (const std::optional<Rank>& after :
             {std::optional<Rank>(), std::optional<Rank>({0, "D1999"})}) {
          DossierQuery query;
          query.standings = some;
          query.agency = agency;
          query.procedure = procedure;
          query.after = after;
          query.limit = 5'000;
          const Answer answer = Ask(query);
          EXPECT_EQ(answer.codes, AskEach(query)) << agency << " " << procedure;
          found += answer.codes.empty() ? 0 : 1;
        }
      }
    }
  }
  EXPECT_GT(found, 40);
}

}  // namespace
}  // namespace dunghan::api
