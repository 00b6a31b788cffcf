#include "dunghan/statement/behind.h"

#include <algorithm>

#include "dunghan/statement/names.h"
#include "one_dossier.h"
#include "rows.h"
#include "statement_sums.h"

namespace dunghan::statement {
namespace {

class Behind {
 public:
  Behind(ledger::DossiersView& view, const StatementOptions& options,
         const std::function<void(const BehindDossier&)>& visit)
      : view_(view),
        options_(options),
        visit_(visit),
        one_(view, options.period, options.basis),
        filter_(view.rulebook(), options.agency) {}

  Result<Walked> Read() {
    auto open = view_.ForEachOpen(
        [this](std::string_view code, const dossier::Judged& judged) { Take(code, judged); });
    if (!open) return open.error();
    auto settled = view_.ForEachSettled("", [this](const ledger::Settled& dossier) {
      Take(dossier.code(), dossier.judged());
      return true;
    });
    if (!settled) return settled.error();
    if (!filter_.known()) return filter_.Unknown();
    return std::move(walked_);
  }

 private:
  void Take(std::string_view code, const dossier::Judged& judged) {
    const figures::Figures figures = one_.Of(judged);
    const bool counts = figures != figures::Figures{};
    if (!counts && !judged.facts.apologised) return;
    const rulebook::Rulebook& rulebook = view_.rulebook();
    const Instant at = one_.SeenAt(judged);
    figures::RowKey row = figures::RowOf(judged.facts);
    const worktime::Zone& zone = judged.terms.calendar->zone();
    const auto end = dossier::EndOf(judged.facts);
    const LocalDay day = zone.DayOf(end && *end <= at ? *end : at);
    row.agency = rulebook.HolderOn(row.agency, row.procedure,
                                   options_.tree == Tree::kPeriodEnd ? options_.period.to : day);
    if (!filter_.Passes(row.agency, day)) return;
    std::string code_of_row(CodeOf(row, options_.by, rulebook, options_.period.to));
    if (judged.facts.apologised) walked_.apologising.insert(code_of_row);
    if (!counts) return;
    visit_({.code = code,
            .judged = judged,
            .agency = row.agency,
            .row = std::move(code_of_row),
            .petition = IsPetition(row.procedure, rulebook),
            .seen_at = at,
            .standing = StandingAt(judged.judgement.On(options_.basis), at),
            .figures = figures});
  }

  ledger::DossiersView& view_;
  const StatementOptions& options_;
  const std::function<void(const BehindDossier&)>& visit_;
  OneDossier one_;
  AgencyFilter filter_;
  Walked walked_;
};

}  // namespace

Result<Walked> ForEachBehind(ledger::DossiersView& view, const StatementOptions& options,
                             const std::function<void(const BehindDossier&)>& visit) {
  return Behind(view, options, visit).Read();
}

}  // namespace dunghan::statement
