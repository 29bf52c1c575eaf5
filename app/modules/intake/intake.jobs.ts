import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Deliveries of one shop that became durable together. */
export const processIntakeJob = defineJob({
  name: "intake.process",
  queue: "inbox",
  schema: z.object({ shopId: z.uuid(), eventIds: z.array(z.uuid()).min(1).max(1000) }),
  attempts: 3,
  backoffMs: 1_000,
});

/** Finds what a lost queue forgot, and what is to be tried again. */
export const sweepIntakeJob = defineJob({
  name: "intake.sweep",
  queue: "inbox",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1_000,
});
