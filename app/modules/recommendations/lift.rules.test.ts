import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { liftOf } from "./lift.rules.ts";

const arm = fc
  .integer({ min: 1, max: 5_000 })
  .chain((cases) =>
    fc.record({ cases: fc.constant(cases), buyers: fc.integer({ min: 0, max: cases }) }),
  );

describe("liftOf", () => {
  // Newcombe (1998), table II, method 10, to four digits.
  test.each([
    [56, 70, 48, 80, { low: 0.0524, high: 0.3339 }],
    [9, 10, 3, 10, { low: 0.1705, high: 0.809 }],
    [10, 10, 0, 10, { low: 0.6075, high: 1 }],
    [5, 56, 0, 29, { low: -0.0381, high: 0.1926 }],
  ])("%i of %i against %i of %i: the interval is %o", (...row) => {
    const [a, m, b, n, { low, high }] = row;
    const lift = liftOf({ treated: { cases: m, buyers: a }, holdout: { cases: n, buyers: b } });
    expect(lift?.low).toBeCloseTo(low, 3);
    expect(lift?.high).toBeCloseTo(high, 3);
  });

  test("says nothing while an arm is empty", () => {
    const some = { cases: 5, buyers: 2 };
    expect(liftOf({ treated: some, holdout: { cases: 0, buyers: 0 } })).toBeNull();
    expect(liftOf({ treated: { cases: 0, buyers: 0 }, holdout: some })).toBeNull();
  });

  test("two of three against none of one is no proof of anything", () => {
    const arms = { treated: { cases: 3, buyers: 2 }, holdout: { cases: 1, buyers: 0 } };
    expect(liftOf(arms)?.isClear).toBe(false);
  });

  test("the interval holds the difference, stays possible, and turns round with the arms", () => {
    fc.assert(
      fc.property(arm, arm, (treated, holdout) => {
        const lift = liftOf({ treated, holdout });
        const turned = liftOf({ treated: holdout, holdout: treated });
        expect(lift).not.toBeNull();
        const { difference, low, high } = lift ?? { difference: 9, low: 9, high: 9 };
        expect(low).toBeLessThanOrEqual(difference);
        expect(difference).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(high).toBeLessThanOrEqual(1 + 1e-9);
        expect(turned?.low).toBeCloseTo(-high, 9);
        expect(turned?.high).toBeCloseTo(-low, 9);
      }),
    );
  });

  test("ten times as many with the same shares know more", () => {
    fc.assert(
      fc.property(arm, arm, (treated, holdout) => {
        const more = (of: { cases: number; buyers: number }) => ({
          cases: of.cases * 10,
          buyers: of.buyers * 10,
        });
        const few = liftOf({ treated, holdout });
        const many = liftOf({ treated: more(treated), holdout: more(holdout) });
        const width = (lift: typeof few) => (lift ? lift.high - lift.low : 0);
        expect(width(many)).toBeLessThan(width(few));
      }),
    );
  });
});
