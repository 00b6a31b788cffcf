#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/dossier/index766.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

/// How single dossiers count in index 766, each row worked out by hand from the rules
/// (research/index766.md). All of it happens in 2026: 1 June is a Monday.
namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;
using test::At;
using enum IndexVerdict;

template <class V>
Index766Rules With(V Index766Rules::*which, V value) {
  Index766Rules rules;
  rules.*which = value;
  return rules;
}
const Index766Rules kHandedOverEndsNothing = With(&Index766Rules::returned_ends, false);
const Index766Rules kStopsEnd = With(&Index766Rules::stopped, IndexStopped::kEnd);
const Index766Rules kOnlyStopsEnd = [] {
  Index766Rules rules = kStopsEnd;
  rules.returned_ends = false;
  return rules;
}();
const Index766Rules kRepeatsCount = With(&Index766Rules::repeat, IndexRepeat::kFurther);
const Index766Rules kNothingOff = With(&Index766Rules::supplement_time, IndexSupplementTime::kNone);
const Index766Rules kDueInForce = With(&Index766Rules::due, IndexDue::kInForce);
const Index766Rules kByDate = With(&Index766Rules::comparison, IndexComparison::kDate);
const Index766Rules kSecondLate = With(&Index766Rules::second_request, IndexSecondRequest::kLate);
const Index766Rules kSecondIgnored =
    With(&Index766Rules::second_request, IndexSecondRequest::kIgnore);

Index766Rules From(std::string_view day, Index766Rules rules) {
  rules.valid_from = test::Day(day);
  return rules;
}

/// The switches, the period and the instant of a row where they are not the usual ones.
struct Setting {
  std::string limit = "";          ///< none
  std::string from = "06-01";      ///< of the period
  std::string to = "06-30";        ///< its last day
  std::string at = "08-31 12:00";  ///< the position
  Index766Policy policy = {Index766Rules{}};
};
Setting By(Index766Rules rules) { return {.policy = {rules}}; }
Setting By(Index766Rules rules, Setting setting) {
  setting.policy = {rules};
  return setting;
}
const Setting kJuly{.from = "07-01", .to = "07-31"};
const Setting kYear{.from = "01-01", .to = "12-31"};

struct Expected {
  bool counted = false;
  IndexState state = IndexState::kNone;
  IndexVerdict verdict = kUnmeasurable;
  std::string at = "";  ///< empty: the end of the period, or the position if that is earlier
};
Expected Ended(IndexVerdict verdict, std::string at) {
  return {true, IndexState::kEnded, verdict, std::move(at)};
}
Expected SetAside(IndexVerdict verdict, std::string at) {
  return {true, IndexState::kSetAside, verdict, std::move(at)};
}
Expected Open(IndexVerdict verdict) { return {true, IndexState::kOpen, verdict, ""}; }
Expected NotCounted(Expected expected) {
  expected.counted = false;
  return expected;
}
const Expected kNever;

Instant In2026(const std::string& day_and_time) { return At("2026-" + day_and_time); }

DueClaim ParseDue(const std::string& text) {
  const auto at = text.find('@');
  if (at == std::string::npos) return test::Day("2026-" + text);
  return In2026(text.substr(0, at) + " " + text.substr(at + 1));
}

class Index766Test : public ::testing::Test {
 protected:
  /// `says`: what of the rules it shows. `events`: "TYPE MM-DD hh:mm [due MM-DD[@hh:mm]] [REASON]",
  /// of a void the type of what it voids, divided by ";".
  void Shows(const std::string& name, const std::string& says, const std::string& events,
             const Setting& in, const Expected& expected) {
    SCOPED_TRACE(name + " (" + says + "): " + events);
    const Instant position = In2026(in.at);
    std::vector<Event> known = Parse(events);
    std::erase_if(known, [&](const Event& event) { return event.at > position; });
    Terms terms;
    terms.calendar = test::Office();
    if (!in.limit.empty()) terms.limit = worktime::ParseTimeLimit(in.limit).value();
    terms.index766 = std::make_shared<const Index766Policy>(in.policy);
    const Facts facts = Fold(known);
    const Judgement judgement = Judge(facts, terms);

    const Instant period_end = In2026(in.to + " 00:00") + std::chrono::hours{24} - milliseconds{1};
    const Instant at = std::min(period_end, position);
    const IndexSeen seen = SeenForIndex(facts, terms, judgement, IndexRulesOf(facts, terms), at);
    EXPECT_EQ(ToString(seen.state), ToString(expected.state));
    if (expected.state == IndexState::kNone) {
      EXPECT_FALSE(expected.counted);
    } else {
      const Instant counted_at = expected.at.empty() ? at : In2026(expected.at);
      EXPECT_EQ(ToString(seen.verdict), ToString(expected.verdict));
      EXPECT_EQ(Shown(seen.counted_at), Shown(counted_at));
      const bool counted =
          seen.state == IndexState::kOpen || seen.counted_at >= In2026(in.from + " 00:00");
      EXPECT_EQ(counted, expected.counted);
    }
    CheckTimeline(judgement.index766, seen, facts, at);
  }

