import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** What arrived late for erased persons is erased again. The nightly run does the same, in case this is lost. */
export const repeatErasuresJob = defineJob({
  name: "repeat-erasures",
  queue: "batch",
  schema: z.object({ shopId: z.uuid() }),
  attempts: 3,
  backoffMs: 5_000,
});

/** Removes a shop that is gone, table by table. */
export const redactShopJob = defineJob({
  name: "redact-shop",
  queue: "batch",
  schema: z.object({ shopId: z.uuid() }),
  attempts: 5,
  backoffMs: 30_000,
});
