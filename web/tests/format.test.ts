import { describe, expect, it } from "vitest";
import { dateOf, month, number, perMille, share, timeOf, wallClock } from "../src/texts/format";

describe("shares", () => {
  it("are cut, and never shown as what they miss", () => {
    expect(share(97999, 100000, "vi")).toBe("97,99\u00a0%");
    expect(share(97999, 100000, "en")).toBe("97.99%");
    expect(share(29, 100, "vi")).toBe("29,00\u00a0%");
    expect(share(999999, 1000000, "vi")).toBe("99,99\u00a0%");
    expect(share(2499, 2500, "vi")).toBe("99,96\u00a0%");
    expect(share(1, 1, "vi")).toBe("100,00\u00a0%");
    expect(share(0, 7, "vi")).toBe("0,00\u00a0%");
  });
  it("of a target have a decimal where it needs one", () => {
    expect(perMille(980, "vi")).toBe("98\u00a0%");
    expect(perMille(985, "en")).toBe("98.5%");
  });
});

describe("numbers", () => {
  it("are grouped as the language does", () => {
    expect(number(1234567, "vi")).toBe("1.234.567");
    expect(number(1234567, "en")).toBe("1,234,567");
    expect(number(-1000, "vi")).toBe("\u22121.000");
    expect(number(999, "vi")).toBe("999");
  });
});

describe("times", () => {
  it("are those of the clock in the office, wherever the browser is", () => {
    const wall = wallClock("2026-11-20T09:15:00.250+07:00");
    expect(timeOf(wall)).toBe("09:15:00");
    expect(dateOf(wall)).toBe("20/11/2026");
    expect(wallClock("soon")).toBeNaN();
  });
  it("of reporting months name their days", () => {
    expect(month({ name: "bc:2021-06", from: "2021-05-15", to: "2021-06-14" })).toBe("06/2021 (15/05–14/06)");
    expect(month({ name: "2021-06", from: "2021-06-01", to: "2021-06-30" })).toBe("06/2021");
  });
});
