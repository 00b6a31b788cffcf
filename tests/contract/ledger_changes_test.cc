#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "ledger_fixture.h"

/// What whoever follows a ledger live is told, and the pass over every dossier with its events.
namespace dunghan::ledger {
namespace {

using dossier::Basis;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// Monday 7 June, 5 working days: due on 14 June; with 9 June off, on 16 June (15 June is off too).
constexpr const char* kHoliday = "[[exception]]\ndate = 2021-06-09\nname = \"Nghỉ đột xuất\"\n";

class LedgerChanges : public LedgerContract {
 protected:
  LedgerChanges() : LedgerContract("2021-06-09 12:00") {}

  Event Step(EventType type, const std::string& at = "2021-06-08 08:00") {
    return events_.Make("D1", type, at);
  }
  /// The one change that an event brings to D1.
  DossierChange ChangeBy(const Event& event) {
    auto changes = Append({event}).changes;
    EXPECT_EQ(changes.size(), 1U);
    if (changes.empty()) return {};
    EXPECT_EQ(changes[0].code, "D1");
    EXPECT_TRUE(changes[0].before.has_value());
    return std::move(changes[0]);
  }
  std::map<std::string, DossierChange> Apply(const test::SmallRules& rules,
                                             std::optional<Instant> from = {}) {
    std::map<std::string, DossierChange> told;
    const Application application{test::SmallRulebook(events_.codes(), rules), from, "tester",
                                  from ? "vì" : ""};
    const auto applied = ledger_->Apply(application, [&](DossierChange&& change) {
      // In force already: what is told is on record.
      EXPECT_EQ(ledger_->timeline()->newest().digest(), application.rulebook->digest());
      const std::string code = change.code;
      EXPECT_TRUE(told.emplace(code, std::move(change)).second) << code << " is told once";
    });
    EXPECT_TRUE(applied.value().told);
    return told;
  }
  static std::string LawfulDue(const dossier::Judged& judged) {
    const auto& due_day = judged.judgement.On(Basis::kLawful).due_day;
    return due_day ? FormatDate(*due_day) : "none";
  }
  static std::vector<std::string> Keys(const std::map<std::string, DossierChange>& told) {
    std::vector<std::string> keys;
    for (const auto& [code, change] : told) keys.push_back(code);
    return keys;
  }
  Event Mirrored(Event event) {
    event.source = events_.Code<SourceName>("cong-quoc-gia");
    event.id.clear();
    dossier::EnsureId(event);
    return event;
  }
};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerChanges,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerChanges, WhatTakesEffectOnTheWayOfSomethingElseIsToldAtOnce) {
  Append({Received("D1"), Step(EventType::kCompleted, "2021-06-09 13:00")});
  clock_.Set(test::At("2021-06-09 13:00"));
  ledger_->Purge().value();
  // Whoever looks after the ledger appends nothing now, and is told.
  ASSERT_TRUE(ledger_->NextWake().has_value());
  EXPECT_LE(*ledger_->NextWake(), clock_.Now());
  const auto changes = Append({}).changes;
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_TRUE(changes[0].after.facts.end.has_value());
  EXPECT_EQ(ledger_->NextWake(), std::nullopt);
}

TEST_P(LedgerChanges, AChangeOfHandsIsTold) {
  Append({Received("D1")});
  Event assigned = Step(EventType::kAssigned);
  assigned.agency = events_.Code<AgencyCode>("B");
  const DossierChange change = ChangeBy(assigned);
  EXPECT_THAT(change.before->facts.hands, IsEmpty());
  ASSERT_EQ(change.after.facts.hands.size(), 1U);
  EXPECT_EQ(change.after.facts.hands[0].agency.text(), "B");
  EXPECT_EQ(change.before->judgement, change.after.judgement) << "nobody's due has moved";
}

TEST_P(LedgerChanges, AnUrgingACauseARatingAreTold) {
  Append({Received("D1")});
  EXPECT_EQ(ChangeBy(Step(EventType::kUrged)).after.facts.urged_at.size(), 1U);
  Event cause = Step(EventType::kLateCause);
  cause.reason = events_.Code<ReasonCode>("thieu-nguoi");
  EXPECT_EQ(ChangeBy(cause).after.facts.late_cause.text(), "thieu-nguoi");
  Append({Completed("D1", "2021-06-09 08:00")});
  Event rated = Step(EventType::kRated, "2021-06-09 09:00");
  rated.rating = 5;
  const DossierChange change = ChangeBy(rated);
  EXPECT_FALSE(change.before->facts == change.after.facts);
}

TEST_P(LedgerChanges, ASignalIsTold) {
  Append({Received("D1"), Completed("D1", "2021-06-08 08:00")});
  const DossierChange change = ChangeBy(Completed("D1", "2021-06-09 08:00"));
  EXPECT_FALSE(change.before->facts.Has(dossier::Signal::kFurtherEnd));
  EXPECT_TRUE(change.after.facts.Has(dossier::Signal::kFurtherEnd));
}

TEST_P(LedgerChanges, WhatIsToldCarriesTheTermsThatJudgedIt) {
  const auto changes = Append({Received("D1")}).changes;
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_FALSE(changes[0].before);
  const dossier::Judged& after = changes[0].after;
  EXPECT_EQ(after.judgement, dossier::Judge(after.facts, after.terms));
}

TEST_P(LedgerChanges, AMirrorAndWhatIsDatedAheadAreNot) {
  Append({Received("D1")});
  EXPECT_THAT(Append({Mirrored(Step(EventType::kUrged))}).changes, IsEmpty());
  EXPECT_THAT(Append({Completed("D1", "2021-07-10 08:00")}).changes, IsEmpty());
}

TEST_P(LedgerChanges, ARulebookTellsWhatItHasMoved) {
  Append({Received("D1"), Received("D2"), Completed("D2", "2021-06-08 08:00")});
  const auto told = Apply({.exceptions = kHoliday});
  ASSERT_THAT(Keys(told), ElementsAre("D1")) << "D2 had ended under the rules before";
  EXPECT_EQ(LawfulDue(*told.at("D1").before), "2021-06-14");
  EXPECT_EQ(LawfulDue(told.at("D1").after), "2021-06-16");
}

TEST_P(LedgerChanges, ABackdatedOneTellsOfTheEndedOnesToo) {
  Append({Received("D1"), Received("D2"), Completed("D2", "2021-06-08 08:00")});
  ASSERT_TRUE(ledger_->Flush());
  const auto told = Apply({.exceptions = kHoliday}, test::At("2021-06-01 00:00"));
  ASSERT_THAT(Keys(told), ElementsAre("D1", "D2"));
  EXPECT_EQ(LawfulDue(told.at("D2").after), "2021-06-16");
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerChanges, ASourceThatChangesSidesTellsOfOtherFacts) {
  Append({Received("D1"), Received("D2"), Completed("D2", "2021-06-08 08:00")});
  const auto told = Apply({.sources = {{"mot-cua", rulebook::SourceRole::kMirror}}},
                          test::At("2021-06-01 00:00"));
  ASSERT_THAT(Keys(told), ElementsAre("D1", "D2"));
  EXPECT_TRUE(told.at("D2").before->facts.end);
  EXPECT_FALSE(told.at("D2").after.facts.first_at) << "it has never been heard";
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerChanges, ARulebookThatChangesNothingTellsNothing) {
  Append({Received("D1")});
  EXPECT_THAT(Apply({.limit_of_p = "5wd"}), IsEmpty());
}

TEST_P(LedgerChanges, EveryDossierIsPassedWithItsEvents) {
  Append({Received("D1"), Mirrored(Step(EventType::kUrged))});
  Append({Received("D2"), Completed("D2", "2021-06-08 08:00")});
  ASSERT_TRUE(ledger_->Flush());
  Append({Received("D3"), Step(EventType::kUrged, "2021-06-08 10:00")});
  Look([](View& view) {
    std::map<std::string, size_t> passed;
    view.ForEachRecord([&](DossierRecord&& record) {
          const DossierRecord found = view.Find(record.code).value();
          EXPECT_EQ(record.judged.facts, found.judged.facts);
          EXPECT_EQ(record.judged.judgement, found.judged.judgement);
          EXPECT_EQ(record.events.size(), found.events.size());
          passed[record.code] = record.events.size();
          return true;
        })
        .value();
    EXPECT_EQ(passed, (std::map<std::string, size_t>{{"D1", 3}, {"D2", 2}, {"D3", 1}}));
  });
}

TEST_P(LedgerChanges, ThePassEndsWhenItIsToldTo) {
  Append({Received("D1"), Received("D2"), Received("D3")});
  Look([](View& view) {
    int passed = 0;
    view.ForEachRecord([&](DossierRecord&&) { return ++passed < 2; }).value();
    EXPECT_EQ(passed, 2);
  });
}

TEST_P(LedgerChanges, LookingBackThePassHasWhatWasKnownThen) {
  const Position then = Append({Received("D1"), Received("D2")}).position;
  clock_.Set(test::At("2021-06-10 12:00"));
  Append({Completed("D1"), Received("D3")});
  const auto view = ledger_->OpenView(AsOf{then.seq, {}}).value();
  std::set<std::string> passed;
  view->ForEachRecord([&](DossierRecord&& record) {
        EXPECT_EQ(record.events.size(), 1U);
        EXPECT_FALSE(record.judged.facts.end);
        passed.insert(record.code);
        return true;
      })
      .value();
  EXPECT_THAT(passed, UnorderedElementsAre("D1", "D2"));
}

}  // namespace
}  // namespace dunghan::ledger
