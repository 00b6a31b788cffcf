#pragma once

#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {

/// The acceptance clock; empty for what was not submitted, or submitted at a counter.
AcceptanceJudgement JudgeAcceptance(const Facts& facts, const Terms& terms);

}  // namespace dunghan::dossier
