#pragma once

#include <string_view>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// What agencies and procedures are called in labels: their codes, and "unknown" for dossiers that
/// name none ("(unknown)" where a code is spelled like that). All that are not shown by themselves
/// are "others", likewise.
class RowNames {
 public:
  /// Valid as long as the snapshot's codes.
  explicit RowNames(const board::Snapshot& snapshot);

  std::string_view Of(AgencyCode code) const { return code ? code.text() : no_agency_; }
  std::string_view Of(ProcedureCode code) const { return code ? code.text() : no_procedure_; }
  std::string_view other_agencies() const { return other_agencies_; }
  std::string_view other_procedures() const { return other_procedures_; }

 private:
  std::string_view no_agency_;
  std::string_view no_procedure_;
  std::string_view other_agencies_;
  std::string_view other_procedures_;
};

}  // namespace dunghan::metrics
