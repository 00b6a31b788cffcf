// Keeps a connection to the daemon: server-sent events, and where they fail, asking. The stream's
// first message (live) has all, the others (change) what there is one of and the rows that changed.

const kStream = "/api/v1/stream";
const kLive = "/api/v1/live";
const kQuiet = 12_000;       // heard nothing for so long: ask. Heartbeats are not seen by scripts.
const kLost = 20_000;        // heard nothing for so long: lost
const kAskWithin = 5_000;
const kReopenAfter = 3_000;  // a stream that ended for good is opened anew, at most so often
const kLook = 500;

// All as it is after a change.
export function merged(known, { agencies, gone, ...change }) {
  const rows = new Map(known.agencies.map((row) => [row.code, row]));
  for (const code of gone) rows.delete(code);
  for (const row of agencies) rows.set(row.code, row);
  return { ...change, agencies: [...rows.values()] };
}

export class Feed {
  // take(data) with all, for every message, within a try: what it throws counts as not heard.
  // show(state) with "waiting", "live" or "lost", whenever that changes.
  constructor(take, show) {
    this.take = take;
    this.show = show;
    this.state = "waiting";
    this.heardAt = Date.now();
    this.asking = false;
    this.open();
    setInterval(() => this.look(), kLook);
    addEventListener("online", () => this.ask());
    // A page left by a link and come back to has a stream that the browser closed.
    addEventListener("pageshow", (event) => { if (event.persisted) this.open(); });
  }

  // Milliseconds since the last message.
  silence() {
    return Math.max(0, Date.now() - this.heardAt);
  }

  open() {
    if (this.source) this.source.close();
    this.openedAt = Date.now();
    // The browser says by itself where it was when it opens a stream again; this is a new one.
    const where = this.known && this.lastId ? `?lastEventId=${encodeURIComponent(this.lastId)}` : "";
    this.source = new EventSource(kStream + where);
    this.source.addEventListener("live", (event) => this.hear(event.data, event.lastEventId));
    this.source.addEventListener("change", (event) => {
      if (this.known) this.hear(event.data, event.lastEventId, this.known);
      else this.open();  // with nothing to change it begins with all again
    });
    // It may only have hiccuped; asking tells.
    this.source.onerror = () => this.ask();
  }

  // A message of the stream has an id; a change is one of what is known.
  hear(text, id = this.lastId, before = null) {
    try {
      const message = JSON.parse(text);
      const data = before ? merged(before, message) : message;
      this.take(data);
      this.known = data;
      this.lastId = id;
    } catch (error) {
      console.warn("unreadable figures:", error.message);
      this.known = null;
      return;
    }
    this.heardAt = Date.now();
    this.become("live");
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    try {
      const answer = await fetch(kLive, { cache: "no-store", signal: AbortSignal.timeout(kAskWithin) });
      // The session has ended: there is nothing more to hear before somebody logs in.
      if (answer.status === 401) location.assign(location.pathname === "/wall" ? "/wall" : "/login?next=/");
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      this.hear(await answer.text());
    } catch {
      this.become("lost");
    }
    this.askedAt = Date.now();
    this.asking = false;
  }

  look() {
    const now = Date.now();
    const silence = this.silence();
    const stale = silence > kLost;
    if (stale) this.become("lost");
    // The browser opens a broken stream again, but not one that was refused, nor one whose other
    // end went away without a word.
    const ended = this.source.readyState === EventSource.CLOSED || stale;
    if (ended && now - this.openedAt > (stale ? kQuiet : kReopenAfter)) this.open();
    const asked = now - (this.askedAt ?? 0);
    if ((silence > kQuiet || this.state === "lost") && asked > kReopenAfter) this.ask();
  }

  become(state) {
    if (state === this.state) return;
    this.state = state;
    this.show(state);
  }
}
