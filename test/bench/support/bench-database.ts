import { mkdir, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { DURABLE_SETTINGS, startEmbeddedPostgres } from "#app/adapters/db/embedded.server.ts";
import { postgresDir, startDatabase, stopLeftOver } from "#test/demo/database.ts";
import { isAlive } from "#test/support/is-alive.ts";
import { freePort } from "#test/support/ports.ts";

const benchDir = resolve(import.meta.dirname, "../../../.beckon/bench");
const PREFIX = "run-";

/** Where this run keeps its database and its logs; it goes with the run. */
const runDir = join(benchDir, `${PREFIX}${process.pid}`);
export const logDir = join(runDir, "logs");

/** How many connections every server may open, ours and the peers. */
export const POOL = 16;

/** Tables of the peers, as plain as they can be: what they store stands under one primary key. */
const PEER_TABLES = `
  create schema peer;
  create table peer.bare_webhook (id text primary key, shop text not null, topic text not null,
    triggered_at timestamptz, received_at timestamptz not null default now(), body bytea not null);
  create table peer."Webhook" (id text primary key, shop text not null, topic text not null,
    payload text not null, "receivedAt" timestamptz(3) not null default now());
  create table peer."Session" (id text primary key, shop text not null, state text not null,
    "isOnline" boolean not null default false, scope text not null, expires timestamptz(3), "accessToken" text not null);
  create table peer.link (code text primary key, target text not null, expires_at timestamptz not null);
  grant usage on schema peer to beckon_app;
  grant select, insert on all tables in schema peer to beckon_app;`;

export interface BenchDatabase {
  /** the role that ours and the peers log in as */
  appUrl: string;
  /** the same server's superuser, to prepare and to check */
  owner: pg.Client;
  /** where that superuser logs in */
  ownerUrl: string;
  /** the server's process */
  pid(): number;
  /** Starts the server again that somebody has killed. */
  restart(): Promise<void>;
  /** "fsync on, …", as the server itself says */
  durability: string;
  close(): Promise<void>;
}

/** A fresh PostgreSQL with our tables and the peers', durable as in production. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  await clearAbandonedRuns();
  await mkdir(runDir, { recursive: true });
  const port = await freePort();
  const started = await startDatabase({ dataDir: runDir, port, appPassword: "bench" });
  const { ownerUrl, appUrl } = started;
  let { server } = started;
  const owner = new pg.Client({ connectionString: ownerUrl });
  owner.on("error", () => undefined); // a bench may kill the server under it
  await owner.connect();
  await owner.query(PEER_TABLES);
  return {
    appUrl,
    owner,
    ownerUrl,
    pid: () => server.pid,
    restart: async () => {
      while (isAlive(server.pid)) await pause(20);
      server = await startEmbeddedPostgres({ dataDir: postgresDir(runDir), port });
    },
    durability: await durabilityOf(owner),
    close: async () => {
      await owner.end().catch(() => undefined);
      await server.stop();
      await rm(runDir, { recursive: true, force: true });
    },
  };
}

/** A killed run leaves a server and its data behind. */
async function clearAbandonedRuns(): Promise<void> {
  const names = await readdir(benchDir).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length));
    if (pid !== process.pid && isAlive(pid)) continue;
    await stopLeftOver(join(benchDir, name));
    await rm(join(benchDir, name), { recursive: true, force: true });
  }
}

/** @throws when one of the settings that make a commit durable is off */
async function durabilityOf(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name = any($1) order by name",
    [Object.keys(DURABLE_SETTINGS)],
  );
  const off = rows.filter((row) => row.setting !== "on");
  if (off.length > 0 || rows.length !== Object.keys(DURABLE_SETTINGS).length) {
    throw new Error(`Not durable: ${JSON.stringify(rows)}`);
  }
  return rows.map((row) => `${row.name} ${row.setting}`).join(", ");
}

export async function countRows(owner: pg.Client, table: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return rows[0]?.n ?? 0;
}
