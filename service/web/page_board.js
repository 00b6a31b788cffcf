// The figures of the whole: rate, late budget, today, stock.

import { hundredths, month, number, perMille, percentage, share } from "./page_format.js";
import { titleOf } from "./page_state.js";
import { say } from "./page_texts.js";

const find = (id) => document.getElementById(id);
const kCalm = matchMedia("(prefers-reduced-motion: reduce)");

// How a state of the daemon's verdict looks: one colour for each.
const kLooks = { reached: "good", met: "good", at_risk: "risk", out_of_reach: "bad", missed: "bad",
                 no_data: "none" };
// Signs beside colours, for whoever does not see them.
const kSigns = { good: "✓", risk: "!", bad: "▼", none: "" };

// { look, sign, words } of a row or the total. A tick would speak for the overdue ones as well.
export function verdictOf({ outlook, overdue }, language) {
  const look = kLooks[outlook.state];
  return { look, sign: look === "good" && overdue > 0 ? "" : kSigns[look],
           words: say(language, `state_${outlook.state}`) };
}

// "98,37 %"; where there is none, in words.
export function shareOf({ on_time: onTime, all }, language) {
  return all === 0 ? say(language, "no_data") : share(onTime, all, language);
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
    this.#budget(data.total);
    this.#finished(data.total.today);
    this.#stock(data.total);
    this.#known = true;
  }

  title(data, language) {
    const { rate, overdue } = data.total;
    if (rate.all === 0) return titleOf(data, language);
    const late = say(language, "overdue").toLowerCase();
    return `${share(rate.on_time, rate.all, language)} · ${late} ${number(overdue, language)} – ` +
           titleOf(data, language);
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

  #rate({ total, target, headline, basis, month: period, index766_confirmed: confirmed }) {
    const { language } = this;
    const { rate, outlook } = total;
    const { look, sign, words } = verdictOf(total, language);
    find("rate").dataset.state = look;
    write("rate-name", say(language, `headline_${headline}`));
    write("rate-period", say(language, period.name.startsWith("bc:") ? "month_bc" : "month",
                             { month: month(period) }));
    this.#figure("rate-value", rate.all === 0 ? words : percentage(rate.on_time, rate.all, language));
    write("rate-unit", rate.all === 0 ? "" : "%");
    write("rate-sign", sign);
    write("rate-verdict", rate.all === 0 ? "" : words);
    write("rate-target", say(language, "target", { target: targetText(target, language) }));
    write("rate-backlog", this.#backlog(total));
    write("rate-detail", [
      rate.all > 0 ? say(language, "rate_of", { on_time: number(rate.on_time, language),
                                                all: number(rate.all, language) }) : "",
      say(language, `basis_${basis}`),
      rate.all > 0 ? say(language, "best", { share: shareOf(outlook.best, language) }) : "",
    ].filter(Boolean).join(" · "));
    write("rate-index766", this.#index766(total.index766, confirmed));
    this.#scale(rate, target);
  }

  // Ours, by the portal's rules: it stands beside the rate whatever comes first. The score is cut,
  // like the share.
  #index766({ on_time, all }, confirmed) {
    if (all === 0) return "";
    const { language } = this;
    const words = say(language, "index766", {
      share: shareOf({ on_time, all }, language), all: number(all, language),
      score: percentage(on_time * 20, all * 100, language) });
    return confirmed ? words : `${words} · ${say(language, "index766_unverified")}`;
  }

  // A sentence of its own: what is overdue is no part of the rate, nor of the verdict's words.
  #backlog({ rate, outlook: { backlog, cleared } }) {
    const n = number(backlog, this.language);
    if (backlog === 0) return "";
    if (rate.all === 0) return say(this.language, "backlog_alone", { n });
    return say(this.language, "backlog", { n, share: shareOf(cleared, this.language) });
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

  // Of those due in the month alone; what it means for the target is said by the verdict.
  #budget({ late_budget: budget, due_cohort: cohort }) {
    const { language } = this;
    const none = budget.state === "no_data";
    const over = !none && budget.left < 0;
    find("budget").dataset.state = none ? "none" : over ? "late" : "plain";
    this.#figure("budget-left", none ? say(language, "no_data") : number(budget.left, language));
    write("budget-state", none ? "" : say(language, over ? "budget_over" : "budget_of"));
    this.#count("budget-late", budget.late);
    this.#count("budget-allowed", budget.allowed);
    this.#count("budget-due", budget.due);
    write("budget-cohort", cohort.all === 0 ? "" : say(language, "due_cohort", {
      on_time: number(cohort.on_time, language), all: number(cohort.all, language),
      share: shareOf(cohort, language) }));
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
    find("overdue").dataset.state = total.overdue > 0 ? "late" : "none";
    this.#count("overdue-value", total.overdue);
    this.#count("overdue-1wd", total.open.overdue_1wd);
    this.#count("overdue-3wd", total.open.overdue_3wd);
    this.#count("overdue-10wd", total.open.overdue_10wd_plus);
    find("due").dataset.state = total.due_today > 0 ? "soon" : "none";
    this.#count("due-value", total.due_today);
    this.#count("due-1wd", total.open["1wd"]);
    this.#count("due-3wd", total.open["3wd"]);
    this.#count("received-value", total.today.received);
    this.#count("received-month", total.month.received);
    this.#count("waiting-value", total.acceptance.waiting);
    find("waiting-late").dataset.state = total.acceptance.waiting_late > 0 ? "late" : "none";
    this.#count("waiting-late-value", total.acceptance.waiting_late);
    this.#count("open-value", total.open_total);
    this.#count("suspended-value", total.open.suspended);
    find("no-due").hidden = total.open.unmeasurable === 0;
    this.#count("no-due-value", total.open.unmeasurable);
    find("no-receipt").hidden = total.without_receipt === 0;
    this.#count("no-receipt-value", total.without_receipt);
  }
}
