#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "dunghan/board/snapshot.h"
#include "dunghan/rulebook/rulebook.h"
#include "sums.h"

namespace dunghan::board {

struct AgencyRow {
  AgencyCode code;
  const worktime::WorkingCalendar* calendar = nullptr;  ///< of its dossiers; the rulebook's
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

  /// Those to be shown, by code.
  std::vector<CountsOf<Code>> Shown() const;

 private:
  void Insert(Row row);

  std::deque<Row> rows_;
  std::vector<uint32_t> by_number_;  // place + 1
  std::vector<uint32_t> by_code_;    // places
};

/// The numbers by agency and by procedure: each dossier counts once in either.
class Rows {
 public:
  /// The rulebook has to outlive the rows.
  Rows(const rulebook::Rulebook& rulebook, LocalDay today);

  uint32_t PlaceOf(AgencyCode code);
  uint32_t PlaceOf(ProcedureCode code);
  AgencyRow& agency(uint32_t place) { return agencies_[place]; }
  ProcedureRow& procedure(uint32_t place) { return procedures_[place]; }
  const AgencyRow& agency(uint32_t place) const { return agencies_[place]; }
  const ProcedureRow& procedure(uint32_t place) const { return procedures_[place]; }

  /// Writes rows and total.
  void Show(Snapshot& snapshot) const;

 private:
  const rulebook::Rulebook& rulebook_;
  RowList<AgencyRow> agencies_;
  RowList<ProcedureRow> procedures_;
};

}  // namespace dunghan::board
