// Which agencies need a look, and in which order.

import type { Agency } from "../../api/live";
import type { Share } from "../../texts/words";

export type Ranked = Pick<Agency, "code" | "overdue"> & { outlook: { state: string }; due_cohort: Share };

// Worst first; the others are all alike.
const kWorst = ["out_of_reach", "missed", "at_risk"];

function rankOf({ outlook }: Ranked): number {
  const rank = kWorst.indexOf(outlook.state);
  return rank < 0 ? kWorst.length : rank;
}

export function needsALook(agency: Ranked): boolean {
  return agency.overdue > 0 || rankOf(agency) < kWorst.length;
}

/** Of two shares the lower one first, exactly; none comes last. */
function lowerFirst(a: Share, b: Share): number {
  if (a.all === 0 || b.all === 0) return (a.all === 0 ? 1 : 0) - (b.all === 0 ? 1 : 0);
  return a.on_time * b.all - b.on_time * a.all;
}

/** The state, worst first; more overdue first; the lower rate of what fell due first. */
export function worstFirst(a: Ranked, b: Ranked): number {
  return rankOf(a) - rankOf(b) || b.overdue - a.overdue || lowerFirst(a.due_cohort, b.due_cohort) ||
         (a.code < b.code ? -1 : 1);
}
