import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calibrationOf,
  curveOf,
  generalIsBetter,
  hitRateOf,
  type Trial,
} from "./judge-model.rules.ts";

const trial = (best: number, hit: boolean, popularHit = false): Trial => ({
  best,
  hit,
  popularHit,
});

const trials = fc.array(
  fc.record({
    best: fc.double({ min: 0, max: 1, noNaN: true }),
    hit: fc.boolean(),
    popularHit: fc.boolean(),
  }),
  { minLength: 1, maxLength: 200 },
);

describe("the curve of precision against coverage", () => {
  test("tells how often the surest are right, and what asking for more costs", () => {
    const surest = [0.9, 0.8].map((best) => trial(best, true));
    const others = [0.3, 0.2].map((best) => trial(best, false));
    expect(curveOf([...others, ...surest])).toEqual([
      { threshold: 0.9, coverage: 0.25, precision: 1, persons: 1 },
      { threshold: 0.8, coverage: 0.5, precision: 1, persons: 2 },
      { threshold: 0.3, coverage: 0.75, precision: 0.666667, persons: 3 },
      { threshold: 0.2, coverage: 1, precision: 0.5, persons: 4 },
    ]);
  });

  test("people with the same chance come together", () => {
    const even = Array.from({ length: 50 }, (_, n) => trial(0.4, n % 2 === 0));
    expect(curveOf(even)).toEqual([{ threshold: 0.4, coverage: 1, precision: 0.5, persons: 50 }]);
  });

  test("ends with everybody, and never asks for less from fewer", () => {
    fc.assert(
      fc.property(trials, (given) => {
        const curve = curveOf(given);
        expect(curve.at(-1)).toMatchObject({ coverage: 1, persons: given.length });
        expect(curve.at(-1)?.precision).toBeCloseTo(hitRateOf(given).ours, 5);
        for (const [n, point] of curve.entries()) {
          const before = curve[n - 1];
          if (!before) continue;
          expect(point.persons).toBeGreaterThan(before.persons);
          expect(point.threshold).toBeLessThanOrEqual(before.threshold);
        }
      }),
    );
  });
});

test("chances are compared with what came true, by tenths", () => {
  const told = [
    { chance: 0.05, hit: false },
    { chance: 0.15, hit: true },
    { chance: 0.11, hit: false },
    { chance: 1, hit: true },
  ];
  expect(calibrationOf(told)).toEqual([
    { predicted: 0.05, seen: 0, count: 1 },
    { predicted: 0.13, seen: 0.5, count: 2 },
    { predicted: 1, seen: 1, count: 1 },
  ]);
});

describe("whether a shop keeps general weights", () => {
  const hits = (of: number, share: number) =>
    Array.from({ length: of }, (_, n) => trial(0.1, n < of * share));
  test.each([
    ["its own did as well", hits(200, 0.3), hits(200, 0.3), false],
    ["its own did better", hits(200, 0.3), hits(200, 0.2), false],
    ["general ones did better by a few of many", hits(200, 0.3), hits(200, 0.31), false],
    ["general ones did clearly better", hits(200, 0.1), hits(200, 0.3), true],
    ["nobody was asked", [], [], false],
  ])("%s", (_name, learned, general, wanted) => {
    expect(generalIsBetter(learned, general)).toBe(wanted);
  });
});
