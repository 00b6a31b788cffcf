// Today: how the month stands, what happened today, what there is, and who needs a look.

import type { Live } from "../../api/live";
import { useWords } from "../../parts/context";
import { Agencies } from "./agencies";
import { Empty } from "./empty";
import { BudgetCard, RateCard } from "./rate";
import { FinishedCard, StockCards } from "./stock";

export function Today({ data }: { data: Live }) {
  const { say } = useWords();
  if (data.data.freshness === "none") return <Empty now={data.now} />;
  return (
    <>
      <section class="figures" id="figures" aria-labelledby="figures-title">
        <h2 class="unseen" id="figures-title">{say("figures")}</h2>
        <RateCard data={data} />
        <BudgetCard total={data.total} />
        <FinishedCard today={data.total.today} />
        <StockCards total={data.total} />
      </section>
      <Agencies data={data} />
    </>
  );
}
