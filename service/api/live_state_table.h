#pragma once

#include <chrono>
#include <string_view>

#include "dunghan/base/json_table.h"
#include "dunghan/report/json_time.h"
#include "live/data_age.h"
#include "readiness.h"

/// How recent the figures are, and whether events can be taken in.
namespace dunghan::api {

int64_t WholeSeconds(std::chrono::milliseconds time);
/// "ok", "jumped", "behind_ledger".
std::string_view ClockWord(const ClockState& clock);

struct ToldAge {
  live::DataAge age;
  std::chrono::milliseconds late_after;
  const worktime::Zone& zone;
};

using AgeRow = JsonRow<ToldAge>;
inline constexpr JsonTable kAgeTable(
    "data", "How recent the figures are.",
    {AgeRow::Of("freshness", "In a word.", [](const auto& of) { return of.age.freshness; }),
     AgeRow::Of("newest_event", "When the newest event happened; null: there is none.",
                [](const auto& of) { return report::Zoned(of.age.newest, of.zone); }),
     AgeRow::Of("working_seconds", "s", "Working time since then.",
                [](const auto& of) { return WholeSeconds(of.age.working); }),
     AgeRow::Of("late_after", "s", "After how much of it the data is late.",
                [](const auto& of) { return WholeSeconds(of.late_after); }),
     AgeRow::Of("stale_after", "s", "After how much of it the data is stale.",
                [](const auto& of) { return WholeSeconds(2 * of.late_after); })});

using HealthRow = JsonRow<Readiness>;
inline constexpr JsonTable kHealthTable(
    "health", "Whether events can be taken in, and what is wrong.",
    {HealthRow::Of("ready", "Whether they can.", [](const auto& of) { return of.ready(); }),
     HealthRow::Of("ledger", "What is wrong with the ledger, in a word.",
                   [](const auto& of) { return of.trouble; }),
     HealthRow::Of(
         "detail", "The same in a sentence.",
         [](const auto& of) -> const auto& { return of.text; }),
     HealthRow::Of("seconds", "s", "For how long a write has been stuck.",
                   [](const auto& of) { return of.seconds; }),
     HealthRow::Of("clock", "ok, jumped or behind_ledger.",
                   [](const auto& of) { return ClockWord(of.clock); }),
     HealthRow::Of("clock_seconds", "s", "By how much.", [](const auto& of) {
       const bool has_jumped = of.clock.jump.count() > 0;
       return WholeSeconds(has_jumped ? of.clock.jump : of.clock.ledger_ahead);
     })});

struct LiveState {
  ToldAge age;
  Readiness readiness;
};

using LiveStateRow = JsonRow<LiveState>;
inline constexpr JsonTable kLiveStateTable(
    "live_state", "How far what is shown can be relied on.",
    {LiveStateRow::Object<kAgeTable>(
         "data", "How recent the figures are.",
         [](const auto& of) -> const auto& { return of.age; }),
     LiveStateRow::Object<kHealthTable>(
         "health", "Whether events can be taken in.",
         [](const auto& of) -> const auto& { return of.readiness; })});

/// GET /readyz.
struct ReadyChecks {
  std::string_view ledger;
  std::string_view clock;
};

using ReadyChecksRow = JsonRow<ReadyChecks>;
inline constexpr JsonTable kReadyChecksTable(
    "checks", "What is looked at; ok, or what is wrong.",
    {ReadyChecksRow::Of("ledger", "Whether it can be written.",
                        [](const auto& of) { return of.ledger; }),
     ReadyChecksRow::Of("rulebook", "Without one the daemon does not start.",
                        [](const auto&) { return std::string_view("ok"); }),
     ReadyChecksRow::Of("clock", "Whether it can be believed.",
                        [](const auto& of) { return of.clock; })});

struct Ready {
  bool is_ready;
  ReadyChecks checks;
};

using ReadyRow = JsonRow<Ready>;
inline constexpr JsonTable kReadyTable(
    "ready", "Whether the daemon can take in events.",
    {ReadyRow::Of("ready", "Whether it can.", [](const auto& of) { return of.is_ready; }),
     ReadyRow::Object<kReadyChecksTable>(
         "checks", "What is looked at.", [](const auto& of) -> const auto& { return of.checks; })});

}  // namespace dunghan::api
