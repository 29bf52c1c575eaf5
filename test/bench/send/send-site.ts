import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import { untilHealthy } from "#test/demo/health.ts";
import { type Part, startPart } from "#test/demo/part.ts";
import { ensureBuilt } from "#test/support/ensure-build.ts";
import { freePort } from "#test/support/ports.ts";
import { logDir, openBenchDatabase, POOL } from "../support/bench-database.ts";

/** Where the parts of one run find each other, and what they may know. */
export interface Places {
  web: number;
  standIn: number;
}

async function callStandIn(port: number, name: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/_control/${name}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${JSON.stringify(json)}`);
  return json;
}

function makeEnvironment(databaseUrl: string, places: Places) {
  const keys = { encryption: randomBytes(32), lookup: randomBytes(32) };
  const env: Record<string, string> = {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: String(POOL),
    HOST: "127.0.0.1",
    SHOPIFY_API_KEY: "bench",
    SHOPIFY_API_SECRET: `shpss_${randomBytes(16).toString("hex")}`,
    SHOPIFY_APP_URL: `http://127.0.0.1:${places.web}`,
    SHOPIFY_STANDIN_URL: "",
    ENCRYPTION_KEYS: keys.encryption.toString("base64"),
    LOOKUP_KEYS: keys.lookup.toString("base64"),
    WHATSAPP_APP_SECRET: randomBytes(16).toString("hex"),
    WHATSAPP_VERIFY_TOKEN: "bench",
    WHATSAPP_GRAPH_URL: `http://127.0.0.1:${places.standIn}/graph`,
    STAND_IN_WEBHOOK_URL: `http://127.0.0.1:${places.web}/webhooks/whatsapp`,
    LOG_LEVEL: "warn",
  };
  return { env, vault: openVault([keys.encryption], [keys.lookup]) };
}

export type SendSite = Awaited<ReturnType<typeof openSendSite>>;

/** A database and WhatsApp's stand-in, each a process of its own. Web and workers come and go. */
export async function openSendSite(say: (line: string) => void) {
  await ensureBuilt(["web"], say);
  const database = await openBenchDatabase();
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on("error", () => undefined); // a bench may kill the server under it
  const places: Places = { web: await freePort(), standIn: await freePort() };
  const { env, vault } = makeEnvironment(database.appUrl, places);
  const start = (name: string, script: string, extra: Record<string, string>): Part =>
    startPart({ name, script, env: { ...env, ...extra }, logDir });
  const standInPort = { PORT: String(places.standIn) };
  const standIn = start("stand-in", "test/bench/send/stand-in.ts", standInPort);
  const control = (name: string, body?: unknown) => callStandIn(places.standIn, name, body);
  const health = `http://127.0.0.1:${places.standIn}/_control/state`;
  await untilHealthy(standIn, health, AbortSignal.timeout(60_000));
  return {
    say,
    owner,
    vault,
    env,
    places,
    control,
    start,
    standInPid: standIn.pid,
    database,
    durability: database.durability,
    close: async () => {
      await standIn.stop();
      await owner.end();
      await database.close();
    },
  };
}

/** The end of a part's log, for when something went wrong. */
export function logEnd(name: string): string {
  return readFileSync(join(logDir, `${name}.log`), "utf8")
    .trimEnd()
    .split("\n")
    .slice(-8)
    .join("\n");
}

export interface Running {
  web: Part;
  worker: Part;
  stop(): Promise<void>;
}

/** Real web and real worker, on Redis or on PostgreSQL alone. */
export async function startApp(site: SendSite, redisUrl: string): Promise<Running> {
  const queue = { REDIS_URL: redisUrl };
  const web = site.start("web", "app/web/main.ts", { ...queue, PORT: String(site.places.web) });
  const worker = site.start("worker", "app/worker/main.ts", queue);
  const health = `http://127.0.0.1:${site.places.web}/health/ready`;
  await untilHealthy(web, health, AbortSignal.timeout(60_000));
  await pause(1500); // the worker has no address to ask; its schedules begin meanwhile
  return {
    web,
    worker,
    stop: async () => {
      await worker.stop();
      await web.stop();
    },
  };
}
