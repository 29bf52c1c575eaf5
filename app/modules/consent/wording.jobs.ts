import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds shops whose sentence Shopify does not have yet. */
export const sweepWordingsJob = defineJob({
  name: "consent.sweep_wordings",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Tells Shopify one shop's sentence. */
export const publishWordingJob = defineJob({
  name: "consent.publish_wording",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1) }),
  attempts: 1, // the sweep finds it again
  backoffMs: 1000,
});
