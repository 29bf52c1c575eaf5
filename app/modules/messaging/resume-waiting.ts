import { givenUpNumbers } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { wakeDispatcher, wakeWaiting } from "./plan-message.ts";
import { adoptPlanned } from "./waiting.store.server.ts";

/** A number may send from now on: what waits for it, or for one that was given up, is decided anew at once. */
export async function resumeWaiting(
  deps: Deps,
  target: { shopId: string; numberId: string; accountChanged?: boolean },
): Promise<void> {
  const { shopId, numberId, accountChanged = false } = target;
  const adopted = await deps.db.inShop(shopId, async (tx) =>
    adoptPlanned(tx, { shopId, numberId, givenUp: await givenUpNumbers(tx, shopId) }),
  );
  if (adopted > 0) deps.log.info("messages.adopted", { shopId, count: adopted });
  // Templates of a new account are not approved yet: what waits looks again by itself in a while.
  if (accountChanged) return;
  await wakeWaiting(deps, shopId);
  await wakeDispatcher(deps, { shopId, numberId });
}
