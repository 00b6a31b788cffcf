#pragma once

#include <cstdint>

#include "dunghan/figures/figures.h"
#include "dunghan/figures/policy.h"

namespace dunghan::figures {

/// The headline rate a period ends with if, from now on, nothing more goes wrong: what is due in it
/// and not decided yet is finished in time, and what is overdue is finished in it, late as it is.
///
///   official    (early + on time + pending) / (early + on time + late + pending + overdue)
///   due cohort  (in time so far + pending) / all due in the period
///   strict      as it stands: what is open and not overdue counts as in time already
///
/// pending = due in the period and not decided, overdue = open and overdue. 0/0 is "no data".
Rate BestPossible(const Figures& figures, Headline headline);

/// Due in the period, later today included, and neither finished nor late yet.
int64_t PendingInPeriod(const Figures& figures);

}  // namespace dunghan::figures
