import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Submits the ready-made set for one shop. */
export const submitTemplatesJob = defineJob({
  name: "templates.submit",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1) }),
  attempts: 5,
  backoffMs: 10_000,
});

/** Reads the statuses of one shop's templates from Meta. */
export const pollTemplatesJob = defineJob({
  name: "templates.poll",
  queue: "batch",
  schema: z.object({ shopId: z.string().min(1) }),
  attempts: 3,
  backoffMs: 30_000,
});

/** Every few hours: polls for all shops. */
export const sweepTemplatesJob = defineJob({
  name: "templates.sweep",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
