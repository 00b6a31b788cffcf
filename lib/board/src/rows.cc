#include "rows.h"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <utility>

#include "dunghan/figures/index766_periods.h"

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

/// Of what was set aside for index 766 the current month's, as amounts of it.
using SetAside = boost::container::small_vector<AmountCount, 4>;
SetAside SetAsideIn(const Days& seen_from, const Happened& happened) {
  SetAside aside;
  for (const figures::MeasureSums::Sum& sum : happened.measures) {
    const auto one = figures::SetAsideIn(seen_from.month(), sum);
    if (one) aside.push_back({one->amount, one->count});
  }
  return aside;
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
std::vector<CountsOf<typename RowList<Row>::Code>> RowList<Row>::Shown(
    std::optional<dossier::IndexOpenUntil> index_open_until) const {
  std::vector<CountsOf<Code>> shown;
  shown.reserve(rows_.size());
  for (const uint32_t place : by_code_) {
    const Row& row = rows_[place];
    shown.push_back({row.code, row.sums.ToCounts(index_open_until)});
    if (!row.always_shown && shown.back().counts == Counts{}) shown.pop_back();
  }
  return shown;
}

template <class Row>
std::vector<uint32_t> RowList<Row>::Ranks() const {
  std::vector<uint32_t> ranks(by_code_.size());
  for (size_t i = 0; i < by_code_.size(); ++i) ranks[by_code_[i]] = static_cast<uint32_t>(i);
  return ranks;
}

Rows::Rows(const rulebook::Rulebook& rulebook, const Days& days)
    : rulebook_(rulebook), days_(days) {
  ShowLeaves();
  for (const rulebook::Procedure& procedure : rulebook.procedures()) {
    ProcedureRow& row = procedures_[PlaceOf(procedure.code)];
    row.always_shown = !row.petition;
  }
}

void Rows::ShowLeaves() {
  for (AgencyRow& row : agencies_) row.always_shown = false;
  for (const AgencyCode code : Leaves(rulebook_, days_.today())) {
    agencies_[PlaceOf(code)].always_shown = true;
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

void Rows::Charge(const figures::RowKey& key, LocalDay day, const Happened& happened) {
  if (!kept_ && happened.amounts.empty() && days_.Of(day).IsElsewhere()) return;
  const uint32_t of_procedure = PlaceOf(key.procedure);
  if (procedures_[of_procedure].petition) return;
  if (kept_) kept_->Add(day, {PlaceOf(key.agency), of_procedure, key.channel}, happened);
  Sum(key, day, happened);
}

void Rows::Sum(const figures::RowKey& key, LocalDay day, const Happened& happened) {
  const DayPlace& place = days_.Of(day);
  if (happened.amounts.empty() && place.IsElsewhere()) return;
  Place(key, day, place, happened);
  if (!happened.amounts.empty()) ChargeMonth(key, day, place.part, happened.amounts);
  if (const SetAside aside = SetAsideIn(days_, happened); !aside.empty()) {
    procedures_[PlaceOf(key.procedure)].sums.AddToMonth(place.part, aside);
    ChargeMonth(key, day, place.part, aside);
  }
}

void Rows::Place(const figures::RowKey& key, LocalDay day, const DayPlace& place,
                 const Happened& happened) {
  const uint32_t of_procedure = PlaceOf(key.procedure);
  const uint32_t of_agency = PlaceOf(HolderOn(key, day));
  ProcedureRow& procedure = procedures_[of_procedure];
  procedure.sums.AddFlows(place, key.channel, happened);
  agencies_[of_agency].sums.AddFlows(place, key.channel, happened);
  if (happened.amounts.empty()) return;
  if (place.In(NamedPeriod::kCurrentMonth)) {
    pairs_.AddResults(of_agency, of_procedure, happened.amounts);
  }
  procedure.sums.AddToMonth(place.part, happened.amounts);
}

/// The current month's figures of who has it, and had it.
void Rows::ChargeMonth(const figures::RowKey& key, LocalDay day, DayPlace::Part part,
                       AmountCounts amounts) {
  if (part == DayPlace::Part::kAhead) return AddToMonth(days_, key, day, part, amounts);
  // The month begins with what there is on its eve, whoever had it before.
  AgencyCode holder = HolderOn(key, std::max(day, days_.eve()));
  SumsOf(holder).AddToMonth(part, amounts);
  for (const LocalDay moved : days_.moves()) {
    // Whoever took over by then has it already: it was charged to the holder of the day.
    if (moved <= day) continue;
    const AgencyCode next = HolderOn(key, moved);
    if (next == holder) continue;
    SumsOf(holder).MoveOut(amounts);
    SumsOf(next).MoveIn(amounts);
    holder = next;
  }
}

void Rows::AddToMonth(const Days& seen_from, const figures::RowKey& key, LocalDay day,
                      DayPlace::Part part, AmountCounts amounts) {
  if (part != DayPlace::Part::kAhead) {
    return SumsOf(HolderOn(key, day)).AddToMonth(part, amounts);
  }
  for (const AmountCount& amount : amounts) {
    const LocalDay of = figures::IsOfBoth(amount.amount) ? seen_from.today() : day;
    SumsOf(HolderOn(key, of)).AddToMonth(part, {&amount, 1});
  }
}

void Rows::Keep(dossier::Basis basis) {
  basis_ = basis;
  kept_.emplace();
}

void Rows::Shift(const Days& before) {
  for (const auto& [day, sums] : kept_->days()) {
    const DayPlace& from = before.Of(day);
    const DayPlace& to = days_.Of(day);
    if (from == to) continue;
    const auto move = [&, day = day](const Days& seen_from, const DayPlace& place) {
      return [&, day](const KeptDays::Source& source, const Happened& happened) {
        const figures::RowKey key = KeyOf(source);
        Place(key, day, place, happened);
        // Of days up to the eve the part stays, so that it is the day's own holder who has it.
        AddToMonth(seen_from, key, day, place.part, happened.amounts);
        if (const SetAside aside = SetAsideIn(seen_from, happened); !aside.empty()) {
          procedures_[source.procedure].sums.AddToMonth(place.part, aside);
          AddToMonth(seen_from, key, day, place.part, aside);
        }
      };
    };
    sums.ForEach(basis_, -1, move(before, from));
    sums.ForEach(basis_, 1, move(days_, to));
  }
  ShowLeaves();
}

void Rows::Recharge() {
  for (AgencyRow& row : agencies_) row.sums = Sums();
  for (ProcedureRow& row : procedures_) row.sums = Sums();
  pairs_.Clear();
  MergePast();
  for (const auto& [day, sums] : kept_->days()) {
    sums.ForEach(basis_, 1,
                 [&, day = day](const KeptDays::Source& source, const Happened& happened) {
                   Sum(KeyOf(source), day, happened);
                 });
  }
  ShowLeaves();
}

/// Days that lie alike and before all that moves with today will always lie alike.
void Rows::MergePast() {
  for (const Days::Stretch& stretch : days_.stretches()) {
    if (!stretch.place.IsElsewhere() || stretch.place.part != DayPlace::Part::kBefore) return;
    kept_->Merge(stretch.range.from.value_or(LocalDay::min()), *stretch.range.to);
  }
}

void Rows::CountOpen(uint32_t pair, const OpenState& state, int sign) {
  const Pairs::Pair& of = pairs_.all()[pair];
  ProcedureRow& procedure = procedures_[of.procedure];
  if (procedure.petition) return;
  procedure.sums.CountOpen(state, sign);
  agencies_[of.agency].sums.CountOpen(state, sign);
  pairs_.CountOpen(pair, state.standing, sign);
}

void Rows::Show(Snapshot& snapshot) const {
  std::optional<dossier::IndexOpenUntil> open_until;
  if (figures::HasIndex766(days_.month())) open_until = rulebook_.index766().back().open_until;
  snapshot.agencies = agencies_.Shown(open_until);
  snapshot.procedures = procedures_.Shown(open_until);
  snapshot.total = {};
  for (const auto& row : snapshot.agencies) snapshot.total += row.counts;
}

std::vector<MatrixRow> Rows::ShowPairs() const {
  const std::vector<uint32_t> agencies = agencies_.Ranks();
  const std::vector<uint32_t> procedures = procedures_.Ranks();
  // Sorted by rank: codes are not compared again.
  std::vector<std::pair<uint64_t, const Pairs::Pair*>> sorted;
  for (const Pairs::Pair& pair : pairs_.all()) {
    if (pair.IsZero()) continue;
    sorted.emplace_back(uint64_t{agencies[pair.agency]} << 32U | procedures[pair.procedure], &pair);
  }
  std::sort(sorted.begin(), sorted.end());
  std::vector<MatrixRow> rows;
  rows.reserve(sorted.size());
  for (const auto& [rank, pair] : sorted) {
    MatrixRow& row = rows.emplace_back();
    row.agency = agencies_[pair->agency].code;
    row.procedure = procedures_[pair->procedure].code;
    std::copy(pair->results.begin(), pair->results.end(), row.results.begin());
    row.overdue = pair->overdue;
    row.pending = pair->pending;
  }
  return rows;
}

}  // namespace dunghan::board
