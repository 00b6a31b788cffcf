// The agencies that need a look, worst first.

import { kSigns, stateOf, targetText } from "./page_board.js";
import { number, share, signed } from "./page_format.js";
import { say } from "./page_texts.js";

const kMost = 10;
const find = (id) => document.getElementById(id);

function needsALook(agency) {
  return agency.overdue > 0 || agency.due_today > 0 || agency.rate.meets === false;
}

// More overdue first; then below target; then more due today; then less left.
function worstFirst(a, b) {
  const below = (agency) => (agency.rate.meets === false ? 1 : 0);
  return b.overdue - a.overdue || below(b) - below(a) || b.due_today - a.due_today ||
         a.late_budget.left - b.late_budget.left || (a.code < b.code ? -1 : 1);
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
    const state = JSON.stringify([language, all.length, rows]);
    if (state === this.#shown) return;  // leaves a selection alone, and a screen reader in peace
    this.#shown = state;
    find("rows").replaceChildren(...rows.map((cells) => this.#row(cells, language)));
    find("table").hidden = rows.length === 0;
    find("all-well").hidden = rows.length > 0;
    find("all-well").textContent = rows.length > 0 ? "" : say(language, "all_well");
    find("more").textContent = all.length <= kMost ? ""
      : say(language, "more", { n: number(all.length - kMost, language) });
  }

  #cells(agency, target, language) {
    const { rate, late_budget: budget } = agency;
    const own = agency.target.per_mille !== target.per_mille || agency.target.is !== target.is;
    const name = language === "en" ? agency.name_en || agency.name : agency.name;
    return {
      name: name || agency.code || say(language, "agency_unknown"),
      target: own ? say(language, "target", { target: targetText(agency.target, language) }) : "",
      rate: rate.all === 0 ? say(language, "no_data") : share(rate.on_time, rate.all, language),
      rateState: rate.all === 0 ? "none" : stateOf(rate.meets),
      verdict: rate.all === 0 || rate.meets === null ? "" : say(language, rate.meets ? "meets" : "misses",
        { target: targetText(agency.target, language) }),
      overdue: number(agency.overdue, language),
      overdueState: agency.overdue > 0 ? "bad" : "none",
      due: number(agency.due_today, language),
      dueState: agency.due_today > 0 ? "soon" : "none",
      left: budget.state === "no_data" ? "–" : signed(budget.left, language),
      leftState: budget.left < 0 ? "bad" : "none",
    };
  }

  #row(cells, language) {
    const name = element("th", { role: "rowheader", scope: "row" }, cells.name);
    if (cells.target) name.append(element("small", {}, cells.target));
    const rate = cells.verdict ? [
      element("span", { "aria-hidden": "true", class: "sign" }, kSigns[cells.rateState]), cells.rate,
      element("span", { class: "unseen" }, ", " + cells.verdict),
    ] : [cells.rate];
    const cell = (key, state, ...content) => element(
      "td", { role: "cell", "data-state": state, "data-label": say(language, key) },
      element("span", {}, ...content));  // on a narrow screen the label stands in the cell, too
    return element("tr", { role: "row" }, name, cell("agency_rate", cells.rateState, ...rate),
                   cell("agency_overdue", cells.overdueState, cells.overdue),
                   cell("agency_due", cells.dueState, cells.due),
                   cell("agency_left", cells.leftState, cells.left));
  }
}
