import { z } from "zod";
import { CALIBRATION_FEATURES } from "./calibration.rules.ts";
import { NEW_FEATURES, OWN_FEATURES } from "./features.rules.ts";
import type { Logistic } from "./logistic.rules.ts";
import type { Weights } from "./model.types.ts";

const logistic = (features: number) =>
  z
    .object({ intercept: z.number(), coefficients: z.array(z.number()).length(features) })
    .transform(({ intercept, coefficients }): Logistic => {
      return { intercept, coefficients: Float64Array.from(coefficients) };
    });

const weights = z.object({
  fresh: logistic(NEW_FEATURES),
  own: logistic(OWN_FEATURES),
  shortlist: z.number().int().min(1),
  calibration: z.object({
    new: logistic(CALIBRATION_FEATURES),
    any: logistic(CALIBRATION_FEATURES),
  }),
  learnedFrom: z.number().int().min(1),
});

const written = ({ intercept, coefficients }: Logistic) => ({
  intercept,
  coefficients: Array.from(coefficients),
});

/** As JSON; null for general weights, which are the program's and not the shop's. */
export function storedWeights(learned: Weights): z.input<typeof weights> | null {
  if (learned.learnedFrom === 0) return null;
  const { fresh, own, shortlist, calibration, learnedFrom } = learned;
  return {
    fresh: written(fresh),
    own: written(own),
    shortlist,
    calibration: { new: written(calibration.new), any: written(calibration.any) },
    learnedFrom,
  };
}

/** Null where there are none, or another version of the program wrote them for other signals. */
export function readWeights(stored: unknown): Weights | null {
  return weights.safeParse(stored).data ?? null;
}
