import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import { countsAsOrder, keptOf } from "./order-state.rules.ts";
import type { HistoryCursor, HistoryOrder, Purchase } from "./purchases.types.ts";

interface OrderState {
  test: boolean;
  cancelledAt: Date | null;
  paymentState: string | null;
}

interface LineRow {
  orderId: string;
  productId: string;
  variantId: string | null;
  quantity: number;
  returned: number;
  priceMinor: bigint;
}

/**
 * What the person behind these hashes bought, the earliest first. Orders that came to nothing, tests,
 * gift cards and custom lines are no purchases; a guest's order counts by its e-mail and phone.
 * @param since only orders from then on
 */
export async function purchasesOf(
  tx: Tx,
  shopId: string,
  personHashes: string[],
  since: Date = new Date(0),
): Promise<Purchase[]> {
  if (personHashes.length === 0) return [];
  const rows = await tx.$queryRaw<(LineRow & OrderState & { orderedAt: Date; currency: string })[]>`
    select o.id as "orderId", coalesce(o.processed_at, o.created_at) as "orderedAt", o.test, o.currency,
      o.cancelled_at as "cancelledAt", o.payment_state as "paymentState", l.product_id as "productId",
      l.variant_id as "variantId", l.quantity, l.returned, l.price_minor as "priceMinor"
    from shop_order o join order_line l on l.shop_id = o.shop_id and l.order_id = o.id
    where o.shop_id = ${shopId}::uuid and o.person_hashes && ${personHashes}::text[]
      and coalesce(o.processed_at, o.created_at) >= ${since} and l.kind = 'product'
    order by 2, o.id, l.line_id`;
  return rows.filter(countsAsOrder).map((row) => {
    const { kept, returned } = keptOf(row, row.paymentState);
    return {
      orderId: row.orderId,
      orderedAt: row.orderedAt,
      productId: row.productId,
      variantId: row.variantId,
      quantity: kept,
      returned,
      priceMinor: Number(row.priceMinor),
      currency: row.currency,
    };
  });
}

type OrderRow = OrderState & Omit<HistoryOrder, "lines" | "cancelled"> & { writtenAt: Date };

const ORDER = Prisma.sql`
  select id as "orderId", coalesce(processed_at, created_at) as "orderedAt", written_at as "writtenAt",
    updated_at as "updatedAt", person_hashes as "personHashes", test, cancelled_at as "cancelledAt",
    payment_state as "paymentState"
  from shop_order`;

async function withLines(tx: Tx, shopId: string, orders: OrderRow[]): Promise<HistoryOrder[]> {
  if (orders.length === 0) return [];
  const rows = await tx.$queryRaw<LineRow[]>`
    select order_id as "orderId", product_id as "productId", variant_id as "variantId", quantity, returned,
      price_minor as "priceMinor"
    from order_line where shop_id = ${shopId}::uuid and kind = 'product'
      and order_id = any(${orders.map((order) => order.orderId)}::uuid[])
    order by order_id, line_id`;
  const byOrder = Map.groupBy(rows, (row) => row.orderId);
  return orders.map(({ orderId, orderedAt, updatedAt, personHashes, ...order }) => ({
    orderId,
    orderedAt,
    updatedAt,
    personHashes,
    cancelled: !countsAsOrder(order) || order.paymentState === "refunded",
    lines: (byOrder.get(orderId) ?? []).map((line) => {
      const { kept, returned } = keptOf(line, order.paymentState);
      const { productId, priceMinor } = line;
      return { productId, quantity: kept, returned, priceMinor: Number(priceMinor) };
    }),
  }));
}

/**
 * A shop's orders in the sequence in which we wrote them last: whoever goes on from `next` later meets what
 * has changed since, old orders that were read in late included. Test orders are left out, cancelled
 * ones marked. A page that is not full is the last one for now.
 */
export async function historyPage(
  tx: Tx,
  shopId: string,
  after: HistoryCursor | null,
  limit: number,
): Promise<{ orders: HistoryOrder[]; next: HistoryCursor | null }> {
  const rest = after
    ? Prisma.sql`and (written_at, id) > (${after.writtenAt}, ${after.id}::uuid)`
    : Prisma.empty;
  const rows = await tx.$queryRaw<OrderRow[]>`
    ${ORDER} where shop_id = ${shopId}::uuid and not test ${rest} order by written_at, id limit ${limit}`;
  const last = rows.at(-1);
  const next = last ? { writtenAt: last.writtenAt, id: last.orderId } : after;
  return { orders: await withLines(tx, shopId, rows), next };
}

/** These orders alone, as `historyPage` gives them: what is new is learned order by order. */
export async function historyOrders(
  tx: Tx,
  shopId: string,
  orderIds: string[],
): Promise<HistoryOrder[]> {
  const rows = await tx.$queryRaw<OrderRow[]>`
    ${ORDER} where shop_id = ${shopId}::uuid and not test and id = any(${orderIds}::uuid[])
    order by written_at, id`;
  return withLines(tx, shopId, rows);
}

/**
 * The orders of whoever is behind these hashes. One that names more than `most` orders is a till's or a marketplace's: it
 * counts for nobody, and nothing is read for it.
 */
export async function ordersOfPerson(
  tx: Tx,
  shopId: string,
  { personHashes, most }: { personHashes: string[]; most: number },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with personal as materialized (
      select h from unnest(${personHashes}::text[]) as h where (select count(*) from (
        select from shop_order where shop_id = ${shopId}::uuid and person_hashes @> array[h] and not test
        limit ${most + 1}) o) <= ${most}
    )
    select distinct o.id from personal cross join lateral (
      select id from shop_order where shop_id = ${shopId}::uuid and person_hashes @> array[h] and not test
    ) o`;
  return rows.map(({ id }) => id);
}