  /// How it counts at every instant says the same of this one.
  void CheckTimeline(const IndexTimeline& timeline, const IndexSeen& seen, const Facts& facts,
                     Instant at) {
    const auto after = std::find_if(timeline.begin(), timeline.end(),
                                    [&](const IndexStretch& stretch) { return stretch.from > at; });
    if (after == timeline.begin()) {
      EXPECT_EQ(seen.state, IndexState::kNone);
      return;
    }
    const IndexStretch& now = *std::prev(after);
    EXPECT_EQ(ToString(now.state), ToString(seen.state));
    EXPECT_EQ(ToString(now.verdict), ToString(seen.verdict));
    const bool open = seen.state == IndexState::kOpen;
    EXPECT_EQ(Shown(now.counted_at), Shown(open ? facts.receipt->at : seen.counted_at));
  }

  static std::string Shown(Instant at) { return FormatRfc3339(at, std::chrono::hours{7}); }

  std::vector<Event> Parse(const std::string& text) {
    std::vector<Event> events;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ';');) {
      std::istringstream words(part);
      std::string type;
      std::string day;
      std::string time;
      words >> type >> day >> time;
      Event event = events_.Make("D1", ParseEventType(type).value(), "2026-" + day + " " + time);
      if (IsOpening(event.type)) {
        event.agency = events_.Code<AgencyCode>("A");
        event.procedure = events_.Code<ProcedureCode>("P");
      }
      for (std::string word; words >> word;) {
        if (word == "due") {
          words >> word;
          event.due = ParseDue(word);
        } else if (event.type == EventType::kVoided) {
          event.voids = IdOf(events, *ParseEventType(word));
        } else {
          event.reason = events_.Code<ReasonCode>(word);
        }
      }
      event.id.clear();
      EnsureId(event);
      events.push_back(event);
    }
    return events;
  }
  static std::string IdOf(const std::vector<Event>& events, EventType type) {
    return std::find_if(events.begin(), events.end(),
                        [&](const Event& event) { return event.type == type; })
        ->id;
  }

  test::Events events_;
};

TEST_F(Index766Test, AnEndIsHeldAgainstItsDue) {
  Shows("early", "on time if the end is not after the due",
        "received 06-01 08:00 due 06-10; completed 06-05 09:00", {}, Ended(kOnTime, "06-05 09:00"));
  Shows("in the last minute of the due date", "a date: until the next local midnight",
        "received 06-01 08:00 due 06-10; completed 06-10 23:59:59.999", {},
        Ended(kOnTime, "06-10 23:59:59.999"));
  Shows("at the midnight after it", "the first late instant is late",
        "received 06-01 08:00 due 06-10; completed 06-11 00:00", {}, Ended(kLate, "06-11 00:00"));
  Shows("at the due instant", "an instant: late one millisecond later",
        "received 06-01 08:00 due 06-10@09:00; completed 06-10 09:00", {},
        Ended(kOnTime, "06-10 09:00"));
  Shows("a millisecond after it", "an instant: late one millisecond later",
        "received 06-01 08:00 due 06-10@09:00; completed 06-10 09:00:00.001", {},
        Ended(kLate, "06-10 09:00:00.001"));
  Shows("a due at midnight", "an instant exactly at local midnight is a date",
        "received 06-01 08:00 due 06-10@00:00; completed 06-10 16:00", {},
        Ended(kOnTime, "06-10 16:00"));
  Shows("a due a minute after midnight", "exactly at midnight, and no other instant",
        "received 06-01 08:00 due 06-10@00:01; completed 06-10 08:00", {},
        Ended(kLate, "06-10 08:00"));
  Shows("a date of a procedure in hours", "by the form said, whatever the unit of the limit",
        "received 06-01 08:00 due 06-10; completed 06-10 23:00", {.limit = "8wh"},
        Ended(kOnTime, "06-10 23:00"));
  Shows("an instant of a procedure in days", "by the form said, whatever the unit of the limit",
        "received 06-01 08:00 due 06-10@09:00; completed 06-10 10:00", {.limit = "5wd"},
        Ended(kLate, "06-10 10:00"));
  Shows("due before it was received", "the end is held against the due, whatever that is",
        "received 06-01 08:00 due 05-20; completed 06-01 09:00", {}, Ended(kLate, "06-01 09:00"));
  Shows("refused in time", "else stopped or refused: a refusal is an end",
        "received 06-01 08:00 due 06-10; refused 06-09 08:00", {}, Ended(kOnTime, "06-09 08:00"));
  Shows("refused late", "else stopped or refused: a refusal is an end",
        "received 06-01 08:00 due 06-10; refused 06-12 08:00", {}, Ended(kLate, "06-12 08:00"));
  Shows("withdrawn in time", "received, then withdrawn counts as ended",
        "received 06-01 08:00 due 06-10; withdrawn 06-09 08:00", {}, Ended(kOnTime, "06-09 08:00"));
  Shows("withdrawn late", "received, then withdrawn counts as ended",
        "received 06-01 08:00 due 06-10; withdrawn 06-12 08:00", {}, Ended(kLate, "06-12 08:00"));
  Shows("completed before it was received", "the fold's end: then it ended when it was received",
        "completed 06-03 08:00; received 06-05 08:00 due 06-10", {}, Ended(kOnTime, "06-05 08:00"));
  Shows("two ends", "the fold's end is the first",
        "received 06-01 08:00 due 06-10; completed 06-09 08:00; refused 06-12 08:00", {},
        Ended(kOnTime, "06-09 08:00"));
}

