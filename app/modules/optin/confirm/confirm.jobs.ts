import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Asks who waits for a template, and ends what ran out. */
export const sweepConfirmationsJob = defineJob({
  name: "optin.sweep_confirmations",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
