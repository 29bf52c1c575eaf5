import { startRedis } from "#test/support/redis.ts";
import type { Bench, BenchOptions, BenchResult } from "../bench.types.ts";
import { round } from "../support/statistics.ts";
import { measureSend, type SendRun } from "./measure-send.ts";
import { addPeople } from "./send-people.ts";
import { addShops } from "./send-shops.ts";
import { openSendSite, type SendSite } from "./send-site.ts";

const MESSAGES = 60_000;
const NUMBERS = 4;
const BATCHED = 100;

/** Contract: issue "Speed and strength". */
const WANTED = { batched: 2000, single: 1000, rssMb: 50 };

const RUNS = [
  { name: "redis_batched", queue: "redis", batchSize: BATCHED },
  { name: "redis_single", queue: "redis", batchSize: 1 },
  { name: "postgres_batched", queue: "postgres", batchSize: BATCHED },
  { name: "postgres_single", queue: "postgres", batchSize: 1 },
] as const;
type Name = (typeof RUNS)[number]["name"];

async function measureAll(
  site: SendSite,
  redisUrl: string,
  options: BenchOptions,
): Promise<Map<Name, SendRun>> {
  const shops = await addShops(site, { count: NUMBERS, throughput: "HIGH" });
  const people = await addPeople(site, { shops, count: options.size ?? MESSAGES });
  const runs = new Map<Name, SendRun>();
  const wanted = process.env["BENCH_SEND_ONLY"];
  for (const { name, queue, batchSize } of RUNS) {
    if (wanted && wanted !== name) continue;
    const queueUrl = queue === "redis" ? redisUrl : "";
    const run = await measureSend(site, { people, batchSize, redisUrl: queueUrl });
    const spent = Object.entries(run.processorSeconds).map(([n, s]) => `${n} ${s.toFixed(1)}`);
    options.say(
      `  ${name}: ${run.perSecond.toFixed(0)}/s, +${run.rssGrowthMb.toFixed(0)} MB, processor seconds: ${spent.join(", ")}`,
    );
    runs.set(name, run);
  }
  return runs;
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const redis = await startRedis();
  const site = await openSendSite(options.say);
  try {
    const runs = await measureAll(site, redis.url, options);
    const rate = (name: Name) => Math.round(runs.get(name)?.perSecond ?? 0);
    const figures = {
      redis_batched_per_s: rate("redis_batched"),
      redis_single_per_s: rate("redis_single"),
      postgres_batched_per_s: rate("postgres_batched"),
      postgres_single_per_s: rate("postgres_single"),
      rss_growth_mb: round(Math.max(...[...runs.values()].map((one) => one.rssGrowthMb)), 1),
    };
    return { figures, tables: [], reached: [] };
  } finally {
    await site.close();
    await redis.stop();
  }
}

export const sendBench: Bench = {
  name: "send",
  about: `${MESSAGES} messages over ${NUMBERS} numbers, settled by webhooks`,
  run,
};
export { WANTED };
