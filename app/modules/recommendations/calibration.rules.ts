import { chance, type Logistic, logOdds } from "./logistic.rules.ts";
import type { Profile } from "./profile.rules.ts";

/** The odds of a product, and what a person's orders say of the next one. */
export const CALIBRATION_FEATURES = 6;

/**
 * What a chance is computed from. The same odds come true more often with who buys much at once, orders often, and
 * buys the same again; within one person's products the order of their odds stays. Who is not known counts as if
 * they had bought one thing.
 */
export function calibrationRow(odds: number, profile: Profile): Float64Array {
  return Float64Array.of(
    odds,
    Math.log1p(Math.max(1, profile.last.length)),
    Math.log1p(Math.max(1, profile.recentItems)),
    Math.log1p(profile.idleDays),
    Math.log1p(profile.ordersLately),
    profile.boughtAgain,
  );
}

/** The chance that a product of these odds is in the person's next order. */
export function chanceOf(calibration: Logistic, odds: number, profile: Profile): number {
  return chance(logOdds(calibration, calibrationRow(odds, profile)));
}
