#include "reconcile_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "dunghan/figures/headlines.h"
#include "reconcile_codes.h"

namespace dunghan::statement {
namespace {

bool HasColumn(const std::vector<TheirCount>& columns, TheirCount count) {
  return std::find(columns.begin(), columns.end(), count) != columns.end();
}

void AddCounts(CountsSaid& sum, const CountsSaid& more, const std::vector<TheirCount>& columns) {
  for (const TheirCount count : columns) {
    if (more[count]) sum[count] = sum[count].value_or(0) + *more[count];
  }
}

/// None of ours at all is nothing of what we count.
void FillZeros(CountsSaid& counts, const CountsSaid& known,
               const std::vector<TheirCount>& columns) {
  for (const TheirCount count : columns) {
    if (known[count] && !counts[count]) counts[count] = 0;
  }
}

}  // namespace

CountsSaid CountsOfRow(const StatementRow& row, const std::vector<TheirCount>& columns,
                       const CountingRules& rules) {
  using enum TheirCount;
  const figures::Figures& of = row.figures;
  const bool stopped_apart = rules.stopped_apart && HasColumn(columns, kStopped);
  const int64_t refused = rules.refused_done ? 0 : of.refused_in_time;
  const int64_t refused_late = rules.refused_done ? 0 : of.refused_late;
  const int64_t more_on_time = (rules.withdrawn_done ? of.withdrawn : 0) +
                               (rules.without_due_on_time ? of.finished_unmeasurable : 0);
  CountsSaid counts;
  counts[kReceived] = of.received + of.carried_over;
  counts[kReceivedInPeriod] = of.received;
  counts[kReceivedOnline] = row.further.online.on_time;
  counts[kReceivedOnlineFull] = row.intake.online_full;
  counts[kReceivedOnlinePartial] = row.intake.online_partial;
  // "Trực tiếp, dịch vụ bưu chính" is one column in some forms and two in others.
  const bool postal_apart = HasColumn(columns, kReceivedPostal);
  const bool other_apart = HasColumn(columns, kReceivedOther);
  counts[kReceivedPostal] = row.intake.postal;
  counts[kReceivedOther] = row.intake.online_other + row.intake.unknown;
  counts[kReceivedDirect] = row.intake.in_person + (postal_apart ? 0 : row.intake.postal) +
                            (other_apart ? 0 : row.intake.unknown);
  counts[kReceivedElsewhere] = row.intake.elsewhere;
  counts[kCarriedOver] = of.carried_over;
  counts[kDoneEarly] = of.finished_early;
  counts[kDoneInTime] = of.finished_early + of.finished_on_time + more_on_time - refused;
  counts[kDoneOnTime] = *counts[kDoneInTime] - of.finished_early;
  counts[kDoneLate] = of.finished_late - refused_late;
  counts[kDone] = *counts[kDoneInTime] + *counts[kDoneLate] +
                  (rules.without_due_on_time ? 0 : of.finished_unmeasurable);
  counts[kStopped] = rules.stopped_apart ? of.open_suspended : 0;
  counts[kOpenInTime] = of.open_in_time +
                        (rules.suspended_in_time && !stopped_apart ? of.open_suspended : 0) +
                        (rules.without_due_on_time ? of.open_unmeasurable : 0);
  counts[kOpenLate] = of.open_overdue;
  counts[kOpen] = *counts[kOpenInTime] + *counts[kOpenLate] +
                  (rules.without_due_on_time ? 0 : of.open_unmeasurable);
  counts[kWithdrawn] = of.withdrawn;
  counts[kNotAccepted] = row.further.declined;
  counts[kWaiting] = row.further.waiting;
  counts[kWaitingLate] = row.further.waiting_late;
  counts[kIndexAll] = of.index766.all;
  counts[kIndexOnTime] = of.index766.on_time;
  counts[kIndexLate] = of.index766.all - of.index766.on_time;
  CountsSaid shown;
  for (const TheirCount count : columns) shown[count] = counts[count];
  return shown;
}

CountsByRow CountsOfRows(const Statement& statement, const std::vector<TheirCount>& columns,
                         const CountingRules& rules) {
  CountsByRow rows;
  for (const StatementRow& row : statement.rows) {
    rows.emplace(row.of.code, CountsOfRow(row, columns, rules));
  }
  return rows;
}

RowPairs::RowPairs(const Theirs& theirs, const AgencyMatcher& agencies,
                   const std::vector<Named>& ours, Reconciliation& reconciliation)
    : theirs_(theirs), into_(reconciliation) {
  Match(agencies, ours);
  AssignOwners(agencies, ours);
}

void RowPairs::Match(const AgencyMatcher& agencies, const std::vector<Named>& ours) {
  std::map<std::string, std::string> fields;
  for (const Named& named : ours) fields.emplace(NameKey(named.name), named.code);
  for (const TheirRow& row : theirs_.rows) {
    ReconciledRow pair{.theirs = row, .ours = {}, .now = {}, .then = {}, .matched = {}};
    if (row.level == TheirRow::Level::kPlain) {
      AgencyMatcher::Found found;
      if (theirs_.by_field) {
        const auto field = fields.find(NameKey(row.name));
        if (field != fields.end()) found = {MatchWay::kName, field->second};
      } else {
        found = agencies.Find(row.code, row.name);
      }
      pair.way = found.way;
      const auto earlier = row_of_.find(found.code);
      // A list may call an agency by its code here and by its name there.
      if (theirs_.kind == TheirsKind::kDossiers && earlier != row_of_.end()) {
        AddCounts(into_.rows[earlier->second].theirs.counts, row.counts, theirs_.columns);
        continue;
      }
      // A second row of the same agency has nothing of its own to stand beside.
      const bool is_first =
          !found.code.empty() && row_of_.emplace(found.code, into_.rows.size()).second;
      if (is_first && theirs_.by_field) pair.ours = {found.code, found.code, found.code};
      if (is_first && !theirs_.by_field) pair.ours = agencies.NamesOf(found.code);
      if (!is_first) pair.way = found.code.empty() ? found.way : MatchWay::kRepeated;
    }
    into_.rows.push_back(std::move(pair));
  }
}

void RowPairs::AssignOwners(const AgencyMatcher& agencies, const std::vector<Named>& ours) {
  for (const Named& named : ours) {
    const auto upwards =
        theirs_.by_field ? std::vector<std::string>{named.code} : agencies.Upwards(named.code);
    for (const std::string& code : upwards) {
      const auto row = row_of_.find(code);
      if (row == row_of_.end()) continue;
      owner_of_[named.code] = row->second;
      break;
    }
    if (owner_of_.contains(named.code)) continue;
    alone_[named.code] = into_.only_ours.size();
    into_.only_ours.push_back({.theirs = {}, .ours = named, .now = {}, .then = {}, .matched = {}});
  }
}

RowPairs::Placed RowPairs::Place(const CountsByRow& counts) const {
  const auto& columns = theirs_.columns;
  Placed placed;
  placed.rows.resize(into_.rows.size());
  placed.only_ours.resize(into_.only_ours.size());
  CountsSaid total;
  for (const auto& [code, of] : counts) {
    AddCounts(total, of, columns);
    const auto alone = alone_.find(code);
    if (alone != alone_.end()) AddCounts(placed.only_ours[alone->second], of, columns);
    const auto owner = owner_of_.find(code);
    if (owner == owner_of_.end()) continue;
    for (int at = static_cast<int>(owner->second); at >= 0;
         at = into_.rows[static_cast<size_t>(at)].theirs.above) {
      AddCounts(placed.rows[static_cast<size_t>(at)], of, columns);
    }
  }
  for (size_t i = 0; i < placed.rows.size(); ++i) {
    if (into_.rows[i].theirs.level == TheirRow::Level::kTotal) placed.rows[i] = total;
    if (!into_.rows[i].ours.code.empty()) FillZeros(placed.rows[i], total, columns);
  }
  return placed;
}

Conjecture Apart(const Reconciliation& reconciliation, const std::vector<CountsSaid>& ours,
                 Said what) {
  Conjecture conjecture{.what = std::move(what)};
  for (size_t i = 0; i < reconciliation.rows.size(); ++i) {
    const ReconciledRow& row = reconciliation.rows[i];
    if (row.ours.code.empty()) continue;
    int64_t apart = 0;
    for (const TheirCount count : reconciliation.columns) {
      if (row.theirs.counts[count] && ours[i][count]) {
        apart += std::abs(*row.theirs.counts[count] - *ours[i][count]);
      }
    }
    conjecture.apart += apart;
    if (apart == 0) ++conjecture.alike;
  }
  return conjecture;
}

}  // namespace dunghan::statement
