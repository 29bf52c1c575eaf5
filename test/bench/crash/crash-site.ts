import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { DURABLE_SETTINGS, startEmbeddedPostgres } from "#app/adapters/db/embedded.server.ts";
import { postgresDir, startDatabase, stopLeftOver } from "#test/demo/database.ts";
import { DEMO_NUMBER, DEMO_SHOP } from "#test/demo/demo-shop.ts";
import { untilHealthy } from "#test/demo/health.ts";
import { runToEnd, startPart } from "#test/demo/part.ts";
import { loadSecrets } from "#test/demo/secrets.ts";
import { startShopifyStandIn } from "#test/sandbox/shopify/index.ts";
import { startWhatsAppStandIn } from "#test/sandbox/whatsapp/index.ts";
import { ensureBuilt } from "#test/support/ensure-build.ts";
import { isAlive } from "#test/support/is-alive.ts";
import { freePort } from "#test/support/ports.ts";
import { supervised } from "../support/supervised.ts";
import { untilDone } from "../support/until-done.ts";

const TOKEN = "EAAcrash";
/** Deliveries go on trying until everything that was killed is back. */
const WEBHOOK_BACKOFF_MS = [200, 400, 800, 1500, 3000, 3000, 5000, 5000];

/** What gets killed. */
export type Victim = "web" | "worker" | "postgres";

/** The business time of both stand-ins; the app's own is moved through its clock route. */
class SharedClock {
  offsetMs = 0;
  now = () => new Date(Date.now() + this.offsetMs);
}

interface Setting {
  dataDir: string;
  people: number;
  say(line: string): void;
}

async function startStandIns(clock: SharedClock, webPort: number, dataDir: string) {
  const secrets = await loadSecrets(dataDir);
  const appUrl = `http://127.0.0.1:${webPort}`;
  const shopify = await startShopifyStandIn({
    apiKey: secrets.SHOPIFY_API_KEY,
    apiSecret: secrets.SHOPIFY_API_SECRET,
    appUrl,
    now: clock.now,
    webhooks: { concurrency: 64, backoffMs: WEBHOOK_BACKOFF_MS },
  });
  const whatsapp = await startWhatsAppStandIn({
    appSecret: secrets.WHATSAPP_APP_SECRET,
    verifyToken: secrets.WHATSAPP_VERIFY_TOKEN,
    webhookUrl: `${appUrl}/webhooks/whatsapp`,
    now: clock.now,
    retry: { baseMs: 250, maxMs: 3000, tries: 200 },
  });
  return { secrets, appUrl, shopify, whatsapp };
}

type StandIns = Awaited<ReturnType<typeof startStandIns>>;

