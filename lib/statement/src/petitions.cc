#include "dunghan/statement/petitions.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"
#include "dunghan/statement/names.h"

namespace dunghan::statement {
namespace {

using figures::PetitionFigures;

class PetitionCounter {
 public:
  PetitionCounter(ledger::DossiersView& view, const dossier::PetitionPolicy& policy,
                  const figures::Period& period)
      : view_(view), policy_(policy), period_(period) {}

  Result<void> Read() {
    auto open = view_.ForEachOpen([this](std::string_view, const dossier::Judged& judged) {
      if (IsPetition(figures::RowOf(judged.facts).procedure, view_.rulebook())) Take(judged);
    });
    if (!open) return open;
    return view_.ForEachSettled("", [this](const ledger::Settled& settled) {
      if (IsPetition(settled.row().procedure, view_.rulebook())) Take(settled.judged());
      return true;
    });
  }

  std::map<std::string, PetitionFigures> rows;

 private:
  void Take(const dossier::Judged& judged) {
    const worktime::WorkingCalendar& calendar = *judged.terms.calendar;
    const worktime::Zone& zone = calendar.zone();
    const Instant over = zone.StartOf(period_.to + std::chrono::days{1});
    const Instant at = std::min(over - std::chrono::milliseconds{1}, view_.position().at);
    const auto seen = SeePetition(judged.facts, calendar, policy_, at);
    const PetitionFigures counts = CountPetition(seen, zone, period_);
    if (counts == PetitionFigures{}) return;
    const AgencyCode holder = view_.rulebook().HolderOn(seen.agency, {}, zone.DayOf(at));
    rows[std::string(holder.text())] += counts;
  }

  ledger::DossiersView& view_;
  const dossier::PetitionPolicy& policy_;
  const figures::Period& period_;
};

}  // namespace

Result<std::map<std::string, PetitionFigures>> CountPetitions(ledger::DossiersView& view,
                                                              const dossier::PetitionPolicy& policy,
                                                              const figures::Period& period) {
  PetitionCounter counter(view, policy, period);
  if (auto read = counter.Read(); !read) return read.error();
  for (const auto& [code, row] : counter.rows) {
    if (!EquationHolds(row)) {
      return Internal(fmt::format("the petitions of {} do not add up", JsonQuote(code)));
    }
  }
  return std::move(counter.rows);
}

}  // namespace dunghan::statement
