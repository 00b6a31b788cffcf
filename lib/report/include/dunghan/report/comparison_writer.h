#pragma once

#include <string>

#include "dunghan/base/json_shape.h"
#include "dunghan/report/labels.h"
#include "dunghan/statement/comparison.h"

/// Two rates explained against each other, as bytes; the same comparison gives the same bytes.
namespace dunghan::report {

/// A line for each reason, from the one rate to the other.
std::string WriteComparisonTable(const statement::Comparison& comparison, Language language);
/// One line; the dossiers of each reason among it.
std::string WriteComparisonJson(const statement::Comparison& comparison);
const JsonShape& ComparisonShape();
/// A line for each dossier on which the two differ.
std::string WriteComparisonCsv(const statement::Comparison& comparison, Language language);

}  // namespace dunghan::report
