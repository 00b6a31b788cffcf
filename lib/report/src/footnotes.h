#pragma once

#include <string>

#include "dunghan/report/labels.h"
#include "dunghan/statement/statement.h"

namespace dunghan::report {

/// What the table's numbers mean, a line each: rates with numerator and denominator, the interval
/// of the headline, whether the target is reached, the late budget, what stands outside the
/// columns.
std::string Footnotes(const statement::Statement& statement, Language language);

}  // namespace dunghan::report
