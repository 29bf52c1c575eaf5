import { expect, test } from "vitest";
import { curveStanding } from "./curve-standing.ts";

const curve = [
  { threshold: 0.01, coverage: 1, precision: 0.1, persons: 100 },
  { threshold: 0.05, coverage: 0.2, precision: 0.3, persons: 20 },
];
const report = {
  orders: 1,
  persons: 1,
  products: 1,
  source: "learned" as const,
  hitRate: null,
  heldOutPersons: 100,
  orderChance: 0.5,
  curve,
};
const facts = {
  currency: "EUR",
  usualPrice: 2_000,
  messagePrice: { micros: 120_000, currency: "EUR", estimate: false },
  model: { fittedAt: null, problem: null, report },
};

test("an empty threshold is the price of the message", () => {
  const standing = curveStanding(facts, { marginPercent: "40", threshold: "" });
  expect(standing).toMatchObject({ threshold: 12, chance: 0.03, messagePrice: 12 });
  expect(standing?.reading?.coverage).toBeCloseTo(0.6, 9);
});

test("what is typed moves the place, up to where nobody is left", () => {
  const at = (threshold: string) => curveStanding(facts, { marginPercent: "40", threshold });
  expect(at("0,20")?.reading?.coverage).toBeCloseTo(0.2, 9);
  expect(at("1")).toMatchObject({ chance: 0.25, reading: null });
  expect(at("100")).toMatchObject({ chance: null, reading: null });
});

test.each([
  ["a margin that is no number", {}, { marginPercent: "viel", threshold: "" }],
  ["a threshold that is no amount", {}, { marginPercent: "40", threshold: "viel" }],
  ["a shop without orders", { usualPrice: null }, { marginPercent: "40", threshold: "" }],
  [
    "a message whose price is known in another currency",
    { messagePrice: { micros: 1, currency: "USD", estimate: false } },
    { marginPercent: "40", threshold: "" },
  ],
  ["a shop without a model", { model: null }, { marginPercent: "40", threshold: "" }],
])("says nothing about %s", (_name, change, wish) => {
  expect(curveStanding({ ...facts, ...change }, wish)).toBeNull();
});
