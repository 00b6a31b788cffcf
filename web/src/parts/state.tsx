// How recent what is shown is, and whether all is well: with the page's own connection, and with the
// daemon.

import type { Live } from "../api/live";
import type { Link } from "../api/feed";
import { number, timeOf, wallClock } from "../texts/format";
import { ageText, momentText } from "../texts/words";
import { useWords } from "./context";

// Signs beside colours, for whoever does not see them.
const kSigns: Readonly<Record<string, string>> = { none: "", fresh: "✓", late: "!", stale: "▼" };

/** The newest event: when it was, and for how long nothing new has happened. */
export function DataState({ data }: { data: Live | null }) {
  const { language, say } = useWords();
  const freshness = data?.data.freshness ?? "waiting";
  const newest = data?.data.newest_event ? wallClock(data.data.newest_event) : null;
  const text = !data ? say("data_waiting") : newest === null ? say("data_none")
    : say("data_newest", { moment: momentText(newest, language) });
  const age = data && newest !== null && freshness === "late"
    ? ` · ${say("data_silent", { age: ageText(data, newest, language) })}` : "";
  return (
    <p class="data" id="data" data-state={freshness}>
      <span class="sign" id="data-sign" aria-hidden="true">{kSigns[freshness] ?? ""}</span>
      <span id="data-newest">{text}</span>
      <span id="data-age">{age}</span>
    </p>
  );
}

export function LinkState({ link, officeOpen }: { link: Link; officeOpen: boolean | null | undefined }) {
  const { say, sayOf } = useWords();
  const hours = officeOpen === undefined ? "" : officeOpen === null ? say("hours_unknown")
    : say(officeOpen ? "hours_open" : "hours_closed");
  return (
    <p class="link">
      <span class="lamp" aria-hidden="true" />
      <span id="link-state" role="status">{sayOf("link", link)}</span>{" "}
      <span class="hours" id="hours" data-open={String(officeOpen === true)}>{hours}</span>
    </p>
  );
}

/** Across the page: that the connection is lost. `since`: the clock then; null: there never was one. */
export function LostBand({ link, since }: { link: Link; since: number | null }) {
  const { say } = useWords();
  const lost = link === "lost";
  const text = !lost ? "" : since === null ? say("lost_never") : say("lost", { time: timeOf(since) });
  return <p class="alarm" id="lost" role="alert" hidden={!lost}>{text}</p>;
}

export function TroubleBand({ health }: { health: Live["health"] | undefined }) {
  const { language, sayOf } = useWords();
  const wrong = !health ? "" : [
    health.ledger === "ok" ? "" : sayOf("not_ready", health.ledger, { n: number(health.seconds, language) }),
    health.clock === "ok" ? "" : sayOf("clock", health.clock, { n: number(health.clock_seconds, language) }),
  ].filter(Boolean).join(" ");
  return <p class="alarm" id="trouble" role="alert" hidden={wrong === ""}>{wrong}</p>;
}

export function StaleBand({ data }: { data: Live | null }) {
  const { language, say } = useWords();
  const newest = data?.data.newest_event ? wallClock(data.data.newest_event) : null;
  const stale = data?.data.freshness === "stale" && newest !== null;
  const text = stale ? say("data_stale", { moment: momentText(newest, language),
                                           age: ageText(data, newest, language) }) : "";
  return <p class="alarm" id="stale" role="status" hidden={!stale}>{text}</p>;
}

/** That all of it is made up, and how fast its clock runs. */
export function SimulatedBand({ data }: { data: Live | null }) {
  const { say } = useWords();
  const speed = data?.clock_speed ?? 1;
  return (
    <p class="band" id="simulated" hidden={!data?.simulated}>
      <strong>{say("simulated")}</strong>{" "}
      <span id="simulated-speed">{speed === 1 ? "" : say(speed > 1 ? "faster" : "slower", { n: speed })}</span>
    </p>
  );
}
