#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "dunghan/sheet/reading.h"
#include "our_dossiers.h"
#include "reconcile_codes.h"
#include "reconcile_rows.h"

namespace dunghan::statement {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

bool IsSameTime(const sheet::Dated& theirs, Instant ours, const worktime::Zone& zone) {
  const LocalTime local = zone.ToLocal(ours);
  if (!theirs.has_time) return floor<days>(theirs.at) == floor<days>(local);
  return floor<minutes>(theirs.at) == floor<minutes>(local);
}

bool IsSameDue(const sheet::Dated& theirs, const dossier::DueClaim& ours,
               const worktime::Zone& zone) {
  const auto* day = std::get_if<LocalDay>(&ours);
  if (day) return floor<days>(theirs.at) == *day;
  return IsSameTime(theirs, std::get<Instant>(ours), zone);
}

CellValue CellOf(const std::optional<sheet::Dated>& date, const worktime::Zone& zone) {
  if (!date) return {};
  if (!date->has_time) return LocalDay(floor<days>(date->at));
  return zone.ToInstant(date->at);
}
CellValue CellOf(const std::optional<dossier::DueClaim>& due) {
  if (!due) return {};
  if (const auto* day = std::get_if<LocalDay>(&*due)) return *day;
  return std::get<Instant>(*due);
}
CellValue CellOf(TheirState state) {
  const Words words = WordsOf(state);
  return Said{std::string(words.vi), std::string(words.en)};
}
CellValue CellOfTime(const std::optional<Instant>& at) { return at ? CellValue(*at) : CellValue(); }

/// A refusal is an end, and a receipt that was declined looks like one.
bool IsSameState(TheirState theirs, TheirState ours) {
  if (theirs == TheirState::kUnknown || theirs == ours) return true;
  const auto is_no = [](TheirState state) {
    return state == TheirState::kDeclined || state == TheirState::kEnded;
  };
  return theirs == TheirState::kDeclined && is_no(ours);
}

class ListReconciler {
 public:
  ListReconciler(OurDossiers& ours, const Theirs& theirs, const AgencyMatcher& agencies,
                 const ReconciliationOptions& options, Reconciliation& into)
      : ours_(ours), theirs_(theirs), agencies_(agencies), options_(options), into_(into) {
    for (size_t i = 0; i < theirs.dossiers.size(); ++i) {
      by_key_.emplace(DossierKey(theirs.dossiers[i].code), i);
    }
    found_.resize(theirs.dossiers.size());
    for (const std::string& text : theirs.agencies) agency_of_.push_back(agencies.Find(text).code);
    for (const std::string& text : theirs.procedures) procedure_of_.push_back(sheet::Plain(text));
  }

  Result<ListOutcome> Run() {
    auto read = ours_.ForEach([&](std::string_view code, const OurSide& side,
                                  const dossier::Judged& judged) { Take(code, side, judged); });
    if (!read) return read.error();
    TakeMissingHere();
    into_.theirs_dossiers = static_cast<int64_t>(theirs_.dossiers.size());
    std::stable_sort(into_.gaps.begin(), into_.gaps.end(), [](const Gap& a, const Gap& b) {
      return std::tie(a.kind, a.code) < std::tie(b.kind, b.code);
    });
    return std::move(outcome_);
  }

 private:
  /// One of ours that they do not have, as far as it may be known by another code there.
  struct Missing {
    std::string code;
    OurSide side;
    size_t gap;  // index in into_.gaps; none: not listed
    bool proposed = false;
  };
  static constexpr size_t kNoGap = static_cast<size_t>(-1);

  void Take(std::string_view code, const OurSide& side, const dossier::Judged& judged) {
    const worktime::Zone& zone = judged.terms.calendar->zone();
    if (judged.facts.last_at) {
      auto [at, is_new] = heard_.emplace(side.agency, *judged.facts.last_at);
      if (!is_new) at->second = std::max(at->second, *judged.facts.last_at);
    }
    if (side.in_scope) {
      ++into_.our_dossiers;
      Count(outcome_.ours, side.agency);
    }
    const auto theirs = by_key_.find(DossierKey(code));
    if (theirs == by_key_.end()) {
      if (side.in_scope) TakeMissingThere(code, side, zone);
      return;
    }
    found_[theirs->second] = true;
    ++into_.matched;
    Count(outcome_.matched, side.agency);
    const TheirDossier& their = theirs_.dossiers[theirs->second];
    if (their.code != code) ++into_.matched_reordered;
    Compare(code, side, their, zone, judged);
  }

