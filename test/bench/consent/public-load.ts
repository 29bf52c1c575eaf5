import pg from "pg";
import { openVault } from "#app/adapters/vault/vault.server.ts";
import type { BenchOptions, BenchResult } from "../bench.types.ts";
import { openBenchDatabase } from "../support/bench-database.ts";
import { openBenchDeps } from "../support/bench-deps.ts";
import { startServer } from "../support/bench-server.ts";
import { makeSecrets, ourWeb } from "../support/our-web.ts";
import { percentile, round } from "../support/statistics.ts";
import type { ConsentPart } from "./part.types.ts";
import { type WrongStates, wrongStates } from "./public/check-states.ts";
import { fire, type Shot } from "./public/fire.ts";
import { anyOf, look, repeatTick, stop, tick, type Told } from "./public/good-requests.ts";
import * as hostile from "./public/hostile-requests.ts";
import { anyAddress, headersOf, type LoadRequest } from "./public/load-request.ts";
import { addPeople, addShops, type PublicSite } from "./public/public-site.ts";

const SECONDS = 60;
/** `--size` takes another rate: what breaks first, and how */
const PER_SECOND = 200;
/** beside the load, to compare with: a route that does nothing */
const EMPTY_PER_SECOND = 20;
const SHOPS = 4;
const PEOPLE = 1000;
/** One in so many is never asked to end anything. */
const VICTIMS_SHARE = 10;

/** Contract: issue "Consent that stands up in court". */
const WANTED = { ms: 100, ratio: 3 };

/**
 * Of a hundred requests so many of each kind. Half are hostile; among the others most people look, 14 a second end
 * something and 16 tick a box, which is a busy shop's day in an hour.
 */
function mixOf(told: Told, victims: hostile.Victims): readonly [number, () => LoadRequest][] {
  return [
    [32, () => look(told)],
    [5, () => stop(told, false)],
    [2, () => stop(told, true)],
    [5, () => tick(told)],
    [3, () => repeatTick(told)],
    [12, () => hostile.guess()],
    [6, () => hostile.garbled()],
    [7, () => hostile.alteredToken(victims)],
    [4, () => hostile.mixedToken(victims, told)],
    [6, () => hostile.preview(victims)],
    [2, () => hostile.wrongMethod(victims)],
    [3, () => hostile.wrongForm(victims)],
    [1, () => hostile.hugeForm(victims)],
    [3, () => hostile.wrongProxy(victims, told)],
    [4, () => hostile.wrongToken(told)],
    [3, () => hostile.alteredTick(told)],
    [2, () => hostile.flood(told)],
  ];
}

const empty = (): LoadRequest => ({
  kind: "empty route",
  isHostile: false,
  method: "GET",
  path: "/health/live",
  headers: headersOf(anyAddress()),
  wanted: [200],
});

export interface PublicRun {
  shots: Shot[];
  emptyShots: Shot[];
  /** answers that were wrong, also of the first seconds, and what does not stand as was answered */
  wrong: WrongStates & { answers: number };
}

/** The preference page and the opt-in API under a load of which half is hostile. */
export async function runPublicLoad(
  site: PublicSite,
  plan: { seconds: number; perSecond: number; people: number },
): Promise<PublicRun> {
  const shops = await addShops(site, SHOPS);
  const people = await addPeople(site, shops, plan.people);
  const victims = await addPeople(site, shops, plan.people / VICTIMS_SHARE);
  const told: Told = { site, shops, people, ticked: new Map(), ticks: [] };
  const deck = mixOf(told, victims).flatMap(([count, make]) =>
    Array.from({ length: count }, () => make),
  );
  const { seconds, perSecond } = plan;
  const { url } = site;
  // The first requests of a process are slow everywhere.
  const first = await fire({ url, perSecond, seconds: 2 }, () => anyOf(deck)());
  await fire({ url, perSecond, seconds: 1 }, empty);
  const [shots, emptyShots] = await Promise.all([
    fire({ url, perSecond, seconds }, () => anyOf(deck)()),
    fire({ url, perSecond: EMPTY_PER_SECOND, seconds }, empty),
  ]);
  const answers = [...first, ...shots].reduce((sum, { wrong }) => sum + wrong, 0);
  return { shots, emptyShots, wrong: { answers, ...(await wrongStates(told, victims)) } };
}

