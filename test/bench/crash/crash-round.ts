import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";
import { type Counted, countRound, type Marks } from "./crash-count.ts";
import type { CrashSite, Victim } from "./crash-site.ts";
import { untilDone } from "../support/until-done.ts";

const DUE_AFTER_MS = 31 * 60_000;
/** Longer than a hand-over may lie open before it counts as unknown. */
const SETTLES_AFTER_MS = 2 * 60_000;
const STILL_MS = 250;
/** So long without a change, and what is left waits for time to pass: for a lease or a retry. */
const NOTHING_MOVES_MS = 5_000;
const SETTLE_TRIES = 24;

export interface Round {
  number: number;
  checkouts: number;
  /** one kill of everything while it comes in, one while it goes out: for a quick look */
  isShort: boolean;
}

const seqSchema = z.object({ seq: z.number() });

async function marks(site: CrashSite): Promise<Marks> {
  const shopify = z
    .object({ deliveries: z.array(seqSchema) })
    .parse(await site.shopify("log"))
    .deliveries.at(-1);
  const whatsapp = seqSchema.parse(await site.whatsapp("log?bodies=0&since=999999999"));
  return { shopify: shopify?.seq ?? 0, whatsapp: whatsapp.seq };
}

async function count(site: CrashSite, sql: string): Promise<number> {
  const { rows } = await untilDone(() => site.owner.query<{ n: number }>(sql));
  return rows[0]?.n ?? 0;
}

const WAITING = `select count(*)::int as n from message where state in ('planned', 'claimed', 'handing_over')`;
const DUE_CHECKOUTS = `select count(*)::int as n from checkout where next_reminder_at is not null and outcome is null`;
const UNREAD = `select count(*)::int as n from intake_event where status = 'received'`;

/** Waits until a number of rows has gone to zero; gives up when it does not move for a long time. */
async function untilNone(site: CrashSite, sql: string, patienceMs: number): Promise<boolean> {
  let least = Number.POSITIVE_INFINITY;
  let movedAt = Date.now();
  for (;;) {
    const now = await count(site, sql);
    if (now === 0) return true;
    if (now < least) [least, movedAt] = [now, Date.now()];
    if (Date.now() - movedAt > patienceMs) return false;
    await pause(STILL_MS);
  }
}

/** A moment that differs from round to round, the same in every run. */
function between(round: number, from: number, to: number): number {
  const random = Math.abs(Math.sin(round * 12.9898 + from * 78.233) * 43_758.5453) % 1;
  return from + random * (to - from);
}

const acceptedSchema = z.object({ seq: z.number(), accepted: z.array(z.unknown()) });

/** Counts what WhatsApp accepts from a place in its log on; each look reads only what is new. */
function acceptanceCounter(site: CrashSite, since: Marks) {
  let seq = since.whatsapp;
  let accepted = 0;
  return async (): Promise<number> => {
    const log = acceptedSchema.parse(await site.whatsapp(`log?bodies=0&since=${seq}`));
    seq = log.seq;
    accepted += log.accepted.length;
    return accepted;
  };
}

async function untilAccepted(look: () => Promise<number>, wanted: number): Promise<void> {
  const giveUpAt = Date.now() + 60_000;
  while ((await look()) < wanted && Date.now() < giveUpAt) await pause(40);
}

const ORDERS: readonly Victim[][] = [
  ["worker"],
  ["postgres"],
  ["web"],
  ["web", "worker", "postgres"],
  ["worker", "postgres"],
];

function victims(round: number, turn: number): Victim[] {
  return ORDERS[(round + turn) % ORDERS.length] ?? ["worker"];
}

const burstSchema = z.object({
  checkouts: z.array(z.object({ token: z.string(), phone: z.string() })),
});

/** Checkouts come in while web, worker and PostgreSQL are killed. Gives each one's phone, by token. */
async function crashIntake(site: CrashSite, round: Round): Promise<Map<string, string>> {
  const answer = await site.shopify("checkouts/burst", {
    shop: DEMO_SHOP,
    count: round.checkouts,
    country: "DE",
    locale: "de",
    lineItems: [{ title: "Leinenhemd", price: "49.00", quantity: 1 }],
  });
  await pause(between(round.number, 150, 900));
  await site.kill(["web", "worker", "postgres"]);
  if (!round.isShort) {
    await pause(between(round.number, 100, 1500));
    await site.kill(victims(round.number, 0));
  }
  await untilDone(() => site.shopify("webhooks/drain", { timeoutMs: 120_000 }), 180_000);
  const { checkouts } = burstSchema.parse(answer);
  return new Map(checkouts.map(({ token, phone }) => [token, phone]));
}

/** Reminders are planned and handed over while everything is killed again. */
async function crashSending(site: CrashSite, round: Round, since: Marks): Promise<void> {
  await site.forward(DUE_AFTER_MS);
  const look = acceptanceCounter(site, since);
  if (!round.isShort) {
    await pause(between(round.number, 300, 1500)); // the planning has begun
    await site.kill(victims(round.number, 1));
  }
  for (const [turn, part] of (round.isShort ? [0.2] : [0.1, 0.35, 0.7]).entries()) {
    const wanted = Math.floor(round.checkouts * between(round.number + turn, part, part + 0.2));
    await untilAccepted(look, wanted);
    const all = round.isShort || turn === 1;
    await site.kill(all ? ["web", "worker", "postgres"] : victims(round.number, 2 + turn));
  }
}

/** Lets everything come to rest: open hand-overs become unknown, webhooks arrive, rows end. */
async function settle(site: CrashSite): Promise<void> {
  for (const sql of [DUE_CHECKOUTS, WAITING, UNREAD]) {
    for (let tries = 0; tries < SETTLE_TRIES; tries += 1) {
      if (await untilNone(site, sql, NOTHING_MOVES_MS)) break;
      await site.forward(SETTLES_AFTER_MS);
    }
  }
}

/** The same people come again in the next round: their carts and series of this one are over. */
async function tidyUp(site: CrashSite): Promise<void> {
  const { owner } = site;
  await owner.query("update reminder_series set closed_at = now() where closed_at is null");
  await owner.query(
    "update checkout set next_reminder_at = null, outcome = coalesce(outcome, 'bench')",
  );
  await site.forward(SETTLES_AFTER_MS);
}

/** One burst with its crashes, and what came of it. */
export async function crashRound(site: CrashSite, round: Round): Promise<Counted> {
  const since = await marks(site);
  const phones = await crashIntake(site, round);
  await site.forward(SETTLES_AFTER_MS); // what a dead worker had taken is free again
  await untilNone(site, UNREAD, 90_000);
  await crashSending(site, round, since);
  await settle(site);
  const counted = await countRound(site, since, phones);
  await tidyUp(site);
  return counted;
}
