import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { moveBrake, writeBrakeCause } from "./brake.store.server.ts";
import { numberById } from "./channel.store.server.ts";
import type { BrakeLevel, NumberRow } from "./channel.types.ts";
import { type BrakeFacts, decideBrake, resumedStanding } from "./quality-brake.rules.ts";

/** Facts that others count; the number's own rating is added here. */
export type CountedFacts = Omit<BrakeFacts, "quality">;

/** Judges a number's brake on these facts, in the transaction that counted them. */
export async function applyBrake(
  tx: Tx,
  number: NumberRow,
  judged: { counted: CountedFacts; now: Date },
): Promise<{ from: BrakeLevel; to: BrakeLevel; cause: string | null } | null> {
  const { counted, now } = judged;
  const facts = { ...counted, quality: number.quality };
  const standing = {
    level: number.brake,
    cause: number.brakeCause,
    since: number.brakeSince,
    acceptedQuality: number.brakeAcceptedQuality,
  };
  const decision = decideBrake(facts, standing, now);
  const { level: to, cause, acceptedQuality, changed } = decision;
  const target = { shopId: number.shopId, numberId: number.id };
  if (!changed) {
    const isNews = cause !== standing.cause || acceptedQuality !== standing.acceptedQuality;
    if (isNews) await writeBrakeCause(tx, target, decision);
    return null;
  }
  const from = number.brake;
  const change = { from, to, cause, acceptedQuality, at: now, by: "rule" as const, facts };
  return (await moveBrake(tx, target, change)) ? { from, to, cause } : null;
}

/**
 * The merchant lets marketing go on in spite of the brake's cause: at half speed, and what was counted
 * before no longer counts.
 * @returns false when nothing was stopped
 */
export async function resumeBrake(
  deps: Deps,
  target: { shopId: string; numberId: string },
): Promise<boolean> {
  const { shopId, numberId } = target;
  const at = deps.clock.now();
  const resumed = await deps.db.inShop(shopId, async (tx) => {
    const number = await numberById(tx, shopId, numberId);
    if (number?.brake !== "stop") return false;
    const { level: to, acceptedQuality } = resumedStanding(number.quality);
    const { brake: from, brakeCause: cause, quality } = number;
    const facts = { quality };
    return moveBrake(tx, target, { from, to, cause, acceptedQuality, at, by: "merchant", facts });
  });
  if (!resumed) return false;
  deps.log.warn("whatsapp.brake_resumed", { shopId, numberId });
  await deps.announce.numberReady(deps, target);
  return true;
}
