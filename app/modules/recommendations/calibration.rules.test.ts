import { expect, test } from "vitest";
import { DAY_MS } from "#app/shared/duration.ts";
import { CALIBRATION_FEATURES, calibrationRow, chanceOf } from "./calibration.rules.ts";
import { GENERAL_WEIGHTS } from "./general-weights.rules.ts";
import { profileOf, type Purchase } from "./profile.rules.ts";

const NOW = Date.UTC(2026, 10, 22);

const order = (daysAgo: number, items: number[]): Purchase => ({
  at: NOW - daysAgo * DAY_MS,
  items,
});

test("a person's orders say how large, how lately and how often, and what share was bought again", () => {
  const { recentItems, idleDays, ordersLately, boughtAgain } = profileOf(
    [order(200, [1, 2, 3, 4]), order(80, [1, 2]), order(40, [5]), order(10, [1, 5, 6])],
    NOW,
  );
  expect({ recentItems, idleDays, ordersLately }).toEqual({
    recentItems: 2,
    idleDays: 10,
    ordersLately: 3,
  });
  // Of six products in later orders four had been bought before; two more stand for what is not known.
  expect(boughtAgain).toBeCloseTo(4.3 / 8);
});

test("who bought nothing yet has a chance, too", () => {
  const nobody = profileOf([], NOW);
  expect(calibrationRow(-1, nobody).filter(Number.isFinite)).toHaveLength(CALIBRATION_FEATURES);
  const chance = chanceOf(GENERAL_WEIGHTS.calibration.new, -1, nobody);
  expect(chance).toBeGreaterThan(0);
  expect(chance).toBeLessThan(1);
});

test("the same odds come true more often with who always buys the same again", () => {
  const [regular, explorer] = [
    profileOf([order(60, [1, 2]), order(30, [1, 2])], NOW),
    profileOf([order(60, [1, 2]), order(30, [3, 4])], NOW),
  ];
  const { any } = GENERAL_WEIGHTS.calibration;
  expect(chanceOf(any, -1, regular)).toBeGreaterThan(chanceOf(any, -1, explorer));
});
