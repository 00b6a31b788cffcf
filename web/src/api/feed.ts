// Keeps a connection to the daemon: server-sent events, and where they fail, asking. The stream's
// first message (live) has all, the others (change) what there is one of and the rows that changed.

import { merged, type Change, type Live } from "./live";

export type Link = "waiting" | "live" | "lost";

export interface Listener {
  /** Everything, for every message. What it throws counts as not heard. */
  take(data: Live): void;
  /** Whenever that changes. */
  show(link: Link): void;
  /** The session has ended: there is nothing more to hear before somebody logs in. */
  leave(): void;
}

const kStream = "/api/v1/stream";
const kLive = "/api/v1/live";
const kQuiet = 12_000;       // heard nothing for so long: ask. Heartbeats are not seen by scripts.
const kLost = 20_000;        // heard nothing for so long: lost
const kAskWithin = 5_000;
const kReopenAfter = 3_000;  // a stream that ended for good is opened anew, at most so often
const kLook = 500;

export class Feed {
  link: Link = "waiting";
  #listener: Listener;
  #source: EventSource | null = null;
  #known: Live | null = null;
  #lastId = "";
  #heardAt = Date.now();
  #openedAt = 0;
  #askedAt = 0;
  #asking = false;
  #timer: number;
  #ends = new AbortController();

  constructor(listener: Listener) {
    this.#listener = listener;
    this.#open();
    this.#timer = window.setInterval(() => this.#look(), kLook);
    const { signal } = this.#ends;
    addEventListener("online", () => void this.#ask(), { signal });
    // A page that is left may be kept by the browser, to be come back to. Its stream would take one of
    // the few connections that a browser makes to one server.
    addEventListener("pagehide", () => this.#source?.close(), { signal });
    addEventListener("pageshow", (event) => { if (event.persisted) this.#open(); }, { signal });
  }

  close(): void {
    this.#source?.close();
    window.clearInterval(this.#timer);
    this.#ends.abort();
  }

  #open(): void {
    this.#source?.close();
    this.#openedAt = Date.now();
    // The browser says by itself where it was when it opens a stream again; this is a new one.
    const where = this.#known && this.#lastId ? `?lastEventId=${encodeURIComponent(this.#lastId)}` : "";
    const source = new EventSource(kStream + where);
    source.addEventListener("live", (event) =>
      this.#hear(event.lastEventId, () => JSON.parse(event.data as string) as Live));
    source.addEventListener("change", (event) => {
      const known = this.#known;
      if (!known) return this.#open();  // with nothing to change it begins with all again
      this.#hear(event.lastEventId, () => merged(known, JSON.parse(event.data as string) as Change));
    });
    // It may only have hiccuped; asking tells.
    source.onerror = () => void this.#ask();
    this.#source = source;
  }

  #hear(id: string, read: () => Live): void {
    try {
      const data = read();
      this.#listener.take(data);
      this.#known = data;
      this.#lastId = id;
    } catch (error) {
      console.warn("unreadable figures:", error instanceof Error ? error.message : error);
      this.#known = null;
      return;
    }
    this.#heardAt = Date.now();
    this.#become("live");
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const answer = await fetch(kLive, { cache: "no-store", signal: AbortSignal.timeout(kAskWithin) });
      if (answer.status === 401) this.#listener.leave();
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      const text = await answer.text();
      this.#hear(this.#lastId, () => JSON.parse(text) as Live);
    } catch {
      this.#become("lost");
    }
    this.#askedAt = Date.now();
    this.#asking = false;
  }

  #look(): void {
    const now = Date.now();
    const silence = Math.max(0, now - this.#heardAt);
    const stale = silence > kLost;
    if (stale) this.#become("lost");
    // The browser opens a broken stream again, but not one that was refused, nor one whose other
    // end went away without a word.
    const ended = this.#source?.readyState === EventSource.CLOSED || stale;
    if (ended && now - this.#openedAt > (stale ? kQuiet : kReopenAfter)) this.#open();
    const asked = now - this.#askedAt;
    if ((silence > kQuiet || this.link === "lost") && asked > kReopenAfter) void this.#ask();
  }

  #become(link: Link): void {
    if (link === this.link) return;
    this.link = link;
    this.#listener.show(link);
  }
}
