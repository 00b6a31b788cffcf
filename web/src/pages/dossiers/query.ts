// What a list of dossiers is asked for, in the address of the page and of the API alike.

import type { Place } from "../../route";

/** Of the address; whatever else stands there is not asked. */
export const kAsked = ["q", "standing", "due", "agency", "procedure", "due_before", "sort", "cursor"] as const;

export const kOpen = ["overdue", "in_time", "suspended", "unmeasurable", "pending_acceptance", "without_receipt"] as const;
export const kEnded = ["finished_early", "finished_on_time", "finished_late", "finished_unmeasurable", "withdrawn",
                       "declined"] as const;
export const kBuckets = ["overdue_10wd_plus", "overdue_3wd", "overdue_1wd", "today", "1wd", "3wd", "later"] as const;
export const kSorts = ["due", "-due", "received", "-received", "code"] as const;

const kRows = 50;

/** The question of a page. */
export function pathOf({ query }: Place): string {
  const asked = new URLSearchParams();
  for (const name of kAsked) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  asked.set("limit", String(kRows));
  return `/api/v1/dossiers?${asked}`;
}

/** The page with what a form says, from its first row on. */
export function placeOf(fields: Iterable<readonly [string, string]>): string {
  const asked = new URLSearchParams();
  for (const [name, value] of fields) {
    if (value.trim()) asked.set(name, value.trim());
  }
  const text = asked.toString();
  return text ? `/dossiers?${text}` : "/dossiers";
}
