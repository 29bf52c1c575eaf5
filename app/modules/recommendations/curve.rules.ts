import type { ModelReport } from "./model-report.types.ts";

type CurvePoint = ModelReport["curve"][number];

export interface CurveReading {
  /** share of the persons who would get a message, 0 to 1 */
  coverage: number;
  /** share of these who bought one of the products */
  precision: number;
}

/**
 * How the shop's own past would have gone, had only those got a message whose best match had at least this chance:
 * between two points of the curve in proportion. Nobody beyond the last point, everybody before the first.
 */
export function curveAt(curve: readonly CurvePoint[], chance: number): CurveReading | null {
  const points = curve.toSorted((a, b) => a.threshold - b.threshold);
  const above = points.find((point) => point.threshold >= chance);
  if (!above) return null;
  const below = points.findLast((point) => point.threshold < chance);
  if (!below) return { coverage: above.coverage, precision: above.precision };
  const part = (chance - below.threshold) / (above.threshold - below.threshold);
  const between = (from: number, to: number) => from + (to - from) * part;
  return {
    coverage: between(below.coverage, above.coverage),
    precision: between(below.precision, above.precision),
  };
}

export interface WorthOfChance {
  /** margin that a message must promise, in the smallest coin (with fractions) */
  threshold: number;
  /** of a usual product, in the same coin */
  price: number;
  marginPercent: number;
  /** that an order is followed by another one */
  orderChance: number;
}

/**
 * Which chance one product of a usual price must have to be worth a message all by itself. More products share the
 * burden, and each has a price of its own: this is where the threshold lies on the curve, about, and no rule of
 * sending. Null where nothing is ever worth it.
 */
export function leastChance(worth: WorthOfChance): number | null {
  const { threshold, price, marginPercent, orderChance } = worth;
  const brings = price * (marginPercent / 100) * orderChance;
  if (!(brings > 0)) return threshold <= 0 ? 0 : null;
  const chance = Math.max(0, threshold) / brings;
  return chance <= 1 ? chance : null;
}

/** What a hundred persons come to at one place of the curve. */
export interface OfHundred {
  written: number;
  buyers: number;
  /** in the smallest coin */
  cost: number;
  margin: number;
}

/** Of a hundred buyers: to how many a message goes, how many of them order one of its products, and what that brings. */
export function ofHundred(
  reading: CurveReading,
  worth: Omit<WorthOfChance, "threshold"> & { messagePrice: number },
): OfHundred {
  const written = reading.coverage * 100;
  const buyers = written * reading.precision * worth.orderChance;
  return {
    written,
    buyers,
    cost: written * worth.messagePrice,
    margin: buyers * worth.price * (worth.marginPercent / 100),
  };
}
