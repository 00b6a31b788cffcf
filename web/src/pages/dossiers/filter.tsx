// Which dossiers: a form whose state is the address.

import type { Live } from "../../api/live";
import { useWords } from "../../parts/context";
import { go, type Place } from "../../route";
import type { Key } from "../../texts/say";
import { agencyName } from "../../texts/words";
import { kBuckets, kEnded, kOpen, kSorts, placeOf } from "./query";

interface ChoiceProps {
  name: string;
  label: Key;
  chosen: string;
  /** [value, words] */
  options: readonly (readonly [string, string])[];
}

function Choice({ name, label, chosen, options }: ChoiceProps) {
  const { say } = useWords();
  // What an address asks for and the form does not know stays as it is.
  const known = !chosen || options.some(([value]) => value === chosen);
  return (
    <label>
      <span>{say(label)}</span>
      <select name={name} defaultValue={chosen} key={chosen}>
        <option value="" selected={!chosen}>{say("filter_all")}</option>
        {options.map(([value, words]) => (
          <option value={value} selected={value === chosen} key={value}>{words}</option>
        ))}
        {!known && <option value={chosen} selected>{chosen}</option>}
      </select>
    </label>
  );
}

export function Filter({ place, live }: { place: Place; live: Live | null }) {
  const { language, say, sayOf } = useWords();
  const chosen = (name: string) => place.query.get(name) ?? "";
  const agencies = (live?.agencies ?? []).filter(({ code }) => code)
    .map((agency) => [agency.code, agencyName(agency, language)] as const)
    .sort(([, a], [, b]) => a.localeCompare(b, language));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    go(placeOf([...fields].map(([name, value]) => [name, String(value)] as const)));
  };
  return (
    <form class="filter" action="/dossiers" method="get" role="search" aria-label={say("filter")} onSubmit={submit}>
      <label class="q">
        <span>{say("filter_q")}</span>
        <input type="search" name="q" id="filter-q" key={chosen("q")} defaultValue={chosen("q")} autocomplete="off" />
      </label>
      <Choice name="standing" label="filter_standing" chosen={chosen("standing")}
              options={[...kOpen, ...kEnded].map((one) => [one, sayOf("standing", one)] as const)} />
      <Choice name="due" label="filter_due" chosen={chosen("due")}
              options={kBuckets.map((one) => [one, sayOf("bucket", one)] as const)} />
      <Choice name="agency" label="filter_agency" chosen={chosen("agency")} options={agencies} />
      <Choice name="sort" label="filter_sort" chosen={chosen("sort")}
              options={kSorts.map((one) => [one, sayOf("sort", one)] as const)} />
      <button type="submit">{say("filter_apply")}</button>
    </form>
  );
}
