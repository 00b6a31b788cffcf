#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;

/// 2021-06-07 is a Monday; five working days from it end on 2021-06-14.
class PausesTest : public ::testing::Test {
 protected:
  PausesTest() {
    terms_.calendar = test::Office();
    terms_.limit = worktime::ParseTimeLimit("5wd").value();
  }
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  Event Paused(std::string_view at, std::string_view reason) {
    Event event = Make(EventType::kSuspended, at);
    if (!reason.empty()) event.reason = events_.Code<ReasonCode>(reason);
    return event;
  }
  Event DueSet(std::string_view at, std::string_view due) {
    Event event = Make(EventType::kDueSet, at);
    event.due = Day(due);
    return event;
  }
  void Limit(std::string_view reason, std::string_view limit) {
    terms_.pause_limits = std::make_shared<const PauseLimits>(
        PauseLimits{{events_.Code<ReasonCode>(reason), worktime::ParseTimeLimit(limit).value()}});
  }
  std::vector<Signal> Signals(const std::vector<Event>& events, std::string_view at) {
    const Facts facts = Fold(events);
    const uint32_t bits = PauseSignals(facts, Judge(facts, terms_), terms_, At(at));
    std::vector<Signal> found;
    for (const Signal signal :
         {Signal::kPauseWithoutReason, Signal::kPauseAfterDue, Signal::kPauseTooLong}) {
      if ((bits & static_cast<uint32_t>(signal)) != 0) found.push_back(signal);
    }
    return found;
  }
  using Found = std::vector<Signal>;

  test::Events events_;
  Terms terms_;
};

TEST_F(PausesTest, OneForAListedReasonBeforeTheDueIsNoSignal) {
  EXPECT_EQ(Signals({Received("2021-06-07 08:00"), Paused("2021-06-08 08:00", "tax")},
                    "2021-09-01 08:00"),
            Found());
}

TEST_F(PausesTest, NeedAReasonThatIsListed) {
  for (const char* reason : {"", "other"}) {
    EXPECT_EQ(Signals({Received("2021-06-07 08:00"), Paused("2021-06-08 08:00", reason)},
                      "2021-06-09 08:00"),
              Found{Signal::kPauseWithoutReason});
  }
  // Waiting for a supplement or a payment has its form.
  EXPECT_EQ(Signals({Received("2021-06-07 08:00"),
                     Make(EventType::kSupplementRequested, "2021-06-08 08:00")},
                    "2021-06-09 08:00"),
            Found());
}

TEST_F(PausesTest, BeginBeforeTheLawfulDue) {
  const auto paused = [&](std::string_view at) {
    return Signals({Received("2021-06-07 08:00"), Paused(at, "tax")}, "2021-07-01 08:00");
  };
  EXPECT_EQ(paused("2021-06-14 23:59"), Found());
  EXPECT_EQ(paused("2021-06-15 00:00"), Found{Signal::kPauseAfterDue});
}

TEST_F(PausesTest, BeginBeforeTheDuePromisedThen) {
  terms_.limit.reset();
  const auto received = Received("2021-06-07 08:00", Day("2021-06-09"));
  EXPECT_EQ(Signals({received, Paused("2021-06-09 16:00", "tax")}, "2021-07-01 08:00"), Found());
  EXPECT_EQ(Signals({received, Paused("2021-06-10 08:00", "tax")}, "2021-07-01 08:00"),
            Found{Signal::kPauseAfterDue});
  // A promise moved only afterwards, for an earlier pause, was not the one of then.
  const std::vector<Event> moved = {
      received, Paused("2021-06-08 08:00", "tax"), Make(EventType::kResumed, "2021-06-08 09:00"),
      Paused("2021-06-10 08:00", "tax"), DueSet("2021-06-11 08:00", "2021-06-30")};
  EXPECT_EQ(Judge(Fold(moved), terms_).On(Basis::kPromised).due, DueClaim{Day("2021-06-30")});
  EXPECT_EQ(Signals(moved, "2021-07-01 08:00"), Found{Signal::kPauseAfterDue});
}

TEST_F(PausesTest, TakeNoLongerThanIsUsualForTheirReason) {
  const std::vector<Event> open = {Received("2021-06-07 08:00"), Paused("2021-06-08 08:00", "tax")};
  EXPECT_EQ(Signals(open, "2021-12-31 08:00"), Found()) << "no limit given";
  Limit("tax", "2wd");
  EXPECT_EQ(Signals(open, "2021-06-10 23:59"), Found());
  EXPECT_EQ(Signals(open, "2021-06-11 00:00"), Found{Signal::kPauseTooLong});
  auto over = open;
  over.push_back(Make(EventType::kResumed, "2021-06-10 16:00"));
  EXPECT_EQ(Signals(over, "2021-12-31 08:00"), Found()) << "it ended in time";
  auto ended = open;
  ended.push_back(Make(EventType::kCompleted, "2021-06-10 16:00"));
  EXPECT_EQ(Signals(ended, "2021-12-31 08:00"), Found()) << "it ended with its dossier";
  EXPECT_EQ(Signals({Received("2021-06-07 08:00"), Paused("2021-06-08 08:00", "assessment")},
                    "2021-12-31 08:00"),
            Found())
      << "another reason";
  Limit("tax", "3wh");
  EXPECT_EQ(Signals(open, "2021-06-08 11:00"), Found());
  EXPECT_EQ(Signals(open, "2021-06-08 11:01"), Found{Signal::kPauseTooLong});
}

TEST_F(PausesTest, AreNoneBeforeTheReceiptOrAfterTheEnd) {
  EXPECT_EQ(Signals({Paused("2021-06-08 08:00", "")}, "2021-07-01 08:00"), Found());
  EXPECT_EQ(Signals({Received("2021-06-07 08:00"), Make(EventType::kCompleted, "2021-06-08 08:00"),
                     Paused("2021-06-09 08:00", "")},
                    "2021-07-01 08:00"),
            Found());
}

}  // namespace
}  // namespace dunghan::dossier
