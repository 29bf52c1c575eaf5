import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { RecommenderError } from "#app/ports/recommender.ts";
import { addHours } from "#app/shared/duration.ts";
import { claimModel, scheduleModel } from "../recommendation-model.store.server.ts";
import { nextNight } from "./next-night.rules.ts";

/** After a failure, and when the process that worked on it ended before it was done. */
const AGAIN_HOURS = 1;
const DUE_AT_ONCE = 20;

interface DueModel {
  shopId: string;
  triedAt: Date | null;
}

/** Null: it is as it should be. */
async function rebuildOne(deps: Deps, shopId: string): Promise<string | null> {
  try {
    await deps.recommender.rebuild(shopId);
    return null;
  } catch (error) {
    if (error instanceof RecommenderError && error.isStopping) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    deps.log.warn("models.rebuild_failed", { shopId, problem });
    return problem;
  }
}

async function settleDue(deps: Deps, { shopId, triedAt }: DueModel): Promise<void> {
  const now = deps.clock.now();
  const soon = addHours(now, AGAIN_HOURS);
  const claim = { now, triedAt, againAt: soon };
  if (!(await deps.db.inShop(shopId, (tx) => claimModel(tx, shopId, claim)))) return;
  const problem = await rebuildOne(deps, shopId);
  await deps.db.inShop(shopId, async (tx) => {
    const { timeZone } = await readShop(tx, shopId);
    const dueAt = problem === null ? nextNight(now, { id: shopId, timeZone }) : soon;
    await scheduleModel(tx, shopId, { dueAt, problem });
  });
}

/**
 * Fits the models that are due, one shop after the other. What goes wrong in one is stored with it and tried again an
 * hour later; the others do not notice.
 */
export async function rebuildDueModels(deps: Deps): Promise<void> {
  const seen = new Set<string>();
  for (;;) {
    const due = await deps.db.crossShop.modelsDue(deps.clock.now(), DUE_AT_ONCE);
    const next = due.find(({ shopId }) => !seen.has(shopId));
    if (!next) return;
    seen.add(next.shopId);
    await settleDue(deps, next);
  }
}

/** Starts that work and waits for none of it: a queue's place is not kept for minutes. Only one at a time works. */
export function modelRebuilder(deps: Deps): () => Promise<void> {
  let running = false;
  return () => {
    if (running) return Promise.resolve();
    running = true;
    rebuildDueModels(deps)
      .catch((error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        deps.log.warn("models.sweep_failed", { problem });
      })
      .finally(() => {
        running = false;
      });
    return Promise.resolve();
  };
}
