import type { Tx } from "#app/ports/db.ts";
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
}

/** Writes the order unless a newer version is there. Deliveries come twice and in any order. */
export async function upsertOrder(
  tx: Tx,
  shopId: string,
  order: OrderFacts & { personHashes: string[]; triggeredAt: Date | null },
): Promise<void> {
  await tx.$executeRaw`
    insert into shop_order (shop_id, shopify_id, name, checkout_token, cart_token, person_hashes, total_minor,
      currency, test, source_name, created_at, updated_at, triggered_at, cancelled_at)
    values (${shopId}::uuid, ${order.shopifyId}, ${order.name}, ${order.checkoutToken}, ${order.cartToken},
      ${order.personHashes}::text[], ${order.totalMinor}::bigint, ${order.currency}, ${order.test},
      ${order.sourceName}, ${order.createdAt}, ${order.updatedAt}, ${order.triggeredAt}, ${order.cancelledAt})
    on conflict (shop_id, shopify_id) do update set
      name = excluded.name,
      checkout_token = coalesce(excluded.checkout_token, shop_order.checkout_token),
      cart_token = coalesce(excluded.cart_token, shop_order.cart_token),
      person_hashes = array(select distinct unnest(shop_order.person_hashes || excluded.person_hashes)),
      total_minor = excluded.total_minor, currency = excluded.currency, test = excluded.test,
      updated_at = excluded.updated_at, triggered_at = excluded.triggered_at,
      cancelled_at = coalesce(excluded.cancelled_at, shop_order.cancelled_at)
    where (shop_order.updated_at, coalesce(shop_order.triggered_at, shop_order.updated_at))
       <= (excluded.updated_at, coalesce(excluded.triggered_at, excluded.updated_at))`;
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
