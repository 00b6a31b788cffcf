import { expect, it } from "vitest";
import { merged, type Change, type Live } from "../src/api/live";
import { worstFirst, type Ranked } from "../src/pages/today/worst_first";

it("takes changes into what is known", () => {
  const known = { now: "1", agencies: [{ code: "A", n: 1 }, { code: "B", n: 2 }, { code: "C", n: 3 }] };
  const change = { now: "2", agencies: [{ code: "B", n: 5 }, { code: "D", n: 4 }], gone: ["A", "X"] };
  expect(merged(known as unknown as Live, change as unknown as Change)).toEqual(
    { now: "2", agencies: [{ code: "B", n: 5 }, { code: "C", n: 3 }, { code: "D", n: 4 }] });
});

it("orders agencies by state, then overdue, then what fell due", () => {
  const row = (code: string, state: string, overdue: number, on_time: number, all: number): Ranked =>
    ({ code, overdue, outlook: { state }, due_cohort: { on_time, all } });
  const rows = [row("A", "reached", 9, 1, 2), row("B", "at_risk", 1, 97, 100), row("C", "out_of_reach", 0, 1, 1),
                row("D", "no_data", 9, 0, 0), row("E", "at_risk", 4, 1, 1), row("F", "at_risk", 1, 96, 100),
                row("G", "reached", 9, 1, 3), row("H", "out_of_reach", 2, 1, 1)];
  expect(rows.sort(worstFirst).map(({ code }) => code).join("")).toBe("HCEFBGAD");
});