TEST_F(Index766Test, WhatWasNeverReceivedNeverCounts) {
  Shows("declined", "declined before receipt: never", "submitted 06-01 08:00; declined 06-02 08:00",
        {}, kNever);
  Shows("withdrawn before receipt", "withdrawn after receipt, not before",
        "submitted 06-01 08:00; withdrawn 06-02 08:00", {}, kNever);
  Shows("completed without receipt", "received and processed in the period",
        "completed 06-02 08:00", {}, kNever);
  Shows("received after the period", "what is later has not happened",
        "received 07-01 00:00 due 07-10; completed 07-02 08:00", {}, kNever);
  Shows("received after the position", "what is later has not happened",
        "received 06-20 08:00 due 07-10", {.at = "06-20 07:59"}, kNever);
  Shows("submitted anew and received", "declining ended what was not received, and no more",
        "submitted 06-01 08:00; declined 06-02 08:00; submitted 06-03 08:00; "
        "received 06-04 08:00 due 06-15; completed 06-10 08:00",
        {}, Ended(kOnTime, "06-10 08:00"));
}

TEST_F(Index766Test, ItCountsInThePeriodOfItsEndOrWhileItIsOpen) {
  Shows("ended before the period", "ended in [from, T]",
        "received 05-20 08:00 due 06-10; completed 05-31 23:59:59.999", {},
        NotCounted(Ended(kOnTime, "05-31 23:59:59.999")));
  Shows("ended in its first instant", "ended in [from, T]",
        "received 05-20 08:00 due 06-10; completed 06-01 00:00", {}, Ended(kOnTime, "06-01 00:00"));
  Shows("ended in its last instant", "T is the last millisecond of the period",
        "received 06-01 08:00 due 06-10; completed 06-30 23:59:59.999", {},
        Ended(kLate, "06-30 23:59:59.999"));
  Shows("ended an instant after it", "open at T; what is later has not happened",
        "received 06-01 08:00 due 07-10; completed 07-01 00:00", {}, Open(kOnTime));
  Shows("open past its due", "else T is what is held against the due",
        "received 06-01 08:00 due 06-20; completed 07-01 00:00", {}, Open(kLate));
  Shows("open on its due date, the last of the period", "T lies before the next midnight",
        "received 06-01 08:00 due 06-30", {}, Open(kOnTime));
  Shows("open, received in the last instant", "open at T", "received 06-30 23:59:59.999 due 07-10",
        {}, Open(kOnTime));
  Shows("open since long before", "open at T, whenever it was received",
        "received 03-02 08:00 due 03-10", {}, Open(kLate));
  Shows("in the midst of the period", "T is the position where that is earlier",
        "received 06-01 08:00 due 06-20; completed 06-25 08:00", {.at = "06-15 12:00"},
        Open(kOnTime));
  Shows("at the due instant", "E is T, and not past the due yet",
        "received 06-01 08:00 due 06-15@12:00", {.at = "06-15 12:00"}, Open(kOnTime));
  Shows("a millisecond later", "E is T, and past the due", "received 06-01 08:00 due 06-15@12:00",
        {.at = "06-15 12:00:00.001"}, Open(kLate));
  Shows("in the year of both", "counted once: ended",
        "received 06-01 08:00 due 06-20; completed 07-01 00:00", kYear,
        Ended(kLate, "07-01 00:00"));
}

TEST_F(Index766Test, HandedOverEndsWhatNothingElseHasEnded) {
  Shows("in time", "else handed over", "received 06-01 08:00 due 06-10; returned 06-09 08:00", {},
        Ended(kOnTime, "06-09 08:00"));
  Shows("late", "else handed over", "received 06-01 08:00 due 06-10; returned 06-11 08:00", {},
        Ended(kLate, "06-11 08:00"));
  Shows("twice", "the first time it was handed over",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; returned 06-15 08:00", {},
        Ended(kOnTime, "06-09 08:00"));
  Shows("not by this switch", "returned_ends = false: it is open",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00", By(kHandedOverEndsNothing),
        Open(kLate));
  Shows("not by this switch, the due ahead", "returned_ends = false: it is open",
        "received 06-01 08:00 due 07-10; returned 06-09 08:00", By(kHandedOverEndsNothing),
        Open(kOnTime));
  Shows("after it was completed", "completed comes first in the order of ends",
        "received 06-01 08:00 due 06-10; completed 06-09 08:00; returned 06-15 08:00", {},
        Ended(kOnTime, "06-09 08:00"));
  Shows("completed later in the month", "completed comes first, whenever it was handed over",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; completed 06-12 08:00", {},
        Ended(kLate, "06-12 08:00"));
  Shows("completed in July, seen in June", "completed has not happened yet",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; completed 07-05 08:00", {},
        SetAside(kOnTime, "06-09 08:00"));
  Shows("completed in July, seen in July", "completed comes first",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; completed 07-05 08:00", kJuly,
        Ended(kLate, "07-05 08:00"));
  Shows("completed in July, seen in the year", "each counts once",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; completed 07-05 08:00", kYear,
        Ended(kLate, "07-05 08:00"));
  Shows("seen in July before it was completed", "ended in June, and not in [from, T]",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; completed 07-05 08:00",
        {.from = "07-01", .to = "07-31", .at = "07-03 08:00"},
        NotCounted(Ended(kOnTime, "06-09 08:00")));
  Shows("while a supplement is awaited", "ended, and so not waiting",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; returned 06-09 08:00",
        {}, Ended(kOnTime, "06-09 08:00"));
  Shows("a request after that", "requests count until the end",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00; supplement_requested 06-12 08:00",
        {}, Ended(kOnTime, "06-09 08:00"));
  Shows("before the receipt", "nothing ends before it is received",
        "returned 06-03 08:00; received 06-05 08:00 due 06-10", {}, Ended(kOnTime, "06-05 08:00"));
}

