// The rate of the month against its target, and the late budget.

import type { Live } from "../../api/live";
import { Card, Part, Value } from "../../parts/figure";
import { useWords } from "../../parts/context";
import { hundredths, month, number, percentage, perMille } from "../../texts/format";
import { backlogText, index766Text, shareOf, targetText, verdictOf } from "../../texts/words";

/** From 90 % up, where the difference is; from 0 if the rate or its target lies lower. */
function Scale({ rate, target }: { rate: Live["total"]["rate"]; target: Live["target"] }) {
  const { language } = useWords();
  const cut = rate.all === 0 ? 0 : hundredths(rate.on_time, rate.all);
  const low = (rate.all > 0 && cut < 9000) || target.per_mille < 900 ? 0 : 9000;
  const place = (value: number) => `${Math.max(0, (100 * (value - low)) / (10000 - low))}%`;
  return (
    <div class="scale" id="scale" aria-hidden="true">
      <div class="track">
        <div class="fill" id="scale-fill" style={{ inlineSize: rate.all === 0 ? "0" : place(cut) }} />
      </div>
      <div class="goal" id="scale-goal" style={{ insetInlineStart: place(target.per_mille * 10) }} />
      <span class="low" id="scale-low">{perMille(low / 10, language)}</span>
      <span class="high" id="scale-high">{perMille(1000, language)}</span>
    </div>
  );
}

export function RateCard({ data }: { data: Live }) {
  const { language, say, sayOf } = useWords();
  const { total, target, headline, basis, month: period } = data;
  const { rate, outlook } = total;
  const { look, sign, words } = verdictOf(total, language);
  const none = rate.all === 0;
  const title = (
    <>
      <span id="rate-name">{sayOf("headline", headline)}</span>{" "}
      <span class="period" id="rate-period">
        {say(period.name.startsWith("bc:") ? "month_bc" : "month", { month: month(period) })}
      </span>
    </>
  );
  const detail = [
    none ? "" : say("rate_of", { on_time: number(rate.on_time, language), all: number(rate.all, language) }),
    sayOf("basis", basis),
    none ? "" : say("best", { share: shareOf(outlook.best, language) }),
  ].filter(Boolean).join(" · ");
  return (
    <Card id="rate" kind="rate" state={look} titleId="rate-title" title={title}>
      <Value id="rate-value" text={none ? words : percentage(rate.on_time, rate.all, language)}
             unit={<span class="unit" id="rate-unit">{none ? "" : "%"}</span>} />
      <p class="verdict">
        <span class="sign" id="rate-sign" aria-hidden="true">{sign}</span>
        <span id="rate-verdict">{none ? "" : words}</span>{" "}
        <span class="target" id="rate-target">{say("target", { target: targetText(target, language) })}</span>
      </p>
      <Scale rate={rate} target={target} />
      <div class="notes">
        <p class="backlog" id="rate-backlog">{backlogText(total, language)}</p>
        <p class="detail" id="rate-detail">{detail}</p>
        <p class="detail" id="rate-index766">
          {index766Text(total.index766, data.index766_confirmed, language)}
        </p>
      </div>
    </Card>
  );
}

/** Of those due in the month alone; what it means for the target is said by the verdict. */
export function BudgetCard({ total }: { total: Live["total"] }) {
  const { language, say } = useWords();
  const { late_budget: budget, due_cohort: cohort } = total;
  const none = budget.state === "no_data";
  const over = !none && budget.left < 0;
  return (
    <Card id="budget" kind="budget" state={none ? "none" : over ? "late" : "plain"} titleId="budget-title"
          title={say("budget")}>
      <Value id="budget-left" text={none ? say("no_data") : number(budget.left, language)} />
      <p class="verdict" id="budget-state">{none ? "" : say(over ? "budget_over" : "budget_of")}</p>
      <dl class="parts">
        <Part name="budget_late" id="budget-late" value={budget.late} />
        <Part name="budget_allowed" id="budget-allowed" value={budget.allowed} />
        <Part name="budget_due" id="budget-due" value={budget.due} />
      </dl>
      <p class="detail" id="budget-cohort">
        {cohort.all === 0 ? "" : say("due_cohort", {
          on_time: number(cohort.on_time, language), all: number(cohort.all, language),
          share: shareOf(cohort, language) })}
      </p>
    </Card>
  );
}
