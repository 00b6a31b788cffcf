#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/figures/distribution.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/period.h"
#include "dunghan/figures/petitions.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/rulebook/scope.h"

namespace dunghan::board {

/// How far an open dossier is from its due, in working days of its own calendar. Buckets do not
/// overlap; together they are all open dossiers. With n = working days after the due day up to and
/// including today for an overdue one (0 on the due day itself), and n = working days after today
/// up to and including the due day for one that is not overdue. Where an overdue one's days go
/// beyond what the calendar knows, those it knows count.
enum class DueBucket : uint8_t {
  kOverdue10Plus,  ///< overdue, n >= 10
  kOverdue3,       ///< overdue, 3 <= n <= 9
  kOverdue1,       ///< overdue, n <= 2
  kToday,          ///< n = 0: due today, or on a day off before the next working day
  k1,              ///< n = 1
  k3,              ///< n = 2 or 3
  kLater,          ///< n >= 4, or beyond what the calendar knows
  kSuspended,
  kUnmeasurable,
};
inline constexpr size_t kDueBuckets = 9;
/// "overdue_10wd_plus", "overdue_3wd", "overdue_1wd", "today", "1wd", "3wd", "later", "suspended",
/// "unmeasurable".
std::string_view ToString(DueBucket bucket);

/// How a dossier was finished, refusals included.
enum class Timeliness : uint8_t { kEarly, kOnTime, kLate, kUnmeasurable };
inline constexpr size_t kTimeliness = 4;
std::string_view ToString(Timeliness timeliness);  ///< "early", "on_time", "late", "unmeasurable"

/// Periods that move with the day, by the reporting month in use: of Decree 09/2019 a quarter and a
/// year are made of its months.
enum class NamedPeriod : uint8_t {
  kToday,
  kCurrentMonth,
  kPreviousMonth,
  kCurrentQuarter,
  kCurrentYear,
};
inline constexpr size_t kNamedPeriods = 5;
std::string_view ToString(NamedPeriod period);  ///< "today", "current_month" ...

/// Days that move with today: the last N working days of the default calendar before today, today
/// so far, and the days off between. What fell due the working day before is decided by now, so
/// each of them shows what has lately become late, and not what was finished late.
enum class Window : uint8_t { k1, k5, k20 };
inline constexpr size_t kWindows = 3;
inline constexpr std::array<int, kWindows> kWindowDays = {1, 5, 20};
std::string_view ToString(Window window);  ///< "1wd", "5wd", "20wd"

inline constexpr size_t kChannels = 4;  // of dossier::Channel

/// What happened in one period, up to and including today.
struct Flows {
  std::array<int64_t, kTimeliness> results{};        ///< finished, by Timeliness
  std::array<int64_t, kTimeliness> other_results{};  ///< the same on the other basis
  std::array<int64_t, kChannels> received{};         ///< by dossier::Channel
  int64_t accepted_in_time = 0;                      ///< received or declined, acceptance clock
  int64_t accepted_late = 0;                         ///< likewise
  int64_t apologies = 0;  ///< dossiers by the day of their latest letter of apology
  friend bool operator==(const Flows&, const Flows&) = default;
};

/// What happened in one window.
struct Recent {
  std::array<int64_t, kTimeliness> results{};  ///< finished in it, by Timeliness
  int64_t due_in_time = 0;                     ///< due in it, and finished in time
  int64_t due_late = 0;                        ///< due in it, and late: finished, withdrawn or open
  friend bool operator==(const Recent&, const Recent&) = default;
};

/// The numbers of one agency, procedure, or of all. What happened is an agency's that had the
/// dossier on that day, what is open one's that has it today (rulebook::Rulebook::HolderOn).
struct Counts {
  std::array<int64_t, kTimeliness> results{};  ///< finished since the ledger began
  std::array<Flows, kNamedPeriods> periods{};  ///< by NamedPeriod
  std::array<Recent, kWindows> recent{};       ///< by Window
  /// Finished in the window of 20 working days, by figures::TookBucket and figures::UsedBucket.
  std::array<int64_t, figures::kTookBuckets> took{};
  std::array<int64_t, figures::kUsedBuckets> used{};
  std::array<int64_t, kDueBuckets> open{};  ///< by DueBucket: received and without an end
  int64_t pending_acceptance = 0;           ///< submitted, not received or declined yet
  int64_t waiting = 0;       ///< of which on the acceptance clock, its limit still ahead
  int64_t waiting_late = 0;  ///< of which on the acceptance clock, its limit passed
  int64_t without_receipt = 0;
  int64_t other_overdue = 0;  ///< open and overdue on the other basis
  /// Overdue by ten working days since today, or since the last working day: just crossed.
  int64_t newly_severe = 0;
  std::optional<Instant> oldest_overdue;  ///< the earliest overdue_from of open overdue ones
  figures::Figures month{};               ///< of the current month, as report prints it; as was
  /// Petitions of the current month, by whoever has, or had, them last; in no other number.
  figures::PetitionFigures petitions{};
  int64_t petitions_due_today = 0;  ///< of those open in time: to be answered today
  friend bool operator==(const Counts&, const Counts&) = default;

