#include "dunghan/statement/petitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "dunghan/statement/names.h"
#include "statement_sums.h"

namespace dunghan::statement {
namespace {

using figures::PetitionFigures;

class PetitionCounter {
 public:
  PetitionCounter(ledger::DossiersView& view, const dossier::PetitionPolicy& policy,
                  const StatementOptions& options)
      : view_(view),
        policy_(policy),
        period_(options.period),
        tree_(options.tree),
        filter_(view.rulebook(), options.agency) {}

  Result<void> Read() {
    const auto is_petition = [this](const figures::RowKey& row) {
      return IsPetition(row.procedure, view_.rulebook());
    };
    auto open = view_.ForEachOpen([&](std::string_view code, const dossier::Judged& judged) {
      if (is_petition(figures::RowOf(judged.facts))) Take(code, judged);
    });
    if (!open) return open;
    auto settled = view_.ForEachSettled("", [&](const ledger::Settled& one) {
      if (is_petition(one.row())) Take(one.code(), one.judged());
      return true;
    });
    std::sort(found.late.begin(), found.late.end(), [](const auto& a, const auto& b) {
      return std::pair(a.agency.text(), std::string_view(a.code)) <
             std::pair(b.agency.text(), std::string_view(b.code));
    });
    return settled;
  }

  PetitionRows found;

 private:
  void Take(std::string_view code, const dossier::Judged& judged) {
    const worktime::WorkingCalendar& calendar = *judged.terms.calendar;
    const worktime::Zone& zone = calendar.zone();
    const Instant over = zone.StartOf(period_.to + std::chrono::days{1});
    const Instant at = std::min(over - std::chrono::milliseconds{1}, view_.position().at);
    const auto seen = SeePetition(judged.facts, calendar, policy_, at);
    const PetitionFigures counts = CountPetition(seen, zone, period_);
    if (counts == PetitionFigures{}) return;
    const LocalDay day = tree_ == Tree::kAsWas ? figures::HeldOn(seen, zone, at) : zone.DayOf(at);
    const AgencyCode holder =
        view_.rulebook().HolderOn(seen.agency, figures::RowOf(judged.facts).procedure, day);
    if (!filter_.Passes(holder, day)) return;
    found.rows[std::string(holder.text())] += counts;
    if (seen.state != dossier::PetitionState::kOpenLate) return;
    found.late.push_back({std::string(code), holder, seen});
  }

  ledger::DossiersView& view_;
  const dossier::PetitionPolicy& policy_;
  const figures::Period& period_;
  Tree tree_;
  AgencyFilter filter_;
};

}  // namespace

Result<PetitionRows> CountPetitions(ledger::DossiersView& view,
                                    const dossier::PetitionPolicy& policy,
                                    const StatementOptions& options) {
  PetitionCounter counter(view, policy, options);
  if (auto read = counter.Read(); !read) return read.error();
  for (const auto& [code, row] : counter.found.rows) {
    if (!EquationHolds(row)) {
      return Internal(fmt::format("the petitions of {} do not add up", JsonQuote(code)));
    }
  }
  return std::move(counter.found);
}

}  // namespace dunghan::statement
