#pragma once

#include <memory>
#include <optional>
#include <string>

#include "dunghan/base/time.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/limit.h"

namespace dunghan::rulebook {

/// The law on the one-stop mechanism for as long as it held: what sentences cite, and the limits
/// that it sets beside those of procedures. An entry of the rulebook's law file; texts but the
/// citation may be empty, limits absent: nothing is said.
struct Law {
  LocalDay from;
  std::optional<LocalDay> to;  ///< inclusive
  std::string citation;        ///< Vietnamese, as it stands in a sentence
  std::string citation_en;
  std::string forms;  ///< the circular with the forms
  std::string forms_en;
  std::string lead;  ///< the ministry that leads
  std::string lead_en;
  std::string portal;  ///< who runs the national portal
  std::string portal_en;
  /// How long what is submitted online may wait to be received or declined.
  std::optional<worktime::TimeLimit> accept_within;
  /// How soon after the receipt the first supplement is to be asked for.
  std::optional<worktime::TimeLimit> supplement_within;
  std::shared_ptr<const dossier::PauseLimits> pause_limits;  ///< null: none
  std::string note;                                          ///< for those who keep the file
};

}  // namespace dunghan::rulebook
