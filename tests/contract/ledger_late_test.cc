#include <string_view>

#include "dunghan/record/faulty.h"
#include "ledger_fixture.h"

/// What a late event costs, counted in what is asked of the record for it.
namespace dunghan::ledger {
namespace {

using dossier::DueClaim;

class LedgerLate : public LedgerContract {
 protected:
  LedgerLate() {
    backend_ = record::Faulty(backend_, asked_);
    Reopen();
  }

  /// Eight events of a dossier with all there can be in one, in order.
  std::vector<Event> Life(const std::string& code) {
    Event received = Received(code);
    received.counter = events_.Code<AgencyCode>("B");
    received.channel = dossier::Channel::kOnline;
    Event assigned = events_.Make(code, EventType::kAssigned, "2021-06-07 09:00");
    assigned.unit = events_.Code<UnitName>("Phòng một");
    assigned.step = events_.Code<StepName>("Thẩm định");
    assigned.step_due = DueClaim(test::At("2021-06-08 17:00"));
    Event asked = events_.Make(code, EventType::kSupplementRequested, "2021-06-08 09:00");
    asked.reason = events_.Code<ReasonCode>("other");
    Event handed = events_.Make(code, EventType::kTransferred, "2021-06-10 09:00");
    handed.to_agency = events_.Code<AgencyCode>("B");
    Event extended = events_.Make(code, EventType::kExtended, "2021-06-11 09:00");
    extended.due = DueClaim(test::Day("2021-06-21"));
    Event rated = events_.Make(code, EventType::kRated, "2021-06-18 09:00");
    rated.rating = 4;
    return {received,
            assigned,
            asked,
            events_.Make(code, EventType::kSupplemented, "2021-06-09 09:00"),
            handed,
            extended,
            Completed(code, "2021-06-17 08:00"),
            rated};
  }
  /// Comes after all of them and lies before most.
  Event Late(const std::string& code) {
    return events_.Make(code, EventType::kUrged, "2021-06-07 10:00");
  }
  dossier::Facts FactsOf(const std::string& code) {
    return Look([&](View& view) { return view.Find(code).value().judged.facts; });
  }
  void AppendOneByOne(const std::vector<Event>& events) {
    for (const Event& event : events) Append({event});
  }
  /// How often the record is asked, or written to, for one event more.
  int64_t AskedFor(const Event& event) {
    const int64_t before = asked_->calls;
    Append({event});
    return asked_->calls - before;
  }
  /// The same of one that comes in order.
  int64_t AskedInOrder() {
    return AskedFor(events_.Make("D0", EventType::kReceived, "2021-06-01 08:00"));
  }
  /// A ledger that holds nothing in memory, and reads all.
  dossier::Facts FactsReadAnew(const std::string& code) {
    Options options;
    options.rulebook = rulebook_;
    options.codes = events_.codes();
    options.clock = &clock_;
    options.recent_bytes = 0;
    auto other = Open(options).value();
    for (const Event& event : Life(code)) EXPECT_TRUE(other->Append(test::Items({event})));
    EXPECT_TRUE(other->Append(test::Items({Late(code)})));
    return other->OpenView().value()->Find(code).value().judged.facts;
  }

  std::shared_ptr<record::FaultPlan> asked_ = std::make_shared<record::FaultPlan>();
};
INSTANTIATE_TEST_SUITE_P(Sqlite, LedgerLate,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

/// What only a file can show.
class LedgerLateFile : public LedgerLate {};
INSTANTIATE_TEST_SUITE_P(File, LedgerLateFile, ::testing::Values(Kind::kFile), NameOf);

TEST_P(LedgerLate, IsFoldedWithoutReadingWhatWasHeardLately) {
  AppendOneByOne(Life("D1"));
  EXPECT_EQ(AskedFor(Late("D1")), AskedInOrder());
  EXPECT_EQ(FactsOf("D1"), FactsReadAnew("D1"));
  EXPECT_EQ(FactsOf("D1").urged_at.size(), 1U);
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerLate, ReadsOfAnOlderDossierWhatIsNotHeldAnyMore) {
  recent_bytes_ = 9600;  // some fifty events
  Reopen();
  const auto life = Life("D1");
  AppendOneByOne({life.begin(), life.begin() + 5});
  for (int i = 0; i < 80; ++i) Append({Received("F" + std::to_string(i))});
  AppendOneByOne({life.begin() + 5, life.end()});
  EXPECT_EQ(AskedFor(Late("D1")), AskedInOrder() + 1) << "many events in one question";
  EXPECT_EQ(FactsOf("D1"), FactsReadAnew("D1"));
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

TEST_P(LedgerLateFile, ReadsAllAfterAStart) {
  AppendOneByOne(Life("D1"));
  Reopen();
  EXPECT_EQ(AskedFor(Late("D1")), AskedInOrder() + 1);
  EXPECT_EQ(FactsOf("D1"), FactsReadAnew("D1"));
}

/// What a group that failed brought is not on record: others have its positions.
TEST_P(LedgerLateFile, WhatWasNotRecordedIsNotHeld) {
  Append({Received("D0")});
  std::vector<Event> many;
  for (int i = 1; i <= 2000; ++i) many.push_back(Received("F" + std::to_string(i)));
  {
    const FullDisk full(std::filesystem::file_size(folder_.path() / "data/ledger.db-wal") + 40'000);
    ASSERT_FALSE(ledger_->Append(test::Items(many)));
  }
  AppendOneByOne(Life("D1"));
  EXPECT_EQ(AskedFor(Late("D1")), AskedInOrder());
  EXPECT_EQ(FactsOf("D1"), FactsReadAnew("D1"));
  EXPECT_EQ(Verify().difference.value_or(""), "");
}

}  // namespace
}  // namespace dunghan::ledger
