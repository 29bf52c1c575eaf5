import type { Tx } from "#app/ports/db.ts";
import type { OrderRow } from "./orders.store.server.ts";

/** Orders by our own ids; those that are not there are absent. */
export async function ordersByIds(
  tx: Tx,
  shopId: string,
  ids: string[],
): Promise<Map<string, OrderRow>> {
  const rows = await tx.order.findMany({ where: { shopId, id: { in: [...new Set(ids)] } } });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Paid orders since then of a checkout, the earliest first: somebody may agree to messages after paying. */
export async function paidOrdersOfCheckout(
  tx: Tx,
  shopId: string,
  of: { checkoutToken: string; since: Date },
): Promise<OrderRow[]> {
  const { checkoutToken, since } = of;
  return tx.order.findMany({
    where: { shopId, checkoutToken, paidAt: { not: null }, createdAt: { gte: since } },
    orderBy: { createdAt: "asc" },
  });
}

/** What sold in a shop since then. */
export interface RecentSales {
  orders: number;
  /** how many different products one order holds, on average */
  productsPerOrder: number;
  /** how many orders hold a product, of those that sold most */
  ordersWith: Map<string, number>;
}

/**
 * What sold since then and was kept, without tests and orders that came to nothing: the `most` products that
 * sold best. Old orders that were brought along from another shop system are not recent.
 */
export async function recentSales(
  tx: Tx,
  shopId: string,
  which: { since: Date; most: number },
): Promise<RecentSales> {
  const rows = await tx.$queryRaw<
    { orders: number; pairs: number; product_id: string | null; sold: number }[]
  >`
    with sold as materialized (
      select distinct o.id, l.product_id from shop_order o
      join order_line l on l.shop_id = o.shop_id and l.order_id = o.id
      where o.shop_id = ${shopId}::uuid and o.created_at >= ${which.since} and not o.test
        and coalesce(o.processed_at, o.created_at) >= ${which.since} and o.cancelled_at is null
        and coalesce(o.payment_state, '') not in ('voided', 'expired', 'refunded')
        and l.kind = 'product' and l.returned < l.quantity
    ), total as (select count(distinct id)::int as orders, count(*)::int as pairs from sold)
    select total.orders, total.pairs, best.product_id, best.sold from total left join lateral (
      select product_id, count(*)::int as sold from sold group by product_id
      order by 2 desc, 1 limit ${which.most}
    ) best on true`;
  const { orders = 0, pairs = 0 } = rows[0] ?? {};
  const ordersWith = new Map(
    rows.flatMap(({ product_id: id, sold }): [string, number][] =>
      id === null ? [] : [[id, sold]],
    ),
  );
  return { orders, productsPerOrder: orders === 0 ? 0 : pairs / orders, ordersWith };
}
