import { describe, expect, test } from "vitest";
import { chance, fitLogistic, logOdds } from "./logistic.rules.ts";

/** Rows of one feature each; `share` of the copies of each value happened. */
function examples(values: { value: number; happened: number; of: number }[]) {
  const rows = values.flatMap(({ value, happened, of }) =>
    Array.from({ length: of }, (_, n) => ({ value, happened: n < happened ? 1 : 0 })),
  );
  return {
    width: 1,
    features: Float64Array.from(rows, (row) => row.value),
    happened: Uint8Array.from(rows, (row) => row.happened),
    weight: new Float64Array(rows.length).fill(1),
  };
}

describe("logistic regression", () => {
  test("finds the shares that it was shown", () => {
    const seen = examples([
      { value: 0, happened: 100, of: 1000 },
      { value: 1, happened: 400, of: 1000 },
    ]);
    const model = fitLogistic(seen, 1e-6);
    expect(chance(logOdds(model, Float64Array.of(0)))).toBeCloseTo(0.1, 4);
    expect(chance(logOdds(model, Float64Array.of(1)))).toBeCloseTo(0.4, 4);
  });

  test("lets a row count as many times as it stands for", () => {
    const seen = examples([{ value: 1, happened: 1, of: 2 }]);
    seen.weight.set([1, 9]);
    expect(chance(logOdds(fitLogistic(seen, 1), Float64Array.of(1)))).toBeCloseTo(0.1, 3);
  });

  test("stays finite when only one outcome was ever seen", () => {
    const model = fitLogistic(examples([{ value: 3, happened: 0, of: 50 }]), 1);
    const odds = logOdds(model, Float64Array.of(3));
    expect(Number.isFinite(odds)).toBe(true);
    expect(chance(odds)).toBeLessThan(0.01);
  });

  test("pulls coefficients to nothing under a heavy penalty", () => {
    const seen = examples([
      { value: 0, happened: 10, of: 100 },
      { value: 1, happened: 90, of: 100 },
    ]);
    const [coefficient] = fitLogistic(seen, 1e9).coefficients;
    expect(coefficient).toBeCloseTo(0, 4);
  });
});
