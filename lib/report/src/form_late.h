#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "form_making.h"

/// Dossiers that are late, and who bears it.
namespace dunghan::report {

struct LateDossier {
  std::string code;
  statement::Named agency;
  statement::Named procedure;
  Instant received;
  std::optional<LocalDay> due;
  std::optional<Instant> ended;  ///< by the period's end
  dossier::Standing standing = dossier::Standing::kOverdue;
  std::chrono::milliseconds late{};     ///< working time after the due
  std::string step;                     ///< who overran most: "unit, step"; empty: nobody
  std::chrono::milliseconds overrun{};  ///< its share of the lateness
  bool finished_since = false;          ///< open at the period's end, and ended by now
  std::string cause;                    ///< code; empty: none was stated
  std::optional<Instant> apologised;    ///< by the period's end
  bool apologies_known = false;         ///< whether letters of its agency ever come in
  int64_t urged = 0;                    ///< times, by the period's end
};

/// Finished late or withdrawn past the due in the period, or open past it at its end; by agency,
/// the latest first. `open_alone`: those that are open.
Result<std::vector<LateDossier>> FindLate(const FormMaking& making, bool open_alone);

}  // namespace dunghan::report
