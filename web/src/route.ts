// Which page, and what of it: the address. Links of the board are plain links; the browser's own
// ways (back, a new tab, a copied address) go on working.

import { useEffect, useState } from "preact/hooks";

export interface Place {
  path: string;
  query: URLSearchParams;
}

const kMoved = "dunghan-moved";

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}

/** To an address of the board, as if a link had been followed. */
export function go(to: string): void {
  history.pushState(null, "", to);
  dispatchEvent(new Event(kMoved));
  scrollTo(0, 0);
}

/** The address with other values in its query; an empty one goes. */
export function withQuery({ path, query }: Place, values: Readonly<Record<string, string>>): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(values)) {
    if (value) changed.set(name, value);
    else changed.delete(name);
  }
  const text = changed.toString();
  return text ? `${path}?${text}` : path;
}

/** Whether the board itself has that page. */
export function isOfBoard(path: string): boolean {
  return path === "/" || path === "/dossiers" || /^\/dossiers\/[^/]+$/.test(path);
}

/** Of clicks on links, those that the page itself can follow. */
function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return;
  }
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.origin !== location.origin) return;
  if (!isOfBoard(link.pathname) || location.pathname === "/wall") return;
  event.preventDefault();
  go(link.pathname + link.search);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const moved = () => setPlace(here());
    addEventListener("popstate", moved);
    addEventListener(kMoved, moved);
    document.addEventListener("click", follow);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener(kMoved, moved);
      document.removeEventListener("click", follow);
    };
  }, []);
  return place;
}
