#pragma once

#include <string_view>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// What agencies and procedures are called in labels: their codes, and "unknown" for dossiers that
/// name none ("(unknown)" where a code is spelled like that).
class RowNames {
 public:
  /// Valid as long as the snapshot's codes.
  explicit RowNames(const board::Snapshot& snapshot);

  std::string_view Of(AgencyCode code) const { return code ? code.text() : no_agency_; }
  std::string_view Of(ProcedureCode code) const { return code ? code.text() : no_procedure_; }

 private:
  std::string_view no_agency_;
  std::string_view no_procedure_;
};

}  // namespace dunghan::metrics
