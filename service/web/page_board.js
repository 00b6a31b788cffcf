// The figures of the whole: rate, late budget, today, stock.

import { hundredths, month, number, perMille, percentage, share, signed } from "./page_format.js";
import { say } from "./page_texts.js";

const find = (id) => document.getElementById(id);
const kCalm = matchMedia("(prefers-reduced-motion: reduce)");

// Signs beside colours, for whoever does not see them.
export const kSigns = { good: "✓", bad: "▼", none: "" };

export function stateOf(meets) {
  return meets === null ? "none" : meets ? "good" : "bad";
}

export function targetText(target, language) {
  const key = target.is === "above" ? "target_above" : "target_at_least";
  return say(language, key, { share: perMille(target.per_mille, language) });
}

// Only what changes is touched, so that a screen reader tells only that.
function write(id, text) {
  const element = find(id);
  if (element.textContent === text) return false;
  element.textContent = text;
  return true;
}

export class Board {
  #known = false;

  show(data, language) {
    this.language = language;
    this.#rate(data);
    this.#budget(data.total.late_budget);
    this.#finished(data.total.today);
    this.#stock(data.total);
    this.#known = true;
  }

  title(data, language) {
    const { rate, overdue } = data.total;
    if (rate.all === 0) return say(language, "title");
    const late = say(language, "overdue").toLowerCase();
    return `${share(rate.on_time, rate.all, language)} · ${late} ${number(overdue, language)} – Dunghan`;
  }

  // A big number; flashes when it has changed.
  #figure(id, text) {
    const element = find(id);
    element.style.setProperty("--glyphs", text.length);  // its size depends on its room
    if (!write(id, text) || !this.#known || kCalm.matches) return;
    element.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: 700, easing: "ease-out" });
  }

  #count(id, value) {
    this.#figure(id, number(value, this.language));
  }

  #rate({ total: { rate }, target, headline, basis, month: period }) {
    const { language } = this;
    const state = rate.all === 0 ? "none" : stateOf(rate.meets);
    const values = { target: targetText(target, language) };
    find("rate").dataset.state = state;
    write("rate-name", say(language, `headline_${headline}`));
    write("rate-period", say(language, period.name.startsWith("bc:") ? "month_bc" : "month",
                             { month: month(period) }));
    this.#figure("rate-value", rate.all === 0 ? say(language, "no_data")
                                              : percentage(rate.on_time, rate.all, language));
    write("rate-unit", rate.all === 0 ? "" : "%");
    write("rate-sign", kSigns[state]);
    write("rate-verdict", say(language, { good: "meets", bad: "misses", none: "target" }[state], values));
    write("rate-detail", [
      rate.all > 0 ? say(language, "rate_of", { on_time: number(rate.on_time, language),
                                                all: number(rate.all, language) }) : "",
      say(language, `basis_${basis}`),
    ].filter(Boolean).join(" · "));
    this.#scale(rate, target);
  }

  // From 90 % up, where the difference is; from 0 if the rate or its target lies lower.
  #scale(rate, target) {
    const cut = rate.all === 0 ? 0 : hundredths(rate.on_time, rate.all);
    const low = (rate.all > 0 && cut < 9000) || target.per_mille < 900 ? 0 : 9000;
    const place = (value) => `${Math.max(0, (100 * (value - low)) / (10000 - low))}%`;
    find("scale-fill").style.inlineSize = rate.all === 0 ? "0" : place(cut);
    find("scale-goal").style.insetInlineStart = place(target.per_mille * 10);
    write("scale-low", perMille(low / 10, this.language));
    write("scale-high", perMille(1000, this.language));
  }

  #budget(budget) {
    const { language } = this;
    const none = budget.state === "no_data";
    const state = none ? "none" : budget.left < 0 ? "bad" : "good";
    find("budget").dataset.state = state;
    this.#figure("budget-left", none ? say(language, "no_data") : signed(budget.left, language));
    write("budget-sign", none ? "" : kSigns[state]);
    write("budget-state", none ? "" : say(language, `budget_${budget.state}`));
    this.#count("budget-late", budget.late);
    this.#count("budget-allowed", budget.allowed);
    this.#count("budget-due", budget.due);
    let needs = "";
    if (state === "bad" && budget.state === "exceeded") {
      needs = budget.needs_on_time === null
        ? say(language, "budget_hopeless")
        : say(language, "budget_needs", { n: number(budget.needs_on_time, language) });
    }
    write("budget-needs", needs);
  }

  #finished(today) {
    const all = today.early + today.on_time + today.late;
    this.#count("finished-all", all + today.unmeasurable);
    this.#count("finished-early", today.early);
    this.#count("finished-on-time", today.on_time);
    this.#count("finished-late", today.late);
    for (const [id, value] of [["bar-early", today.early], ["bar-on-time", today.on_time],
                               ["bar-late", today.late]]) {
      find(id).style.flexGrow = value;
    }
    write("finished-detail", today.unmeasurable > 0 ? say(this.language, "finished_no_due", {
      n: number(today.unmeasurable, this.language) }) : "");
  }

  #stock(total) {
    find("overdue").dataset.state = total.overdue > 0 ? "bad" : "good";
    this.#count("overdue-value", total.overdue);
    this.#count("overdue-1wd", total.open.overdue_1wd);
    this.#count("overdue-3wd", total.open.overdue_3wd);
    this.#count("overdue-10wd", total.open.overdue_10wd_plus);
    find("due").dataset.state = total.due_today > 0 ? "soon" : "good";
    this.#count("due-value", total.due_today);
    this.#count("due-1wd", total.open["1wd"]);
    this.#count("due-3wd", total.open["3wd"]);
    this.#count("received-value", total.today.received);
    this.#count("received-month", total.month.received);
    this.#count("waiting-value", total.acceptance.waiting);
    find("waiting-late").dataset.state = total.acceptance.waiting_late > 0 ? "bad" : "none";
    this.#count("waiting-late-value", total.acceptance.waiting_late);
    this.#count("open-value", total.open_total);
    this.#count("suspended-value", total.open.suspended);
    find("no-due").hidden = total.open.unmeasurable === 0;
    this.#count("no-due-value", total.open.unmeasurable);
    find("no-receipt").hidden = total.without_receipt === 0;
    this.#count("no-receipt-value", total.without_receipt);
  }
}
