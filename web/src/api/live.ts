// What the board shows now, as the daemon says it.

import type { components } from "./schema";

export type Live = components["schemas"]["live"];
export type Change = components["schemas"]["live_change"];
export type Agency = Live["agencies"][number];
export type Total = Live["total"];
export type Target = Live["target"];

/** All as it is after a change. */
export function merged(known: Live, { agencies, gone, ...change }: Change): Live {
  const rows = new Map(known.agencies.map((row) => [row.code, row]));
  for (const code of gone) rows.delete(code);
  for (const row of agencies) rows.set(row.code, row);
  return { ...change, agencies: [...rows.values()] };
}
