import { expect, test } from "vitest";
import { GENERAL_WEIGHTS } from "./general-weights.rules.ts";
import { readWeights, storedWeights } from "./stored-weights.rules.ts";

const learned = { ...GENERAL_WEIGHTS, learnedFrom: 1_234 };
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("what a shop taught comes back from the database as it was", () => {
  expect(readWeights(asJson(storedWeights(learned)))).toEqual(learned);
});

test("general weights are not stored with a shop", () => {
  expect(storedWeights(GENERAL_WEIGHTS)).toBeNull();
});

test("weights of another version, and what is none, are not used", () => {
  const stored = storedWeights(learned);
  const older = { ...stored, fresh: { intercept: 1, coefficients: [1, 2] } };
  for (const strange of [null, undefined, {}, "weights", older, { ...stored, learnedFrom: 0 }]) {
    expect(readWeights(asJson(strange ?? null))).toBeNull();
  }
});
