import { setTimeout as pause } from "node:timers/promises";
import { untilHealthy } from "#test/demo/health.ts";
import { addPeople, type SendPerson } from "../send/send-people.ts";
import { addShops, type SendShop } from "../send/send-shops.ts";
import { openSendSite } from "../send/send-site.ts";
import { supervised } from "../support/supervised.ts";
import { untilDone } from "../support/until-done.ts";

const SHOPS = 4;
/** Nobody answers there; that it is a loopback address is what lets business time be moved. */
const NO_SHOPIFY = "http://127.0.0.1:9";
/** Nobody rests and every hour will do: the same people get a message every round. */
const SETTINGS = {
  quietHours: { from: "08:00", to: "08:00" },
  caps: { minHoursBetween: null, maxPer30Days: null },
};

export type Victim = "one" | "two" | "web" | "postgres";

export type SendCrashSite = Awaited<ReturnType<typeof openSendCrashSite>>;

/** A web, two workers and a PostgreSQL that may be killed, and a stand-in that sees it all. */
export async function openSendCrashSite(say: (line: string) => void, size: number) {
  const site = await openSendSite(say);
  // At 60 a second and number a round lasts long enough to be struck many times.
  const shops: SendShop[] = await addShops(site, { count: SHOPS, throughput: "STANDARD" });
  const people: SendPerson[] = await addPeople(site, { shops, count: size });
  await site.owner.query("update shop set send_settings = $1", [JSON.stringify(SETTINGS)]);
  const env = { REDIS_URL: "", SHOPIFY_STANDIN_URL: NO_SHOPIFY };
  const port = String(site.places.web);
  const web = supervised(() => site.start("web", "app/web/main.ts", { ...env, PORT: port }));
  const health = `http://127.0.0.1:${port}/health/ready`;
  await untilHealthy(web.part(), health, AbortSignal.timeout(60_000));
  const worker = (name: string) => supervised(() => site.start(name, "app/worker/main.ts", env));
  const parts = { one: worker("worker-one"), two: worker("worker-two"), web };
  const kills = { one: 0, two: 0, web: 0, postgres: 0 };
  let offsetMs = 0;
  return {
    ...site,
    people,
    /** the shop that has a budget */
    poor: shops[0],
    kills,
    query: <R extends object>(text: string, values: unknown[] = []): Promise<R[]> =>
      untilDone(async () => (await site.owner.query<R>(text, values)).rows),
    now: () => new Date(Date.now() + offsetMs),
    /** Moves the app's business time. */
    forward: async (ms: number): Promise<void> => {
      offsetMs += ms;
      await untilDone(() => site.owner.query("select clock_set_offset_ms($1)", [offsetMs]));
      await pause(400); // every process reads it five times a second
    },
    /** kill -9, all at the same moment; then everything comes back. */
    kill: async (victims: readonly Victim[]): Promise<void> => {
      for (const victim of victims) {
        kills[victim] += 1;
        if (victim === "postgres") process.kill(site.database.pid(), "SIGKILL");
        else parts[victim].part().kill();
      }
      if (victims.includes("postgres")) await site.database.restart();
    },
    close: async () => {
      await Promise.all([parts.one.stop(), parts.two.stop()]);
      await parts.web.stop();
      await site.close();
    },
  };
}
