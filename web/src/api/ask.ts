// One question to the daemon, and how it stands.

import { useEffect, useState } from "preact/hooks";
import type { components } from "./schema";

export type Problem = Pick<components["schemas"]["problem"], "status" | "title" | "detail">;

/** Where somebody logs in, and comes back from to where they were. */
export function leave(): void {
  const back = location.pathname + location.search;
  location.assign(location.pathname === "/wall" ? "/wall" : `/login?next=${encodeURIComponent(back)}`);
}

/** `answer` stays while the next one is waited for. */
export interface Asked<T> {
  answer: T | null;
  problem: Problem | null;
  waits: boolean;
}

type Got<T> = { answer: T; problem: null } | { answer: null; problem: Problem };

async function read<T>(path: string, signal: AbortSignal): Promise<Got<T>> {
  const response = await fetch(path, { signal, cache: "no-store", headers: { Accept: "application/json" } });
  if (response.status === 401) leave();
  if (response.ok) return { answer: await response.json() as T, problem: null };
  const problem = { status: response.status, title: response.statusText, detail: "" };
  try {
    return { answer: null, problem: { ...problem, ...(await response.json() as Partial<Problem>) } };
  } catch {
    return { answer: null, problem };
  }
}

/** Asked anew when the path changes; what was asked before counts no more. */
export function useAnswer<T>(path: string): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ answer: null, problem: null, waits: true });
  useEffect(() => {
    const ends = new AbortController();
    setAsked((before) => ({ ...before, waits: true }));
    read<T>(path, ends.signal).then(
      (got) => setAsked({ ...got, waits: false }),
      () => {
        if (ends.signal.aborted) return;
        setAsked({ answer: null, problem: { status: 0, title: "", detail: "" }, waits: false });
      });
    return () => ends.abort();
  }, [path]);
  return asked;
}
