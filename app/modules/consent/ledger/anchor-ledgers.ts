import type { Deps } from "#app/ports/deps.ts";
import { chainHead } from "./chain.store.server.ts";

/**
 * Writes into the log where every shop's ledger ends. A log leaves the database's hands: whoever wrote the
 * whole chain anew could not write this line anew, and `npm run verify-ledger -- --anchor` holds it against them.
 * @returns of how many shops
 */
export async function anchorLedgers(deps: Pick<Deps, "db" | "log">): Promise<number> {
  let anchored = 0;
  for (const shopId of await deps.db.crossShop.shopsWithLedger()) {
    const head = await deps.db.inShop(shopId, (tx) => chainHead(tx, shopId));
    if (head === null) continue;
    deps.log.info("ledger.anchor", { shopId, anchor: `${head.seq}:${head.hash}` });
    anchored += 1;
  }
  return anchored;
}
