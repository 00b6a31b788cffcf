// What every part of the page may ask for.

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { say, sayOf, type Key, type Language, type Values } from "../texts/say";

export const LanguageContext = createContext<Language>("vi");

export interface Words {
  language: Language;
  say(key: Key, values?: Values): string;
  sayOf(prefix: string, word: string, values?: Values): string;
}

export function useWords(): Words {
  const language = useContext(LanguageContext);
  return {
    language,
    say: (key, values) => say(language, key, values),
    sayOf: (prefix, word, values) => sayOf(language, prefix, word, values),
  };
}
