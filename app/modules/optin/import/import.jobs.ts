import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds imports that nobody works on: a worker died, or its turn was over. */
export const sweepImportsJob = defineJob({
  name: "optin.sweep_imports",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Works on an import for a while. */
export const runImportJob = defineJob({
  name: "optin.run_import",
  queue: "batch",
  schema: z.object({ shopId: z.uuid(), importId: z.uuid() }),
  attempts: 1, // the sweep finds it again
  backoffMs: 1000,
});
