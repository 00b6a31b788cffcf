#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/error.h"
#include "dunghan/rulebook/rulebook.h"
#include "input.h"

/// The lists of a rulebook, row by row. Each function reports every fault of its file, references
/// to other lists excepted, and returns the rows that have a code, so that one fault does not bring
/// others with it.
namespace dunghan::rulebook {

/// How tiers are spelt, in the order of Tier without kUnknown.
inline constexpr std::array<std::string_view, 3> kTierWords{"province", "district", "commune"};

struct AgencyRow {
  int line = 0;
  bool dated = true;     ///< its validity could be read
  Agency agency;         ///< without its calendar
  std::string calendar;  ///< its name; empty: the default one
};
/// The rows of one agency are valid at different times, parents are listed, nobody is its own
/// ancestor on any day. A warning where an agency outlives its parent.
std::vector<AgencyRow> ReadAgencies(const FileText& input, CodeTable& codes,
                                    std::vector<Problem>& problems);

struct ProcedureRow {
  int line = 0;
  bool dated = true;  ///< likewise
  Procedure procedure;
};
/// The rows of one procedure are valid at different times.
std::vector<ProcedureRow> ReadProcedures(const FileText& input, CodeTable& codes,
                                         std::vector<Problem>& problems);

struct SuccessorRow {
  int line = 0;
  bool dated = true;  ///< its date could be read
  Successor successor;
};
/// One row for each agency and procedure, to another agency.
std::vector<SuccessorRow> ReadSuccessors(const FileText& input, CodeTable& codes,
                                         std::vector<Problem>& problems);

}  // namespace dunghan::rulebook
