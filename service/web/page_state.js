// The head: whose page it is, how recent what it shows is, and whether all is well with the daemon.
// Whether the page itself hears of changes (page_stream.js) is another matter.

import { dateOf, minuteOf, number, wallClock } from "./page_format.js";
import { say } from "./page_texts.js";

const kHour = 3_600;
const kDay = 86_400_000;
const kShownInHours = 24 * kHour;  // of work; longer silences in calendar days
const find = (id) => document.getElementById(id);

function nameOf({ site }, language) {
  if (!site) return "";
  const own = language === "en" ? [site.centre_en, site.province_en] : [site.centre, site.province];
  return own.find(Boolean) || site.centre || site.province || "";
}

export function titleOf(data, language) {
  const name = nameOf(data, language);
  return name ? `${name} – Dunghan` : say(language, "title");
}

function ageOf({ now, data }, language) {
  const days = Math.floor((wallClock(now) - wallClock(data.newest_event)) / kDay);
  return data.working_seconds > kShownInHours && days > 0
    ? say(language, "age_days", { n: number(days, language) })
    : say(language, "age_hours", { n: number(Math.floor(data.working_seconds / kHour), language) });
}

// Signs beside colours, for whoever does not see them.
const kSigns = { none: "", fresh: "✓", late: "!", stale: "▼" };

export class State {
  show(shown, language) {
    const { data } = shown;
    const name = nameOf(shown, language);
    find("site-name").textContent = name || "Dunghan";
    find("motto").textContent = say(language, name ? "motto_named" : "motto");
    this.#data(shown, language);
    this.#health(shown.health, language);
    find("stale").hidden = data.freshness !== "stale";
    const open = { true: "hours_open", false: "hours_closed" }[shown.office_open] ?? "hours_unknown";
    find("hours").textContent = say(language, open);
    find("hours").dataset.open = shown.office_open === true;
  }

  // Before anything was heard.
  waiting(language) {
    find("data-newest").textContent = say(language, "data_waiting");
  }

  #data(shown, language) {
    const { freshness, newest_event: newest } = shown.data;
    find("data").dataset.state = freshness;
    find("data-sign").textContent = kSigns[freshness];
    const wall = newest === null ? null : wallClock(newest);
    const moment = wall === null ? ""
      : say(language, "moment", { time: minuteOf(wall), date: dateOf(wall) });
    const age = newest === null ? "" : ageOf(shown, language);
    find("data-newest").textContent = wall === null ? say(language, "data_none")
                                                    : say(language, "data_newest", { moment });
    find("data-age").textContent = freshness === "late"
      ? ` · ${say(language, "data_silent", { age })}` : "";
    find("stale").textContent = freshness === "stale" ? say(language, "data_stale", { moment, age }) : "";
  }

  #health({ ledger, seconds, clock, clock_seconds: off }, language) {
    const wrong = [
      ledger === "ok" ? "" : say(language, `not_ready_${ledger}`, { n: number(seconds, language) }),
      clock === "ok" ? "" : say(language, `clock_${clock}`, { n: number(off, language) }),
    ].filter(Boolean).join(" ");
    if (find("trouble").textContent !== wrong) find("trouble").textContent = wrong;
    find("trouble").hidden = wrong === "";
  }
}
