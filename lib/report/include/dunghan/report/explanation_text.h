#pragma once

#include <string>
#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/report/labels.h"
#include "dunghan/report/seen_dossier.h"

/// Why a dossier is due when it is, and stands where it does, in sentences of fixed patterns. Each
/// sentence stands on its own; together they are enough to work both dues out by hand. Days and
/// hours are those of the dossier's calendar.
namespace dunghan::report {

/// The lawful due: the limit with its decision, the law it is counted by, the version of the rules
/// and who recorded it, the calendar with its hours, where counting starts, the days counted,
/// holidays and make-up days by name and source, each suspension with what it was for and what it
/// added, rolling, days not announced yet; what is left while the clock stands.
std::vector<std::string> ExplainLawful(const SeenDossier& seen, Language language);

/// Why the promise in force is the one it is, and why other claims are not; extension and
/// re-appointment.
std::vector<std::string> ExplainPromise(const SeenDossier& seen, Language language);

/// How the due of a basis is compared, why the dossier stands where it does, and how much working
/// time is left to the due or has passed since. While the lawful clock stands, only ExplainLawful
/// tells what is left: it has not changed since the clock was stopped.
std::vector<std::string> ExplainStanding(const SeenDossier& seen, dossier::Basis basis,
                                         Language language);

/// How it counts in index 766, and why that differs from the official rate; nothing without a
/// receipt.
std::vector<std::string> ExplainIndex766(const SeenDossier& seen, Language language);

/// The first result of a dossier that was reopened, and that it counts as none; nothing for others.
std::vector<std::string> ExplainReopening(const SeenDossier& seen, Language language);

/// The acceptance clock likewise; nothing for what was not submitted online.
std::vector<std::string> ExplainAcceptance(const SeenDossier& seen, Language language);

/// Who had it how long, what was over the step's own limit, and the share of the lateness on the
/// promised basis; of a reopened dossier, to whom the time between end and reopening is counted.
/// Nothing for a dossier without steps.
std::vector<std::string> ExplainSteps(const SeenDossier& seen, Language language);

}  // namespace dunghan::report
