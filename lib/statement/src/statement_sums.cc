#include "statement_sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "dunghan/base/text.h"
#include "dunghan/figures/index766_periods.h"
#include "dunghan/statement/names.h"
#include "rows.h"

namespace dunghan::statement {
namespace {

using figures::Amount;
using figures::Amounts;
using figures::Measure;

void AddTo(Amounts& sum, const Amounts& other) {
  std::transform(sum.begin(), sum.end(), other.begin(), sum.begin(), std::plus<>());
}

Amounts WithoutIndex(Amounts amounts) {
  std::fill(amounts.begin() + static_cast<size_t>(figures::kFirstOfBoth), amounts.end(), 0);
  return amounts;
}

bool IsStock(Measure measure) {
  return measure == Measure::kWaiting || measure == Measure::kWaitingLate;
}

/// Flows of days before the period are in nobody's figures: only what goes on counts.
void AddStocks(figures::MeasureSums& to, const figures::MeasureSums& from, int64_t sign = 1) {
  for (const auto& [key, amount] : from) {
    if (IsStock(key.measure)) to.Add(key, sign * amount);
  }
}

/// What is shown of those that came online.
void AddOnline(figures::OnlinePart& online, const Amounts& amounts,
               const figures::MeasureSums& measures) {
  online.received += amounts[static_cast<size_t>(Amount::kReceived)];
  for (const auto& [key, amount] : measures) {
    const bool shown =
        key.measure == Measure::kOfferedFull || key.measure == Measure::kOfferedPartial;
    if (shown) online.within.Add(key, amount);
  }
}

/// The part of a finest row's key that decides which row it belongs to: what holds for one cell
/// then holds for many in a row.
figures::RowKey Deciding(const figures::RowKey& key, GroupBy by) {
  figures::RowKey deciding = key;
  if (by != GroupBy::kCounter) deciding.counter = {};
  if (by != GroupBy::kChannel) deciding.channel = dossier::Channel::kUnknown;
  return deciding;
}

/// Whether rows may be others on `to` than on `from`.
bool ChangesBetween(LocalDay from, LocalDay to, const std::vector<LocalDay>& changes) {
  const auto next = std::upper_bound(changes.begin(), changes.end(), from);
  return next != changes.end() && *next <= to;
}

}  // namespace

AgencyFilter::AgencyFilter(const rulebook::Rulebook& rulebook, const std::string& code)
    : rulebook_(rulebook), code_(code) {
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    if (agency.code.text() == code) listed_ = &agency;
  }
}

bool AgencyFilter::Passes(AgencyCode agency, LocalDay day) {
  if (code_.empty()) return true;
  if (listed_) return rulebook_.IsWithin(agency, listed_->code, day);
  const bool same = agency.text() == code_;
  seen_ |= same;
  return same;
}

Error AgencyFilter::Unknown() const {
  std::vector<std::string_view> codes;
  for (const rulebook::Agency& agency : rulebook_.agencies()) codes.push_back(agency.code.text());
  const auto nearest = NearestName(code_, codes);
  return NotFound(fmt::format("no agency {}{}", JsonQuote(code_),
                              nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : ""));
}

void MeasureGrid::Add(const figures::MeasureSums& sums) {
  for (const auto& [key, amount] : sums) {
    // Buckets are for the board; no figure of a statement is made of them.
    if (key.measure == Measure::kTook || key.measure == Measure::kLimitUsed ||
        key.measure == Measure::kIndexSetAside) {
      continue;
    }
    if (!key.reason && key.detail < dossier::kBases) {
      plain_[static_cast<size_t>(key.measure)][key.detail] += amount;
    } else {
      others_.Add(key, amount);
    }
  }
}

void MeasureGrid::Add(const MeasureGrid& other) {
  for (size_t measure = 0; measure < plain_.size(); ++measure) {
    for (size_t detail = 0; detail < dossier::kBases; ++detail) {
      plain_[measure][detail] += other.plain_[measure][detail];
    }
  }
  others_.Add(other.others_);
}

