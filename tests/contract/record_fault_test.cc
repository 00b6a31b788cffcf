#include <fmt/format.h>
#include <gmock/gmock.h>

#include "dunghan/record/faulty.h"
#include "dunghan/record/sqlite.h"
#include "record_fixture.h"

/// Every call goes wrong once, in both ways, and nothing is lost or there twice.
namespace dunghan::record {
namespace {

using test::At;

TEST(RecordFaulty, FailsAtThePlannedCallAndDoesNothing) {
  test::Events events;
  const auto plan = std::make_shared<FaultPlan>();
  Scribe scribe(Faulty(InMemory(), plan)->Open({.folder = {}, .codes = events.codes()}).value());
  const Head before = scribe.head();
  plan->calls = 0;
  plan->at = 2;
  EXPECT_EQ(scribe.now().head(), before);
  const auto error = Thrown([&] { scribe.now().CountWaiting(); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kUnavailable);
  EXPECT_EQ(plan->calls, 2);
  EXPECT_EQ(plan->at, 0);
  EXPECT_EQ(scribe.now().CountWaiting(), 0) << "once";

  const std::vector<NewEntry> entries = {{Kind{200}, "x"}};
  plan->at = 1;
  EXPECT_TRUE(Thrown([&] {
    scribe.storage().Write({.recorded_at = At("2021-06-30 12:00"), .entries = entries}, before);
  }));
  EXPECT_EQ(scribe.now().head(), before);
}

TEST(RecordFaulty, ALostAnswerIsKnownAgainByTheHead) {
  test::Events events;
  const auto plan = std::make_shared<FaultPlan>();
  Scribe scribe(Faulty(InMemory(), plan)->Open({.folder = {}, .codes = events.codes()}).value());
  const Content content{.events = {events.Received("D1", "2021-06-07 08:00")}};
  plan->fault = Fault::kAnswerIsLost;
  plan->at = Links(scribe.now()).empty() ? 2 : 1;  // the look at the links comes first
  EXPECT_TRUE(Thrown([&] { scribe.Write(content, At("2021-06-30 12:00")); }));
  EXPECT_EQ(plan->at, 0);
  scribe.TakeUp();
  ASSERT_EQ(scribe.head().seq, 1);
  EXPECT_EQ(Entries(scribe.now())[0].event, content.events[0]);
  EXPECT_EQ(Verify(scribe.now()), std::nullopt);
}

TEST(RecordFaulty, NoticesFailAsValues) {
  test::Events events;
  const auto plan = std::make_shared<FaultPlan>();
  const auto storage =
      Faulty(InMemory(), plan)->Open({.folder = {}, .codes = events.codes()}).value();
  plan->at = 1;
  EXPECT_EQ(storage->notices().Since(Instant{}).error().code, ErrorCode::kUnavailable);
  EXPECT_TRUE(storage->notices().Since(Instant{}));
}

/// What a writer does, step by step. Each is repeated until it goes well.
class Workload {
 public:
  explicit Workload(std::shared_ptr<CodeTable> codes) : events_(codes) {
    const auto office = *test::Office();
    first_ = rulebook::Rulebook::Open(office, codes);
    second_ = rulebook::Rulebook::Open(office, codes, dossier::Comparison::kDate);
  }

  void Run(Scribe& scribe) {
    using dossier::EventType;
    Reject raw = Unusable("");
    raw.raw = "half a {";
    Write(scribe, {.rulebook = first_});
    Write(scribe, {.events = {Received("D1", "A"), Received("D2", "A")}});
    Write(scribe, {.events = {Received("D3", "B")}, .aside = {Unusable("1"), raw}});
    Read(scribe, [](Scribe& to) { (void)to.now().CountWaiting(); });
    Write(scribe, {.events = {events_.Make("D1", EventType::kCompleted, "2021-07-09 08:00")},
                   .entries = {{Kind{200}, "act"}},
                   .aside = {Unusable("1"), Unusable("2")}});
    Read(scribe, [](Scribe& to) { (void)to.now().WaitingAfter(0, 10); });
    Write(scribe, {.resolved = {1}});
    Write(scribe, {.rulebook = second_, .effective_from = At("2021-06-01 00:00")});
    Write(scribe, {.aside = {Unusable("1")}, .discarded = {2}});
    Read(scribe, [](Scribe& to) { (void)to.now().Histories(std::vector<int64_t>{2}); });
    Notices(scribe);
    at_ += std::chrono::days{100};
    Write(scribe, {.events = {Received("D4", "C")}, .prune = true});
    Read(scribe, [&](Scribe& to) { to.storage().Purge(at_); });
    Read(scribe, [](Scribe& to) { (void)Dump(to.storage()); });
    Write(scribe, {.events = {Received("D5", "C")}});
  }

 private:
  dossier::Event Received(const std::string& dossier, const std::string& agency) {
    return events_.Received(dossier, "2021-06-07 08:00", test::Day("2021-06-14"), agency);
  }

  /// Sends what was not acknowledged again, unless the head says that it is on record.
  void Write(Scribe& scribe, const Content& content) {
    at_ += std::chrono::minutes{1};
    const Head before = scribe.head();
    const bool began = began_;
    while (Thrown([&] { scribe.Write(content, at_); })) {
      TakeUp(scribe);
      // The first rulebook leaves the position at 0, and the chain changed.
      if (scribe.head() == before) continue;
      EXPECT_GT(scribe.head().seq, began ? before.seq : before.seq - 1);
      break;
    }
    began_ = true;
  }

  template <class F>
  void Read(Scribe& scribe, F read) {
    while (Thrown([&] { read(scribe); })) TakeUp(scribe);
  }

  void Notices(Scribe& scribe) {
    const std::vector<Notice> notices = {{"D2", "overdue", At("2021-06-15 00:00"), at_, "A", "P"}};
    std::vector<Notice> sent = notices;
    sent[0].sent = at_;
    while (!scribe.storage().notices().FindNew(notices)) TakeUp(scribe);
    while (!scribe.storage().notices().Add(notices)) TakeUp(scribe);
    while (!scribe.storage().notices().Mark(sent)) TakeUp(scribe);
    while (!scribe.storage().notices().Since(at_)) TakeUp(scribe);
  }

  static void TakeUp(Scribe& scribe) {
    while (Thrown([&] { scribe.TakeUp(); })) {
    }
  }

  test::Events events_;
  Instant at_ = At("2021-06-30 12:00");
  std::shared_ptr<const rulebook::Rulebook> first_;
  std::shared_ptr<const rulebook::Rulebook> second_;
  bool began_ = false;
};

class RecordFaultEverywhere : public ::testing::TestWithParam<std::tuple<Store, Fault>> {
 protected:
  /// How it ends, and at how many calls.
  struct Ended {
    std::string dump;
    int64_t calls = 0;
    bool failed = false;
  };
  Ended Run(int64_t at) {
    const auto [store, fault] = GetParam();
    const test::TempFolder folder;
    const auto codes = std::make_shared<CodeTable>();
    Place place;
    place.codes = codes;
    place.scratch = true;
    place.bounds.waiting_per_source = 1;
    if (store == Store::kFile) place.folder = folder.path() / "data";
    const auto plan = std::make_shared<FaultPlan>(FaultPlan{0, fault, 0});
    Scribe scribe(Faulty(BackendOf(store), plan)->Open(place).value());
    *plan = {at, fault, 0};
    Workload(codes).Run(scribe);
    Ended ended;
    ended.calls = plan->calls;
    ended.failed = at > 0 && plan->at == 0;
    plan->at = 0;
    EXPECT_EQ(Verify(scribe.now()), std::nullopt) << "after a fault at call " << at;
    ended.dump = Dump(scribe.storage());
    return ended;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, RecordFaultEverywhere,
                         ::testing::Combine(::testing::Values(Store::kMemory, Store::kFile),
                                            ::testing::Values(Fault::kFails, Fault::kAnswerIsLost)),
                         [](const auto& what) {
                           return NameOf({std::get<0>(what.param), 0}) +
                                  (std::get<1>(what.param) == Fault::kFails ? "Fails"
                                                                            : "AnswerIsLost");
                         });

TEST_P(RecordFaultEverywhere, EndsAsIfThereHadBeenNone) {
  const Ended undisturbed = Run(0);
  ASSERT_GT(undisturbed.calls, 30);
  int64_t n = 1;
  for (;; ++n) {
    const Ended ended = Run(n);
    if (!ended.failed) break;
    ASSERT_EQ(ended.dump, undisturbed.dump) << "after a fault at call " << n;
  }
  EXPECT_EQ(n, undisturbed.calls + 1) << "each call failed once";
}

}  // namespace
}  // namespace dunghan::record