TEST_F(Index766Test, AStopEndsNothingUnlessTheSwitchSaysSo) {
  Shows("open", "a stop is no end (stopped = open)",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00", {}, Open(kLate));
  Shows("open, resumed", "stops are not known to the portal: no time is taken off",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; resumed 06-15 08:00; "
        "completed 06-16 08:00",
        {}, Ended(kLate, "06-16 08:00"));
  Shows("an end", "stopped = end: else stopped",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00", By(kStopsEnd),
        SetAside(kOnTime, "06-05 08:00"));
  Shows("an end, late", "stopped = end: held against the due as any end",
        "received 06-01 08:00 due 06-10; suspended 06-12 08:00", By(kStopsEnd),
        SetAside(kLate, "06-12 08:00"));
  Shows("an end before the period", "ended in [from, T]",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00", By(kStopsEnd, kJuly),
        NotCounted(SetAside(kOnTime, "06-05 08:00")));
  Shows("an end until it was resumed", "stopped no more: open",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; resumed 06-08 08:00", By(kStopsEnd),
        Open(kLate));
  Shows("an end, resumed in July, seen in June", "resumed has not happened yet",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; resumed 07-03 08:00", By(kStopsEnd),
        SetAside(kOnTime, "06-05 08:00"));
  Shows("an end, resumed in July, seen in July", "stopped no more: open",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; resumed 07-03 08:00",
        By(kStopsEnd, kJuly), Open(kLate));
  Shows("an end, and completed after all", "completed comes first",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; completed 06-20 08:00",
        By(kStopsEnd), Ended(kLate, "06-20 08:00"));
  Shows("an end, and handed over", "handed over comes before stopped",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; returned 06-20 08:00",
        By(kStopsEnd), Ended(kLate, "06-20 08:00"));
  Shows("an end before a request", "requests count until the end",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; supplement_requested 06-12 08:00",
        By(kStopsEnd), SetAside(kOnTime, "06-05 08:00"));
  Shows("an end since before the receipt", "nothing ends before it is received",
        "suspended 06-03 08:00; received 06-05 08:00 due 06-10", By(kStopsEnd),
        SetAside(kOnTime, "06-05 08:00"));
  Shows("an end as it was handed over", "returned_ends = false: the stop it is, while it lasts",
        "received 06-01 08:00 due 06-10; suspended 06-05 08:00; returned 06-05 08:00",
        By(kOnlyStopsEnd), SetAside(kOnTime, "06-05 08:00"));
  Shows("waiting for a payment", "payments are not known to the portal: open",
        "received 06-01 08:00 due 06-10; payment_requested 06-05 08:00", By(kStopsEnd),
        Open(kLate));
  Shows("waited for a payment", "payments are not known to the portal: no time is taken off",
        "received 06-01 08:00 due 06-10; payment_requested 06-05 08:00; paid 06-12 08:00; "
        "completed 06-12 09:00",
        By(kStopsEnd), Ended(kLate, "06-12 09:00"));
}

TEST_F(Index766Test, WaitingCountsOnceWithItsRequest) {
  // The example of the rules, with a due that the time taken off (15 days) makes good.
  const char* over_the_months =
      "received 06-15 08:00 due 07-06; supplement_requested 06-25 08:00; "
      "supplemented 07-10 08:00; completed 07-20 08:00";
  Shows("in the period", "the first request is the end",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00", {},
        SetAside(kOnTime, "06-05 08:00"));
  Shows("asked for after the due", "the request is held against the due",
        "received 06-01 08:00 due 06-10; supplement_requested 06-12 08:00", {},
        SetAside(kLate, "06-12 08:00"));
  Shows("since before the period", "waiting since before counts as ended before",
        "received 05-20 08:00 due 06-10; supplement_requested 05-28 08:00", {},
        NotCounted(SetAside(kOnTime, "05-28 08:00")));
  Shows("asked for in the first instant", "waiting at T with the request in [from, T]",
        "received 05-20 08:00 due 06-10; supplement_requested 06-01 00:00", {},
        SetAside(kOnTime, "06-01 00:00"));
  Shows("over the months, in June", "a request on 25/6 counts once in June", over_the_months, {},
        SetAside(kOnTime, "06-25 08:00"));
  Shows("over the months, in the second quarter", "once in the quarter of the request",
        over_the_months, {.from = "04-01", .to = "06-30"}, SetAside(kOnTime, "06-25 08:00"));
  Shows("over the months, in July", "completed 20/7: once in July", over_the_months, kJuly,
        Ended(kOnTime, "07-20 08:00"));
  Shows("over the months, in the year", "and once in the year", over_the_months, kYear,
        Ended(kOnTime, "07-20 08:00"));
  Shows("over the months, in the year, while waiting", "once in the year", over_the_months,
        {.from = "01-01", .to = "12-31", .at = "07-05 08:00"}, SetAside(kOnTime, "06-25 08:00"));
  Shows("over the months, in July, before the answer", "ended before it, until the answer comes",
        over_the_months, {.from = "07-01", .to = "07-31", .at = "07-10 07:59"},
        NotCounted(SetAside(kOnTime, "06-25 08:00")));
  Shows("over the months, in July, with the answer", "until the answer comes: open again",
        over_the_months, {.from = "07-01", .to = "07-31", .at = "07-10 08:00"}, Open(kOnTime));
  Shows("over the months, in August", "ended before", over_the_months,
        {.from = "08-01", .to = "08-31"}, NotCounted(Ended(kOnTime, "07-20 08:00")));
  Shows("asked for before the receipt", "requests count from the receipt",
        "supplement_requested 06-01 08:00; received 06-02 08:00 due 06-10", {}, Open(kLate));
  Shows("asked for before the receipt and again", "requests count from the receipt",
        "supplement_requested 06-01 08:00; received 06-02 08:00 due 06-10; "
        "supplement_requested 06-05 08:00",
        By(kRepeatsCount), SetAside(kOnTime, "06-05 08:00"));
  Shows("asked for as it was received", "from the receipt on",
        "received 06-02 08:00 due 06-10; supplement_requested 06-02 08:00", {},
        SetAside(kOnTime, "06-02 08:00"));
  Shows("asked for as it ended", "until the end: not a second one",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-05 08:00; supplement_requested 06-10 08:00; completed 06-10 08:00",
        By(kSecondLate), Ended(kOnTime, "06-10 08:00"));
  Shows("asked for after it ended", "ended, and so not waiting",
        "received 06-01 08:00 due 06-10; completed 06-09 08:00; supplement_requested 06-12 08:00",
        {}, Ended(kOnTime, "06-09 08:00"));
  Shows("asked for after the period", "what is later has not happened",
        "received 06-01 08:00 due 06-10; supplement_requested 07-01 00:00", {}, Open(kLate));
  Shows("waiting for a stop as well", "waiting, whatever else is stopped",
        "received 06-01 08:00 due 06-10; suspended 06-03 08:00; supplement_requested 06-05 08:00",
        {}, SetAside(kOnTime, "06-05 08:00"));
}

TEST_F(Index766Test, TheTimeOfAnsweredRequestsIsTakenOff) {
  Shows("just enough", "after the answer the time between the two is taken off: 3 days",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00; completed 06-13 23:59:59.999",
        {}, Ended(kOnTime, "06-13 23:59:59.999"));
  Shows("not enough", "E less what is taken off must lie before the first late instant",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00; completed 06-14 00:00",
        {}, Ended(kLate, "06-14 00:00"));
  Shows("not by this switch", "supplement_time = none",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00; completed 06-13 08:00",
        By(kNothingOff), Ended(kLate, "06-13 08:00"));
  Shows("over a weekend", "in calendar time: Friday 16:00 to Monday 08:00 is 64 hours",
        "received 06-01 08:00 due 06-10@09:00; supplement_requested 06-05 16:00; "
        "supplemented 06-08 08:00; completed 06-13 01:00",
        {}, Ended(kOnTime, "06-13 01:00"));
  Shows("over a weekend, a millisecond later", "in calendar time",
        "received 06-01 08:00 due 06-10@09:00; supplement_requested 06-05 16:00; "
        "supplemented 06-08 08:00; completed 06-13 01:00:00.001",
        {}, Ended(kLate, "06-13 01:00:00.001"));
  Shows("never answered", "nothing of an unanswered one",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; completed 06-12 08:00",
        {}, Ended(kLate, "06-12 08:00"));
  Shows("answered as it ended", "the answer comes before the end",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-12 08:00; completed 06-12 08:00",
        {}, Ended(kLate, "06-12 08:00"));
  Shows("answered a minute before", "the answer comes before the end",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-12 07:59; completed 06-12 08:00",
        {}, Ended(kOnTime, "06-12 08:00"));
  Shows("answered twice", "the first answer after it",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-06 08:00; supplemented 06-09 08:00; completed 06-12 08:00",
        {}, Ended(kLate, "06-12 08:00"));
  Shows("two of them", "of every answered request: 1 and 2 days",
        "received 06-01 08:00 due 06-10; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 06-05 08:00; supplemented 06-07 08:00; "
        "completed 06-13 08:00",
        {}, Ended(kOnTime, "06-13 08:00"));
  Shows("asked for before the receipt", "requests count from the receipt: nothing is taken off",
        "supplement_requested 06-01 08:00; received 06-02 08:00 due 06-10; "
        "supplemented 06-08 08:00; completed 06-12 08:00",
        {}, Ended(kLate, "06-12 08:00"));
  Shows("open, in time with it", "E is T, less 3 days",
        "received 06-01 08:00 due 06-10@08:00; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00",
        {.at = "06-13 08:00"}, Open(kOnTime));
  Shows("open, late all the same", "E is T, less 3 days",
        "received 06-01 08:00 due 06-10@08:00; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00",
        {.at = "06-13 08:00:00.001"}, Open(kLate));
  Shows("of the lawful due too", "E less what is taken off; due by law on 8 June",
        "received 06-01 08:00; supplement_requested 06-02 08:00; supplemented 06-03 08:00; "
        "completed 06-09 23:00",
        {.limit = "5wd"}, Ended(kOnTime, "06-09 23:00"));
  Shows("waiting the second time", "E is the request, less the day of the first",
        "received 06-01 08:00 due 06-10; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 06-11 08:00",
        By(kSecondIgnored), SetAside(kOnTime, "06-11 08:00"));
}

TEST_F(Index766Test, ASecondRequestIsLate) {
  const char* answered =
      "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
      "supplemented 06-04 08:00; supplement_requested 06-05 08:00; supplemented 06-07 08:00";
  const char* waiting =
      "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
      "supplemented 06-04 08:00; supplement_requested 06-05 08:00";
  const char* ended =
      "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
      "supplemented 06-04 08:00; supplement_requested 06-05 08:00; supplemented 06-07 08:00; "
      "completed 06-20 08:00";
  const char* repeated =
      "received 06-01 08:00 due 06-10; supplement_requested 06-03 08:00; "
      "supplement_requested 06-05 08:00";
  Shows("open", "with more than one an open dossier is late", answered, {}, Open(kLate));
  Shows("waiting", "waiting or not", waiting, {}, SetAside(kLate, "06-05 08:00"));
  Shows("ended", "once ended its due decides", ended, {}, Ended(kOnTime, "06-20 08:00"));
  Shows("open, late for good", "second_request = late", answered, By(kSecondLate), Open(kLate));
  Shows("waiting, late for good", "second_request = late", waiting, By(kSecondLate),
        SetAside(kLate, "06-05 08:00"));
  Shows("ended, late for good", "second_request = late", ended, By(kSecondLate),
        Ended(kLate, "06-20 08:00"));
  Shows("open, ignored", "second_request = ignore", answered, By(kSecondIgnored), Open(kOnTime));
  Shows("waiting, ignored", "second_request = ignore", waiting, By(kSecondIgnored),
        SetAside(kOnTime, "06-05 08:00"));
  Shows("ended, ignored", "second_request = ignore", ended, By(kSecondIgnored),
        Ended(kOnTime, "06-20 08:00"));
  Shows("handed over", "handed over is an end: its due decides",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 06-05 08:00; returned 06-20 08:00",
        {}, Ended(kOnTime, "06-20 08:00"));
  Shows("after the period", "more than one by T",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 07-02 08:00",
        {}, Open(kOnTime));
  Shows("after the period, seen then", "more than one by T; the request is that of July",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 07-02 08:00",
        kJuly, SetAside(kLate, "07-02 08:00"));
  Shows("before the receipt", "requests count from the receipt",
        "supplement_requested 05-28 08:00; supplemented 05-29 08:00; "
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00",
        {}, Open(kOnTime));
  Shows("while another is unanswered", "that is the same one (repeat = same)", repeated, {},
        SetAside(kOnTime, "06-03 08:00"));
  Shows("while another is unanswered, a further one", "repeat = further: more than one", repeated,
        By(kRepeatsCount), SetAside(kLate, "06-03 08:00"));
  Shows("while another was unanswered, answered", "the same one: answered after 5 days",
        "received 06-01 08:00 due 06-10; supplement_requested 06-03 08:00; "
        "supplement_requested 06-05 08:00; supplemented 06-08 08:00; completed 06-15 08:00",
        By(kSecondLate), Ended(kOnTime, "06-15 08:00"));
  Shows("while another was unanswered, answered, open", "repeat = further: more than one",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplement_requested 06-05 08:00; supplemented 06-08 08:00",
        By(kRepeatsCount), Open(kLate));
  Shows("as another was answered", "of one instant the request comes first: the same one, answered",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplement_requested 06-05 08:00; supplemented 06-05 08:00",
        {}, Open(kOnTime));
  Shows("without a due", "an open dossier with more than one is late",
        "received 06-01 08:00; supplement_requested 06-03 08:00; supplemented 06-04 08:00; "
        "supplement_requested 06-05 08:00; supplemented 06-07 08:00",
        {}, Open(kLate));
}

TEST_F(Index766Test, TheDueIsTheLastOneSaidByThen) {
  const char* moved_alone =
      "received 06-01 08:00 due 06-10; due_set 06-08 08:00 due 06-20; completed 06-15 08:00";
  const char* moved_after_a_stop =
      "received 06-01 08:00 due 06-10; suspended 06-03 08:00; resumed 06-05 08:00; "
      "due_set 06-05 09:00 due 06-20; completed 06-15 08:00";
  const char* received_twice =
      "received 06-01 08:00 due 06-10; received 06-04 08:00 due 06-20; completed 06-15 08:00";
  Shows("moved", "the portal sees what was synchronised last (due = latest)", moved_alone, {},
        Ended(kOnTime, "06-15 08:00"));
  Shows("moved, disputed", "due = in_force: as on the promised basis", moved_alone, By(kDueInForce),
        Ended(kLate, "06-15 08:00"));
  Shows("moved after a stop", "due = latest", moved_after_a_stop, {},
        Ended(kOnTime, "06-15 08:00"));
  Shows("moved after a stop, in force", "due = in_force: as on the promised basis",
        moved_after_a_stop, By(kDueInForce), Ended(kOnTime, "06-15 08:00"));
  Shows("moved to an earlier day", "the last claim, earlier or not",
        "received 06-01 08:00 due 06-12; due_set 06-04 08:00 due 06-08; completed 06-10 08:00", {},
        Ended(kLate, "06-10 08:00"));
  Shows("moved while open, after it had passed", "E is T: the last claim by then",
        "received 06-01 08:00 due 06-10; due_set 06-12 08:00 due 06-20", {.at = "06-15 12:00"},
        Open(kOnTime));
  Shows("moved to an earlier day, disputed", "due = in_force",
        "received 06-01 08:00 due 06-12; due_set 06-04 08:00 due 06-08; completed 06-10 08:00",
        By(kDueInForce), Ended(kOnTime, "06-10 08:00"));
  Shows("received twice", "the last claim: `received` makes one too", received_twice, {},
        Ended(kOnTime, "06-15 08:00"));
  Shows("received twice, in force", "due = in_force: the earlier due is the promise",
        received_twice, By(kDueInForce), Ended(kLate, "06-15 08:00"));
  Shows("after the end", "the last claim with at <= E",
        "received 06-01 08:00 due 06-10; completed 06-12 08:00; due_set 06-15 08:00 due 06-20", {},
        Ended(kLate, "06-12 08:00"));
  Shows("with the end", "the last claim with at <= E",
        "received 06-01 08:00 due 06-10; due_set 06-12 08:00 due 06-12; completed 06-12 08:00", {},
        Ended(kOnTime, "06-12 08:00"));
  Shows("while waiting", "E is the request: what was said after it does not count",
        "received 06-01 08:00 due 06-10; supplement_requested 06-12 08:00; "
        "due_set 06-14 08:00 due 06-30",
        {}, SetAside(kLate, "06-12 08:00"));
  Shows("while waiting, then answered", "E is T again: what was said by then",
        "received 06-01 08:00 due 06-10; supplement_requested 06-12 08:00; "
        "due_set 06-14 08:00 due 06-30; supplemented 06-16 08:00",
        {}, Open(kOnTime));
  Shows("after the period", "what is later has not happened",
        "received 06-01 08:00 due 06-10; due_set 07-01 00:00 due 07-30", {}, Open(kLate));
  Shows("before the receipt", "the last claim, though before the receipt",
        "due_set 06-01 08:00 due 06-10; received 06-02 08:00; completed 06-09 08:00", {},
        Ended(kOnTime, "06-09 08:00"));
  Shows("extended", "never `extended`",
        "received 06-01 08:00 due 06-10; extended 06-09 08:00 due 06-20; completed 06-15 08:00", {},
        Ended(kLate, "06-15 08:00"));
  Shows("apologised", "never `apologised`",
        "received 06-01 08:00 due 06-10; apologised 06-09 08:00 due 06-20; completed 06-15 08:00",
        {}, Ended(kLate, "06-15 08:00"));
}

TEST_F(Index766Test, WhereNobodySaidOneTheDueIsTheLawfulOne) {
  Shows("in time", "none: the lawful due, here 8 June",
        "received 06-01 08:00; completed 06-08 23:59", {.limit = "5wd"},
        Ended(kOnTime, "06-08 23:59"));
  Shows("late", "none: the lawful due, here 8 June", "received 06-01 08:00; completed 06-09 00:00",
        {.limit = "5wd"}, Ended(kLate, "06-09 00:00"));
  Shows("after a stop", "without credit for suspensions",
        "received 06-01 08:00; suspended 06-02 08:00; resumed 06-05 08:00; completed 06-09 08:00",
        {.limit = "5wd"}, Ended(kLate, "06-09 08:00"));
  Shows("in a stop", "without credit for suspensions: known all the same",
        "received 06-01 08:00; suspended 06-02 08:00", {.limit = "5wd"}, Open(kLate));
  Shows("in hours, at it", "8 working hours from 08:00: the next day at 08:30",
        "received 06-01 08:00; completed 06-02 08:30", {.limit = "8wh"},
        Ended(kOnTime, "06-02 08:30"));
  Shows("in hours, after it", "8 working hours from 08:00: the next day at 08:30",
        "received 06-01 08:00; completed 06-02 08:31", {.limit = "8wh"},
        Ended(kLate, "06-02 08:31"));
  Shows("said later than it ended", "none with at <= E: the lawful due",
        "received 06-01 08:00; completed 06-09 08:00; due_set 06-10 08:00 due 06-20",
        {.limit = "5wd"}, Ended(kLate, "06-09 08:00"));
  Shows("said, though the lawful one is later", "only where nobody said one",
        "received 06-01 08:00 due 06-03; completed 06-05 08:00", {.limit = "5wd"},
        Ended(kLate, "06-05 08:00"));
  Shows("no promise in force", "due = in_force: none either, the lawful due",
        "received 06-01 08:00; suspended 06-02 08:00; resumed 06-05 08:00; completed 06-09 08:00",
        By(kDueInForce, {.limit = "5wd"}), Ended(kLate, "06-09 08:00"));
  Shows("none of either, ended", "unmeasurable, in neither number",
        "received 06-01 08:00; completed 06-09 08:00", {}, Ended(kUnmeasurable, "06-09 08:00"));
  Shows("none of either, open", "unmeasurable, in neither number", "received 06-01 08:00", {},
        Open(kUnmeasurable));
  Shows("none of either, waiting", "unmeasurable, in neither number",
        "received 06-01 08:00; supplement_requested 06-05 08:00", {},
        SetAside(kUnmeasurable, "06-05 08:00"));
}

TEST_F(Index766Test, ByDateAnInstantIsItsDay) {
  Shows("later on its day", "comparison = date",
        "received 06-01 08:00 due 06-10@09:00; completed 06-10 23:59", By(kByDate),
        Ended(kOnTime, "06-10 23:59"));
  Shows("on the next day", "comparison = date",
        "received 06-01 08:00 due 06-10@09:00; completed 06-11 00:00", By(kByDate),
        Ended(kLate, "06-11 00:00"));
  Shows("a date stays one", "comparison = date",
        "received 06-01 08:00 due 06-10; completed 06-11 00:00", By(kByDate),
        Ended(kLate, "06-11 00:00"));
  Shows("of the lawful due in hours", "comparison = date",
        "received 06-01 08:00; completed 06-02 23:00", By(kByDate, {.limit = "8wh"}),
        Ended(kOnTime, "06-02 23:00"));
  Shows("open on its day", "comparison = date", "received 06-01 08:00 due 06-15@09:00",
        By(kByDate, {.at = "06-15 12:00"}), Open(kOnTime));
}

TEST_F(Index766Test, TheRulesAreThoseOfTheEndOrTheNewest) {
  const Index766Policy late_from_july = {Index766Rules{}, From("2026-07-01", kSecondLate)};
  const Index766Policy ignored_until_july = {kSecondIgnored, From("2026-07-01", Index766Rules{})};
  const std::string twice =
      "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
      "supplemented 06-04 08:00; supplement_requested 06-05 08:00; supplemented 06-07 08:00";
  const std::string in_june = twice + "; completed 06-20 08:00";
  const std::string on_the_eve = twice + "; completed 06-30 23:59:59.999";
  const std::string on_the_day = twice + "; completed 07-01 00:00";
  Shows("ended under the old ones", "of the end for ended ones", in_june,
        {.policy = late_from_july}, Ended(kOnTime, "06-20 08:00"));
  Shows("ended on the eve", "of the day of the end", on_the_eve, {.policy = late_from_july},
        Ended(kOnTime, "06-30 23:59:59.999"));
  Shows("ended on the first day of the new ones", "of the day of the end", on_the_day,
        {.from = "07-01", .to = "07-31", .policy = late_from_july}, Ended(kLate, "07-01 00:00"));
  Shows("open", "the newest for open ones, of periods before it too", twice,
        {.policy = ignored_until_july}, Open(kLate));
  Shows("handed over under the old ones", "handed over is an end as well",
        "received 06-01 08:00 due 06-10; returned 06-09 08:00",
        {.policy = {Index766Rules{}, From("2026-07-01", kHandedOverEndsNothing)}},
        Ended(kOnTime, "06-09 08:00"));
  Shows("waiting", "the newest for those waiting: open ones",
        "received 06-01 08:00 due 07-30; supplement_requested 06-03 08:00; "
        "supplemented 06-04 08:00; supplement_requested 06-05 08:00",
        {.policy = ignored_until_july}, SetAside(kLate, "06-05 08:00"));
}

TEST_F(Index766Test, VoidsAndReopeningsWorkBackwards) {
  const char* reopened_in_july =
      "received 06-01 08:00 due 06-10; completed 06-08 08:00; reopened 07-05 08:00; "
      "completed 07-10 08:00";
  Shows("reopened in July, seen in June", "reopenings work backwards", reopened_in_july, {},
        Open(kLate));
  Shows("reopened in July, seen before that", "of all events known at the position",
        reopened_in_july, {.at = "07-05 07:59"}, Ended(kOnTime, "06-08 08:00"));
  Shows("reopened in July, seen in July", "the end is the one after the reopening",
        reopened_in_july, kJuly, Ended(kLate, "07-10 08:00"));
  Shows("reopened in July, seen in the year", "each counts once", reopened_in_july, kYear,
        Ended(kLate, "07-10 08:00"));
  Shows("reopened in the month", "the end is the one after the reopening",
        "received 06-01 08:00 due 06-10; completed 06-08 08:00; reopened 06-09 08:00; "
        "completed 06-12 08:00",
        {}, Ended(kLate, "06-12 08:00"));
  Shows("a new wish", "reopenings for other reasons than a citizen's new wish",
        "received 06-01 08:00 due 06-10; completed 06-08 08:00; reopened 06-12 08:00 citizen", {},
        Ended(kOnTime, "06-08 08:00"));
  Shows("handed over before that", "what was handed over is taken back with the end",
        "received 06-01 08:00 due 06-10; completed 06-08 08:00; returned 06-09 08:00; "
        "reopened 06-12 08:00",
        {}, Open(kLate));
  Shows("a request before that", "requests until the end that counts",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "completed 06-08 08:00; reopened 06-12 08:00",
        {}, SetAside(kOnTime, "06-05 08:00"));
  Shows("the end voided", "voids work backwards",
        "received 06-01 08:00 due 06-10; completed 06-08 08:00; voided 07-05 08:00 completed", {},
        Open(kLate));
  Shows("the end voided, seen before that", "of all events known at the position",
        "received 06-01 08:00 due 06-10; completed 06-08 08:00; voided 07-05 08:00 completed",
        {.at = "07-05 07:59"}, Ended(kOnTime, "06-08 08:00"));
  Shows("the request voided", "voids work backwards",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "voided 07-05 08:00 supplement_requested",
        {}, Open(kLate));
  Shows("the answer voided", "voids work backwards",
        "received 06-01 08:00 due 06-10; supplement_requested 06-05 08:00; "
        "supplemented 06-08 08:00; voided 07-05 08:00 supplemented",
        {}, SetAside(kOnTime, "06-05 08:00"));
  Shows("a due voided", "the last claim that is left",
        "received 06-01 08:00 due 06-10; due_set 06-05 08:00 due 06-20; "
        "voided 07-05 08:00 due_set; completed 06-15 08:00",
        {}, Ended(kLate, "06-15 08:00"));
  Shows("the receipt voided", "then it was never received",
        "received 06-01 08:00 due 06-10; voided 07-05 08:00 received", {}, kNever);
}

}  // namespace
}  // namespace dunghan::dossier
