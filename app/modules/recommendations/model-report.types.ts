import { z } from "zod";

/**
 * How well a shop's model would have done on its own latest past. The model saw nothing of the held-out window; the
 * persons are those who had bought before it and bought again within it.
 */
export const modelReport = z.object({
  /** what the served model was read from */
  orders: z.number().int(),
  persons: z.number().int(),
  products: z.number().int(),
  /** whether the shop's own past weighs the signals, or it is too young and general weights do */
  source: z.enum(["learned", "general"]),
  /** null: too few persons came back to say anything; what follows is empty then */
  heldOut: z.object({ from: z.coerce.date(), to: z.coerce.date(), persons: z.number() }).nullable(),
  /**
   * Who would get a message of three new products, and how often one of them was bought. `threshold`: least chance
   * of the best match; `coverage`: share of the persons who reach it; `precision`: share of those who bought one.
   */
  curve: z.array(
    z.object({
      threshold: z.number(),
      coverage: z.number(),
      precision: z.number(),
      persons: z.number(),
    }),
  ),
  /** share of persons who bought one of three new products shown, against the best sellers of 60 days */
  hitRate: z.object({ ours: z.number(), popularity: z.number() }).nullable(),
  /** chances as told against what came true; one entry per tenth that was told */
  calibration: z.array(z.object({ predicted: z.number(), seen: z.number(), count: z.number() })),
  /** share of orders that the same person followed by another within 60 days; null: too few to say */
  orderChance: z.number().nullable(),
  /** what fitting and tuning took */
  seconds: z.number(),
});
export type ModelReport = z.infer<typeof modelReport>;
