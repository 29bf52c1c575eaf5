import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Bench, BenchOptions, BenchResult } from "../bench.types.ts";
import { median, round } from "../support/statistics.ts";
import { emptyTables, prepareStandIn } from "./measure-send.ts";
import { addPeople, type SendPerson } from "./send-people.ts";
import { planOffers } from "./send-plan.ts";
import { addShops, type SendShop } from "./send-shops.ts";
import { openSendSite, type SendSite, startApp } from "./send-site.ts";

const SHOPS = 50;
const WAITING = 50_000;
/** Other shops that plan one message each while the big one sends. */
const OTHERS = 20;
const UNDER_WAY_MS = 3_000;
const GAP_MS = 700;
const GIVE_UP_MS = 60_000;

/** Contract: issue "Speed and strength". */
const WANTED_S = 2;

const logSchema = z.object({ seq: z.number(), accepted: z.array(z.object({ to: z.string() })) });

/** Seconds from the planning of a person's message until WhatsApp has accepted it. */
async function secondsUntilSent(site: SendSite, person: SendPerson): Promise<number> {
  let { seq } = logSchema.parse(await site.control("log?bodies=0&since=999999999"));
  const startedAt = Date.now();
  await planOffers(site, [person], new Date());
  while (Date.now() - startedAt < GIVE_UP_MS) {
    const log = logSchema.parse(await site.control(`log?bodies=0&since=${seq}`));
    seq = log.seq;
    if (log.accepted.some((one) => one.to === person.phone)) return (Date.now() - startedAt) / 1000;
    await pause(25);
  }
  throw new Error("The other shop's message did not leave within a minute");
}

async function waiting(site: SendSite, shop: SendShop): Promise<number> {
  const { rows } = await site.owner.query<{ n: number }>(
    "select count(*)::int as n from message where shop_id = $1 and state = 'planned'",
    [shop.shopId],
  );
  return rows[0]?.n ?? 0;
}

async function measure(site: SendSite, size: number): Promise<{ seconds: number[]; left: number }> {
  const shops = await addShops(site, { count: SHOPS, throughput: "HIGH" });
  const [big, ...others] = shops;
  if (!big) throw new Error("There is no shop");
  const crowd = await addPeople(site, { shops: [big], count: size });
  const single = await addPeople(site, { shops: others, count: OTHERS, first: size });
  await prepareStandIn(site, 100);
  await emptyTables(site);
  const app = await startApp(site, "");
  try {
    await planOffers(site, crowd, new Date());
    await site.owner.query("analyze");
    await pause(UNDER_WAY_MS);
    const seconds: number[] = [];
    for (const person of single) {
      seconds.push(await secondsUntilSent(site, person));
      site.say(`  another shop's message left after ${seconds.at(-1)?.toFixed(2)} s`);
      await pause(GAP_MS);
    }
    return { seconds, left: await waiting(site, big) };
  } finally {
    await app.stop();
  }
}

/** One shop with everything waiting, and single messages of others: the slowest of them counts. */
export async function runFairness(options: BenchOptions): Promise<{
  seconds: number[];
  left: number;
  durability: string;
}> {
  const site = await openSendSite(options.say);
  try {
    return { ...(await measure(site, options.size ?? WAITING)), durability: site.durability };
  } finally {
    await site.close();
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const { seconds, left, durability } = await runFairness(options);
  const slowest = round(Math.max(...seconds), 2);
  const table = {
    title: `One shop of ${SHOPS} with ${options.size ?? WAITING} messages waiting; single messages of ${OTHERS} others`,
    columns: ["", "seconds until WhatsApp has it"],
    rows: [
      ["fastest", String(round(Math.min(...seconds), 2))],
      ["median", String(round(median(seconds), 2))],
      ["slowest", String(slowest)],
    ],
    notes: [`${left} of the big shop's were still waiting at the end`, durability],
  };
  const reached = [
    { figure: "other_shop_s", wanted: `at most ${WANTED_S}`, reached: slowest <= WANTED_S },
  ];
  return { figures: { other_shop_s: slowest }, tables: [table], reached };
}

export const fairnessBench: Bench = {
  name: "fairness",
  about: `a single message of one shop while another of ${SHOPS} has ${WAITING} waiting`,
  run,
};
