import { startRedis } from "#test/support/redis.ts";
import type { Bench, BenchOptions, BenchResult, BenchTable, Reach } from "../bench.types.ts";
import { round } from "../support/statistics.ts";
import { measureSend, type SendRun } from "./measure-send.ts";
import { measurePeer } from "./peer/measure-peer.ts";
import { addPeople, type SendPerson } from "./send-people.ts";
import { addShops } from "./send-shops.ts";
import { openSendSite, type SendSite } from "./send-site.ts";

const MESSAGES = 60_000;
const NUMBERS = 4;
const BATCHED = 100;
const WARM_UP = 2000;

/** Contract: issue "Speed and strength". */
const WANTED = { batched: 2000, single: 1000, rssMb: 50 };

const RUNS = [
  { name: "redis_batched", queue: "redis", batchSize: BATCHED, wanted: WANTED.batched },
  { name: "redis_single", queue: "redis", batchSize: 1, wanted: WANTED.single },
  { name: "postgres_batched", queue: "postgres", batchSize: BATCHED, wanted: WANTED.batched },
  { name: "postgres_single", queue: "postgres", batchSize: 1, wanted: WANTED.single },
] as const;
type Name = (typeof RUNS)[number]["name"];

/** `--only` of one run, or of the peer. */
const PEER = "peer";

interface Measured {
  runs: Map<Name, SendRun>;
  peerPerSecond: number | null;
  size: number;
}

interface Crowd {
  people: SendPerson[];
  warmUp: SendPerson[];
}

async function measureOurs(
  site: SendSite,
  crowd: Crowd,
  task: { redisUrl: string; only: string | undefined },
) {
  const runs = new Map<Name, SendRun>();
  for (const { name, queue, batchSize } of RUNS) {
    if (task.only !== undefined && task.only !== name) continue;
    const redisUrl = queue === "redis" ? task.redisUrl : "";
    const run = await measureSend(site, { ...crowd, batchSize, redisUrl });
    site.say(`  ${name}: ${run.perSecond.toFixed(0)}/s, MB grown: ${grown(run)}; ${spent(run)}`);
    runs.set(name, run);
  }
  return runs;
}

async function measureAll(
  site: SendSite,
  redisUrl: string,
  options: BenchOptions,
): Promise<Measured> {
  const shops = await addShops(site, { count: NUMBERS, throughput: "HIGH" });
  const size = options.size ?? MESSAGES;
  const people = await addPeople(site, { shops, count: size });
  const warmUp = await addPeople(site, { shops, count: WARM_UP, first: size });
  const { only } = options;
  const runs = await measureOurs(site, { people, warmUp }, { redisUrl, only });
  if (only !== undefined && only !== PEER) return { runs, peerPerSecond: null, size };
  const peerPerSecond = await measurePeer(site, { people, batchSize: BATCHED, redisUrl });
  site.say(`  one job per message: ${peerPerSecond.toFixed(0)}/s`);
  return { runs, peerPerSecond, size };
}

function grown({ grownMb }: SendRun): string {
  const parts = Object.entries(grownMb).map(([name, mb]) => `${name} ${mb.toFixed(1)}`);
  return parts.join(", ");
}

/** Where the two cores' time went. */
function spent({ processorSeconds }: SendRun): string {
  const parts = Object.entries(processorSeconds).map(([name, s]) => `${name} ${s.toFixed(1)}`);
  return `processor seconds: ${parts.join(", ")}`;
}

function tableOf(measured: Measured, durability: string): BenchTable {
  const rows = RUNS.flatMap(({ name, queue, batchSize }) => {
    const run = measured.runs.get(name);
    const posts = batchSize === 1 ? "1" : `up to ${batchSize}`;
    return run
      ? [["ours", queue, posts, String(Math.round(run.perSecond)), grown(run), spent(run)]]
      : [];
  });
  const { peerPerSecond } = measured;
  const posts = `up to ${BATCHED}`;
  const peer =
    peerPerSecond === null
      ? []
      : [["one job per message", "redis", posts, String(Math.round(peerPerSecond)), "", ""]];
  return {
    title: "Messages per second, from their due time until every one is read in the database",
    columns: ["who", "queue", "statuses per POST", "per second", "MB grown", "where the time went"],
    rows: [...rows, ...peer],
    notes: [
      `${measured.size} messages over ${NUMBERS} numbers; answers after 50 ms; statuses shuffled, 1 % twice`,
      "every message was accepted exactly once, by the stand-in's own log",
      `${durability}; web, worker, stand-in and PostgreSQL are a process each on this machine`,
      "the peer has no encryption, no row-level security, no budget, no limits",
    ],
  };
}

/** What was not measured is not among them. */
function figuresOf({ runs, peerPerSecond }: Measured): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [name, run] of runs) figures[`${name}_per_s`] = Math.round(run.perSecond);
  const ours = runs.get("redis_batched")?.perSecond;
  if (ours !== undefined && peerPerSecond !== null) {
    figures["ratio_job_per_message"] = round(ours / peerPerSecond, 2);
  }
  const growth = [...runs.values()].flatMap(({ grownMb }) => Object.values(grownMb));
  if (growth.length > 0) figures["rss_growth_mb"] = round(Math.max(0, ...growth), 1);
  return figures;
}

function reachesOf(figures: Record<string, number>): Reach[] {
  const rates = RUNS.flatMap(({ name, wanted }): Reach[] => {
    const figure = `${name}_per_s`;
    const rate = figures[figure];
    if (rate === undefined) return [];
    return [{ figure, wanted: `at least ${wanted}`, reached: rate >= wanted }];
  });
  const grown = figures["rss_growth_mb"];
  if (grown === undefined) return rates;
  const wanted = `at most ${WANTED.rssMb}`;
  return [...rates, { figure: "rss_growth_mb", wanted, reached: grown <= WANTED.rssMb }];
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const redis = await startRedis();
  const site = await openSendSite(options.say);
  try {
    const measured = await measureAll(site, redis.url, options);
    const figures = figuresOf(measured);
    return { figures, tables: [tableOf(measured, site.durability)], reached: reachesOf(figures) };
  } finally {
    await site.close();
    await redis.stop();
  }
}

export const sendBench: Bench = {
  name: "send",
  about: `${MESSAGES} messages over ${NUMBERS} numbers, settled by webhooks, against one job per message`,
  run,
};
