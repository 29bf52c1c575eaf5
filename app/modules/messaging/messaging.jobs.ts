import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Sends what is due from one number. One at a time per number: the job id is the number's. */
export const dispatchJob = defineJob({
  name: "messages.dispatch",
  queue: "send",
  schema: z.object({ shopId: z.uuid(), numberId: z.uuid() }),
  attempts: 1,
  backoffMs: 1000,
});

/** Wakes up and looks which numbers have something due. */
export const sweepMessagesJob = defineJob({
  name: "messages.sweep",
  queue: "send",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Settles what a dead worker left claimed or half handed over. */
export const settleMessagesJob = defineJob({
  name: "messages.settle",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
