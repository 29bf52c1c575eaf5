import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { planOffers } from "../send/send-plan.ts";
import { type Counted, countRound } from "./send-crash-count.ts";
import type { SendCrashSite, Victim } from "./send-crash-site.ts";
import { untilDone } from "../support/until-done.ts";

/** How much of what the shop with a budget plans is covered by it. */
const COVERED = 0.8;
const LATENCY_MS = 50;
/** Longer than a hand-over may lie open before it counts as unknown. */
const SETTLES_AFTER_MS = 2 * 60_000;
const STILL_MS = 3_000;
const PATIENCE = 60;

const seqSchema = z.object({ seq: z.number() });
const stateSchema = z.object({
  webhooks: z.object({ queuedUpdates: z.number(), openPosts: z.number() }),
  counts: z.object({ scheduled: z.number() }),
});

/** The same in every run, another in every round and turn. */
function random(round: number, turn: number): number {
  return Math.abs(Math.sin(round * 12.9898 + turn * 78.233) * 43_758.5453) % 1;
}

function pick<T>(items: readonly T[], at: number): T | undefined {
  return items[Math.floor(at * items.length)];
}

/** What WhatsApp does wrong for a moment: outages are short, ordered errors last until they are used up. */
const WEATHER: readonly object[] = [
  { outage: "timeout" },
  { outage: "http502" },
  { outage: "http500" },
  { outage: "accept_then_drop" },
  { outage: "none", errors: [{ code: 130429, times: 20 }] },
  { outage: "none", errors: [{ code: 131000, times: 20 }] },
  { outage: "none", errors: [{ code: 131056, times: 20 }] },
  { outage: "none", latencyMs: 400 },
];
const FINE = { outage: "none", errors: [], latencyMs: LATENCY_MS };

const ORDERS: readonly Victim[][] = [
  ["one"],
  ["two"],
  ["postgres"],
  ["web"],
  ["one", "two"],
  ["one", "web"],
  ["one", "postgres"],
  ["one", "two", "web", "postgres"],
];

const TURNS = 8;

/** Bad weather and kills in turn, while the messages go out. */
async function storm(site: SendCrashSite, round: number): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    await pause(100 + random(round, turn) * 500);
    await site.control("faults", { ...FINE, ...pick(WEATHER, random(round, turn + 20)) });
    await pause(50 + random(round, turn + 40) * 250);
    if (turn % 2 === 1) await site.kill(pick(ORDERS, random(round, turn + 60)) ?? ["one"]);
    await site.control("faults", FINE);
  }
}

async function open(site: SendCrashSite, ids: string[]): Promise<number> {
  const rows = await site.query<{ n: number }>(
    `select count(*)::int as n from message where id = any($1) and (state in ('claimed', 'handing_over')
       or (state = 'planned' and coalesce(reason, '') not like 'budget_%'))`,
    [ids],
  );
  return rows[0]?.n ?? 0;
}

async function untold(site: SendCrashSite): Promise<number> {
  const { webhooks, counts } = stateSchema.parse(await site.control("state"));
  const rows = await site.query<{ n: number }>(
    "select count(*)::int as n from intake_event where status = 'received'",
  );
  return webhooks.queuedUpdates + webhooks.openPosts + counts.scheduled + (rows[0]?.n ?? 0);
}

/** Waits for zero; where nothing moves for a while, business time does. */
async function untilNone(site: SendCrashSite, look: () => Promise<number>): Promise<void> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  for (let tries = 0; tries < PATIENCE;) {
    const now = await untilDone(look);
    if (now === 0) return;
    if (now < least) [least, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > STILL_MS) {
      tries += 1;
      movedAt = Date.now();
      await site.forward(SETTLES_AFTER_MS * (tries > 10 ? 8 : 1));
    }
    await pause(200);
  }
}

/** Lets the shop with a budget pay for a part of what it plans now; gives for how many. */
async function limitBudget(site: SendCrashSite): Promise<number> {
  const poor = site.people.filter(({ shop }) => shop === site.poor).length;
  const covered = Math.floor(poor * COVERED);
  const rows = await site.query<{ id: string }>(
    `update budget set month_limit_micros = month_micros + $2 * (
       select max(expected_micros) from charge where charge.shop_id = budget.shop_id)
     where shop_id = $1 returning shop_id as id`,
    [site.poor?.shopId, covered],
  );
  return rows.length > 0 ? covered : poor;
}

/** The same people come again in the next round: what still waits for a budget is over. */
async function tidyUp(site: SendCrashSite): Promise<void> {
  await site.query(
    "update message set state = 'skipped', reason = 'budget', ended_at = now() where state = 'planned'",
  );
  await site.forward(SETTLES_AFTER_MS);
}

/** One batch of messages through storm and kills, and what came of it. */
export async function sendCrashRound(site: SendCrashSite, round: number): Promise<Counted> {
  const { seq: since } = seqSchema.parse(await site.control("log?bodies=0&since=999999999"));
  const covered = await limitBudget(site);
  await site.control("statuses", {
    auto: true,
    delaysMs: { sent: 50, delivered: 200, read: 400 },
    shuffle: true,
    duplicate: 0.05,
    batchSize: 20,
  });
  await site.control("faults", FINE);
  const messageIds = await planOffers(site, site.people, site.now());
  await storm(site, round);
  await untilNone(site, () => open(site, messageIds));
  await untilNone(site, () => untold(site));
  const counted = await countRound(site, { since, messageIds, covered });
  await tidyUp(site);
  return counted;
}
