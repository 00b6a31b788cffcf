// Dossiers as they were asked for, page by page.

import { useAnswer } from "../../api/ask";
import type { Live } from "../../api/live";
import type { components } from "../../api/schema";
import { useWords } from "../../parts/context";
import { Failed, Waiting } from "../../parts/note";
import { withQuery, type Place } from "../../route";
import { dateOf, minuteOf, number, wallClock } from "../../texts/format";
import type { Key } from "../../texts/say";
import { Filter } from "./filter";
import { pathOf } from "./query";

type Answer = components["schemas"]["dossiers"];
type Dossier = Answer["dossiers"][number];

const kColumns: readonly Key[] = ["column_code", "column_standing", "column_agency", "column_procedure",
                                  "column_received", "column_due"];

function lookOf({ standing, due_bucket: bucket }: Dossier): string {
  if (standing === "overdue" || standing === "finished_late") return "late";
  return bucket === "today" ? "soon" : "none";
}

/** A day, or a day and minute where that decides. */
function dueText({ due, due_date: day }: Dossier): string {
  if (due === null) return day ?? "–";
  const wall = wallClock(due);
  return Number.isNaN(wall) ? due.split("-").reverse().join("/") : `${minuteOf(wall)} ${dateOf(wall)}`;
}

function Row({ dossier }: { dossier: Dossier }) {
  const { say, sayOf } = useWords();
  const { code, due_bucket: bucket, holder_name: holder, received_at: received } = dossier;
  const wall = received === null ? NaN : wallClock(received);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <a href={`/api/v1/dossiers/${encodeURIComponent(code)}`}>{code}</a>
      </th>
      <td role="cell" data-label={say("column_standing")} data-state={lookOf(dossier)}>
        <span>{sayOf("standing", dossier.standing)}</span>
      </td>
      <td role="cell" data-label={say("column_agency")}>
        <span>{dossier.agency_name}{holder && <small>{say("holder_of", { name: holder })}</small>}</span>
      </td>
      <td role="cell" data-label={say("column_procedure")}><span>{dossier.procedure_name}</span></td>
      <td role="cell" data-label={say("column_received")}>
        <span class="when">{Number.isNaN(wall) ? "–" : dateOf(wall)}</span>
      </td>
      <td role="cell" data-label={say("column_due")} data-state={lookOf(dossier)}>
        <span><span class="when">{dueText(dossier)}</span>{bucket && <small>{sayOf("bucket", bucket)}</small>}</span>
      </td>
    </tr>
  );
}

function Rows({ answer, place, waits }: { answer: Answer; place: Place; waits: boolean }) {
  const { language, say } = useWords();
  const rows = answer.dossiers;
  return (
    <>
      <p class="detail" id="dossiers-count" role="status">
        {rows.length === 0 ? say("dossiers_none") : say("dossiers_count", { n: number(rows.length, language) })}
      </p>
      <table id="dossiers" role="table" hidden={rows.length === 0} aria-busy={waits}>
        <thead role="rowgroup">
          <tr role="row">
            {kColumns.map((name) => <th role="columnheader" scope="col" key={name}>{say(name)}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup" id="dossier-rows">
          {rows.map((dossier) => <Row dossier={dossier} key={dossier.code} />)}
        </tbody>
      </table>
      <nav class="pager" aria-label={say("dossiers_title")}>
        {place.query.get("cursor") && <a href={withQuery(place, { cursor: "" })}>{say("dossiers_first")}</a>}
        {answer.next && <a rel="next" href={withQuery(place, { cursor: answer.next })}>{say("dossiers_next")}</a>}
      </nav>
    </>
  );
}

export function Dossiers({ place, live }: { place: Place; live: Live | null }) {
  const { say } = useWords();
  const { answer, problem, waits } = useAnswer<Answer>(pathOf(place));
  return (
    <section class="dossiers card" aria-labelledby="dossiers-title">
      <h2 id="dossiers-title">{say("dossiers_title")}</h2>
      <Filter place={place} live={live} />
      {problem ? <Failed problem={problem} /> : answer ? <Rows answer={answer} place={place} waits={waits} /> : <Waiting />}
    </section>
  );
}
