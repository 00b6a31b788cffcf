#pragma once

#include "measure.h"
#include "postgres.h"
#include "setup.h"

/// The measurements. Each adds its lines to the table.
namespace dunghan::bench {

/// `import` of a file, beside appending the same events in other ways. `postgres` may be null.
void MeasureImport(const Setup& setup, Postgres* postgres, Table& table);
/// Opening a ledger for writing, beside reading its states.
void MeasureStart(Setup& setup, Table& table);
/// Memory of an open ledger, per open and per finished dossier.
void MeasureMemory(Setup& setup, Table& table);
/// Appending to a large ledger beside appending to a small one. Adds to the large one.
void MeasureGrowth(Setup& setup, Table& table);
/// Appending events of which many come late, beside the same in order.
void MeasureLate(const Setup& setup, Table& table);
/// The month's statement, beside PostgreSQL's query.
void MeasureStatement(Setup& setup, Postgres* postgres, Table& table);
/// Putting a rulebook with another calendar in force while all dossiers are open.
void MeasureRulebook(Setup& setup, Table& table);
/// The month's statement as of an earlier position. Adds to the large ledger.
void MeasureAsOf(Setup& setup, Table& table);

}  // namespace dunghan::bench
