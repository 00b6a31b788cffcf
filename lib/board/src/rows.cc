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

Rows::Rows(const rulebook::Rulebook& rulebook, const Days& days)
    : rulebook_(rulebook), days_(days) {
  for (const AgencyCode code : Leaves(rulebook, days.today())) {
    agencies_[PlaceOf(code)].always_shown = true;
  }
  for (const rulebook::Procedure& procedure : rulebook.procedures()) {
    ProcedureRow& row = procedures_[PlaceOf(procedure.code)];
    row.always_shown = !row.petition;
  }
}

uint32_t Rows::PlaceOf(AgencyCode code) {
  return agencies_.PlaceOf(code, [&] { return AgencyRow{.code = code, .sums = {}}; });
}

uint32_t Rows::PlaceOf(ProcedureCode code) {
  return procedures_.PlaceOf(code, [&] {
    // The newest row says what a procedure is, for statements as well.
    const rulebook::Procedure* listed = rulebook_.FindProcedure(code);
    const bool petition = listed && listed->kind == rulebook::ProcedureKind::kPetition;
    return ProcedureRow{.code = code, .petition = petition, .sums = {}};
  });
}

uint32_t Rows::PlaceOfHolder(AgencyCode agency, ProcedureCode procedure) {
  return PlaceOf(rulebook_.HolderOn(agency, procedure, days_.today()));
}

void Rows::Charge(const figures::RowKey& key, LocalDay day, AmountCounts amounts) {
  ProcedureRow& procedure = procedures_[PlaceOf(key.procedure)];
  if (procedure.petition) return;
  const DayPlace& place = days_.Of(day);
  procedure.sums.AddFlows(place, key.channel, amounts);
  procedure.sums.AddToMonth(place.part, amounts);
  SumsOf(HolderOn(key, day)).AddFlows(place, key.channel, amounts);
  // The month begins with what there is on its eve, whoever had it before.
  AgencyCode holder = HolderOn(key, std::max(day, days_.eve()));
  SumsOf(holder).AddToMonth(place.part, amounts);
  for (const LocalDay moved : days_.moves()) {
    if (moved <= day) continue;
    const AgencyCode next = HolderOn(key, moved);
    if (next == holder) continue;
    SumsOf(holder).MoveOut(amounts);
    SumsOf(next).MoveIn(amounts);
    holder = next;
  }
}

void Rows::Show(Snapshot& snapshot) const {
  snapshot.agencies = agencies_.Shown();
  snapshot.procedures = procedures_.Shown();
  snapshot.total = {};
  for (const auto& row : snapshot.agencies) snapshot.total += row.counts;
}

}  // namespace dunghan::board
