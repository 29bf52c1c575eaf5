import { z } from "zod";
import { tidyMedia } from "#app/modules/media/index.ts";
import { dropBodies } from "#app/modules/intake/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { defineJob } from "#app/ports/jobs.ts";

export const tidyJob = defineJob({
  name: "tidy",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

const DAY_MS = 24 * 3600 * 1000;
/** Raw bodies are needed to process and to look into what was parked; after that they are a liability. */
const BODIES_LIVE_DAYS = 14;

/** Deletes what has served its time, and says what it did. */
export async function tidy(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const processedBefore = new Date(now.getTime() - BODIES_LIVE_DAYS * DAY_MS);
  let bodies = 0;
  let media = 0;
  for (const shopId of await deps.db.crossShop.shopsInstalled()) {
    bodies += await deps.db.inShop(shopId, (tx) => dropBodies(tx, shopId, processedBefore));
    media += await tidyMedia(deps, shopId);
  }
  const rates = await deps.db.crossShop.forgetRates(new Date(Date.now() - DAY_MS));
  deps.log.info("tidy.done", { bodies, media, rates });
}
