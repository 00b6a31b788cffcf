#pragma once

#include <string>

#include "dunghan/report/labels.h"
#include "dunghan/report/statement.h"

/// A statement as bytes. Writers are pure: the same statement gives the same bytes.
namespace dunghan::report {

/// Canonical: one line, fixed order of keys, no language. The form is the one of the interface,
/// section 7; a statement restricted to an agency says `agency` after `by`, a row with a target of
/// its own ends with `target`. `needs_on_time` is null where no number would do.
std::string WriteJson(const Statement& statement);

/// RFC 4180: a line of field names as in JSON, nested ones with a dot, one line per row, and at
/// last one with the code "total". Fields that have no value are empty.
std::string WriteCsv(const Statement& statement, Language language);

/// For reading on a terminal, with the rates spelled out below.
std::string WriteTable(const Statement& statement, Language language);

}  // namespace dunghan::report
