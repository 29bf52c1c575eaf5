import { givenUpNumbers } from "#app/modules/channel/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { wakeDispatcher, wakeWaiting } from "./plan-message.ts";
import { adoptPlanned } from "./waiting.store.server.ts";

/** A number may send from now on: what waits for it, or for one that was given up, is decided anew at once. */
export async function resumeWaiting(
  deps: Deps,
  target: { shopId: string; numberId: string },
): Promise<void> {
  const { shopId } = target;
  const adopted = await deps.db.inShop(shopId, async (tx) =>
    adoptPlanned(tx, { ...target, givenUp: await givenUpNumbers(tx, shopId) }),
  );
  if (adopted > 0) deps.log.info("messages.adopted", { shopId, count: adopted });
  await wakeWaiting(deps, shopId);
  await wakeDispatcher(deps, target);
}
