// How to begin, where the ledger holds nothing yet.

import { useWords } from "../../parts/context";

function exampleOf(now: string): string {
  const event = { dossier: "000.00.03.H52-000001", type: "received", at: now, agency: "000.00.03.H52",
                  procedure: "1.900012" };
  return `curl ${location.origin}/api/v1/events -H "Authorization: Bearer $DUNGHAN_TOKEN" ` +
         `-H 'Content-Type: application/json' -d '\n${JSON.stringify(event, null, 2)}'`;
}

export function Empty({ now }: { now: string }) {
  const { say } = useWords();
  return (
    <section class="empty card" id="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">{say("empty_title")}</h2>
      <p>{say("empty_what")}</p>
      <pre tabIndex={0}><code id="empty-example">{exampleOf(now)}</code></pre>
      <p>{say("empty_codes")}</p>
      <ul>
        <li>{say("empty_fields")} <code>{say("empty_docs")}</code></li>
        <li>
          {say("empty_import")}{" "}
          <code>
            curl -H "Authorization: Bearer $DUNGHAN_TOKEN" -H 'Content-Type: application/x-ndjson'
            {" "}--data-binary @{say("empty_file")} {location.origin}/api/v1/events
          </code>
        </li>
        <li>{say("empty_trial")} <code>deploy/quickstart.sh</code></li>
      </ul>
    </section>
  );
}
