#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "days.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/rulebook/rulebook.h"
#include "kept_days.h"
#include "pairs.h"
#include "sums.h"

namespace dunghan::board {

struct AgencyRow {
  AgencyCode code;
  bool always_shown = false;
  Sums sums;
};

struct ProcedureRow {
  ProcedureCode code;
  bool petition = false;  ///< in no figure
  bool always_shown = false;
  Sums sums;
};

/// Rows found by the number of their code, and kept in the order of codes. Rows stay where they
/// are; their number only grows.
template <class Row>
class RowList {
 public:
  using Code = decltype(Row::code);

  /// The place of a code's row; `make` makes it on first use.
  template <class Make>
  uint32_t PlaceOf(Code code, Make make) {
    const uint32_t number = code.number();
    if (number >= by_number_.size()) by_number_.resize(number + 1);
    if (by_number_[number] == 0) Insert(make());
    return by_number_[number] - 1;
  }
  Row& operator[](uint32_t place) { return rows_[place]; }
  const Row& operator[](uint32_t place) const { return rows_[place]; }
  auto begin() { return rows_.begin(); }
  auto end() { return rows_.end(); }

  /// Those to be shown, by code.
  std::vector<CountsOf<Code>> Shown(std::optional<dossier::IndexOpenUntil> index_open_until) const;
  /// By place: how many come before it in the order of codes.
  std::vector<uint32_t> Ranks() const;

 private:
  void Insert(Row row);

  std::deque<Row> rows_;
  std::vector<uint32_t> by_number_;  // place + 1
  std::vector<uint32_t> by_code_;    // places
};

/// The numbers by agency, by procedure, and by both: each dossier counts once in each of these. An
/// agency has what was done while it had the dossier, and the open dossiers it has today.
class Rows {
 public:
  /// Rulebook and days have to outlive the rows.
  Rows(const rulebook::Rulebook& rulebook, const Days& days);

  uint32_t PlaceOf(AgencyCode code);
  uint32_t PlaceOf(ProcedureCode code);
  /// The row of who has an agency's open dossiers of a procedure today.
  uint32_t PlaceOfHolder(AgencyCode agency, ProcedureCode procedure);
  uint32_t PlaceOfPair(uint32_t agency, uint32_t procedure) {
    return pairs_.PlaceOf(agency, procedure);
  }

  /// Adds what dossiers of a finest row contribute on one day: to their procedure, and to who had
  /// them on that day. Where others took over later in the current month, it goes on from row to
  /// row. Petitions are in no figure.
  void Charge(const figures::RowKey& key, LocalDay day, const Happened& happened);
  /// Remembers by day what is charged from now on, for Shift and Recharge.
  void Keep(dossier::Basis basis);
  /// Days lie elsewhere than as seen from `before`: what was charged on those is moved. Agencies
  /// have to have what they had. REQUIRES: Keep was called before the first Charge.
  void Shift(const Days& before);
  /// The same whatever has changed, open dossiers apart: those are counted by nobody afterwards.
  void Recharge();

  /// Counts an open dossier of a pair in or, with sign -1, out.
  void CountOpen(uint32_t pair, const OpenState& state, int sign);

  /// Counts a petition of an agency in or, with sign -1, out.
  void CountPetition(uint32_t agency, const CountedPetition& petition, int sign) {
    agencies_[agency].sums.CountPetition(petition, sign);
  }

  const AgencyRow& agency(uint32_t place) const { return agencies_[place]; }
  const ProcedureRow& procedure(uint32_t place) const { return procedures_[place]; }

  /// Writes rows and total.
  void Show(Snapshot& snapshot) const;
  std::vector<MatrixRow> ShowPairs() const;

 private:
  AgencyCode HolderOn(const figures::RowKey& key, LocalDay day) const {
    return rulebook_.HolderOn(key.agency, key.procedure, day);
  }
  Sums& SumsOf(AgencyCode code) { return agencies_[PlaceOf(code)].sums; }
  void Sum(const figures::RowKey& key, LocalDay day, const Happened& happened);
  void ChargeMonth(const figures::RowKey& key, LocalDay day, DayPlace::Part part,
                   AmountCounts amounts);
  /// To the agency that has it on that day. A due ahead is that of whoever has the dossier then;
  /// what index 766 has as late by the month's end is late with whoever has it today, see
  /// figures::Tally::ahead.
  void AddToMonth(const Days& seen_from, const figures::RowKey& key, LocalDay day,
                  DayPlace::Part part, AmountCounts amounts);
  /// Adds what happened on a day that lies there, or with a sign of its own takes it away.
  void Place(const figures::RowKey& key, LocalDay day, const DayPlace& place,
             const Happened& happened);
  figures::RowKey KeyOf(const KeptDays::Source& source) const {
    return {agencies_[source.agency].code, procedures_[source.procedure].code, {}, source.channel};
  }
  void ShowLeaves();
  void MergePast();

  const rulebook::Rulebook& rulebook_;
  const Days& days_;
  RowList<AgencyRow> agencies_;
  RowList<ProcedureRow> procedures_;
  Pairs pairs_;
  dossier::Basis basis_ = dossier::Basis::kPromised;  // of what is kept
  std::optional<KeptDays> kept_;
};

}  // namespace dunghan::board
