#pragma once

#include <optional>
#include <string>

#include "dunghan/base/json_shape.h"
#include "dunghan/report/labels.h"
#include "dunghan/statement/statement.h"

/// A statement as bytes. Writers are pure: the same statement gives the same bytes.
namespace dunghan::report {

/// Canonical: one line, fixed order of keys, no language. The form is the one of the interface,
/// section 7; a statement restricted to an agency says `agency` after `by`, a row with a target of
/// its own ends with `target`. `needs_on_time` is null where no number would do. At the top, after
/// `simulated`: `begun` (false: the period lies ahead), `empty` (nothing is known of it),
/// `headline` ("official", "strict", "due_cohort"), `target_is` ("at_least", "above"), `comparison`
/// ("by_unit", "date", "instant"), `tree` ("as-was", "period-end"); after `rows`: `petitions`, the
/// figures of all petitions together.
///
/// A row has beside the figures of the interface, in this order; times are seconds of working time,
/// rates have `ratio`, `low`, `high`, cut and not rounded (null where there is no data):
///   after `without_receipt`: `moved_in_overdue`, `moved_out_overdue`: of those moved, when they
///       were; `open_suspended_ahead`: of those suspended, whose finish would still be in time
///   after `due_cohort`: `outlook` {state, best, cleared, backlog}: of the headline, see
///       figures/outlook.h; both rates without an interval
///   after `late_budget`: `gross` {on_time, all}: on the lawful due without credit for suspensions
///   `granted_only` {on_time, all}: `official` without refusals
///   `acceptance` {submitted, in_time, late, declined, waiting, waiting_late}; ratio: in_time of
///       in_time + late
///   `supplements` {asked, asked_late, asked_again, answered}
///   `suspended_seconds`: by "kind" or "kind:reason"; kinds: supplement, payment, stop
///   `ready` {on_time, all}: of those finished in time, at the counter by the appointment
///   `late_causes`: dossiers finished late by code; "" = none stated
///   `urged` {times, dossiers}
///   `satisfaction` {answered, satisfied, answering {answered, finished}}
///   `online` {of_received, of_full, of_offered}, each {online, received}
///   `extended`, `reappointed`, `reappointed_again`: dossiers; `reappointments` {kept, all}: of
///       those finished late with one
///   `steps` {in_time, all, without_limit, seconds, overrun_seconds, late_seconds_borne}: of the
///       steps the row's agencies had, whosever the dossiers were
///   `processing_seconds`, `transit_seconds`, `unassigned_seconds`, `late_seconds`
std::string WriteJson(const statement::Statement& statement);
const JsonShape& StatementShape();

/// RFC 4180: a line of field names as in JSON, nested ones with a dot, one line per row, and at
/// last one with the code "total". Fields that have no value are empty. `suspended_seconds` has one
/// field for each kind; `late_causes` is one text, "code=n;code=n", with "(none)=n" for those
/// without a stated cause. The last four fields, the same in every line, say where it is from:
/// `period`, `basis`, `position` ("SEQ:DIGEST", as verify --against takes it), `simulated`. Texts
/// that a spreadsheet would run are written as csv_text.h says.
std::string WriteCsv(const statement::Statement& statement, Language language);

/// From when to when there are events in a ledger, and where it is.
struct LedgerExtent {
  std::string folder;
  std::optional<LocalDay> first;  ///< absent: there are none
  std::optional<LocalDay> last;
};

/// Whether a statement is of nothing: of a period that has not begun, or of which nothing is known.
inline bool IsOfNothing(const statement::Statement& statement) {
  return !statement.begun || statement::IsEmpty(statement);
}
/// That it is, in a sentence without its full stop; of an empty one which ledger was asked, so that
/// a wrong folder is noticed. REQUIRES: IsOfNothing.
std::string NothingText(const statement::Statement& statement, const LedgerExtent& ledger,
                        Language language);

/// For reading on a terminal, with the rates spelled out below, and of the further figures those
/// there are.
std::string WriteTable(const statement::Statement& statement, Language language);

}  // namespace dunghan::report