  Counts& operator+=(const Counts& other);
  int64_t Open(DueBucket bucket) const { return open[static_cast<size_t>(bucket)]; }
  int64_t Overdue() const;
  /// Open and neither overdue nor unmeasurable: suspended ones included.
  int64_t Pending() const;
  int64_t OpenInAll() const;
  const Flows& In(NamedPeriod period) const { return periods[static_cast<size_t>(period)]; }
};

template <class C>
struct CountsOf {
  C code;  ///< nothing: dossiers that name none
  Counts counts;
};

/// What a board showed at one moment. Immutable; safe from any thread.
struct Snapshot {
  uint64_t version = 0;
  ledger::Position position;  ///< of the last change taken in; `at` = when this was taken
  bool simulated = false;
  figures::Policy policy;
  std::shared_ptr<const rulebook::Rulebook> rulebook;  ///< the newest
  LocalDay today;
  std::array<figures::Period, kNamedPeriods> periods;  ///< by NamedPeriod
  std::array<ledger::DayRange, kWindows> windows;      ///< by Window, both ends present
  Counts total;
  /// Competent agencies, each without those below it, by code: all of the rulebook that are valid
  /// today and have none below them, and every other that has a number. So they sum to the total.
  std::vector<CountsOf<AgencyCode>> agencies;
  /// All of the rulebook but petitions, and every other that has a number, by code.
  std::vector<CountsOf<ProcedureCode>> procedures;

  /// The same for who sees some agencies alone: their rows, a total of these, and nothing by
  /// procedure. REQUIRES: a scope that is not everything.
  Snapshot Within(const rulebook::Scope& scope) const;

  dossier::Basis basis() const { return policy.basis; }
  figures::Target TargetOf(AgencyCode agency) const;  ///< its own, or the overall one
  figures::Target target() const { return {policy.target_per_mille, policy.target_is}; }
};

/// What an agency did, and has, of one procedure.
struct MatrixRow {
  AgencyCode agency;
  ProcedureCode procedure;
  std::array<int64_t, kTimeliness> results{};  ///< finished in the current month, by Timeliness
  int64_t overdue = 0;                         ///< open, overdue
  int64_t pending = 0;                         ///< open, all others
  friend bool operator==(const MatrixRow&, const MatrixRow&) = default;
};

/// Agency by procedure at one moment: rows in which any number is not zero, by agency and
/// procedure. Petitions left out. They sum to the agencies' and procedures' counts of the same
/// version. Immutable; safe from any thread.
struct Matrix {
  uint64_t version = 0;
  std::vector<MatrixRow> rows;
};

}  // namespace dunghan::board
