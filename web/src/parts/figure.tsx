// Numbers as they stand in a card.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { number } from "../texts/format";
import type { Key } from "../texts/say";
import { useWords } from "./context";

const kCalm = matchMedia("(prefers-reduced-motion: reduce)");

/** A number or a word that flashes when it has changed; its size depends on its room. */
function useFlash(text: string) {
  const element = useRef<HTMLElement>(null);
  const shown = useRef<string>();
  useLayoutEffect(() => {
    element.current?.style.setProperty("--glyphs", String(text.length));
    const changed = shown.current !== undefined && shown.current !== text;
    shown.current = text;
    if (!changed || kCalm.matches) return;
    element.current?.animate([{ opacity: 0.35 }, { opacity: 1 }], { duration: 700, easing: "ease-out" });
  }, [text]);
  return element;
}

export interface ValueProps {
  id: string;
  text: string;
  unit?: ComponentChildren;
  /** Where the dossiers are that it counts. The screen in the hall shows none. */
  to?: string;
}

/** The one big number of a card. */
export function Value({ id, text, unit, to }: ValueProps) {
  const element = useFlash(text);
  const shown = <span id={id} ref={element}>{text}</span>;
  const leads = to !== undefined && location.pathname !== "/wall";
  return <p class="value">{leads ? <a href={to}>{shown}</a> : shown}{unit}</p>;
}

export interface PartProps {
  name: Key;
  id: string;
  value: number;
  /** Of the row. */
  rowId?: string;
  state?: string;
  look?: string;
  hidden?: boolean;
}

/** One of the numbers that the big one is made of. */
export function Part({ name, id, value, rowId, state, look, hidden = false }: PartProps) {
  const { language, say } = useWords();
  const text = number(value, language);
  const element = useFlash(text);
  return (
    <div {...(rowId ? { id: rowId } : {})} {...(look ? { class: look } : {})} data-state={state} hidden={hidden}>
      <dt>{say(name)}</dt>
      <dd id={id} ref={element}>{text}</dd>
    </div>
  );
}

export interface CardProps {
  id?: string;
  kind: string;
  state?: string;
  titleId: string;
  title: ComponentChildren;
  children: ComponentChildren;
}

/** A question and its answer; what changes in it is told to screen readers. */
export function Card({ id, kind, state, titleId, title, children }: CardProps) {
  return (
    <article class={`card ${kind}`} id={id} data-state={state} aria-labelledby={titleId} aria-live="polite">
      <h3 id={titleId}>{title}</h3>
      {children}
    </article>
  );
}
