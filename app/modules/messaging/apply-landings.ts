import { releaseReservations, settleCharges } from "#app/modules/costs/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { announceHandedOver, announceNotSent } from "./announce.ts";
import { applyEffect } from "./apply-effect.ts";
import type { Landing } from "./landing.rules.ts";
import type { MessageNow } from "./landing.types.ts";
import { writeMessages } from "./moves.store.server.ts";
import type { Effect } from "./reaction.rules.ts";

/** A hundred refusals for one reason pause a number once; persons and countries are each their own. */
function effectsOnce(landings: Landing[]): [MessageNow, Effect][] {
  const seen = new Map<string, [MessageNow, Effect]>();
  for (const { message, effect } of landings) {
    if (!effect) continue;
    const isShared = effect.on !== "number" || effect.do !== "block_country";
    const whom = {
      number: isShared ? message.numberId : message.id,
      template: message.templateId,
      person: message.id,
      message: message.id,
    };
    seen.set(`${effect.on}:${effect.do}:${whom[effect.on]}`, [message, effect]);
  }
  return [...seen.values()];
}

/**
 * What was delivered is charged. What failed, or was definitely refused and is tried again, gives its
 * reservation back; an `unknown` one keeps it, whatever becomes of it.
 */
async function settleCosts(tx: Tx, shopId: string, landings: Landing[]): Promise<void> {
  const unsent = landings
    .filter(({ message: { state } }) => state === "planned" || state === "failed")
    .map(({ message }) => message.id);
  await releaseReservations(tx, shopId, unsent);
  const billed = landings.flatMap((landing) => landing.billed ?? []);
  await settleCharges(tx, shopId, billed);
}

/** Writes landings and everything that follows from them, in the transaction that locked the rows. */
export async function applyLandings(
  deps: Deps,
  tx: Tx,
  landed: { shopId: string; landings: Landing[] },
): Promise<void> {
  const { shopId, landings } = landed;
  await writeMessages(
    tx,
    shopId,
    landings.map((landing) => landing.message),
  );
  await settleCosts(tx, shopId, landings);
  for (const [message, effect] of effectsOnce(landings)) {
    await applyEffect({ deps, tx, shopId, message }, effect);
    deps.log.warn("messages.effect", {
      shopId,
      on: effect.on,
      do: effect.do,
      code: message.errorCode,
    });
  }
  const handed = landings.filter((landing) => landing.handedOver).map(({ message }) => message);
  const failed = landings.filter((landing) => landing.failed).map(({ message }) => message);
  const reasons = new Map(failed.map((message) => [message.id, message.reason ?? "failed"]));
  await announceHandedOver(deps, tx, { shopId, rows: handed });
  await announceNotSent(deps, tx, { shopId, rows: failed, reasons });
}
