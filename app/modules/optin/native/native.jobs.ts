import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Finds contacts whose native consent is to be written. */
export const sweepNativeJob = defineJob({
  name: "optin.sweep_native",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Writes the native consent of some contacts of one shop. */
export const writeNativeJob = defineJob({
  name: "optin.write_native",
  queue: "batch",
  schema: z.object({ shopId: z.uuid(), contactIds: z.array(z.uuid()).min(1).max(100) }),
  attempts: 1, // the row is the truth: the sweep finds it again
  backoffMs: 1000,
});
