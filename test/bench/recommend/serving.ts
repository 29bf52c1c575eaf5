import { createHash, randomUUID } from "node:crypto";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { openLog } from "#app/adapters/log/log.server.ts";
import {
  itemsOf,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";
import type { RankQuery, Recommender } from "#app/ports/recommender.ts";
import { startRecommender } from "#app/worker/recommender/start-recommender.ts";
import { HOUR_MS } from "#app/shared/duration.ts";
import type { BenchTable } from "../bench.types.ts";
import { openBenchDatabase } from "../support/bench-database.ts";
import { percentile } from "../support/statistics.ts";

const ORDERS_AT_ONCE = 2_000;
const RANKED = 2_000;
const LEARNED = 200;
const TOP = 10;
const MB = 1024 * 1024;
/** How finely the main thread's delay is measured, and how long it is watched at rest. */
const RESOLUTION_MS = 5;
const AT_REST_MS = 3_000;

export interface Serving {
  orders: number;
  /** reading the model of a cold shop, thread's start included */
  loadMs: number;
  /** the nightly fit, tuning and report */
  rebuildMs: number;
  /** each question, asked and answered through the port */
  rankMs: number[];
  /** from an order in the database to an answer that knows it */
  learnMs: number[];
  /** the main thread's delay, milliseconds at p99: at rest, while a model is read, while one is fitted */
  delayMs: { rest: number; load: number; rebuild: number };
  /** of the whole process, and of the main thread's heap */
  rssMb: { before: number; warm: number; rebuilt: number };
  heapMb: { before: number; warm: number };
}

interface WrittenOrder {
  id: string;
  at: string;
  hashes: string[];
  products: string[];
}

function orderOf(history: PurchaseHistory, order: number): WrittenOrder {
  const person = history.orderPerson[order] ?? -1;
  const hash = createHash("sha256").update(String(person)).digest("base64url").slice(0, 32);
  return {
    id: randomUUID(),
    at: new Date(history.orderAt[order] ?? 0).toISOString(),
    hashes: person < 0 ? [] : [`c.${hash}`],
    products: Array.from(itemsOf(history, order), (item) => history.products[item] ?? ""),
  };
}

async function write(
  owner: pg.Client,
  shopId: string,
  { orders, writtenAt }: { orders: WrittenOrder[]; writtenAt: Date },
): Promise<void> {
  const json = JSON.stringify(orders);
  await owner.query(
    `insert into shop_order (id, shop_id, shopify_id, person_hashes, total_minor, currency, created_at, updated_at,
       written_at)
     select id, $1, id::text, hashes, 1000, 'EUR', at, at, $3
     from jsonb_to_recordset($2::jsonb) as o(id uuid, at timestamptz, hashes text[])`,
    [shopId, json, writtenAt],
  );
  await owner.query(
    `insert into order_line (shop_id, order_id, line_id, product_id, kind, quantity, price_minor)
     select $1, o.id, p, p, 'product', 1, 1000
     from jsonb_to_recordset($2::jsonb) as o(id uuid, products text[]), unnest(o.products) p`,
    [shopId, json],
  );
}

async function writeAll(owner: pg.Client, history: PurchaseHistory, upTo: number): Promise<string> {
  const shopId = randomUUID();
  await owner.query(
    `insert into shop (id, domain, name, status, updated_at) values ($1, $2, 'bench', 'installed', now())`,
    [shopId, `${shopId}.myshopify.com`],
  );
  for (let from = 0; from < upTo; from += ORDERS_AT_ONCE) {
    const orders = Array.from({ length: Math.min(ORDERS_AT_ONCE, upTo - from) }, (_, n) =>
      orderOf(history, from + n),
    );
    // An hour before the others come: a model that catches up does not meet them again.
    await write(owner, shopId, { orders, writtenAt: new Date(Date.now() - HOUR_MS) });
  }
  await owner.query("analyze shop_order, order_line");
  return shopId;
}

/** Everybody with a purchase, as the automation would ask for them. */
function questions(history: PurchaseHistory, now: Date): RankQuery[] {
  const asked: RankQuery[] = [];
  for (let person = 0; person < history.personStart.length - 1 && asked.length < RANKED; person++) {
    const orders = history.personOrders.subarray(
      history.personStart[person],
      history.personStart[person + 1],
    );
    const bought = Array.from(orders).flatMap((order) =>
      Array.from(itemsOf(history, order), (item) => ({
        productId: history.products[item] ?? "",
        at: new Date(history.orderAt[order] ?? 0),
        quantity: 1,
      })),
    );
    const last = bought.at(-1)?.at.getTime();
    const basket = bought.filter(({ at }) => at.getTime() === last).map((one) => one.productId);
    asked.push({ key: String(person), basket, bought, mode: "new", limit: TOP, now });
  }
  return asked;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Does the work and watches how long the main thread's own timers wait meanwhile. */
async function watched(work: () => Promise<number>): Promise<{ ms: number; delayMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const ms = await work();
  delay.disable();
  return { ms, delayMs: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS) };
}

const rss = () => process.memoryUsage().rss / MB;
const heap = () => process.memoryUsage().heapUsed / MB;

interface Scene {
  owner: pg.Client;
  shopId: string;
  recommender: Recommender;
  history: PurchaseHistory;
  /** from which order on they come in one by one */
  upTo: number;
  asked: RankQuery[];
}

async function rankAll({ recommender, shopId, asked }: Scene): Promise<number[]> {
  const took: number[] = [];
  for (const query of asked) took.push(await timed(() => recommender.rank(shopId, [query])));
  return took;
}

async function learnAll({ owner, recommender, history, ...scene }: Scene): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < LEARNED; n += 1) {
    const orders = [orderOf(history, scene.upTo + n)];
    await write(owner, scene.shopId, { orders, writtenAt: new Date() });
    const query = scene.asked[n];
    if (!query) break;
    const answered = () => {
      recommender.learn(scene.shopId);
      return recommender.rank(scene.shopId, [query]);
    };
    took.push(await timed(answered));
  }
  return took;
}

