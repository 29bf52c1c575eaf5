import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Compares one shop's costs with Meta's sums. */
export const reconcileCostsJob = defineJob({
  name: "costs.reconcile",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1) }),
  attempts: 3,
  backoffMs: 60_000,
});

/** Finds the shops to compare. */
export const sweepCostsJob = defineJob({
  name: "costs.sweep",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1_000,
});