export function p99(shots: readonly Shot[]): number {
  return percentile(Float64Array.from(shots.map(({ ms }) => ms)).sort(), 0.99);
}

async function onRealProcesses(options: BenchOptions): Promise<PublicRun> {
  const database = await openBenchDatabase();
  const secrets = makeSecrets();
  const keys = [secrets.encryptionKey, secrets.lookupKey];
  const [encryption = Buffer.of(), lookup = Buffer.of()] = keys.map((key) =>
    Buffer.from(key, "base64"),
  );
  const { deps, close } = openBenchDeps(database.appUrl, openVault([encryption], [lookup]));
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  const task = await ourWeb(database.appUrl, secrets, options.say);
  const env = { ...task.env, TRUSTED_PROXIES: "127.0.0.1" };
  const server = await startServer({ ...task, env });
  try {
    const site: PublicSite = {
      url: `http://127.0.0.1:${server.port}`,
      deps,
      owner,
      apiKey: "bench",
      shopifySecret: secrets.shopifySecret,
    };
    const { seconds = SECONDS, size: perSecond = PER_SECOND } = options;
    return await runPublicLoad(site, { seconds, perSecond, people: PEOPLE });
  } finally {
    await server.stop();
    await close();
    await owner.end();
    await database.close();
  }
}

function rowsOf(shots: readonly Shot[]): string[][] {
  const byKind = Map.groupBy(shots, ({ kind }) => kind);
  return [...byKind].map(([kind, own]) => {
    const statuses = Map.groupBy(own, ({ status }) => status);
    const answers = [...statuses].map(([status, of]) => `${status}: ${of.length}`);
    const isHostile = own[0]?.isHostile ? "hostile" : "good";
    return [kind, isHostile, String(own.length), p99(own).toFixed(1), answers.join(", ")];
  });
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const { shots, emptyShots, wrong } = await onRealProcesses(options);
  const wrongs: [string, number][] = Object.entries({ ...wrong });
  const wrongCount = wrongs.reduce((sum, [, count]) => sum + count, 0);
  const unanswered = shots.filter((shot) => shot.isUnanswered).length;
  const ms = round(p99(shots), 1);
  const ratio = round(p99(shots) / p99(emptyShots), 2);
  const figures = {
    wrong_states: wrongCount,
    public_unanswered: unanswered,
    public_p99_ms: ms,
    public_p99_ratio: ratio,
  };
  const isFast = ms <= WANTED.ms || ratio <= WANTED.ratio;
  const hostileCount = shots.filter(({ isHostile }) => isHostile).length;
  const table = {
    title: `Preference page and opt-in API: ${options.size ?? PER_SECOND} requests/s, ${hostileCount} of ${shots.length} hostile`,
    columns: ["what", "", "requests", "p99 ms", "answers"],
    rows: rowsOf([...shots, ...emptyShots]),
    notes: [
      "latency counts from the moment a request was due; 0 is a connection that the server ended while too much was sent",
      "every answered withdrawal is looked up in the database at once, everybody's state in the end",
      `wrong: ${wrongs.map(([what, count]) => `${what} ${count}`).join(", ")}`,
    ],
  };
  const fast = `at most ${WANTED.ms} ms, or ${WANTED.ratio} times the empty route`;
  return {
    figures,
    tables: [table],
    reached: [
      { figure: "wrong_states", wanted: "0", reached: wrongCount === 0 },
      { figure: "public_unanswered", wanted: "0", reached: unanswered === 0 },
      { figure: "public_p99_ms", wanted: fast, reached: isFast },
    ],
  };
}

/** The public pages under 200 requests a second of good and hostile traffic. */
export const publicPart: ConsentPart = { name: "public", run };
