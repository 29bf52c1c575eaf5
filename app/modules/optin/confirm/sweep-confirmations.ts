import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { askToConfirm } from "./ask-to-confirm.ts";
import { dueConfirmations, endConfirmations, lookAgain } from "./confirmation.store.server.ts";
import type { ConfirmationRow } from "./confirmation.types.ts";

const SHOPS_PER_SWEEP = 100;
const PER_TURN = 200;

/** What is due of a shop: whoever waits for a template is asked, and what ran out is over for good. */
async function settleDue(deps: Deps, tx: Tx, shopId: string): Promise<number> {
  const now = deps.clock.now();
  const due = await dueConfirmations(tx, shopId, { now, limit: PER_TURN });
  const isOver = ({ expiresAt }: ConfirmationRow) => expiresAt <= now;
  const over = due.filter(isOver).map(({ id }) => id);
  await endConfirmations(tx, shopId, { ids: over, state: "expired", at: now });
  const shop = await readShop(tx, shopId);
  for (const request of due.filter((one) => !isOver(one))) {
    const waits = request.state === "waiting" && request.leaderId === null;
    if (waits) await askToConfirm(deps, tx, shop, request);
    else await lookAgain(tx, shopId, [request.id], request.expiresAt);
  }
  return due.length;
}

/** Looks after every shop's requests to confirm. Safe beside itself: rows are held, never shared. */
export async function sweepConfirmations(deps: Deps): Promise<void> {
  const shops = await deps.db.crossShop.confirmationsDue(deps.clock.now(), SHOPS_PER_SWEEP);
  for (const shopId of shops) {
    try {
      await deps.db.inShop(shopId, (tx) => settleDue(deps, tx, shopId));
    } catch (error) {
      // One shop's trouble must not keep the others waiting.
      deps.log.error("confirmations.sweep_failed", { shopId, message: String(error) });
    }
  }
}
