import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";

/** Writes down where every shop's ledger ends. */
export const anchorLedgersJob = defineJob({
  name: "anchor-ledgers",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});