figures::MeasureSums MeasureGrid::ToSums() const {
  figures::MeasureSums sums = others_;
  for (size_t measure = 0; measure < plain_.size(); ++measure) {
    for (size_t detail = 0; detail < dossier::kBases; ++detail) {
      const int64_t amount = plain_[measure][detail];
      // Append wants amounts, and keys that are not there: `others_` has none of these.
      if (amount == 0) continue;
      sums.Append({static_cast<Measure>(measure), static_cast<uint8_t>(detail), {}}, amount);
    }
  }
  return sums;
}

void RowSums::Add(const RowSums& other) {
  using figures::Tally;
  for (const auto part :
       {&Tally::before, &Tally::within, &Tally::ahead, &Tally::moved_in, &Tally::moved_out}) {
    AddTo(tally.*part, other.tally.*part);
  }
  before.Add(other.before);
  within.Add(other.within);
  online.received += other.online.received;
  online.within.Add(other.online.within);
  for (size_t i = 0; i < received.size(); ++i) received[i] += other.received[i];
  received_elsewhere += other.received_elsewhere;
}

Intake RowSums::ToIntake() const {
  const auto by = [this](dossier::Channel channel) {
    return received[static_cast<size_t>(channel)];
  };
  Intake intake;
  intake.online_full = online.within.Of(Measure::kOfferedFull);
  intake.online_partial = online.within.Of(Measure::kOfferedPartial);
  intake.online_other = by(dossier::Channel::kOnline) - intake.online_full - intake.online_partial;
  intake.in_person = by(dossier::Channel::kInPerson);
  intake.postal = by(dossier::Channel::kPostal);
  intake.unknown = by(dossier::Channel::kUnknown);
  intake.elsewhere = received_elsewhere;
  return intake;
}

Result<void> StatementSums::Read(LocalDay today) {
  std::vector<LocalDay> changes;
  if (options_.tree == Tree::kAsWas) changes = Changes();
  std::vector<Segment> segments = SegmentsOf(options_.period, today, changes);
  for (size_t i = 0; i < segments.size(); ++i) {
    if (options_.tree == Tree::kPeriodEnd) segments[i].tree = options_.period.to;
    moves_ = moves_ || (i > 0 && segments[i].part == Part::kWithin &&
                        ChangesBetween(segments[i - 1].tree, segments[i].tree, changes));
  }
  std::optional<LocalDay> tree_of_now;
  std::optional<LocalDay> tree;
  for (const Segment& segment : segments) {
    if (segment.part != Part::kAhead) tree_of_now = segment.tree;
    // Before the segment's own cells: what passes is what was open on its eve. There is a tree by
    // now, since the first segment is what lies before the period.
    if (moves_ && segment.part == Part::kWithin) Move(*tree, segment.tree);
    tree = segment.tree;
    if (auto added = Add(segment); !added) return added;
  }
  const bool until_end =
      view_.rulebook().index766().back().open_until == dossier::IndexOpenUntil::kPeriodEnd;
  if (until_end && tree_of_now && today < options_.period.to) {
    if (auto added = AddTurningLate(today, *tree_of_now); !added) return added;
  }
  if (!filter_.known()) return filter_.Unknown();
  return {};
}

Result<void> StatementSums::AddTurningLate(LocalDay today, LocalDay tree) {
  const ledger::DayRange days{today + std::chrono::days{1}, options_.period.to};
  return view_.SumCells(days, [&](const figures::RowKey& key, const figures::CellAmounts& cell) {
    const Amounts& amounts = cell.bases[static_cast<size_t>(options_.basis)];
    for (const Amount turns : {Amount::kIndexOpenLate, Amount::kIndexLateAhead}) {
      const int32_t count = amounts[static_cast<size_t>(turns)];
      if (count == 0) continue;
      if (RowSums* row = RowOn(key, tree)) row->tally.ahead[static_cast<size_t>(turns)] += count;
    }
  });
}

std::vector<LocalDay> StatementSums::Changes() const {
  const rulebook::Rulebook& rulebook = view_.rulebook();
  std::vector<LocalDay> changes = rulebook.successions();
  if (!options_.agency.empty()) {
    std::vector<LocalDay> all;
    std::set_union(changes.begin(), changes.end(), rulebook.tree_changes().begin(),
                   rulebook.tree_changes().end(), std::back_inserter(all));
    changes = std::move(all);
  }
  return changes;
}

