import { randomUUID } from "node:crypto";
import { addDays, addMs } from "#app/shared/duration.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type TestDeps, TestClock } from "#test/support/deps.ts";
import { DatabasePast } from "./database-past.ts";
import { DatabaseWorld } from "./database-world.ts";
import { type Happening, type History, namesIn, PHONES, TOPICS } from "./history.types.ts";
import { Oracle } from "./oracle.ts";
import type { Played } from "./play-pure.ts";

const STEP_MS = 60_000;

interface Late {
  due: number;
  what: Happening;
  at: Date;
  key: string;
  /** null: it has been read, and comes a second time */
  eventId: string | null;
}

/** A process that dies before its transaction ends: nothing of it stays. */
function dying(deps: Deps): Deps {
  const inShop: Deps["db"]["inShop"] = (shopId, work) =>
    deps.db.inShop(shopId, async (tx) => {
      await work(tx);
      throw new Error("The process died");
    });
  return { ...deps, db: { ...deps.db, inShop } };
}

/** Plays one history through the app's use-cases, in a shop of its own. */
export async function playOnDatabase(world: TestDeps, history: History): Promise<Played> {
  const domain = `${randomUUID()}.myshopify.com`;
  const id = await world.addShop({ domain });
  const clock = new TestClock();
  const deps: Deps = { ...world.deps, clock };
  const shop = { id, domain };
  const app = new DatabaseWorld(deps, world.owner, shop);
  const dead = new DatabaseWorld(dying(deps), world.owner, shop);
  const past = new DatabasePast(world.owner, id);
  const oracle = new Oracle();
  const played: Played = { violations: [], sends: 0, allowed: 0, differences: [] };
  const late: Late[] = [];
  for (const [step, moment] of history.moments.entries()) {
    clock.set(addMs(clock.now(), STEP_MS));
    for (const one of late.filter(({ due }) => due === step)) {
      await app.apply(one.what, one.at, one.key);
      if (one.eventId !== null) {
        await app.release(one.eventId);
        oracle.release(late.indexOf(one), one.what, one.at);
      } else oracle.hearAgain(one.what, one.at);
      await past.remember(clock.now());
      clock.set(addMs(clock.now(), 1000));
    }
    const { what } = moment;
    if (what.do === "pass") clock.set(addDays(clock.now(), what.days));
    const entry = { what, at: clock.now(), key: `${id}.${step}` };
    if (moment.late > 0) {
      const eventId = randomUUID();
      await app.hold(eventId, namesIn(what));
      late.push({ ...entry, due: step + moment.late, eventId });
      oracle.hold(late.length - 1, what);
    } else {
      if (moment.crash) await dead.apply(what, entry.at, entry.key).catch(() => undefined);
      oracle.see(what, entry.at, await app.apply(what, entry.at, entry.key));
    }
    if (moment.twice) late.push({ ...entry, due: step + moment.late + 2, eventId: null });
    await past.remember(clock.now());
    clock.set(addMs(clock.now(), 1));
    await probe({ app, oracle, now: clock.now(), step, seed: history.seed }, played);
  }
  played.differences = await past.differences();
  return played;
}

async function probe(
  at: { app: DatabaseWorld; oracle: Oracle; now: Date; step: number; seed: number },
  played: Played,
): Promise<void> {
  const { app, oracle, now, step, seed } = at;
  const sent = await app.sends(PHONES, TOPICS);
  for (const phone of PHONES) {
    for (const topic of TOPICS) {
      const because = oracle.forbids(phone, topic, now);
      if (because === null) played.allowed += 1;
      if (!sent.has(`${phone} ${topic}`)) continue;
      played.sends += 1;
      if (because !== null) played.violations.push({ seed, step, phone, topic, because });
    }
  }
}
