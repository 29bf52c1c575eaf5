import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds the shops whose model is to be fitted anew, and sees to it. */
export const sweepModelsJob = defineJob({
  name: "models.sweep",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1_000,
});
