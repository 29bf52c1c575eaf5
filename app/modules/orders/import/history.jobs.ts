import { z } from "zod";
import { defineJob } from "#app/ports/jobs.ts";
import { historyKind } from "./history-import.types.ts";

/** Finds histories that are to be read further: asked about, or left behind by a worker that died. */
export const sweepHistoriesJob = defineJob({
  name: "orders.sweep_histories",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/** Takes the next step in reading a shop's history. */
export const readHistoryJob = defineJob({
  name: "orders.read_history",
  queue: "batch",
  schema: z.object({ shopId: z.uuid(), kind: historyKind }),
  attempts: 1, // the sweep finds it again
  backoffMs: 1000,
});
