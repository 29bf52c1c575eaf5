import { checkProxy } from "#app/modules/links/index.ts";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { submitTemplatesJob } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";

/**
 * Checks a shop's own domain. What waited for templates of the other base may leave now, and a new
 * domain needs templates of its own.
 */
export async function checkShopsProxy(deps: Deps, shopId: string): Promise<void> {
  const { hasSwitched, hasMoved } = await checkProxy(deps, shopId);
  if (hasSwitched) await wakeWaiting(deps, shopId);
  if (hasMoved) await deps.jobs.enqueue(submitTemplatesJob, { shopId });
}
