#include "dunghan/statement/restatement.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dunghan/statement/names.h"
#include "dunghan/statement/period_change.h"
#include "one_dossier.h"
#include "statement_sums.h"

namespace dunghan::statement {
namespace {

using dossier::EventType;

struct NamedReason {
  std::string_view name;
  Words words;
};

const NamedReason& NamesOf(MovedBy by) {
  static const std::array<NamedReason, kMovedBys> names = {{
      {"late_entry", {"nhập muộn", "entered late"}},
      {"correction", {"đính chính", "corrected"}},
      {"void", {"hủy thông tin đã gửi", "withdrawn"}},
      {"rulebook", {"thay đổi bộ quy tắc", "other rules"}},
      {"since", {"phát sinh sau khi chốt", "happened since"}},
  }};
  return names[static_cast<size_t>(by)];
}

/// Whether an event says otherwise what was known of the dossier.
bool Corrects(const dossier::Event& event, const std::optional<dossier::Judged>& before) {
  if (!before) return false;
  const dossier::Facts& facts = before->facts;
  switch (event.type) {
    case EventType::kReceived:
      return facts.receipt.has_value();
    case EventType::kSubmitted:
      return facts.submission.has_value();
    case EventType::kDueSet:
      return !facts.claims.empty();
    case EventType::kCompleted:
    case EventType::kRefused:
    case EventType::kWithdrawn:
      return facts.end.has_value();
    default:
      return false;
  }
}

MovedBy ReasonOf(const dossier::Event& event, const ledger::PastChange& change, Instant then) {
  if (event.type == EventType::kVoided) return MovedBy::kVoid;
  if (event.at > then) return MovedBy::kSince;
  return Corrects(event, change.before) ? MovedBy::kCorrection : MovedBy::kLateEntry;
}

MovedDossier Moved(const ledger::PastChange& change, Instant then) {
  MovedDossier moved;
  moved.code = change.code;
  const dossier::Facts& facts = change.after.facts;
  if (facts.receipt) {
    moved.agency = facts.receipt->agency.text();
    moved.procedure = facts.receipt->procedure.text();
  }
  const auto add = [&](MovedBy by) {
    if (std::find(moved.by.begin(), moved.by.end(), by) == moved.by.end()) moved.by.push_back(by);
  };
  for (const ledger::StoredEvent& stored : change.events) {
    add(ReasonOf(stored.event, change, then));
    moved.events.push_back(stored.seq);
  }
  moved.rulebooks = change.rulebooks;
  if (!moved.rulebooks.empty()) add(MovedBy::kRulebook);
  std::sort(moved.by.begin(), moved.by.end());
  return moved;
}

/// Whether it is of the agencies that a statement is restricted to.
bool Concerns(const ledger::PastChange& change, AgencyFilter& filter) {
  const auto& cells = change.difference.map();
  return std::any_of(cells.begin(), cells.end(), [&](const auto& cell) {
    return filter.Passes(cell.first.row.agency, cell.first.day);
  });
}

/// Whether it is among what a form shows: petitions in theirs, and in a row of the monthly one.
bool IsOfForm(const ledger::PastChange& change, const std::string& form,
              const rulebook::Rulebook& rulebook) {
  if (form == "monthly") return true;
  const auto petition = [&](const dossier::Judged& judged) {
    return IsPetition(figures::RowOf(judged.facts).procedure, rulebook);
  };
  const bool any = petition(change.after) || (change.before && petition(*change.before));
  return any == (form == "petitions");
}

/// The counts that forms in columns and lists of late ones are made of, and nothing else.
figures::Figures Outcomes(figures::Figures of) {
  of.due_cohort = {};
  of.due_in_period = 0;
  of.index766 = {};
  of.index766_unmeasurable = 0;
  of.index766_open = 0;
  of.open_suspended_ahead = 0;
  of.reopened = 0;
  of.without_receipt = 0;
  of.refused_in_time = 0;
  of.refused_late = 0;
  return of;
}

/// Forms of rates and measures count all that shows in the period; the others their outcomes, by
/// whom, how it came, and whether an apology was written.
class FormChange {
 public:
  FormChange(ledger::View& then, const FrozenIdentity& identity, const figures::Period& period)
      : one_(then, period,
             dossier::ParseBasis(identity.basis).value_or(dossier::Basis::kPromised)) {
    const auto& form = identity.form;
    by_outcomes_ = form == "II.06a" || form == "II.06b" || form == "07a" || form == "late-list" ||
                   form == "urge";
  }

  bool Counts(const ledger::PastChange& change) const {
    if (!by_outcomes_ || !change.before) return true;
    return Key(*change.before) != Key(change.after);
  }

 private:
  struct Seen {
    figures::Figures outcomes;
    figures::RowKey row;
    bool apologised = false;
    std::optional<Instant> submitted;
    std::optional<Instant> declined;
    friend bool operator==(const Seen&, const Seen&) = default;
  };
  Seen Key(const dossier::Judged& judged) const {
    const dossier::Facts& facts = judged.facts;
    const auto& submission = facts.submission;
    return {Outcomes(one_.Of(judged)), figures::RowOf(facts), facts.apologised.has_value(),
            submission ? std::optional(submission->at) : std::nullopt, facts.declined};
  }

  OneDossier one_;
  bool by_outcomes_ = false;
};

}  // namespace

std::string_view ToString(MovedBy by) { return NamesOf(by).name; }
Words WordsOf(MovedBy by) { return NamesOf(by).words; }

Result<Restatement> Restate(const FrozenOnRecord& frozen, ledger::View& then,
                            const Remade& made_then, const record::Position& now,
                            const Remade& made_now) {
  const FrozenStatement& statement = frozen.statement;
  auto period = figures::ParsePeriod(statement.identity.period);
  if (!period) return period.error();
  Restatement restatement;
  restatement.id = frozen.id;
  restatement.period = std::move(*period);
  restatement.then = statement.position;
  restatement.now = now;
  restatement.zone = then.rulebook().default_calendar().zone();
  restatement.definition_then = statement.definition;
  restatement.definition_now = CurrentDefinition();
  restatement.other_settings = made_then.settings != statement.settings;
  auto anew = MovedCells(statement.json, made_then.json);
  if (!anew) return anew.error();
  restatement.by_definition = std::move(*anew);
  auto cells = MovedCells(statement.json, made_now.json);
  if (!cells) return cells.error();
  restatement.cells = std::move(*cells);
  // Where no cell is another one, no dossier has moved any.
  if (restatement.cells.empty()) return restatement;
  AgencyFilter filter(then.rulebook(), statement.identity.agency);
  const FormChange of_form(then, statement.identity, restatement.period);
  const auto walked = then.ForEachChange([&](const ledger::PastChange& change) {
    if (!ShowsIn(restatement.period, change) || !Concerns(change, filter)) return;
    if (!IsOfForm(change, statement.identity.form, then.rulebook()) || !of_form.Counts(change))
      return;
    restatement.dossiers.push_back(Moved(change, statement.position.at));
  });
  if (!walked) return walked.error();
  return restatement;
}

}  // namespace dunghan::statement
