#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/settings.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"
#include "dunghan/report/forms.h"
#include "intake/national_mapping.h"

namespace dunghan::app {

/// What SIGHUP replaces: the rulebook, how figures are made of it and printed, and what national
/// messages call things.
struct Rules {
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  figures::Policy policy;
  report::FormRules print = {};
  std::shared_ptr<const intake::NationalMapping> national = {};
};

/// Reads the configuration file and all that it names anew.
struct LoadedRules {
  std::optional<Rules> rules;     ///< nothing if there are errors
  std::vector<Problem> problems;  ///< all of them
};
LoadedRules LoadRules(const std::filesystem::path& file, std::shared_ptr<CodeTable> codes);

/// The mapping that the settings name, or the built-in one.
intake::LoadedNational LoadNational(const Settings& settings);

/// Whether both give the same figures, and papers.
bool SameRules(const Rules& a, const Rules& b);

/// Who acts: the user that ran sudo, else the one the process runs as.
std::string OperatorName();

/// A rulebook put in force, and what came out of quarantine by it.
struct RulesApplied {
  ledger::Applied applied;
  ledger::OutcomeCounts retried;
  ledger::Position head;
  /// Why what waits in quarantine was not retried; the rulebook is in force all the same.
  std::optional<Error> retry_failure = {};  ///< after both
  /// When the newest event happened of dossiers that the retry has changed.
  std::optional<Instant> heard = {};
};

/// "rulebook 3 in force since ...: 12 dossiers moved; quarantine: ..."
std::string Describe(const RulesApplied& rules);

/// The same as an object.
std::string DescribeAsJson(const RulesApplied& rules);

/// What putting a rulebook in force asks for; `effective_from` is a date, from whose beginning on,
/// or an instant. @error kInvalidArgument: it is neither.
Result<ledger::Application> MakeApplication(std::shared_ptr<const rulebook::Rulebook> rulebook,
                                            const std::optional<std::string>& effective_from,
                                            std::string operator_name, std::string reason);

/// Records a rulebook in the ledger, unless it is the newest already, and tries again what is in
/// quarantine if it is new. @error as Ledger::Apply's
Result<RulesApplied> ApplyRulebook(ledger::Ledger& ledger, const ledger::Application& application,
                                   const std::shared_ptr<CodeTable>& codes);

}  // namespace dunghan::app