async function call(url: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(json)}`);
  return json;
}

async function seedStandIns({ shopify, whatsapp }: StandIns): Promise<void> {
  await call(`${shopify.url}/_control/seed`, {
    shops: [
      {
        domain: DEMO_SHOP,
        name: "Leinenwerk",
        currency: "EUR",
        zone: "Europe/Berlin",
        locale: "de",
      },
    ],
  });
  const { wabaId, portfolioId, phoneNumberId, displayPhone, verifiedName } = DEMO_NUMBER;
  const number = { id: phoneNumberId, displayPhoneNumber: displayPhone, verifiedName };
  await call(`${whatsapp.url}/_control/seed`, {
    autoApproveMs: 0,
    accounts: [
      {
        wabaId,
        portfolioId,
        name: "Leinenwerk",
        token: TOKEN,
        numbers: [{ ...number, throughput: "HIGH", messagingLimit: "TIER_UNLIMITED" }],
      },
    ],
  });
  // An answer takes its time, so that every kill meets requests that are on their way.
  await call(`${whatsapp.url}/_control/faults`, { latencyMs: 120 });
  await call(`${whatsapp.url}/_control/statuses`, {
    auto: true,
    delaysMs: { sent: 50, delivered: 200 },
  });
}

function environment(standIns: StandIns, databaseUrl: string, webPort: number) {
  const { databasePassword: _, ...secrets } = standIns.secrets;
  return {
    ...secrets,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    REDIS_URL: "",
    HOST: "127.0.0.1",
    PORT: String(webPort),
    SHOPIFY_APP_URL: standIns.appUrl,
    SHOPIFY_STANDIN_URL: standIns.shopify.url,
    APP_BRIDGE_URL: `${standIns.shopify.url}/app-bridge.js`,
    WHATSAPP_GRAPH_URL: standIns.whatsapp.graphUrl,
    WHATSAPP_ACCESS_TOKEN: TOKEN,
    LOG_LEVEL: "warn",
  };
}

/** Reminders half an hour after the last activity, one step, nobody left out. */
const SETTINGS = {
  enabled: true,
  steps: [{ delayMinutes: 30 }],
  holdout: { enabled: false, percent: 0 },
};

/** At any hour, and as often as the rounds come: the same people are in all of them. */
const SEND_SETTINGS = {
  quietHours: { from: "08:00", to: "08:00" },
  caps: { minHoursBetween: null, maxPer30Days: null },
};

async function durability(owner: pg.Pool): Promise<string> {
  const names = Object.keys(DURABLE_SETTINGS);
  const { rows } = await owner.query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name = any($1) order by name",
    [names],
  );
  const isOn = rows.length === names.length && rows.every((row) => row.setting === "on");
  if (!isOn) throw new Error(`Not durable: ${JSON.stringify(rows)}`);
  return rows.map((row) => `${row.name} ${row.setting}`).join(", ");
}

/** The processes that die, and how each comes back. */
function mortals(task: {
  dataDir: string;
  env: Record<string, string>;
  pgPort: number;
  pgPid: number;
}) {
  const logDir = join(task.dataDir, "logs");
  const process_ = (name: string) =>
    supervised(() => startPart({ name, script: `app/${name}/main.ts`, env: task.env, logDir }));
  const parts = { web: process_("web"), worker: process_("worker") };
  const state = { pgPid: task.pgPid, kills: { web: 0, worker: 0, postgres: 0 } };
  const startPostgres = () =>
    startEmbeddedPostgres({ dataDir: postgresDir(task.dataDir), port: task.pgPort });
  return {
    parts,
    kills: state.kills,
    /** kill -9, all at the same moment; then everything comes back. */
    kill: async (victims: Victim[]): Promise<void> => {
      for (const victim of victims) {
        state.kills[victim] += 1;
        if (victim === "postgres") process.kill(state.pgPid, "SIGKILL");
        else parts[victim].part().kill();
      }
      if (!victims.includes("postgres")) return;
      while (isAlive(state.pgPid)) await pause(20);
      state.pgPid = (await startPostgres()).pid;
    },
    stop: async () => {
      await Promise.all([parts.worker.stop(), parts.web.stop()]);
      await (await startPostgres()).stop();
    },
  };
}

export type CrashSite = Awaited<ReturnType<typeof openCrashSite>>;

/** A shop with people who agreed to reminders, on processes that may be killed. The stand-ins live on. */
export async function openCrashSite(setting: Setting) {
  const { dataDir, say } = setting;
  await stopLeftOver(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await ensureBuilt(["web"], say);
  const clock = new SharedClock();
  const webPort = await freePort();
  const standIns = await startStandIns(clock, webPort, dataDir);
  await seedStandIns(standIns);
  const pgPort = await freePort();
  const appPassword = standIns.secrets.databasePassword;
  const database = await startDatabase({ dataDir, port: pgPort, appPassword });
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  owner.on("error", () => undefined); // it is killed under us
  const env = environment(standIns, database.appUrl, webPort);
  const alive = mortals({ dataDir, env, pgPort, pgPid: database.server.pid });
  const health = `${standIns.appUrl}/health/ready`;
  await untilHealthy(alive.parts.web.part(), health, AbortSignal.timeout(60_000));
  const logDir = join(dataDir, "logs");
  await runToEnd({ name: "seed", script: "test/demo/seed.ts", env, logDir });
  say(`${setting.people} people agree to reminders …`);
  const args = [String(setting.people)];
  await runToEnd({ name: "people", script: "test/bench/crash/seed-people.ts", args, env, logDir });
  await owner.query("update shop set reminder_settings = $1, send_settings = $2", [
    JSON.stringify(SETTINGS),
    JSON.stringify(SEND_SETTINGS),
  ]);
  await owner.query(
    "update whatsapp_number set throughput = 'HIGH', messaging_limit = 'TIER_UNLIMITED'",
  );
  return {
    owner,
    durability: await durability(owner),
    kills: alive.kills,
    kill: alive.kill,
    shopify: (name: string, body?: unknown) =>
      call(`${standIns.shopify.url}/_control/${name}`, body),
    whatsapp: (name: string, body?: unknown) =>
      call(`${standIns.whatsapp.url}/_control/${name}`, body),
    now: clock.now,
    /** Moves business time of the app and of both stand-ins. */
    forward: async (ms: number): Promise<void> => {
      const offsetMs = clock.offsetMs + ms;
      await untilDone(() => call(`${standIns.appUrl}/standin/clock`, { offsetMs }));
      clock.offsetMs = offsetMs;
    },
    close: async () => {
      await alive.stop();
      await owner.end();
      await standIns.shopify.close();
      await standIns.whatsapp.close();
    },
  };
}
