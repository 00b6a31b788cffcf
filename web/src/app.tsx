// The board: what the daemon says, in the language that was chosen, on the page that was asked for.

import { useCallback, useEffect, useState } from "preact/hooks";
import { leave } from "./api/ask";
import { Feed, type Link } from "./api/feed";
import type { Live } from "./api/live";
import { Dossiers } from "./pages/dossiers/list";
import { Today } from "./pages/today/today";
import type { ClockReading } from "./parts/clock";
import { LanguageContext } from "./parts/context";
import { Frame } from "./parts/frame";
import { usePlace, withQuery, type Place } from "./route";
import { wallClock } from "./texts/format";
import { chosenLanguage, remember } from "./texts/language";
import type { Language } from "./texts/say";
import { titleOf } from "./texts/words";

interface Heard {
  data: Live;
  clock: ClockReading;
}

/** Nothing before anything was heard. */
function useFeed(): { heard: Heard | null; link: Link } {
  const [heard, setHeard] = useState<Heard | null>(null);
  const [link, setLink] = useState<Link>("waiting");
  useEffect(() => {
    const feed = new Feed({
      take(data) {
        const wall = wallClock(data.now);
        if (Number.isNaN(wall)) throw new Error("now");
        setHeard({ data, clock: { wall, heardAt: performance.now(), speed: data.clock_speed } });
      },
      show: setLink,
      leave,
    });
    return () => feed.close();
  }, []);
  return { heard, link };
}

function Page({ place, live }: { place: Place; live: Live | null }) {
  if (place.path === "/dossiers") return <Dossiers place={place} live={live} />;
  return live && <Today data={live} />;
}

export function App() {
  const place = usePlace();
  const [language, setLanguage] = useState<Language>(chosenLanguage);
  const { heard, link } = useFeed();
  const speak = useCallback((chosen: Language) => {
    history.replaceState(null, "", withQuery(place, { lang: chosen }));
    setLanguage(remember(chosen));
  }, [place]);
  useEffect(() => { document.documentElement.lang = language; }, [language]);
  useEffect(() => { document.body.dataset["link"] = link; }, [link]);
  useEffect(() => { if (heard) document.title = titleOf(heard.data, language); }, [heard, language]);
  return (
    <LanguageContext.Provider value={language}>
      <Frame data={heard?.data ?? null} link={link} clock={heard?.clock ?? null} place={place} speak={speak}>
        <Page place={place} live={heard?.data ?? null} />
      </Frame>
    </LanguageContext.Provider>
  );
}
