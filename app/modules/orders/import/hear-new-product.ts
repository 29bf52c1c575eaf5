import type { Deps } from "#app/ports/deps.ts";
import { endedAtOf, lookSooner } from "./history-imports.store.server.ts";
import { readNewProductsAt } from "./history-step.rules.ts";

/** products/create: what no webhook tells of it (its collections) is read soon, not in a week. */
export async function hearNewProduct(deps: Deps, { shopId }: { shopId: string }): Promise<void> {
  const products = { shopId, kind: "products" } as const;
  await deps.db.inShop(shopId, async (tx) => {
    const endedAt = await endedAtOf(tx, products);
    if (endedAt === null) return; // it is under way, or has failed
    await lookSooner(tx, products, readNewProductsAt(endedAt, deps.clock.now()));
  });
}
