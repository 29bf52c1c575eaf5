import type { Tx } from "#app/ports/db.ts";
import type { OrderLine } from "./order-line.types.ts";
import type { Refund } from "./order.types.ts";

/** The lines of one order, as its newest version has them. */
interface LinesOfOrder {
  orderId: string;
  shopifyId: string;
  lines: OrderLine[];
}

/** Replaces the lines of these orders; what refunds have told of them counts on. */
export async function writeLines(
  tx: Tx,
  shopId: string,
  orders: readonly LinesOfOrder[],
): Promise<void> {
  if (orders.length === 0) return;
  const lines = orders.flatMap(({ orderId, shopifyId, lines: own }) =>
    own.map((line) => ({ orderId, shopifyId, ...line })),
  );
  const ids = orders.map((order) => order.orderId);
  const records = JSON.stringify(lines);
  await tx.$executeRaw`
    delete from order_line l where shop_id = ${shopId}::uuid and order_id = any(${ids}::uuid[])
      and not exists (select from jsonb_to_recordset(${records}::jsonb) as n("orderId" uuid, "lineId" text)
        where n."orderId" = l.order_id and n."lineId" = l.line_id)`;
  await tx.$executeRaw`
    insert into order_line (shop_id, order_id, line_id, product_id, variant_id, kind, quantity, returned, price_minor)
    select ${shopId}::uuid, n."orderId", n."lineId", n."productId", n."variantId", n.kind, n.quantity,
      least(n.quantity, greatest(n.returned, coalesce((select sum(r.quantity) from order_refund r
        where r.shop_id = ${shopId}::uuid and r.order_shopify_id = n."shopifyId" and r.line_id = n."lineId"), 0))),
      n."priceMinor"
    from jsonb_to_recordset(${records}::jsonb) as n("orderId" uuid, "shopifyId" text, "lineId" text, "productId" text,
      "variantId" text, kind text, quantity int, returned int, "priceMinor" bigint)
    on conflict (shop_id, order_id, line_id) do update set product_id = excluded.product_id,
      variant_id = excluded.variant_id, kind = excluded.kind, quantity = excluded.quantity,
      returned = excluded.returned, price_minor = excluded.price_minor`;
}

/**
 * Orders and refunds of a shop are told side by side, and neither sees the other's row before it is committed: a refund
 * of an order that is being written for the first time would be lost. So a refund waits for the orders that are being
 * written, and those for it; orders do not wait for each other. First in its transaction, so that nobody waits in a circle.
 */
export async function beforeLines(
  tx: Tx,
  shopId: string,
  told: "orders" | "refund",
): Promise<void> {
  const name = `order-lines:${shopId}`;
  if (told === "refund") {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
  } else {
    await tx.$queryRaw`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`;
  }
}

/** Keeps what went back; told twice, or before its order, it counts once. */
export async function writeRefund(
  tx: Tx,
  shopId: string,
  refund: Refund & { writtenAt: Date },
): Promise<void> {
  const { refundId, orderShopifyId, lines } = refund;
  if (lines.length === 0) return;
  await beforeLines(tx, shopId, "refund");
  await tx.orderRefund.createMany({
    data: lines.map((line) => ({ shopId, refundId, orderShopifyId, ...line })),
    skipDuplicates: true,
  });
  await tx.order.updateMany({
    where: { shopId, shopifyId: orderShopifyId },
    data: { writtenAt: refund.writtenAt },
  });
  await tx.$executeRaw`
    update order_line l set returned = least(l.quantity, greatest(l.returned, r.pieces))
    from (select o.id, f.line_id, sum(f.quantity) as pieces from order_refund f
      join shop_order o on o.shop_id = f.shop_id and o.shopify_id = f.order_shopify_id
      where f.shop_id = ${shopId}::uuid and f.order_shopify_id = ${orderShopifyId} group by o.id, f.line_id) r
    where l.shop_id = ${shopId}::uuid and l.order_id = r.id and l.line_id = r.line_id`;
}
