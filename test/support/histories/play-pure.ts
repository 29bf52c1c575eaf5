import { addDays, addMs } from "#app/shared/duration.ts";
import {
  type Happening,
  type History,
  type Name,
  namesIn,
  PHONES,
  TOPICS,
} from "./history.types.ts";
import { Oracle } from "./oracle.ts";
import { PureWorld } from "./pure-world.ts";
import { statesAt, textOf } from "./states-of.ts";

/** A send that the oracle forbids. */
export interface Violation {
  seed: number;
  step: number;
  phone: string;
  topic: string;
  because: string;
}

export interface Played {
  violations: Violation[];
  /** how often a message might leave: a world that sends nothing proves nothing */
  sends: number;
  /** how often the oracle had nothing against it */
  allowed: number;
  /** moments at which the state was another than the one that the ledger alone gives */
  differences: string[];
}

const BEGIN = new Date("2026-11-22T10:00:00.000Z");
const STEP_MS = 60_000;

interface Late {
  due: number;
  what: Happening;
  at: Date;
  key: string;
  id: number;
  names: Name[];
}

/** Plays one history through the app's rules, and asks before every moment whether a forbidden message would leave. */
export function playPure(history: History): Played {
  const [world, oracle] = [new PureWorld(), new Oracle()];
  const played: Played = { violations: [], sends: 0, allowed: 0, differences: [] };
  const past: { at: Date; states: Map<string, string> }[] = [];
  const late: Late[] = [];
  let now = BEGIN;
  for (const [step, moment] of history.moments.entries()) {
    now = addMs(now, STEP_MS);
    for (const one of late.filter(({ due }) => due === step)) {
      world.apply(one.what, one.at, { now, key: one.key });
      if (one.id >= 0) oracle.release(one.id, one.what, one.at);
      else oracle.hearAgain(one.what, one.at);
      now = addMs(now, 1000);
    }
    const { what } = moment;
    if (what.do === "pass") now = addDays(now, what.days);
    const entry = { what, at: now, key: `k${step}`, names: namesIn(what) };
    if (moment.late > 0) {
      oracle.hold(step, what);
      late.push({ ...entry, due: step + moment.late, id: step });
    } else {
      const done = world.apply(what, now, { now, key: entry.key });
      oracle.see(what, now, done);
    }
    if (moment.twice) late.push({ ...entry, due: step + moment.late + 2, id: -step - 1 });
    world.hold(late.filter(({ due, id }) => due > step && id >= 0).flatMap(({ names }) => names));
    past.push({ at: now, states: world.states() });
    probe({ world, oracle, now, step, seed: history.seed }, played);
  }
  played.differences = past.flatMap(({ at, states }) => differencesAt(world, at, states));
  return played;
}

/** Erased people are gone from the states; everybody else has to be told by the ledger as they were. */
function differencesAt(world: PureWorld, at: Date, states: Map<string, string>): string[] {
  const told = statesAt(at, world);
  return [...states].flatMap(([id, state]) => {
    const folded = told.get(id) ?? textOf([]);
    return folded === state ? [] : [`${at.toISOString()} ${id}: ${state} but ${folded}`];
  });
}

function probe(
  at: { world: PureWorld; oracle: Oracle; now: Date; step: number; seed: number },
  played: Played,
): void {
  const { world, oracle, now, step, seed } = at;
  for (const phone of PHONES) {
    for (const topic of TOPICS) {
      const because = oracle.forbids(phone, topic, now);
      if (because === null) played.allowed += 1;
      if (!world.sends(phone, topic, now)) continue;
      played.sends += 1;
      if (because !== null) played.violations.push({ seed, step, phone, topic, because });
    }
  }
}
