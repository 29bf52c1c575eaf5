import { applyBrake, numberById } from "#app/modules/channel/index.ts";
import { countLowQuality } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { countForBrake } from "./brake-facts.store.server.ts";
import { resumeWaiting } from "./resume-waiting.ts";

interface Target {
  shopId: string;
  numberId: string;
}

/** Judges one number's quality brake now; what an eased brake lets go may leave at once. */
export async function judgeBrake(deps: Deps, target: Target): Promise<void> {
  const { shopId, numberId } = target;
  const now = deps.clock.now();
  const change = await deps.db.inShop(shopId, async (tx) => {
    const number = await numberById(tx, shopId, numberId);
    if (!number || number.status === "disconnected") return null;
    const countFrom = number.brakeResumedAt;
    const counted = await countForBrake(tx, { shopId, numberId, now, countFrom });
    const facts = { ...counted, badTemplates: await countLowQuality(tx, shopId) };
    return applyBrake(tx, number, { counted: facts, now });
  });
  if (!change) return;
  deps.log.warn("whatsapp.brake", { shopId, numberId, ...change });
  if (change.from === "stop") await resumeWaiting(deps, target);
}

/** Judges the numbers of one shop, after news about them. */
export async function judgeBrakesOf(deps: Deps, shopId: string): Promise<void> {
  const numbers = await deps.db.crossShop.numbersInUse();
  for (const target of numbers) if (target.shopId === shopId) await judgeBrake(deps, target);
}

/** Judges every number in use. */
export async function judgeBrakes(deps: Deps): Promise<void> {
  for (const target of await deps.db.crossShop.numbersInUse()) {
    try {
      await judgeBrake(deps, target);
    } catch (error) {
      // One shop's trouble must not keep the others from being judged.
      deps.log.error("whatsapp.brake_failed", { ...target, message: String(error) });
    }
  }
}
