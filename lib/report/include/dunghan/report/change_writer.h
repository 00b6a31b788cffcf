#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dunghan/base/json_shape.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/labels.h"

namespace dunghan::report {

/// Tells of dossiers that are not what they were at a view's position, and why: standings are those
/// that WriteDossierText shows at the position and in the present, and a reason is an event heard
/// since or a rulebook recorded since, of which is told what in it concerns the dossier: a day of
/// the calendar by name and source, the limit, the way of comparing.
class ChangeWriter {
 public:
  /// The view that the changes are from outlives it.
  ChangeWriter(const ledger::View& view, Language language) : view_(view), language_(language) {}

  /// The two instants compared: one line.
  std::string Heading(const ledger::Change& change) const;
  /// Some lines for reading.
  std::string Text(const ledger::Change& change);
  /// One line: dossier, agency, `before` and `after`, each {at, promised and lawful {standing, due,
  /// due_date}, end}; `moved` [{basis, from, to}]: due dates; `reasons`: events {position,
  /// recorded_at, type, at, source, id, ...} and rulebooks {position, type: "rulebook", number,
  /// effective_from, recorded_at, recorded_by, reason, changes [{what, was, is, date, name, source,
  /// text}]}; `text`: as Text.
  std::string Json(const ledger::Change& change);

 private:
  /// What is on record by a rulebook recorded since the position: it and all before it.
  const rulebook::Timeline& Until(const rulebook::Timeline& present, size_t versions);
  /// Of the rulebooks recorded since, those that judge the dossier otherwise than what was on
  /// record before them, as numbers of versions from 1.
  std::vector<size_t> RulebooksBehind(const ledger::Change& change);
  std::string RulebookText(const ledger::Change& change, size_t version);

  const ledger::View& view_;
  Language language_;
  std::vector<std::unique_ptr<const rulebook::Timeline>> until_;
};

/// Of what ChangeWriter::Json writes.
const JsonShape& ChangeShape();

}  // namespace dunghan::report
