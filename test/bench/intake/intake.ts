import type { Bench, BenchOptions, BenchResult } from "../bench.types.ts";
import { openGenerator } from "../load/open-generator.ts";
import { type BenchDatabase, openBenchDatabase, POOL } from "../support/bench-database.ts";
import { type BenchServer, startServer } from "../support/bench-server.ts";
import { makeSecrets } from "../support/our-web.ts";
import { CONNECTIONS, measureInTurn, type Measured } from "../support/rounds.ts";
import { roundsTable } from "../support/rounds-table.ts";
import { median, pairedRatio, round } from "../support/statistics.ts";
import { type Candidate, candidates, prepareShop, SHOP } from "./candidates.ts";
import { contender } from "./contender.ts";

const DEFAULTS = { rounds: 9, seconds: 3, warmUpSeconds: 4 };
const DISTINCT_REQUESTS = 5_000;

/** Contract: issue "Speed and strength". */
const WANTED = { template: 5, bare: 0.8, p99Ms: 50, p99OfBare: 1.4 };

async function measureAll(
  database: BenchDatabase,
  options: BenchOptions,
): Promise<{ measured: Map<string, Measured>; meanBytes: number }> {
  const secrets = makeSecrets();
  const all = await candidates(database, secrets, options.say);
  const started: { candidate: Candidate; server: BenchServer }[] = [];
  const generators = [];
  try {
    for (const candidate of all) {
      started.push({ candidate, server: await startServer(candidate.task) });
    }
    await prepareShop(database);
    const contenders = [];
    for (const { candidate, server } of started) {
      const generator = await openGenerator({
        kind: "shopify-webhooks",
        path: candidate.path,
        secret: secrets.shopifySecret,
        shop: SHOP,
        count: DISTINCT_REQUESTS,
      });
      generators.push(generator);
      contenders.push(contender(database.owner, { candidate, server, generator }));
    }
    const measured = await measureInTurn({ ...DEFAULTS, ...options, contenders });
    return { measured, meanBytes: generators[0]?.meanBytes ?? 0 };
  } finally {
    await Promise.all(generators.map((generator) => generator.close()));
    await Promise.all(started.map(({ server }) => server.stop()));
  }
}

function figuresOf(measured: Map<string, Measured>) {
  const rates = (name: string) => measured.get(name)?.perSecond ?? [];
  const p99 = (name: string) => median(measured.get(name)?.p99Ms ?? []);
  return {
    ratio_template: round(pairedRatio(rates("ours"), rates("template")), 2),
    ratio_bare: round(pairedRatio(rates("ours"), rates("bare")), 2),
    p99_ms: round(p99("ours"), 1),
    p99_bare_ms: round(p99("bare"), 1),
  };
}

function reachedBy(figures: ReturnType<typeof figuresOf>): BenchResult["reached"] {
  const p99Limit = Math.max(WANTED.p99Ms, WANTED.p99OfBare * figures.p99_bare_ms);
  return [
    {
      figure: "ratio_template",
      wanted: `at least ${WANTED.template}`,
      reached: figures.ratio_template >= WANTED.template,
    },
    {
      figure: "ratio_bare",
      wanted: `at least ${WANTED.bare}`,
      reached: figures.ratio_bare >= WANTED.bare,
    },
    {
      figure: "p99_ms",
      wanted: `at most ${WANTED.p99Ms} ms or ${WANTED.p99OfBare} x bare: ${round(p99Limit, 1)} ms`,
      reached: figures.p99_ms <= p99Limit,
    },
  ];
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const database = await openBenchDatabase();
  try {
    const { measured, meanBytes } = await measureAll(database, options);
    const figures = figuresOf(measured);
    const title = `Webhooks taken in: ${CONNECTIONS} connections, bodies of ${meanBytes} bytes`;
    const notes = [
      `PostgreSQL: ${database.durability}; every server has its own process and ${POOL} connections`,
      "every answer was 200, and every answered delivery was counted in its table afterwards",
      "no worker runs: ours seals each body, stores whom it holds marketing for, and wakes the queue",
    ];
    return {
      figures,
      tables: [{ ...roundsTable(title, measured, "bare"), notes }],
      reached: reachedBy(figures),
    };
  } finally {
    await database.close();
  }
}

export const intakeBench: Bench = {
  name: "intake",
  about: "webhooks per second, against a Remix route of the official template and bare node:http",
  run,
};
