import { expect, it } from "vitest";
import { en } from "../src/texts/en";
import { vi } from "../src/texts/vi";
import { say, sayOf } from "../src/texts/say";

const placesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

it("has every text in both languages, with the same places to fill in", () => {
  expect(Object.keys(en)).toEqual(Object.keys(vi));
  for (const key of Object.keys(vi) as (keyof typeof vi)[]) {
    expect(placesOf(en[key]), key).toEqual(placesOf(vi[key]));
  }
});

it("fills in what a text has places for", () => {
  expect(say("vi", "target_above", { share: "98 %" })).toBe("trên 98 %");
  expect(sayOf("en", "state", "at_risk")).toBe("at risk");
  expect(sayOf("en", "state", "of_a_newer_daemon")).toBe("of_a_newer_daemon");
});
