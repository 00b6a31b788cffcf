// What was finished today, and what there is.

import type { Live } from "../../api/live";
import { Card, Part, Value } from "../../parts/figure";
import { useWords } from "../../parts/context";
import { number } from "../../texts/format";

type Total = Live["total"];

export function FinishedCard({ today }: { today: Total["today"] }) {
  const { language, say } = useWords();
  const all = today.early + today.on_time + today.late + today.unmeasurable;
  const bars = [["early", today.early], ["on-time", today.on_time], ["late", today.late]] as const;
  return (
    <Card id="finished" kind="finished" titleId="finished-title" title={say("finished")}>
      <Value id="finished-all" text={number(all, language)} />
      <div class="bar" aria-hidden="true">
        {bars.map(([kind, value]) => <i class={kind} id={`bar-${kind}`} style={{ flexGrow: String(value) }} />)}
      </div>
      <dl class="parts">
        <Part name="early" id="finished-early" look="early" value={today.early} />
        <Part name="on_time" id="finished-on-time" look="on-time" value={today.on_time} />
        <Part name="late" id="finished-late" look="late" value={today.late} />
      </dl>
      <p class="detail" id="finished-detail">
        {today.unmeasurable > 0 ? say("finished_no_due", { n: number(today.unmeasurable, language) }) : ""}
      </p>
    </Card>
  );
}

export function StockCards({ total }: { total: Total }) {
  const { language, say } = useWords();
  const { open, acceptance } = total;
  return (
    <>
      <Card id="overdue" kind="tile overdue" state={total.overdue > 0 ? "late" : "none"} titleId="overdue-title"
            title={say("overdue")}>
        <Value id="overdue-value" text={number(total.overdue, language)} to="/dossiers?standing=overdue" />
        <dl class="parts">
          <Part name="overdue_1wd" id="overdue-1wd" value={open.overdue_1wd} />
          <Part name="overdue_3wd" id="overdue-3wd" value={open.overdue_3wd} />
          <Part name="overdue_10wd_plus" id="overdue-10wd" value={open.overdue_10wd_plus} />
        </dl>
      </Card>
      <Card id="due" kind="tile due" state={total.due_today > 0 ? "soon" : "none"} titleId="due-title"
            title={say("due_today")}>
        <Value id="due-value" text={number(total.due_today, language)} to="/dossiers?due=today" />
        <dl class="parts">
          <Part name="due_1wd" id="due-1wd" value={open["1wd"]} />
          <Part name="due_3wd" id="due-3wd" value={open["3wd"]} />
        </dl>
      </Card>
      <Card kind="tile received" titleId="received-title" title={say("received")}>
        <Value id="received-value" text={number(total.today.received, language)} />
        <dl class="parts">
          <Part name="received_month" id="received-month" value={total.month.received} />
          <Part name="waiting" id="waiting-value" value={acceptance.waiting} />
          <Part name="waiting_late" id="waiting-late-value" rowId="waiting-late" value={acceptance.waiting_late}
                state={acceptance.waiting_late > 0 ? "late" : "none"} />
        </dl>
      </Card>
      <Card kind="tile open" titleId="open-title" title={say("open")}>
        <Value id="open-value" text={number(total.open_total, language)}
               to="/dossiers?standing=in_time,suspended,overdue,unmeasurable" />
        <dl class="parts">
          <Part name="suspended" id="suspended-value" value={open.suspended} />
          <Part name="no_due" id="no-due-value" rowId="no-due" value={open.unmeasurable}
                hidden={open.unmeasurable === 0} />
          <Part name="no_receipt" id="no-receipt-value" rowId="no-receipt" value={total.without_receipt}
                hidden={total.without_receipt === 0} />
        </dl>
      </Card>
    </>
  );
}