  void Compare(std::string_view code, const OurSide& side, const TheirDossier& their,
               const worktime::Zone& zone, const dossier::Judged& judged) {
    const auto gap = [&](GapKind kind, CellValue theirs, CellValue ours) {
      AddGap({.kind = kind,
              .code = std::string(code),
              .row = their.row,
              .agency = side.agency,
              .procedure = side.procedure,
              .theirs = std::move(theirs),
              .ours = std::move(ours),
              .proposed = {}});
      return true;
    };
    bool differs = false;
    const bool same_due = !their.due || (side.due && IsSameDue(*their.due, *side.due, zone));
    if (!same_due) {
      differs = gap(GapKind::kOtherDue, CellOf(their.due, zone), CellOf(side.due));
    }
    if (their.ended && side.ended && !IsSameTime(*their.ended, *side.ended, zone)) {
      differs = gap(GapKind::kOtherEnd, CellOf(their.ended, zone), CellOfTime(side.ended));
    }
    const TheirState state =
        their.ended && their.state == TheirState::kUnknown ? TheirState::kEnded : their.state;
    if (!IsSameState(state, side.state)) {
      differs = gap(GapKind::kOtherState, CellOf(state), CellOf(side.state));
    }
    const std::string& agency = agency_of_[their.agency];
    // Who had it before its agency passed on is no other one.
    const bool same_agency = agency.empty() || agency == side.agency ||
                             agency == figures::RowOf(judged.facts).agency.text();
    if (!same_agency) {
      differs = gap(GapKind::kOtherAgency, Said{theirs_.agencies[their.agency]}, Said{side.agency});
    }
    if (!differs) ++into_.alike;
  }

  void TakeMissingThere(std::string_view code, const OurSide& side, const worktime::Zone& zone) {
    const size_t gap = AddGap({.kind = GapKind::kMissingThere,
                               .code = std::string(code),
                               .row = 0,
                               .agency = side.agency,
                               .procedure = side.procedure,
                               .theirs = {},
                               .ours = CellOfTime(side.received),
                               .proposed = {}});
    const std::string key =
        TwinKey(side.agency, floor<days>(zone.ToLocal(*side.received)), DayOfDue(side.due, zone));
    missing_there_.emplace(key, Missing{std::string(code), side, gap});
  }

  static LocalDay DayOfDue(const std::optional<dossier::DueClaim>& due,
                           const worktime::Zone& zone) {
    if (!due) return {};
    if (const auto* day = std::get_if<LocalDay>(&*due)) return *day;
    return zone.DayOf(std::get<Instant>(*due));
  }

  /// Dossiers of one key may be one dossier under two codes.
  static std::string TwinKey(std::string_view agency, LocalDay received, LocalDay due) {
    return fmt::format("{} {} {}", agency, received.time_since_epoch().count(),
                       due.time_since_epoch().count());
  }

  void TakeMissingHere() {
    for (size_t i = 0; i < theirs_.dossiers.size(); ++i) {
      if (found_[i]) continue;
      const TheirDossier& their = theirs_.dossiers[i];
      Missing* twin = FindTwin(their);
      const std::string& agency = agency_of_[their.agency];
      AddGap({.kind = ReasonOf(their, agency, twin != nullptr),
              .code = their.code,
              .row = their.row,
              .agency = agency.empty() ? theirs_.agencies[their.agency] : agency,
              .procedure = theirs_.procedures[their.procedure],
              .theirs = CellOf(their.received, into_.zone),
              .ours = {},
              .proposed = twin ? twin->code : std::string()});
      if (!twin) continue;
      twin->proposed = true;
      if (twin->gap != kNoGap) into_.gaps[twin->gap].proposed = their.code;
    }
  }

