#pragma once

#include <string>
#include <string_view>

#include "dunghan/base/json_shape.h"
#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/ledger/named_dossier.h"
#include "dunghan/report/labels.h"
#include "dunghan/report/seen_dossier.h"
#include "dunghan/rulebook/scope.h"

/// One dossier as kept: receipt, events, standing and due on both bases, claims, stops, signals.
namespace dunghan::report {

enum class Explain : uint8_t { kNo, kYes };

/// A record and the view it came from.
struct DossierPage {
  const ledger::DossierRecord& record;
  const ledger::Viewpoint& view;

  SeenDossier Seen() const {
    return {record.judged, view.timeline(), view.timeline().RulesFor(record.judged.facts),
            view.position().at};
  }
};

/// A due in a list, for reading: "2021-06-14", "2021-06-14T17:00:00+07:00"; of a closing at 24:00
/// the day too, "2021-06-15T00:00:00+07:00 (24:00 2021-06-14)". Empty: there is none.
std::string DueInList(const dossier::BasisJudgement& basis, const worktime::Zone& zone);

/// Which dossiers a name leads to, where they are several.
std::string SeveralText(std::string_view name, const ledger::NamedDossier& found,
                        Language language);

/// For reading on a terminal; with kYes the explanation in sentences.
std::string WriteDossierText(const DossierPage& page, Explain explain, Language language);

/// One line of JSON. Instants have the offset of the dossier's calendar; times are seconds. A due
/// given as a date stays a date; one given as a local midnight is taken for a date, and the instant
/// stands beside it, as `due_said`, `extension_said` and so on. `due_date` is the local day of a
/// due: of a computed one that closes at 24:00 the day it was counted to. `counted_on`, where it is
/// another day, is that of the receipt, on which a due before it counts. A stop that ended with its
/// dossier ends then, and says `ended_with_dossier`. An event that does not count says why in
/// `fate`: "mirror", "ahead" (dated after now), "voided", "voids_nothing", "voids_a_void". With
/// kYes there is `explanation`, of data and of sentences in that language, enough for another
/// program to work the dues out again:
///
///   `rules` {judged_by, limit_by, procedure, comparison, same_day_cutoff}: versions by `number`
///       from 1, with seq, effective_from, recorded_at, recorded_by, reason
///   `calendar` {name, zone, valid_from, valid_to, hours by weekday, exceptions}: those from the
///       first day counted to the last due, the end or now; no hours = closed
///   `lawful_due` {limit, from, restarted, first_day, first_instant, after_cutoff, counted,
///       suspensions, open_since, left_seconds, unsuspended_due, unsuspended_due_date,
///       added_seconds, added_days, reached or reached_date (where that leads, before it is carried
///       to a closing or rolled), rolled, due, due_date, confirmed}, or {limit, from, ..., error,
///       calendar_reaches_to}, or null; suspensions are united, with all they were for in `of`
///   `gross_due`, `gross_due_date`: without credit for suspensions; `gross_overdue_from`
///   `claims` [{at, due, by_receipt, state: in_force, disputed or replaced}]
///   `extension`, `reappointment` {at, due, times} or null
///   `promised`, `lawful_basis` {due, due_date, counted_on, by_date, overdue_from, standing,
///       left_seconds, late_seconds}; while the lawful clock stands, what is left is said there
///       alone
///   `acceptance_due` like `lawful_due`, or null
///   `times` {total, in_steps, suspended, in_transit, unassigned, late} and `parts`, which make up
///       `total` exactly
///   `lawful`, `promise`, `standing`, `reopening`, `acceptance`, `steps`: the sentences
std::string WriteDossierJson(const DossierPage& page, Explain explain, Language language);

/// What who has only a step of it is shown: both dues, the time it has taken in all, and the steps
/// of the own agencies, by the tree of today.
std::string WriteOwnStepsJson(const DossierPage& page, const rulebook::Scope& scope,
                              Language language);
const JsonShape& OwnStepsShape();
const JsonShape& DossierShape();

}  // namespace dunghan::report
