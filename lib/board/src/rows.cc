#include "rows.h"

#include <algorithm>
#include <utility>

namespace dunghan::board {
namespace {

bool IsValid(const rulebook::Agency& agency, LocalDay day) {
  return (!agency.valid_from || *agency.valid_from <= day) &&
         (!agency.valid_to || day <= *agency.valid_to);
}

/// Agencies valid on the day that have none below them then.
std::vector<AgencyCode> Leaves(const rulebook::Rulebook& rulebook, LocalDay day) {
  std::vector<AgencyCode> parents;
  std::vector<AgencyCode> leaves;
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    if (!IsValid(agency, day)) continue;
    leaves.push_back(agency.code);
    if (agency.parent) parents.push_back(agency.parent);
  }
  std::sort(parents.begin(), parents.end());
  std::erase_if(leaves, [&](AgencyCode code) {
    return std::binary_search(parents.begin(), parents.end(), code);
  });
  return leaves;
}

}  // namespace

template <class Row>
void RowList<Row>::Insert(Row row) {
  const auto place = static_cast<uint32_t>(rows_.size());
  const auto next =
      std::lower_bound(by_code_.begin(), by_code_.end(), row.code,
                       [this](uint32_t other, Code code) { return rows_[other].code < code; });
  by_code_.insert(next, place);
  by_number_[row.code.number()] = place + 1;
  rows_.push_back(std::move(row));
}

template <class Row>
std::vector<CountsOf<typename RowList<Row>::Code>> RowList<Row>::Shown() const {
  std::vector<CountsOf<Code>> shown;
  shown.reserve(rows_.size());
  for (const uint32_t place : by_code_) {
    const Row& row = rows_[place];
    shown.push_back({row.code, row.sums.ToCounts()});
    if (!row.always_shown && shown.back().counts == Counts{}) shown.pop_back();
  }
  return shown;
}

Rows::Rows(const rulebook::Rulebook& rulebook, LocalDay today) : rulebook_(rulebook) {
  for (const AgencyCode code : Leaves(rulebook, today)) {
    agencies_[PlaceOf(code)].always_shown = true;
  }
  for (const rulebook::Procedure& procedure : rulebook.procedures()) {
    ProcedureRow& row = procedures_[PlaceOf(procedure.code)];
    row.always_shown = !row.petition;
  }
}

uint32_t Rows::PlaceOf(AgencyCode code) {
  return agencies_.PlaceOf(code, [&] {
    const rulebook::Agency* listed = rulebook_.FindAgency(code);
    return AgencyRow{.code = code,
                     .calendar = listed ? listed->calendar.get() : &rulebook_.default_calendar(),
                     .sums = {}};
  });
}

uint32_t Rows::PlaceOf(ProcedureCode code) {
  return procedures_.PlaceOf(code, [&] {
    // The newest row says what a procedure is, for statements as well.
    const rulebook::Procedure* listed = rulebook_.FindProcedure(code);
    const bool petition = listed && listed->kind == rulebook::ProcedureKind::kPetition;
    return ProcedureRow{.code = code, .petition = petition, .sums = {}};
  });
}

void Rows::Show(Snapshot& snapshot) const {
  snapshot.agencies = agencies_.Shown();
  snapshot.procedures = procedures_.Shown();
  snapshot.total = {};
  for (const auto& row : snapshot.agencies) snapshot.total += row.counts;
}

}  // namespace dunghan::board