  /// The only one of ours, missing there, of the same agency, procedure, receipt and due.
  Missing* FindTwin(const TheirDossier& their) {
    const std::string& agency = agency_of_[their.agency];
    if (agency.empty() || !their.received || !their.due) return nullptr;
    Missing* twin = nullptr;
    const auto [begin, end] = missing_there_.equal_range(
        TwinKey(agency, floor<days>(their.received->at), floor<days>(their.due->at)));
    for (auto at = begin; at != end; ++at) {
      Missing& missing = at->second;
      const bool same = !missing.proposed &&
                        IsSameTime(*their.received, *missing.side.received, into_.zone) &&
                        IsSameProcedure(procedure_of_[their.procedure], missing.side.procedure);
      if (same && twin) return nullptr;
      if (same) twin = &missing;
    }
    return twin;
  }

  bool IsSameProcedure(const std::string& theirs, const std::string& ours) {
    if (theirs.empty()) return true;
    if (names_.empty()) {
      for (const rulebook::Procedure& procedure : ours_.rulebook().procedures()) {
        names_.emplace(procedure.code.text(), sheet::Plain(procedure.name));
      }
    }
    if (theirs == sheet::Plain(ours)) return true;
    const auto [begin, end] = names_.equal_range(ours);
    return std::any_of(begin, end, [&](const auto& name) { return name.second == theirs; });
  }

  GapKind ReasonOf(const TheirDossier& their, const std::string& agency, bool has_twin) {
    if (MinistryInCode(their.code)) return GapKind::kMissingHereMinistry;
    if (IsOfAnotherCounter(their, agency)) return GapKind::kMissingHereCounter;
    const auto heard = heard_.find(agency);
    if (agency.empty() || heard == heard_.end()) return GapKind::kMissingHereSource;
    if (their.received && into_.zone.ToInstant(their.received->at) > heard->second) {
      return GapKind::kMissingHereLag;
    }
    return has_twin ? GapKind::kMissingHereNewCode : GapKind::kMissingHere;
  }

  /// Where it was received, as the list or its code says, is not the agency itself.
  bool IsOfAnotherCounter(const TheirDossier& their, const std::string& agency) {
    if (their.counter != 0) return agency_of_[their.counter] != agency;
    const std::string_view in_code = AgencyInCode(their.code);
    if (in_code.empty() || agency.empty()) return false;
    const auto [at, is_new] = counters_.emplace(in_code, std::string());
    if (is_new) at->second = agencies_.Find(in_code, "").code;
    return at->second != agency;
  }

  size_t AddGap(Gap gap) {
    int64_t& count = into_.gap_counts[static_cast<size_t>(gap.kind)];
    if (static_cast<size_t>(count++) >= options_.most_gaps) return kNoGap;
    into_.gaps.push_back(std::move(gap));
    return into_.gaps.size() - 1;
  }

  static void Count(CountsByRow& counts, const std::string& agency) {
    auto& count = counts[agency][TheirCount::kDossiers];
    count = count.value_or(0) + 1;
  }

  OurDossiers& ours_;
  const Theirs& theirs_;
  const AgencyMatcher& agencies_;
  const ReconciliationOptions& options_;
  Reconciliation& into_;
  ListOutcome outcome_;
  std::unordered_map<std::string, size_t> by_key_;  // DossierKey -> index in Theirs::dossiers
  std::vector<bool> found_;
  std::vector<std::string> agency_of_;              // ours, by Theirs::agencies
  std::vector<std::string> procedure_of_;           // plain, by Theirs::procedures
  std::unordered_map<std::string, Instant> heard_;  // the newest event of an agency
  std::unordered_multimap<std::string, Missing> missing_there_;
  std::multimap<std::string, std::string> names_;  // procedure -> plain name
  std::map<std::string, std::string> counters_;    // agency in a code -> ours
};

}  // namespace

Result<ListOutcome> ReconcileDossiers(ledger::View& view, const Theirs& theirs,
                                      const AgencyMatcher& agencies,
                                      const ReconciliationOptions& options, Reconciliation& into) {
  OurDossiers ours(view, theirs, into.scope);
  return ListReconciler(ours, theirs, agencies, options, into).Run();
}

Result<CountsByRow> CountInScope(ledger::View& view, const Theirs& theirs, ListScope scope) {
  OurDossiers ours(view, theirs, scope);
  CountsByRow counts;
  auto read = ours.ForEach([&](std::string_view, const OurSide& side, const dossier::Judged&) {
    if (!side.in_scope) return;
    auto& count = counts[side.agency][TheirCount::kDossiers];
    count = count.value_or(0) + 1;
  });
  if (!read) return read.error();
  return counts;
}

}  // namespace dunghan::statement
