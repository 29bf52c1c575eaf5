import {
  curveAt,
  type CurveReading,
  leastChance,
  type WorthOfChance,
} from "#app/modules/recommendations/curve.rules.ts";
import type { RecommendationReport } from "#app/modules/reports/recommendation-report.types.ts";
import { minorOfMicros } from "#app/shared/money.ts";
import { readNumber, readThreshold } from "./recommendation-form.ts";

/** As typed; an empty threshold is the price of the message. */
export interface Wish {
  marginPercent: string;
  threshold: string;
}

/** Where a wish lies on the curve. Amounts in minor units of the shop's currency. */
export interface Standing {
  /** that the best product is in the next order; null: no chance is good enough */
  chance: number | null;
  /** null: nobody had such a match */
  reading: CurveReading | null;
  threshold: number;
  /** null where it is known in another currency only */
  messagePrice: number | null;
  worth: Omit<WorthOfChance, "threshold">;
}

type Facts = Pick<RecommendationReport, "currency" | "usualPrice" | "messagePrice" | "model">;

/** What a product must bring, as far as it is known; null where something is not. */
function worthOf(facts: Facts, wish: Wish): Standing["worth"] | null {
  const orderChance = facts.model?.report?.orderChance ?? null;
  const marginPercent = readNumber(wish.marginPercent);
  if (facts.usualPrice === null || orderChance === null || Number.isNaN(marginPercent)) return null;
  return { price: facts.usualPrice, marginPercent, orderChance };
}

/** Where what is typed lies on the shop's curve; null where something for it is not known, or is no number. */
export function curveStanding(facts: Facts, wish: Wish): Standing | null {
  const { currency, messagePrice: known } = facts;
  const worth = worthOf(facts, wish);
  const messagePrice = known?.currency === currency ? minorOfMicros(known) : null;
  const threshold = readThreshold(wish.threshold, currency) ?? messagePrice;
  if (!worth || threshold === null || Number.isNaN(threshold)) return null;
  const chance = leastChance({ threshold, ...worth });
  const curve = facts.model?.report?.curve ?? [];
  const reading = chance === null ? null : curveAt(curve, chance);
  return { chance, reading, threshold, messagePrice, worth };
}
