import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { z } from "zod";
import { berlinHour, HOUR_MS, hoursUntil } from "./berlin.ts";
import { countUntold, post } from "./stand-ins.ts";

const MINUTE_MS = 60_000;
/** Quiet hours of the demo's shop, as its settings have them at first. */
const DAY_BEGINS = 8;
const DAY_ENDS = 21;

const switches = z.object({ offsetMs: z.number() });

/** Business time: real time plus what the demo's controls have added. */
export async function demoNow(): Promise<Date> {
  const { url } = inject("demo");
  const answer = await fetch(`${url}/api/switches`);
  return new Date(Date.now() + switches.parse(await answer.json()).offsetMs);
}

/**
 * Whether nobody minds a message now, and none still waits for the end of the night: a few minutes before the
 * quiet hours count as quiet, and the half hour after them, over which what waited is spread.
 */
function isFit(at: Date): boolean {
  const hours = [-30, 0, 10].map((minutes) =>
    berlinHour(new Date(at.getTime() + minutes * MINUTE_MS)),
  );
  return hours.every((hour) => hour >= DAY_BEGINS && hour < DAY_ENDS);
}

/** How many whole hours from now it is first at least `least` hours later and outside the quiet hours. */
export async function hoursToFitTime(least: number): Promise<number> {
  return hoursUntil(await demoNow(), least, isFit);
}

/**
 * Moves the demo's time on, at least so many hours, to an hour outside the quiet ones, and lets the app catch up
 * before and after: in life no webhook is hours late, so what happened before is known before time moves.
 */
export async function moveOn(least: number): Promise<void> {
  await settle();
  await moveExactly(await hoursToFitTime(least));
  await settle();
}

/** Moves the demo's time on to the morning, for what must happen within one day. */
export async function moveToMorning(): Promise<void> {
  await settle();
  const hours = hoursUntil(await demoNow(), 0, (at) => berlinHour(at) === DAY_BEGINS + 1);
  if (hours > 0) await moveExactly(hours);
  await settle();
}

/** Moves the demo's time on by so many hours, whatever the hour is then. */
export async function moveExactly(hours: number): Promise<void> {
  await post(`${inject("demo").url}/api/clock`, { forwardMs: hours * HOUR_MS });
}

const PATIENCE_MS = 45_000;

/**
 * Waits until everything that is due has been decided: no webhook on its way or unread, no past of the shop unread,
 * no cart, purchase or message due.
 * After it, "nothing came" is a fact and not a matter of patience.
 */
export async function settle(): Promise<void> {
  const database = new pg.Client({ connectionString: inject("demo").ownerUrl });
  await database.connect();
  try {
    const end = Date.now() + PATIENCE_MS;
    for (let calm = 0; calm < 2; await wait(150)) {
      // In this order: what is told in between is in the database then.
      const open = (await countUntold()) + (await countOpen(database));
      calm = open === 0 ? calm + 1 : 0;
      if (Date.now() > end) throw new Error(`${open} things are still due after 45 seconds`);
    }
  } finally {
    await database.end();
  }
}

async function countOpen(database: pg.Client): Promise<number> {
  const result = await database.query<{ open: number }>(
    `select (select count(*) from intake_event where status = 'received')
       + (select count(*) from checkout where next_reminder_at <= $1)
       + (select count(*) from recommendation_case where state = 'waiting' and due_at <= $1)
       + (select count(*) from history_import where state in ('waiting', 'running', 'reading'))
       + (select count(*) from message where state in ('claimed', 'handing_over')
           or (state = 'planned' and greatest(due_at, not_before) <= $1)) as open`,
    [await demoNow()],
  );
  return Number(result.rows[0]?.open);
}
