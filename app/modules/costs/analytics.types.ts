import { z } from "zod";

const amount = z.coerce.number().nonnegative();

/** One sum of Meta's `pricing_analytics` (contract 6.3). */
const pointSchema = z.object({
  country: z.string().nullish(),
  pricing_type: z.string().nullish(),
  pricing_category: z.string().nullish(),
  volume: amount.catch(0),
  cost: amount.catch(0),
});
export type AnalyticsPoint = z.infer<typeof pointSchema>;

/** The answer to GET /{waba}?fields=currency,pricing_analytics…; an account without messages has no data. */
export const analyticsSchema = z.object({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  pricing_analytics: z
    .object({ data: z.array(z.object({ data_points: z.array(pointSchema).default([]) })) })
    .default({ data: [] }),
});
