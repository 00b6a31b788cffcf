// What stands around every page: whose it is, the language, the way on.

import type { ComponentChildren } from "preact";
import type { Live } from "../api/live";
import type { Link } from "../api/feed";
import { withQuery, type Place } from "../route";
import { number } from "../texts/format";
import { languages, type Language } from "../texts/say";
import { siteName } from "../texts/words";
import { Clock, type ClockReading } from "./clock";
import { useWords } from "./context";
import { DataState, LinkState, LostBand, SimulatedBand, StaleBand, TroubleBand } from "./state";

const kNames: Readonly<Record<Language, string>> = { vi: "Tiếng Việt", en: "English" };

const kPages = [["/", "nav_today"], ["/dossiers", "nav_dossiers"]] as const;

/** On the screen in the hall there is nothing but that page. */
function Pages({ place }: { place: Place }) {
  const { say } = useWords();
  if (place.path === "/wall") return null;
  return (
    <nav class="pages" aria-label={say("nav")}>
      {kPages.map(([href, key]) => (
        <a href={href} key={key} {...(href === place.path ? { "aria-current": "page" as const } : {})}>{say(key)}</a>
      ))}
    </nav>
  );
}

function LanguageSwitch({ place, speak }: { place: Place; speak(language: Language): void }) {
  const { language } = useWords();
  return (
    <nav class="language" aria-label="Ngôn ngữ – Language">
      {languages.map((one) => (
        <a href={withQuery(place, { lang: one })} lang={one} hreflang={one} data-language={one} key={one}
           {...(one === language ? { "aria-current": "true" as const } : {})}
           onClick={(event) => { event.preventDefault(); speak(one); }}>
          {kNames[one]}
        </a>
      ))}
    </nav>
  );
}

const kLinks = [
  ["/dossiers?standing=overdue", "link_overdue"], ["/api/v1/on-time", "link_on_time"],
  ["/api/v1/live", "link_json"], ["/metrics", "link_metrics"], ["/readyz", "link_health"],
] as const;

function Footer({ data }: { data: Live | null }) {
  const { language, say } = useWords();
  const shown = data && data.data.freshness !== "none" ? data.position : null;
  return (
    <footer>
      <nav aria-labelledby="links-title">
        <h2 id="links-title">{say("links")}</h2>
        <ul>{kLinks.map(([href, key]) => <li key={key}><a href={href}>{say(key)}</a></li>)}</ul>
      </nav>
      <p class="position" id="position">
        {shown ? say("position", { seq: number(shown.seq, language), chain: shown.chain.slice(0, 16) }) : ""}
      </p>
    </footer>
  );
}

export interface FrameProps {
  data: Live | null;
  link: Link;
  clock: ClockReading | null;
  place: Place;
  speak(language: Language): void;
  children: ComponentChildren;
}

export function Frame({ data, link, clock, place, speak, children }: FrameProps) {
  const { language, say } = useWords();
  const site = data ? siteName(data, language) : "";
  return (
    <>
      <header class="top">
        <div class="brand">
          <img src="/favicon.svg" alt="" width="40" height="40" />
          <h1>
            <span class="name" id="site-name">{site || "Dunghan"}</span>{" "}
            <span class="motto" id="motto">{say(site ? "motto_named" : "motto")}</span>
          </h1>
        </div>
        <div class="states">
          <DataState data={data} />
          <LinkState link={link} officeOpen={data?.office_open} />
        </div>
        <Clock reading={clock} runs={link !== "lost"} />
        <LanguageSwitch place={place} speak={speak} />
        <Pages place={place} />
      </header>
      <SimulatedBand data={data} />
      <LostBand link={link} since={clock?.wall ?? null} />
      <TroubleBand health={data?.health} />
      <StaleBand data={data} />
      <main>{children}</main>
      <Footer data={data} />
    </>
  );
}
