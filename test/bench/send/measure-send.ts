import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { processorSeconds, residentMb } from "../support/process-figures.ts";
import { type SendPerson } from "./send-people.ts";
import { planOffers } from "./send-plan.ts";
import { logEnd, type Running, type SendSite, startApp } from "./send-site.ts";

/** What one run came to. */
export interface SendRun {
  perSecond: number;
  /** how much more resident memory each had at the end than after the sixth part, in MB */
  grownMb: Record<string, number>;
  processorSeconds: Record<string, number>;
}

export interface SendTask {
  people: readonly SendPerson[];
  /** get theirs before: code is compiled, connections are open, and PostgreSQL knows its tables */
  warmUp: readonly SendPerson[];
  /** how many statuses one POST of the stand-in carries at most */
  batchSize: number;
}

/** Time to plan everything before it is due. */
const LEAD_MS = 8_000;
const LOOK_EVERY_MS = 250;
/** From here on it is counted exactly. */
const NEARLY = 0.97;
/** Nothing settled for so long: something is broken. */
const STUCK_MS = 20_000;
const LATENCY_MS = 50;
const TWICE = 0.01;

const acceptedSchema = z.object({ accepted: z.array(z.object({ to: z.string() })) });

/**
 * How many of so many are settled. A count reads the whole table, so it is an estimate from a few pages until the
 * end is near: the measuring must not cost what is measured.
 */
async function settled(site: SendSite, total: number): Promise<number> {
  const estimate = await site.owner.query<{ share: number }>(
    `select (count(*) filter (where state = 'read'))::float / greatest(count(*), 1) as share
     from message tablesample system (2)`,
  );
  const share = estimate.rows[0]?.share ?? 0;
  if (share < NEARLY) return Math.floor(share * total);
  const { rows } = await site.owner.query<{ n: number }>(
    "select count(*)::int as n from message where state = 'read'",
  );
  return rows[0]?.n ?? 0;
}

async function whereTheyAre(site: SendSite): Promise<string> {
  const { rows } = await site.owner.query<{ state: string; reason: string | null; n: number }>(
    "select state, reason, count(*)::int as n from message group by 1, 2",
  );
  return rows.map(({ state, reason, n }) => `${n} ${state} (${reason ?? "-"})`).join(", ");
}

/** The stand-in as it is to answer, and nothing left of the run before. */
export async function prepareStandIn(site: SendSite, batchSize: number): Promise<void> {
  await site.control("reset", { keepAccounts: true });
  await site.control("faults", { latencyMs: LATENCY_MS });
  await site.control("statuses", {
    auto: true,
    delaysMs: { sent: 100, delivered: 300, read: 600 },
    shuffle: true,
    duplicate: TWICE,
    batchSize,
  });
}

export async function emptyTables(site: SendSite): Promise<void> {
  await site.owner.query("truncate message, attempt, claim, charge, intake_event, intake_hold");
}

const byName = (site: SendSite, { web, worker }: Running): Record<string, number> => ({
  worker: worker.pid,
  web: web.pid,
  "stand-in": site.standInPid,
  PostgreSQL: site.database.pid(),
});

function cpuOf(pids: Record<string, number>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => [name, processorSeconds(pid)]),
  );
}

function difference(before: Record<string, number>, after: Record<string, number>) {
  const spent: Record<string, number> = {};
  for (const [name, seconds] of Object.entries(after)) spent[name] = seconds - (before[name] ?? 0);
  return spent;
}

function memoryOf({ web, worker }: Running): Record<string, number> {
  return { worker: residentMb(worker.pid) ?? 0, web: residentMb(web.pid) ?? 0 };
}

/** Waits until all are read, `before` of which were; gives when, and how much memory was in use on the way. */
async function follow(site: SendSite, app: Running, total: number, before = 0) {
  let early: Record<string, number> | null = null;
  let [last, movedAt] = [0, Date.now()];
  for (;;) {
    const done = await settled(site, total);
    if (done > last) [last, movedAt] = [done, Date.now()];
    if (early === null && done >= before + (total - before) / 6) early = memoryOf(app);
    if (done >= total) break;
    if (Date.now() - movedAt > STUCK_MS) {
      throw new Error(
        `Only ${done} of ${total} were settled; ${await whereTheyAre(site)}\n${logEnd("worker")}`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
  const endedAt = Date.now();
  const late = memoryOf(app);
  return { endedAt, grownMb: difference(early ?? late, late) };
}

/** Every person got exactly one message, by the stand-in's own log. */
export async function verifyOnce(site: SendSite, people: readonly SendPerson[]): Promise<void> {
  const log = acceptedSchema.parse(await site.control("log?bodies=0"));
  const distinct = new Set(log.accepted.map((one) => one.to)).size;
  if (log.accepted.length === people.length && distinct === people.length) return;
  throw new Error(`The stand-in accepted ${log.accepted.length} messages to ${distinct} people`);
}

async function warmUp(site: SendSite, app: Running, people: readonly SendPerson[]): Promise<void> {
  await planOffers(site, people, new Date());
  await follow(site, app, people.length);
  await site.owner.query("analyze");
}

/** Plans a message for each, due at one moment, and counts from then until all of them are read. */
export async function measureSend(
  site: SendSite,
  task: SendTask & { redisUrl: string },
): Promise<SendRun> {
  const { people } = task;
  await prepareStandIn(site, task.batchSize);
  await emptyTables(site);
  const app = await startApp(site, task.redisUrl);
  try {
    await warmUp(site, app, task.warmUp);
    const settledBefore = task.warmUp.length;
    const dueAt = new Date(Date.now() + LEAD_MS);
    await planOffers(site, people, dueAt);
    await pause(dueAt.getTime() - Date.now());
    const pids = byName(site, app);
    const before = cpuOf(pids);
    const { endedAt, grownMb } = await follow(
      site,
      app,
      people.length + settledBefore,
      settledBefore,
    );
    const after = cpuOf(pids);
    await verifyOnce(site, [...people, ...task.warmUp]);
    return {
      perSecond: people.length / ((endedAt - dueAt.getTime()) / 1000),
      grownMb,
      processorSeconds: difference(before, after),
    };
  } finally {
    await app.stop();
  }
}
