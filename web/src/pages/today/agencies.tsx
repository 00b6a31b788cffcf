// The agencies that need a look, worst first.

import type { ComponentChildren } from "preact";
import type { Agency, Live, Target } from "../../api/live";
import { useWords } from "../../parts/context";
import { number } from "../../texts/format";
import type { Key } from "../../texts/say";
import { agencyName, shareOf, targetText, verdictOf } from "../../texts/words";
import { needsALook, worstFirst } from "./worst_first";

const kMost = 10;
const kColumns: readonly Key[] = ["agency", "agency_rate", "agency_due_cohort", "agency_overdue", "agency_due"];

interface CellProps {
  name: Key;
  state: string;
  words?: boolean;
  children: ComponentChildren;
}

/** On a narrow screen the label stands in the cell, too. */
function Cell({ name, state, words = false, children }: CellProps) {
  const { say } = useWords();
  return (
    <td role="cell" data-state={state} data-label={say(name)} {...(words ? { class: "words" } : {})}>
      <span>{children}</span>
    </td>
  );
}

function Row({ agency, target }: { agency: Agency; target: Target }) {
  const { language, say } = useWords();
  const own = agency.target.per_mille !== target.per_mille || agency.target.is !== target.is;
  const { look, sign, words } = verdictOf(agency, language);
  const none = agency.rate.all === 0;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {agencyName(agency, language)}
        {own && <small>{say("target", { target: targetText(agency.target, language) })}</small>}
      </th>
      <Cell name="agency_rate" state={look} words={none}>
        <span aria-hidden="true" class="sign">{sign}</span>
        {none ? words : shareOf(agency.rate, language)}
        {!none && <small>{words}</small>}
      </Cell>
      <Cell name="agency_due_cohort" state="plain">
        {agency.due_cohort.all === 0 ? "–" : shareOf(agency.due_cohort, language)}
      </Cell>
      <Cell name="agency_overdue" state={agency.overdue > 0 ? "late" : "none"}>
        {number(agency.overdue, language)}
      </Cell>
      <Cell name="agency_due" state={agency.due_today > 0 ? "soon" : "none"}>
        {number(agency.due_today, language)}
      </Cell>
    </tr>
  );
}

function More({ left }: { left: readonly Agency[] }) {
  const { language, say } = useWords();
  const overdue = left.reduce((sum, agency) => sum + agency.overdue, 0);
  const text = left.length === 0 ? "" : say(overdue > 0 ? "more_overdue" : "more", {
    n: number(left.length, language), overdue: number(overdue, language) });
  return <p class="detail" id="more">{text}</p>;
}

export function Agencies({ data }: { data: Live }) {
  const { say } = useWords();
  const all = data.agencies.filter(needsALook).sort(worstFirst);
  const none = all.length === 0;
  return (
    <section class="agencies card" id="agencies" aria-labelledby="agencies-title">
      <h2 id="agencies-title">{say("agencies")}</h2>
      <p class="detail" id="agencies-order" hidden={none}>{say("agencies_order")}</p>
      <p class="all-well" id="all-well" hidden={!none}>{say("all_well")}</p>
      <table id="table" role="table" hidden={none}>
        <thead role="rowgroup">
          <tr role="row">
            {kColumns.map((name) => <th role="columnheader" scope="col" key={name}>{say(name)}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup" id="rows">
          {all.slice(0, kMost).map((agency) => <Row agency={agency} target={data.target} key={agency.code} />)}
        </tbody>
      </table>
      <More left={all.slice(kMost)} />
    </section>
  );
}
