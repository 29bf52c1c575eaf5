import { identifiersOfShopify } from "#app/modules/intake/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type OrderFacts, parseOrder } from "./order.types.ts";
import { upsertOrder } from "./orders.store.server.ts";

const PERSON_KINDS = new Set(["phone", "email", "customer"]);

/** Keyed hashes of every person identifier in a Shopify body, under all look-up keys. */
export function personHashesOf(
  deps: Pick<Deps, "vault">,
  event: { shopId: string; topic: string; body: unknown },
): string[] {
  const found = identifiersOfShopify(event.topic, event.body).identifiers;
  const hashes = found.flatMap(({ kind, value }) =>
    PERSON_KINDS.has(kind) ? deps.vault.hashes(event.shopId, kind, value) : [],
  );
  return [...new Set(hashes)];
}

/** Keeps an order from orders/create, /paid, /updated or /cancelled; idempotent, newest version wins. */
export async function recordOrder(
  deps: Deps,
  event: { shopId: string; topic: string; triggeredAt: Date | null; body: unknown },
): Promise<OrderFacts> {
  const order = parseOrder(event.body);
  const personHashes = personHashesOf(deps, event);
  await deps.db.inShop(event.shopId, (tx) =>
    upsertOrder(tx, event.shopId, { ...order, personHashes, triggeredAt: event.triggeredAt }),
  );
  return order;
}