async function measure(scene: Scene): Promise<Serving> {
  const { recommender, shopId, asked } = scene;
  const [first] = asked;
  if (!first) throw new Error("The orders file names no customers");
  const before = { rss: rss(), heap: heap() };
  const rest = await watched(() => timed(() => pause(AT_REST_MS)));
  const load = await watched(() => timed(() => recommender.rank(shopId, [first])));
  const rankMs = await rankAll(scene);
  const learnMs = await learnAll(scene);
  const warm = { rss: rss(), heap: heap() };
  const rebuild = await watched(() => timed(() => recommender.rebuild(shopId)));
  return {
    orders: scene.upTo,
    loadMs: load.ms,
    rebuildMs: rebuild.ms,
    rankMs,
    learnMs,
    delayMs: { rest: rest.delayMs, load: load.delayMs, rebuild: rebuild.delayMs },
    rssMb: { before: before.rss, warm: warm.rss, rebuilt: rss() },
    heapMb: { before: before.heap, warm: warm.heap },
  };
}

/** The same orders as the app has them: in PostgreSQL, served by the worker's threads. */
export async function servingOf(history: PurchaseHistory, lastAt: number): Promise<Serving> {
  const database = await openBenchDatabase();
  const now = new Date(lastAt + 1);
  const log = openLog({ level: "silent", part: "bench" });
  const recommender = startRecommender({
    databaseUrl: database.appUrl,
    clock: { now: () => now },
    log,
  });
  try {
    const upTo = history.orderAt.length - LEARNED;
    const { owner } = database;
    const shopId = await writeAll(owner, history, upTo);
    const asked = questions(history, now);
    return await measure({ owner, shopId, recommender, history, upTo, asked });
  } finally {
    await recommender.close();
    await database.close();
  }
}

const p = (values: readonly number[], share: number) =>
  percentile(Float64Array.from(values).sort(), share);

export function servingFigures({ loadMs, rebuildMs, rankMs, learnMs, delayMs }: Serving) {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    serve_load_s: rounded(loadMs / 1000),
    serve_rank_p50_ms: rounded(p(rankMs, 0.5)),
    serve_rank_p99_ms: rounded(p(rankMs, 0.99)),
    serve_update_p50_ms: rounded(p(learnMs, 0.5)),
    serve_update_p99_ms: rounded(p(learnMs, 0.99)),
    serve_rebuild_s: rounded(rebuildMs / 1000),
    serve_main_delay_rebuild_ms: rounded(delayMs.rebuild),
  };
}

export function servingTable(serving: Serving): BenchTable {
  const { orders, loadMs, rebuildMs, rankMs, learnMs, delayMs, rssMb, heapMb } = serving;
  const ms = (values: readonly number[]) =>
    `p50 ${p(values, 0.5).toFixed(2)} ms, p99 ${p(values, 0.99).toFixed(2)} ms`;
  const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
  return {
    title: "Served from PostgreSQL by the worker's threads",
    columns: ["what", "time", "main thread's delay, p99"],
    rows: [
      ["nothing to do", "", `${delayMs.rest.toFixed(2)} ms`],
      [`a cold model of ${orders} orders`, seconds(loadMs), `${delayMs.load.toFixed(2)} ms`],
      [`one person through the port (${rankMs.length})`, ms(rankMs), ""],
      [`an order in the database until an answer knows it (${learnMs.length})`, ms(learnMs), ""],
      ["nightly fit, tuning, report", seconds(rebuildMs), `${delayMs.rebuild.toFixed(2)} ms`],
    ],
    notes: [
      `process: ${rssMb.before.toFixed(0)} MB before, ${rssMb.warm.toFixed(0)} MB with a warm model, ` +
        `${rssMb.rebuilt.toFixed(0)} MB after the fit; main thread's heap ${heapMb.before.toFixed(0)} and ${heapMb.warm.toFixed(0)} MB`,
    ],
  };
}
