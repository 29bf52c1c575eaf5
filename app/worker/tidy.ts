import { z } from "zod";
import { runRetention } from "#app/modules/compliance/index.ts";
import { tidyMedia } from "#app/modules/media/index.ts";
import { forgetImports } from "#app/modules/optin/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { defineJob } from "#app/ports/jobs.ts";
import { DAY_MS } from "#app/shared/duration.ts";

/** Wakes every hour: a shop's own run is due once a night, and one that broke off goes on. */
export const tidyJob = defineJob({
  name: "tidy",
  queue: "batch",
  schema: z.object({}),
  attempts: 1,
  backoffMs: 1000,
});

/**
 * Deletes what has served its time, in every shop that has data, uninstalled ones too; each says on its
 * privacy page what was done. One shop that fails does not keep the others waiting.
 */
export async function tidy(deps: Deps): Promise<void> {
  let media = 0;
  let imports = 0;
  for (const shopId of await deps.db.crossShop.shopsWithData()) {
    try {
      // With the rows and names that belong to a list, before its parts alone would go.
      imports += await forgetImports(deps, shopId);
      await runRetention(deps, shopId);
      media += await tidyMedia(deps, shopId);
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      deps.log.error("tidy.failed", { shopId, reason });
    }
  }
  // Windows of real time: a rate is no matter of the shop's clock.
  const rates = await deps.db.crossShop.forgetRates(new Date(Date.now() - DAY_MS));
  deps.log.info("tidy.done", { media, imports, rates });
}