figures::Amounts StatementSums::AmountsOf(const figures::CellAmounts& cell) const {
  Amounts amounts = cell.bases[static_cast<size_t>(options_.basis)];
  figures::AddSetAside(amounts, cell.measures, options_.period);
  return amounts;
}

Result<void> StatementSums::Add(const Segment& segment) {
  boost::unordered_flat_map<figures::RowKey, RowSums*> rows;
  figures::RowKey last;
  RowSums* row = nullptr;
  bool none = true;
  return view_.SumCells(
      segment.days, [&](const figures::RowKey& key, const figures::CellAmounts& cell) {
        const Amounts amounts = AmountsOf(cell);
        if (moves_ && segment.part != Part::kAhead) {
          Open& so_far = so_far_[key];
          AddTo(so_far.amounts, amounts);
          AddStocks(so_far.measures, cell.measures);
        }
        // Cells of a page come in order of their keys.
        if (const auto deciding = Deciding(key, options_.by); none || deciding != last) {
          const auto [found, is_new] = rows.try_emplace(deciding, nullptr);
          if (is_new) found->second = RowOn(key, segment.tree);
          row = found->second;
          last = deciding;
          none = false;
        }
        if (!row) return;
        switch (segment.part) {
          case Part::kBefore:
            knows_before_ = true;
            AddTo(row->tally.before, amounts);
            AddStocks(row->before, cell.measures);
            return;
          case Part::kWithin:
            AddTo(row->tally.within, amounts);
            row->within.Add(cell.measures);
            AddReceived(*row, key, amounts);
            if (key.channel == dossier::Channel::kOnline)
              AddOnline(row->online, amounts, cell.measures);
            return;
          case Part::kAhead:
            AddTo(row->tally.ahead, WithoutIndex(amounts));  // see AddTurningLate
            return;
        }
      });
}

void StatementSums::AddReceived(RowSums& row, const figures::RowKey& key, const Amounts& amounts) {
  const int64_t received = amounts[static_cast<size_t>(Amount::kReceived)];
  if (received == 0) return;
  row.received[static_cast<size_t>(key.channel)] += received;
  if (IsElsewhere(key.counter, key.agency)) row.received_elsewhere += received;
}

bool StatementSums::IsElsewhere(AgencyCode counter, AgencyCode agency) {
  if (!counter || counter == agency) return false;
  const auto [found, is_new] = elsewhere_.try_emplace({counter.number(), agency.number()}, false);
  if (is_new) {
    const rulebook::Rulebook& rulebook = view_.rulebook();
    const LocalDay day = options_.period.to;
    found->second = TierOn(counter, rulebook, day) == rulebook::Tier::kCommune &&
                    !rulebook.IsWithin(agency, counter, day) &&
                    !rulebook.IsWithin(counter, agency, day);
  }
  return found->second;
}

void StatementSums::Move(LocalDay from, LocalDay to) {
  if (from == to) return;
  for (const auto& [key, open] : so_far_) {
    RowSums* before = RowOn(key, from);
    RowSums* after = RowOn(key, to);
    if (before == after) continue;
    if (before) {
      AddTo(before->tally.moved_out, open.amounts);
      // Measures have no moved_in: what passes counts as having been there, or not, before.
      AddStocks(before->before, open.measures, -1);
    }
    if (after) {
      AddTo(after->tally.moved_in, open.amounts);
      AddStocks(after->before, open.measures);
    }
  }
}

RowSums* StatementSums::RowOn(const figures::RowKey& key, LocalDay day) {
  const rulebook::Rulebook& rulebook = view_.rulebook();
  figures::RowKey held = key;
  held.agency = rulebook.HolderOn(key.agency, key.procedure, day);
  if (!filter_.Passes(held.agency, day)) return nullptr;
  if (IsPetition(key.procedure, rulebook)) return &petitions_;
  const LocalDay end = options_.period.to;
  // The holder is that of the day, its field or tier that of the end of the period: a row that
  // changes its tier on the way is one row.
  const std::string_view code = CodeOf(held, options_.by, rulebook, end);
  auto row = rows_.find(code);
  if (row == rows_.end()) {
    row = rows_.emplace(std::string(code), RowSums{}).first;
    row->second.of = GroupOf(held, options_.by, rulebook, end);
  }
  return &row->second;
}

}  // namespace dunghan::statement
