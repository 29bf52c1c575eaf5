import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Reads one number's health from Meta. */
export const readHealthJob = defineJob({
  name: "channel.health",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1), numberId: z.string().min(1) }),
  attempts: 3,
  backoffMs: 60_000,
});

/** Now and then: reads the health of all numbers in use. */
export const sweepHealthJob = defineJob({
  name: "channel.sweep-health",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Judges the quality brake of all numbers in use. */
export const judgeBrakesJob = defineJob({
  name: "channel.judge-brakes",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
