import type { Identifier } from "#app/modules/contacts/index.ts";
import { identifiersOfShopify } from "#app/modules/intake/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { writeRefund } from "./order-lines.store.server.ts";
import { type OrderFacts, parseOrder, parseRefund } from "./order.types.ts";
import { upsertOrders } from "./orders.store.server.ts";

/** What names a person in a Shopify body. */
export function buyerIdentifiers(event: { topic: string; body: unknown }): Identifier[] {
  const found = identifiersOfShopify(event.topic, event.body).identifiers;
  return found.flatMap(({ kind, value }) =>
    kind === "customer" || kind === "phone" || kind === "email" ? [{ kind, value }] : [],
  );
}

/** Keyed hashes of every person identifier in a Shopify body, under all look-up keys. */
export function personHashesOf(
  deps: Pick<Deps, "vault">,
  event: { shopId: string; topic: string; body: unknown },
): string[] {
  const hashes = buyerIdentifiers(event).flatMap(({ kind, value }) =>
    deps.vault.hashes(event.shopId, kind, value),
  );
  return [...new Set(hashes)];
}

/** Keeps an order and its lines from any of the topics orders/*; idempotent, newest version wins. */
export async function recordOrder(
  deps: Deps,
  event: { shopId: string; topic: string; triggeredAt: Date | null; body: unknown },
): Promise<OrderFacts> {
  const order = parseOrder(event.body);
  const personHashes = personHashesOf(deps, event);
  const { shopId, triggeredAt } = event;
  const written = { ...order, personHashes, triggeredAt, writtenAt: deps.clock.now() };
  await deps.db.inShop(shopId, (tx) => upsertOrders(tx, shopId, [written]));
  return order;
}

/** Keeps what went back, from refunds/create: a refund of money alone is told by its order. */
export async function recordRefund(
  deps: Deps,
  event: { shopId: string; body: unknown },
): Promise<void> {
  const refund = { ...parseRefund(event.body), writtenAt: deps.clock.now() };
  await deps.db.inShop(event.shopId, (tx) => writeRefund(tx, event.shopId, refund));
}
