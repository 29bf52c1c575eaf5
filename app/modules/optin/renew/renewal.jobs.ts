import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Asks people of all shops that want it whether consent stays, before it goes stale. */
export const sweepRenewalsJob = defineJob({
  name: "optin.sweep_renewals",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
