// Numbers, shares and times as the board writes them.

import type { Language } from "./say";

const kNoBreak = "\u00a0";
const kMarks = {
  vi: { thousands: ".", point: ",", percent: kNoBreak + "%" },
  en: { thousands: ",", point: ".", percent: "%" },
} as const;

/** 1.234.567, in English 1,234,567; a true minus sign. */
export function number(value: number, language: Language): string {
  const digits = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, kMarks[language].thousands);
  return value < 0 ? "\u2212" + digits : digits;
}

/**
 * Hundredths of a per cent, cut: a rate short of its target must not look as if it had reached it.
 * From the counts, because a fraction in binary may lie below the decimal it stands for.
 */
export function hundredths(part: number, all: number): number {
  const scaled = part * 10000;
  return (scaled - (scaled % all)) / all;
}

/** "98,37", in English "98.37". */
export function percentage(part: number, all: number, language: Language): string {
  const cut = hundredths(part, all);
  return Math.floor(cut / 100) + kMarks[language].point + String(cut % 100).padStart(2, "0");
}

/** "98,37 %", in English "98.37%". */
export function share(part: number, all: number, language: Language): string {
  return percentage(part, all, language) + kMarks[language].percent;
}

/** A target: 980 is "98 %", 985 "98,5 %". */
export function perMille(value: number, language: Language): string {
  const { point, percent } = kMarks[language];
  const tenth = value % 10;
  return Math.floor(value / 10) + (tenth ? point + tenth : "") + percent;
}

/** An RFC 3339 instant as what a wall clock showed there: milliseconds of a UTC that is local time. */
export function wallClock(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|[+-]\d\d:\d\d)$/.exec(text);
  return match ? Date.parse(match[1] + "Z") : NaN;
}

const two = (value: number) => String(value).padStart(2, "0");

/** "09:15:00" */
export function timeOf(wall: number): string {
  const date = new Date(wall);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
}

/** "14:05", of an instant on which nobody waits. */
export function minuteOf(wall: number): string {
  return timeOf(wall).slice(0, 5);
}

/** "20/11/2026" */
export function dateOf(wall: number): string {
  const date = new Date(wall);
  return [two(date.getUTCDate()), two(date.getUTCMonth() + 1), date.getUTCFullYear()].join("/");
}

/** A reporting month: "2026-11" as "11/2026"; "bc:2026-11" with its days, "11/2026 (15/10–14/11)". */
export function month(period: { name: string; from: string; to: string }): string {
  const match = /^(bc:)?(\d{4})-(\d\d)$/.exec(period.name);
  if (!match) return period.name;
  const name = `${match[3]}/${match[2]}`;
  const day = (date: string) => date.slice(8) + "/" + date.slice(5, 7);
  return match[1] ? `${name} (${day(period.from)}–${day(period.to)})` : name;
}
