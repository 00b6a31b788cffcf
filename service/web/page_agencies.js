// The agencies that need a look, worst first.

import { shareOf, targetText, verdictOf } from "./page_board.js";
import { number } from "./page_format.js";
import { say } from "./page_texts.js";

const kMost = 10;
// Worst first; the others are all alike.
const kWorst = ["out_of_reach", "missed", "at_risk"];
const find = (id) => document.getElementById(id);

function rankOf({ outlook }) {
  const rank = kWorst.indexOf(outlook.state);
  return rank < 0 ? kWorst.length : rank;
}

function needsALook(agency) {
  return agency.overdue > 0 || rankOf(agency) < kWorst.length;
}

// Of two shares the lower one first, exactly; none comes last.
function lowerFirst(a, b) {
  if (a.all === 0 || b.all === 0) return (a.all === 0 ? 1 : 0) - (b.all === 0 ? 1 : 0);
  return a.on_time * b.all - b.on_time * a.all;
}

// The state, worst first; more overdue first; the lower rate of what fell due first.
export function worstFirst(a, b) {
  return rankOf(a) - rankOf(b) || b.overdue - a.overdue ||
         lowerFirst(a.due_cohort, b.due_cohort) || (a.code < b.code ? -1 : 1);
}

function nameOf(agency, language) {
  if (!agency.code) return say(language, "agency_unknown");
  const name = (language === "en" && agency.name_en) || agency.name;
  return !name || name === agency.code ? say(language, "agency_unlisted", { code: agency.code }) : name;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export class Agencies {
  #shown = "";

  show({ agencies, target }, language) {
    const all = agencies.filter(needsALook).sort(worstFirst);
    const rows = all.slice(0, kMost).map((agency) => this.#cells(agency, target, language));
    const more = this.#more(all.slice(kMost), language);
    const state = JSON.stringify([language, more, rows]);
    if (state === this.#shown) return;  // leaves a selection alone, and a screen reader in peace
    this.#shown = state;
    find("rows").replaceChildren(...rows.map((cells) => this.#row(cells, language)));
    find("table").hidden = find("agencies-order").hidden = rows.length === 0;
    find("all-well").hidden = rows.length > 0;
    find("all-well").textContent = rows.length > 0 ? "" : say(language, "all_well");
    find("more").textContent = more;
  }

  #more(left, language) {
    const overdue = left.reduce((sum, agency) => sum + agency.overdue, 0);
    if (left.length === 0) return "";
    return say(language, overdue > 0 ? "more_overdue" : "more",
               { n: number(left.length, language), overdue: number(overdue, language) });
  }

  #cells(agency, target, language) {
    const own = agency.target.per_mille !== target.per_mille || agency.target.is !== target.is;
    const { look, sign, words } = verdictOf(agency, language);
    const none = agency.rate.all === 0;
    return {
      name: nameOf(agency, language),
      target: own ? say(language, "target", { target: targetText(agency.target, language) }) : "",
      rate: none ? words : shareOf(agency.rate, language),
      look,
      sign,
      words: none ? "" : words,
      cohort: agency.due_cohort.all === 0 ? "–" : shareOf(agency.due_cohort, language),
      overdue: number(agency.overdue, language),
      overdueState: agency.overdue > 0 ? "late" : "none",
      due: number(agency.due_today, language),
      dueState: agency.due_today > 0 ? "soon" : "none",
    };
  }

  #row(cells, language) {
    const name = element("th", { role: "rowheader", scope: "row" }, cells.name);
    if (cells.target) name.append(element("small", {}, cells.target));
    const rate = [element("span", { "aria-hidden": "true", class: "sign" }, cells.sign), cells.rate];
    if (cells.words) rate.push(element("small", {}, cells.words));
    const cell = (key, state, ...content) => element(
      "td", { role: "cell", "data-state": state, "data-label": say(language, key),
              ...(key === "agency_rate" && !cells.words ? { class: "words" } : {}) },
      element("span", {}, ...content));  // on a narrow screen the label stands in the cell, too
    return element("tr", { role: "row" }, name, cell("agency_rate", cells.look, ...rate),
                   cell("agency_due_cohort", "plain", cells.cohort),
                   cell("agency_overdue", cells.overdueState, cells.overdue),
                   cell("agency_due", cells.dueState, cells.due));
  }
}
