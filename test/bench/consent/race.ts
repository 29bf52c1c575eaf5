import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { untilHealthy } from "#test/demo/health.ts";
import type { BenchOptions, BenchResult } from "../bench.types.ts";
import { prepareStandIn } from "../send/measure-send.ts";
import { addPeople, type SendPerson } from "../send/send-people.ts";
import { planOffers } from "../send/send-plan.ts";
import { addShops } from "../send/send-shops.ts";
import { logEnd, openSendSite, type SendSite } from "../send/send-site.ts";
import type { ConsentPart } from "./part.types.ts";
import { postStop } from "./race/post-stop.ts";
import { type Counted, countRaces, NOTHING, type Race } from "./race/race-count.ts";

const RACES = 2_000;
const SHOPS = 4;
/** As many as four numbers are given in the time over which STOPs come in. */
const WAVE = 200;
const STOPS_OVER_MS = 900;
const STUCK_MS = 60_000;
const WORKERS = ["worker-one", "worker-two"];
const STATUSES_PER_POST = 20;

const seqSchema = z.object({ seq: z.number() });

/** Real web and two real workers that claim from the same numbers. */
async function startProcesses(site: SendSite) {
  const web = site.start("web", "app/web/main.ts", {
    REDIS_URL: "",
    PORT: String(site.places.web),
  });
  const health = `http://127.0.0.1:${site.places.web}/health/ready`;
  await untilHealthy(web, health, AbortSignal.timeout(60_000));
  const workers = WORKERS.map((name) => site.start(name, "app/worker/main.ts", { REDIS_URL: "" }));
  await pause(1500); // a worker has no address to ask
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await web.stop();
  };
}

async function count(site: SendSite, ids: string[], states: string[]): Promise<number> {
  const { rows } = await site.owner.query<{ n: number }>(
    "select count(*)::int as n from message where id = any($1) and state = any($2)",
    [ids, states],
  );
  return rows[0]?.n ?? 0;
}

async function until(what: string, everyMs: number, look: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + STUCK_MS;
  while (!(await look())) {
    if (Date.now() > giveUpAt) throw new Error(`${what}\n${logEnd(WORKERS[0] ?? "")}`);
    await pause(everyMs);
  }
}

/** Nobody's numbers outlive so many STOPs: the brake would end the races. The merchant resumes before each wave. */
async function releaseBrake(site: SendSite): Promise<void> {
  await site.owner.query(
    "update whatsapp_number set brake = 'normal', brake_cause = null, brake_resumed_at = now()",
  );
}

/**
 * Everybody's message falls due at once. From the first claim on, while the workers go through the rest, each
 * person writes STOP at a moment of their own.
 */
async function raceOnce(site: SendSite, people: readonly SendPerson[]): Promise<Counted> {
  const { seq } = seqSchema.parse(await site.control("log?bodies=0&since=999999999"));
  await releaseBrake(site);
  const ids = await planOffers(site, people, new Date());
  await until("Nothing was claimed", 5, async () => {
    return (await count(site, ids, ["planned"])) < ids.length;
  });
  const races = await Promise.all(
    people.map(async (person, at): Promise<Race> => {
      await pause(Math.random() * STOPS_OVER_MS);
      return { person, messageId: ids[at] ?? "", stop: await postStop(site, person) };
    }),
  );
  await until("Messages did not end", 100, async () => {
    return (await count(site, ids, ["planned", "claimed", "handing_over"])) === 0;
  });
  return countRaces(site, seq, races);
}

function sum(all: readonly Counted[]): Counted {
  return all.reduce(
    (total, one) => ({
      races: total.races + one.races,
      sent: total.sent + one.sent,
      dropped: total.dropped + one.dropped,
      untouched: total.untouched + one.untouched,
      nearestMs: Math.min(total.nearestMs, one.nearestMs),
      afterStop: total.afterStop + one.afterStop,
    }),
    NOTHING,
  );
}

/** STOPs posted to web against workers that claim messages to the same people. */
export async function runRace(options: BenchOptions): Promise<Counted & { durability: string }> {
  const count = options.rounds ?? RACES;
  const site = await openSendSite(options.say);
  try {
    const shops = await addShops(site, { count: SHOPS, throughput: "STANDARD" });
    const people = await addPeople(site, { shops, count });
    await prepareStandIn(site, STATUSES_PER_POST);
    const stop = await startProcesses(site);
    try {
      const waves: Counted[] = [];
      for (let from = 0; from < people.length; from += WAVE) {
        const wave = await raceOnce(site, people.slice(from, from + WAVE));
        waves.push(wave);
        const { sent, dropped, untouched, afterStop } = wave;
        options.say(
          `  ${from + wave.races} races: ${sent} sent, ${dropped} dropped, ${untouched} untouched, ${afterStop} after a STOP`,
        );
      }
      return { ...sum(waves), durability: site.durability };
    } finally {
      await stop();
    }
  } finally {
    await site.close();
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const { durability, ...counted } = await runRace(options);
  const { races, sent, dropped, untouched, nearestMs, afterStop } = counted;
  const table = {
    title: "A STOP against workers that claim a message to the same person",
    columns: [
      "races",
      "sent before",
      "claimed, then dropped",
      "never claimed",
      "sent after the STOP",
    ],
    rows: [[races, sent, dropped, untouched, afterStop].map(String)],
    notes: [
      `the nearest claim had begun ${nearestMs} ms before the STOP was answered`,
      "counted from the stand-in's own log and the rows' times; a STOP counts from the moment its request is answered",
      "web, two workers, PostgreSQL and the stand-in are processes of their own",
      durability,
    ],
  };
  const reached = [{ figure: "sends_after_stop", wanted: "0", reached: afterStop === 0 }];
  return { figures: { races, sends_after_stop: afterStop }, tables: [table], reached };
}

/** The webhook of a STOP against workers that claim for the same contact. */
export const racePart: ConsentPart = { name: "race", run };
