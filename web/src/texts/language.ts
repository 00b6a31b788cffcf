// Which language: ?lang= rules; else what was chosen last; else Vietnamese.

import { languages, type Language } from "./say";

const kRemembered = "dunghan-language";

function known(text: string | null): Language | null {
  return languages.find((language) => language === text) ?? null;
}

export function remember(language: Language): Language {
  try {
    localStorage.setItem(kRemembered, language);
  } catch { /* storage may be forbidden */ }
  return language;
}

export function chosenLanguage(): Language {
  const asked = known(new URLSearchParams(location.search).get("lang"));
  if (asked) return remember(asked);
  try {
    return known(localStorage.getItem(kRemembered)) ?? "vi";
  } catch {
    return "vi";  // storage may be forbidden
  }
}
