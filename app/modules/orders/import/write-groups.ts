import { productOfLines, recordProducts } from "#app/modules/catalog/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type OrderFacts, parseOrder } from "../order.types.ts";
import { type OrderToWrite, upsertOrders } from "../orders.store.server.ts";
import { personHashesOf } from "../record-order.ts";
import type { LineGroup } from "./group-lines.ts";
import type { HistoryKind } from "./history-import.types.ts";
import { orderBodyOf } from "./order-of-lines.rules.ts";

/** Whose history it is, and in which currency it sells. */
interface Place {
  shopId: string;
  currency: string;
}

function readOrder(deps: Deps, shopId: string, group: LineGroup): OrderToWrite | null {
  const body = orderBodyOf(group.objects);
  if (!body) return null;
  const order = parsed(body);
  if (!order) return null;
  const personHashes = personHashesOf(deps, { shopId, topic: "orders/updated", body });
  // An old order may have changed long after it was paid; when it was paid is not told.
  const paidAt = order.paidAt && (order.processedAt ?? order.createdAt);
  return { ...order, paidAt, personHashes, triggeredAt: null, writtenAt: deps.clock.now() };
}

function parsed(body: Record<string, unknown>): OrderFacts | null {
  try {
    return parseOrder(body);
  } catch {
    return null; // no time, or no currency: the caller counts it as refused
  }
}

/** Takes out persons who were erased after their order: an import must not bring them back. */
async function withoutErased(
  deps: Deps,
  tx: Tx,
  shopId: string,
  orders: OrderToWrite[],
): Promise<OrderToWrite[]> {
  const hashes = [...new Set(orders.flatMap((order) => order.personHashes))];
  const erased = await deps.announce.erasedAt(tx, shopId, hashes);
  if (erased.size === 0) return orders;
  return orders.map((order) => {
    const isGone = order.personHashes.some((hash) => {
      const at = erased.get(hash);
      return at !== undefined && at >= order.createdAt;
    });
    return isGone ? { ...order, personHashes: [] } : order;
  });
}

async function writeOrders(
  deps: Deps,
  tx: Tx,
  { shopId }: Place,
  groups: LineGroup[],
): Promise<number> {
  const orders = groups.flatMap((group) => readOrder(deps, shopId, group) ?? []);
  await upsertOrders(tx, shopId, await withoutErased(deps, tx, shopId, orders));
  return orders.length;
}

async function writeProducts(
  deps: Deps,
  tx: Tx,
  { shopId, currency }: Place,
  groups: LineGroup[],
): Promise<number> {
  const products = groups.flatMap((group) => productOfLines(group.objects, currency) ?? []);
  await recordProducts(deps, tx, shopId, products);
  return products.length;
}

/** Writes what the groups tell; gives how many of them told something. */
export const writeGroups: Record<HistoryKind, typeof writeOrders> = {
  orders: writeOrders,
  products: writeProducts,
};
