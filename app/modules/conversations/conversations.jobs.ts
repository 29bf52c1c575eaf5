import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds answers that nobody has decided about in time. */
export const sweepAnswersJob = defineJob({
  name: "conversations.sweep_answers",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
