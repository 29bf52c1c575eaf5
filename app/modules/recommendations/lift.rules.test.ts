import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArmCounts, armOf, liftOf as liftOfPersons, type PersonsAlike } from "./lift.rules.ts";

const arm = fc
  .integer({ min: 1, max: 5_000 })
  .chain((cases) =>
    fc.record({ cases: fc.constant(cases), buyers: fc.integer({ min: 0, max: cases }) }),
  );

/** Everybody with one case. */
const singles = ({ cases, buyers }: ArmCounts): PersonsAlike[] => [
  { cases: 1, buyers: 1, persons: buyers },
  { cases: 1, buyers: 0, persons: cases - buyers },
];

const liftOf = (arms: { treated: ArmCounts; holdout: ArmCounts }) =>
  liftOfPersons({ treated: singles(arms.treated), holdout: singles(arms.holdout) });

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

describe("persons with several cases", () => {
  const holdout = singles({ cases: 40, buyers: 4 });
  const width = (treated: PersonsAlike[]) => {
    const lift = liftOfPersons({ treated, holdout });
    return lift ? lift.high - lift.low : 0;
  };

  test("whose orders follow all of their cases count as one each, and change no share", () => {
    const thrice = [
      { cases: 3, buyers: 3, persons: 40 },
      { cases: 3, buyers: 0, persons: 160 },
    ];
    expect(armOf(thrice)).toEqual({ cases: 600, buyers: 120 });
    expect(liftOfPersons({ treated: thrice, holdout })?.treated).toBe(0.2);
    expect(width(thrice)).toBeCloseTo(width(singles({ cases: 200, buyers: 40 })), 3);
    expect(width(thrice)).toBeGreaterThan(width(singles({ cases: 600, buyers: 120 })) * 1.03);
  });

  test("that have nothing to do with each other know as much as those of as many persons", () => {
    // Two throws each at one in four.
    const independent = [
      { cases: 2, buyers: 0, persons: 900 },
      { cases: 2, buyers: 1, persons: 600 },
      { cases: 2, buyers: 2, persons: 100 },
    ];
    expect(width(independent)).toBeCloseTo(width(singles({ cases: 3_200, buyers: 800 })), 4);
  });

  test("of whom nobody or everybody bought count as one each, too", () => {
    for (const buyers of [0, 5]) {
      const five = [{ cases: 5, buyers, persons: 20 }];
      const once = singles({ cases: 20, buyers: buyers === 0 ? 0 : 20 });
      expect(width(five)).toBeCloseTo(width(once), 9);
    }
  });

  test("never make an interval narrower than independent cases would", () => {
    const person = fc.integer({ min: 1, max: 6 }).chain((cases) =>
      fc.record({
        cases: fc.constant(cases),
        buyers: fc.integer({ min: 0, max: cases }),
        persons: fc.integer({ min: 1, max: 50 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(person, { minLength: 1, maxLength: 8 }), (treated) => {
        expect(width(treated)).toBeGreaterThanOrEqual(width(singles(armOf(treated))) - 1e-12);
      }),
    );
  });
});
