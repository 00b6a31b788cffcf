// Texts by language and key.

import { en } from "./en";
import { vi, type Key } from "./vi";

export type { Key } from "./vi";
export type Language = "vi" | "en";
export const languages: readonly Language[] = ["vi", "en"];

const texts: Record<Language, Record<Key, string>> = { vi, en };

export type Values = Readonly<Record<string, string | number>>;

/** The text in that language, {name} replaced by values.name. */
export function say(language: Language, key: Key, values: Values = {}): string {
  return texts[language][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** Where the daemon's word decides which text it is: that one, or the word itself. */
export function sayOf(language: Language, prefix: string, word: string, values: Values = {}): string {
  const key = `${prefix}_${word}`;
  return key in vi ? say(language, key as Key, values) : word;
}
