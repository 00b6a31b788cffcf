#include "ended_list.h"

#include <array>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <string_view>

#include "dunghan/figures/cells.h"

namespace dunghan::api {
namespace {

using dossier::Standing;
using figures::Amount;

// A page is given out short rather than late.
constexpr std::chrono::milliseconds kPatience{1'500};
constexpr int64_t kBetweenLooks = 1'024;
// Nearly every page is full by then; adding up the cells of years costs about as much as this.
constexpr int64_t kBeforeCounting = 2'000;

/// Which rows dossiers that match can be in. Who has a dossier depends on the day: here every day
/// counts.
class RowsAsked {
 public:
  RowsAsked(const DossierQuery& query, const rulebook::Rulebook& rulebook)
      : procedure_(query.procedure) {
    if (query.agency.empty() && query.scope.is_everything()) return;
    agencies_.emplace();
    if (!query.agency.empty()) agencies_->insert(query.agency);
    for (const AgencyCode own : query.scope.agencies()) {
      if (query.agency.empty()) agencies_->insert(own.text());
    }
    while (Grow(rulebook)) {
    }
  }

  bool MayHave(AgencyCode agency, ProcedureCode procedure) const {
    if (!procedure_.empty() && procedure.text() != procedure_) return false;
    return !agencies_ || agencies_->contains(agency.text());
  }

 private:
  /// Takes in whoever is, or was, right below one that is in, or handed over to it.
  bool Grow(const rulebook::Rulebook& rulebook) {
    bool grown = false;
    const auto add = [&](AgencyCode code, AgencyCode leads_to) {
      if (leads_to && agencies_->contains(leads_to.text())) {
        grown |= agencies_->insert(code.text()).second;
      }
    };
    for (const auto& agency : rulebook.agencies()) add(agency.code, agency.parent);
    for (const auto& row : rulebook.successors()) add(row.old_agency, row.new_agency);
    return grown;
  }

  std::string_view procedure_;
  std::optional<boost::unordered_flat_set<std::string_view>> agencies_;  // absent: all
};

/// What cells count dossiers of a standing as, each once and for good; nothing: they do not.
std::optional<Amount> AmountOf(Standing standing) {
  switch (standing) {
    case Standing::kFinishedEarly:
      return Amount::kFinishedEarly;
    case Standing::kFinishedOnTime:
      return Amount::kFinishedOnTime;
    case Standing::kFinishedLate:
      return Amount::kFinishedLate;
    case Standing::kFinishedUnmeasurable:
      return Amount::kFinishedUnmeasurable;
    case Standing::kWithdrawn:
    case Standing::kWithdrawnOverdue:
      return Amount::kWithdrawn;  // the one are among the other
    default:
      return {};
  }
}

class EndedWalker {
 public:
  EndedWalker(ledger::View& view, const DossierQuery& query, dossier::Basis basis)
      : view_(view),
        query_(query),
        basis_(basis),
        at_(view.position().at),
        rows_(query, view.rulebook()) {}

  /// False: the walk is over.
  bool Pass(const ledger::Settled& dossier, const std::function<bool(const Listed&)>& take) {
    ++walk_.passed;
    if (MayMatch(dossier) && !Judge(dossier, take)) return false;
    if (walk_.passed == kBeforeCounting) CountThem();
    // All that there can be are found: what lies behind need not be looked at.
    if (error_ || (most_ && found_ >= *most_)) return false;
    // Where the walk stands is the code of somebody's dossier: who does not see all is not told,
    // and waits until the page is full or the question has had its time.
    if (!query_.scope.is_everything()) return true;
    if (walk_.passed % kBetweenLooks != 0 || std::chrono::steady_clock::now() < deadline_) {
      return true;
    }
    walk_.stopped_at = dossier.code();
    return false;
  }

  Result<EndedWalk> Take() && {
    if (error_) return *error_;
    return std::move(walk_);
  }

 private:
  bool MayMatch(const ledger::Settled& dossier) const {
    if (!HasPart(query_, dossier.code())) return false;
    if (query_.agency.empty() && query_.procedure.empty() && query_.scope.is_everything()) {
      return true;
    }
    const figures::RowKey row = dossier.row();
    return rows_.MayHave(row.agency, row.procedure);
  }

  bool Judge(const ledger::Settled& dossier, const std::function<bool(const Listed&)>& take) {
    ++walk_.judged;
    const dossier::Judged judged = dossier.judged();
    const Listed listed = ListedAt(dossier.code(), judged, basis_, at_);
    if (!Matches(query_, listed, view_.rulebook(), at_)) return true;
    ++found_;
    return take(listed);
  }

  /// How many of the standings there are in the rows asked for, those before the page included. No
  /// dossier that matches is missing in it.
  void CountThem() {
    std::array<bool, figures::kAmounts> asked{};
    for (const Standing standing : query_.standings) {
      const auto amount = AmountOf(standing);
      if (!amount) return;
      asked[static_cast<size_t>(*amount)] = true;
    }
    int64_t most = 0;
    auto summed = view_.SumCells({}, [&](const figures::RowKey& row, const auto& cell) {
      if (!rows_.MayHave(row.agency, row.procedure)) return;
      const auto& counts = cell.bases[static_cast<size_t>(basis_)];
      for (size_t i = 0; i < counts.size(); ++i) most += asked[i] ? counts[i] : 0;
    });
    if (!summed) {
      error_ = summed.error();
    } else {
      most_ = most;
    }
  }

  ledger::View& view_;
  const DossierQuery& query_;
  dossier::Basis basis_;
  Instant at_;
  RowsAsked rows_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kPatience;
  std::optional<int64_t> most_;  // that can match
  int64_t found_ = 0;
  EndedWalk walk_;
  std::optional<Error> error_;
};

}  // namespace

Listed ListedAt(std::string_view code, const dossier::Judged& judged, dossier::Basis basis,
                Instant at) {
  const auto& judgement = judged.judgement.On(basis);
  Listed listed;
  listed.code = code;
  listed.agency = figures::RowOf(judged.facts).agency;
  listed.procedure = figures::RowOf(judged.facts).procedure;
  listed.standing = dossier::StandingAt(judgement, at);
  listed.due = judgement.due;
  listed.due_day = judgement.due_day;
  listed.overdue_from = judgement.overdue_from;
  if (judged.facts.receipt) listed.received_at = judged.facts.receipt->at;
  if (judged.facts.end) listed.ended_at = judged.facts.end->at;
  return listed;
}

Result<EndedWalk> WalkEnded(ledger::View& view, const DossierQuery& query, dossier::Basis basis,
                            const std::function<bool(const Listed&)>& take) {
  EndedWalker walk(view, query, basis);
  auto walked = view.ForEachSettled(query.after ? query.after->code : "",
                                    [&](const auto& dossier) { return walk.Pass(dossier, take); });
  if (!walked) return walked.error();
  return std::move(walk).Take();
}

}  // namespace dunghan::api
