// What the board says of figures, in words: names, verdicts, ages.

import type { Agency, Live, Target, Total } from "../api/live";
import { dateOf, minuteOf, number, percentage, perMille, share, wallClock } from "./format";
import { say, sayOf, type Language } from "./say";

export interface Share {
  on_time: number;
  all: number;
}

/** One colour for each state of the daemon's verdict. */
export type Look = "good" | "risk" | "bad" | "none";
const kLooks: Readonly<Record<string, Look>> = {
  reached: "good", met: "good", at_risk: "risk", out_of_reach: "bad", missed: "bad",
};
// Signs beside colours, for whoever does not see them.
const kSigns: Readonly<Record<Look, string>> = { good: "✓", risk: "!", bad: "▼", none: "" };

export interface Verdict {
  look: Look;
  sign: string;
  words: string;
}

/** Of a row or the total. A tick would speak for the overdue ones as well. */
export function verdictOf({ outlook, overdue }: Pick<Total, "outlook" | "overdue">, language: Language): Verdict {
  const look = kLooks[outlook.state] ?? "none";
  return { look, sign: look === "good" && overdue > 0 ? "" : kSigns[look],
           words: sayOf(language, "state", outlook.state) };
}

/** "98,37 %"; where there is none, in words. */
export function shareOf({ on_time: onTime, all }: Share, language: Language): string {
  return all === 0 ? say(language, "no_data") : share(onTime, all, language);
}

export function targetText(target: Target, language: Language): string {
  const key = target.is === "above" ? "target_above" : "target_at_least";
  return say(language, key, { share: perMille(target.per_mille, language) });
}

/** Ours, by the portal's rules: it stands beside the rate whatever comes first. The score is cut. */
export function index766Text({ on_time, all }: Share, confirmed: boolean, language: Language): string {
  if (all === 0) return "";
  const words = say(language, "index766", {
    share: shareOf({ on_time, all }, language), all: number(all, language),
    score: percentage(on_time * 20, all * 100, language) });
  return confirmed ? words : `${words} · ${say(language, "index766_unverified")}`;
}

/** A sentence of its own: what is overdue is no part of the rate, nor of the verdict's words. */
export function backlogText({ rate, outlook: { backlog, cleared } }: Total, language: Language): string {
  const n = number(backlog, language);
  if (backlog === 0) return "";
  if (rate.all === 0) return say(language, "backlog_alone", { n });
  return say(language, "backlog", { n, share: shareOf(cleared, language) });
}

export function agencyName(agency: Agency, language: Language): string {
  if (!agency.code) return say(language, "agency_unknown");
  const name = (language === "en" && agency.name_en) || agency.name;
  return !name || name === agency.code ? say(language, "agency_unlisted", { code: agency.code }) : name;
}

export function siteName({ site }: Live, language: Language): string {
  const own = language === "en" ? [site.centre_en, site.province_en] : [site.centre, site.province];
  return own.find(Boolean) || site.centre || site.province || "";
}

export function titleOf(data: Live, language: Language): string {
  const site = siteName(data, language);
  const house = site ? `${site} – Dunghan` : say(language, "title");
  const { rate, overdue } = data.total;
  if (rate.all === 0) return house;
  const late = say(language, "overdue").toLowerCase();
  return `${share(rate.on_time, rate.all, language)} · ${late} ${number(overdue, language)} – ${house}`;
}

const kHour = 3_600;
const kDay = 86_400_000;
const kShownInHours = 24 * kHour;  // of work; longer silences in calendar days

/** How long nothing new has happened. */
export function ageText({ now, data }: Live, newest: number, language: Language): string {
  const days = Math.floor((wallClock(now) - newest) / kDay);
  return data.working_seconds !== null && data.working_seconds <= kShownInHours || days <= 0
    ? say(language, "age_hours", { n: number(Math.floor((data.working_seconds ?? 0) / kHour), language) })
    : say(language, "age_days", { n: number(days, language) });
}

export function momentText(wall: number, language: Language): string {
  return say(language, "moment", { time: minuteOf(wall), date: dateOf(wall) });
}
