import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { Bench, BenchOptions, BenchResult } from "../bench.types.ts";
import { type Generator, openGenerator } from "../load/open-generator.ts";
import { type BenchDatabase, openBenchDatabase, POOL } from "../support/bench-database.ts";
import { type BenchServer, startServer } from "../support/bench-server.ts";
import { makeSecrets, ourWeb } from "../support/our-web.ts";
import { CONNECTIONS, type Contender, measureInTurn, type Measured } from "../support/rounds.ts";
import { roundsTable } from "../support/rounds-table.ts";
import { pairedRatio, round } from "../support/statistics.ts";
import { seedLinks } from "./seed-links.ts";

const DEFAULTS = { rounds: 9, seconds: 3, warmUpSeconds: 4 };
const LINKS = 10_000;

/** Contract: issue "Speed and strength". */
const WANTED_OF_BARE = 0.7;
const COUNTED_WITHIN_MS = 10_000;

async function tapsCounted(owner: pg.Client): Promise<{ taps: number; clicks: number }> {
  const { rows } = await owner.query<{ taps: number; clicks: number }>(
    "select (select sum(taps)::int from link) as taps, (select count(*)::int from click) as clicks",
  );
  return rows[0] ?? { taps: 0, clicks: 0 };
}

/** Ours answers first and counts afterwards: every redirect has to end up as a tap and as a click. */
function ours(owner: pg.Client, server: BenchServer, generator: Generator): Contender {
  let expected = 0;
  const isCounted = async () => {
    const { taps, clicks } = await tapsCounted(owner);
    return taps === expected && clicks === expected;
  };
  return {
    name: "ours",
    port: server.port,
    generator,
    before: async () => {
      await owner.query("checkpoint");
    },
    verify: async (answered) => {
      expected += answered;
      const end = Date.now() + COUNTED_WITHIN_MS;
      while (!(await isCounted())) {
        const found = JSON.stringify(await tapsCounted(owner));
        if (Date.now() > end) throw new Error(`${expected} taps were answered, stored: ${found}`);
        await wait(50);
      }
    },
  };
}

function bare(owner: pg.Client, server: BenchServer, generator: Generator): Contender {
  return {
    name: "bare",
    port: server.port,
    generator,
    before: async () => {
      await owner.query("checkpoint");
    },
    verify: async () => {}, // the generator compares every Location; a bare server counts nothing
  };
}

async function measureAll(
  database: BenchDatabase,
  options: BenchOptions,
): Promise<Map<string, Measured>> {
  const secrets = makeSecrets();
  const links = await seedLinks(database, secrets, LINKS);
  const generator = await openGenerator({ kind: "links", links });
  const servers: BenchServer[] = [];
  const start = async (task: Parameters<typeof startServer>[0]) => {
    const server = await startServer(task);
    servers.push(server);
    return server;
  };
  try {
    const our = await start(await ourWeb(database.appUrl, secrets, options.say));
    const peer = await start({
      name: "bare",
      script: "test/bench/link/bare-server.ts",
      healthPath: "/",
      env: { DATABASE_URL: database.appUrl },
    });
    const { owner } = database;
    const contenders = [ours(owner, our, generator), bare(owner, peer, generator)];
    return await measureInTurn({ ...DEFAULTS, ...options, contenders });
  } finally {
    await generator.close();
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const database = await openBenchDatabase();
  try {
    const measured = await measureAll(database, options);
    const rates = (name: string) => measured.get(name)?.perSecond ?? [];
    const ratio = round(pairedRatio(rates("ours"), rates("bare")), 2);
    const title = `Links followed: ${LINKS} links, ${CONNECTIONS} connections, a browser's headers`;
    const notes = [
      `PostgreSQL: ${database.durability}; both servers have their own process and ${POOL} connections`,
      "every answer led to its own link's target; ours also stored every tap, and all were counted",
    ];
    return {
      figures: { ratio_bare: ratio },
      tables: [{ ...roundsTable(title, measured, "bare"), notes }],
      reached: [
        {
          figure: "ratio_bare",
          wanted: `at least ${WANTED_OF_BARE}`,
          reached: ratio >= WANTED_OF_BARE,
        },
      ],
    };
  } finally {
    await database.close();
  }
}

export const linkBench: Bench = {
  name: "link",
  about: "redirects of short links per second, against bare node:http with one select",
  run,
};
