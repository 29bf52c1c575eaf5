import type { Tx } from "#app/ports/db.ts";
import { beforeLines, writeLines } from "./order-lines.store.server.ts";
import {
  matchOfHash,
  type OrderFacts,
  type PurchaseMatch,
  type PurchaseQuestion,
} from "./order.types.ts";

export interface OrderRow {
  id: string;
  shopifyId: string;
  name: string;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  totalMinor: bigint;
  currency: string;
  test: boolean;
  createdAt: Date;
  cancelledAt: Date | null;
  processedAt: Date | null;
  paymentState: string | null;
  paidAt: Date | null;
  deliveredAt: Date | null;
  country: string | null;
}

export interface OrderToWrite extends OrderFacts {
  personHashes: string[];
  /** of the webhook that tells it; null: read from Shopify */
  triggeredAt: Date | null;
  /** now */
  writtenAt: Date;
}

/**
 * Writes orders, each unless a newer version is there: deliveries come twice and in any order, and
 * while the history is read in. A row that was written before we kept payment and lines takes a
 * version of the same moment, too. Gives our id of each that was written, by Shopify's number.
 */
async function writeOrders(
  tx: Tx,
  shopId: string,
  orders: OrderToWrite[],
): Promise<Map<string, string>> {
  const records = JSON.stringify(orders.map((order) => ({ ...order, lines: undefined })));
  const written = await tx.$queryRaw<{ id: string; shopify_id: string }[]>`
    insert into shop_order (shop_id, shopify_id, name, checkout_token, cart_token, person_hashes, total_minor, currency,
      test, source_name, created_at, updated_at, triggered_at, cancelled_at, processed_at, payment_state, paid_at,
      delivered_at, country, written_at)
    select ${shopId}::uuid, n."shopifyId", n.name, n."checkoutToken", n."cartToken", n."personHashes", n."totalMinor",
      n.currency, n.test, n."sourceName", n."createdAt", n."updatedAt", n."triggeredAt", n."cancelledAt",
      n."processedAt", n."paymentState", n."paidAt", n."deliveredAt", n.country, n."writtenAt"
    from jsonb_to_recordset(${records}::jsonb) as n("shopifyId" text, name text, "checkoutToken" text, "cartToken" text,
      "personHashes" text[], "totalMinor" bigint, currency text, test boolean, "sourceName" text,
      "createdAt" timestamptz, "updatedAt" timestamptz, "triggeredAt" timestamptz, "cancelledAt" timestamptz,
      "processedAt" timestamptz, "paymentState" text, "paidAt" timestamptz, "deliveredAt" timestamptz, country text,
      "writtenAt" timestamptz)
    order by n."shopifyId"
    on conflict (shop_id, shopify_id) do update set
      name = excluded.name,
      checkout_token = coalesce(excluded.checkout_token, shop_order.checkout_token),
      cart_token = coalesce(excluded.cart_token, shop_order.cart_token),
      person_hashes = array(select distinct unnest(shop_order.person_hashes || excluded.person_hashes)),
      total_minor = excluded.total_minor, currency = excluded.currency, test = excluded.test,
      updated_at = excluded.updated_at, triggered_at = excluded.triggered_at,
      cancelled_at = coalesce(excluded.cancelled_at, shop_order.cancelled_at),
      processed_at = coalesce(excluded.processed_at, shop_order.processed_at),
      payment_state = coalesce(excluded.payment_state, shop_order.payment_state),
      paid_at = coalesce(shop_order.paid_at, excluded.paid_at),
      delivered_at = excluded.delivered_at,
      country = coalesce(excluded.country, shop_order.country), written_at = excluded.written_at
    where (shop_order.updated_at, coalesce(shop_order.triggered_at, shop_order.updated_at))
       <= (excluded.updated_at, coalesce(excluded.triggered_at, excluded.updated_at))
      or shop_order.payment_state is null and shop_order.updated_at <= excluded.updated_at
    returning id, shopify_id`;
  return new Map(written.map((row) => [row.shopify_id, row.id]));
}

/** The newest of each order: one statement writes no row twice. */
function newest(orders: OrderToWrite[]): OrderToWrite[] {
  const byId = new Map<string, OrderToWrite>();
  for (const order of orders) {
    const other = byId.get(order.shopifyId);
    if (!other || other.updatedAt <= order.updatedAt) byId.set(order.shopifyId, order);
  }
  return [...byId.values()];
}

/** Writes orders with their lines, each unless a newer version is there; gives how many were written. */
export async function upsertOrders(
  tx: Tx,
  shopId: string,
  orders: OrderToWrite[],
): Promise<number> {
  if (orders.length === 0) return 0;
  await beforeLines(tx, shopId, "orders");
  const ids = await writeOrders(tx, shopId, newest(orders));
  const lines = newest(orders).flatMap(({ shopifyId, lines: own }) => {
    const orderId = ids.get(shopifyId);
    return orderId !== undefined && own !== null ? [{ orderId, shopifyId, lines: own }] : [];
  });
  await writeLines(tx, shopId, lines);
  return ids.size;
}

export async function orderByShopifyId(
  tx: Tx,
  shopId: string,
  shopifyId: string,
): Promise<OrderRow | null> {
  return tx.order.findFirst({ where: { shopId, shopifyId } });
}

interface FoundPurchase {
  key: string;
  by_checkout: boolean;
  by_cart: boolean;
  matched: string[];
}

function matchOf(found: FoundPurchase): PurchaseMatch {
  if (found.by_checkout) return "checkout";
  if (found.by_cart) return "cart";
  return matchOfHash(found.matched.toSorted()[0] ?? "");
}

/**
 * Which of the questions are answered "has bought": same checkout, same cart, or an order of the
 * same person since then. Cancelled orders count too: the person came back to the shop by themselves.
 */
export async function findPurchases(
  tx: Tx,
  shopId: string,
  questions: PurchaseQuestion[],
): Promise<Map<string, PurchaseMatch>> {
  if (questions.length === 0) return new Map();
  const asked = JSON.stringify(
    questions.map((q) => ({
      key: q.key,
      checkout_token: q.checkoutToken,
      cart_token: q.cartToken,
      person_hashes: q.personHashes,
      since: q.since.toISOString(),
    })),
  );
  const rows = await tx.$queryRaw<FoundPurchase[]>`
    select q.key, coalesce(o.checkout_token = q.checkout_token, false) as by_checkout,
      coalesce(o.cart_token = q.cart_token, false) as by_cart,
      array(select unnest(o.person_hashes) intersect select unnest(q.person_hashes)) as matched
    from jsonb_to_recordset(${asked}::jsonb)
      as q(key text, checkout_token text, cart_token text, person_hashes text[], since timestamptz)
    cross join lateral (
      select * from (
        select checkout_token, cart_token, person_hashes, 1 as strength from shop_order
          where shop_id = ${shopId}::uuid and checkout_token = q.checkout_token
        union all
        select checkout_token, cart_token, person_hashes, 2 from shop_order
          where shop_id = ${shopId}::uuid and cart_token = q.cart_token
        union all
        select checkout_token, cart_token, person_hashes, 3 from shop_order
          where shop_id = ${shopId}::uuid and person_hashes && q.person_hashes and created_at >= q.since and not test
      ) hits order by strength limit 1
    ) o`;
  return new Map(rows.map((row) => [row.key, matchOf(row)]));
}
