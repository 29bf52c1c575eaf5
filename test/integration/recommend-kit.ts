import { randomUUID } from "node:crypto";
import { startRecommender } from "#app/worker/recommender/start-recommender.ts";
import type { RankQuery, Recommender } from "#app/ports/recommender.ts";
import { addDays, addMinutes } from "#app/shared/duration.ts";
import type { TestDeps } from "#test/support/deps.ts";

export interface PastOrder {
  id?: string;
  /** their customer; null: nobody knows */
  person: string | null;
  daysAgo: number;
  products: readonly string[];
}

/** Writes orders as the webhooks would have left them. Gives their ids. */
export async function addOrders(
  world: TestDeps,
  shopId: string,
  orders: readonly PastOrder[],
): Promise<string[]> {
  const now = world.clock.now();
  const rows = orders.map(({ id = randomUUID(), person, daysAgo, products }) => ({
    id,
    at: addMinutes(addDays(now, -daysAgo), -1).toISOString(),
    hashes: person === null ? [] : [`c.${person}`],
    products,
  }));
  const json = JSON.stringify(rows);
  await world.owner.query(
    `insert into shop_order (id, shop_id, shopify_id, person_hashes, total_minor, currency, created_at, updated_at,
       written_at)
     select id, $1, id::text, hashes, 1000, 'EUR', at, at, $3
     from jsonb_to_recordset($2::jsonb) as o(id uuid, at timestamptz, hashes text[])`,
    [shopId, json, now],
  );
  await world.owner.query(
    `insert into order_line (shop_id, order_id, line_id, product_id, kind, quantity, price_minor)
     select $1, o.id, p, p, 'product', 1, 1000
     from jsonb_to_recordset($2::jsonb) as o(id uuid, products text[]), unnest(o.products) p`,
    [shopId, json],
  );
  return rows.map(({ id }) => id);
}

/** What became of an order later, as another webhook would leave it. */
export async function changeOrder(
  world: TestDeps,
  orderId: string,
  change: { cancelled?: true; returned?: string },
): Promise<void> {
  const now = world.clock.now();
  await world.owner.query(
    "update shop_order set written_at = $2::timestamptz, cancelled_at = case when $3 then $2::timestamptz end where id = $1",
    [orderId, now, change.cancelled ?? false],
  );
  if (change.returned === undefined) return;
  await world.owner.query(
    "update order_line set returned = quantity where order_id = $1 and product_id = $2",
    [orderId, change.returned],
  );
}

/** Forty bought tea and later a pot, forty coffee and later filters, one in ten a candle: 160 orders of 80 persons. */
export function teaAndCoffee(): PastOrder[] {
  return Array.from({ length: 80 }, (_, n): PastOrder[] => {
    const [first, second] = n % 2 === 0 ? ["tea", "pot"] : ["coffee", "filter"];
    const candle = n % 10 === 0 ? ["candle"] : [];
    const person = `${first}${n}`;
    return [
      { person, daysAgo: 100 - n, products: [first, ...candle] },
      { person, daysAgo: 90 - n, products: [second] },
    ];
  }).flat();
}

/** The worker's ranker on the test's database and clock. */
export function testRecommender(world: TestDeps, databaseUrl = world.appUrl): Recommender {
  const { clock, log } = world.deps;
  return startRecommender({ databaseUrl, clock, log });
}

export function question(world: TestDeps, basket: string[], change: Partial<RankQuery> = {}) {
  const now = world.clock.now();
  return { key: "q", basket, bought: [], mode: "new" as const, limit: 10, now, ...change };
}
