import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { z } from "zod";
import { post, untilWebhooksAreDelivered } from "./stand-ins.ts";

const HOUR_MS = 3_600_000;
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

/** Hour of the day in the shop's zone. */
function berlinHour(at: Date): number {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit" });
  return Number(clock.format(at));
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

/** How many whole hours from now it is first at least `least` hours later and such a time. */
async function hoursTo(least: number, isWanted: (at: Date) => boolean): Promise<number> {
  const now = await demoNow();
  let hours = Math.ceil(least);
  while (!isWanted(new Date(now.getTime() + hours * HOUR_MS))) hours += 1;
  return hours;
}

/** The same for a time outside the quiet hours. */
export const hoursToFitTime = (least: number): Promise<number> => hoursTo(least, isFit);

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
  const hours = await hoursTo(0, (at) => berlinHour(at) === DAY_BEGINS + 1);
  if (hours > 0) await moveExactly(hours);
  await settle();
}

/** Moves the demo's time on by so many hours, whatever the hour is then. */
export async function moveExactly(hours: number): Promise<void> {
  await post(`${inject("demo").url}/api/clock`, { forwardMs: hours * HOUR_MS });
}

const PATIENCE_MS = 30_000;

/**
 * Waits until everything that is due has been decided: no webhook on its way or unread, no past of the shop unread,
 * no cart, purchase or message due.
 * After it, "nothing came" is a fact and not a matter of patience.
 */
export async function settle(): Promise<void> {
  await untilWebhooksAreDelivered();
  const database = new pg.Client({ connectionString: inject("demo").ownerUrl });
  await database.connect();
  try {
    const end = Date.now() + PATIENCE_MS;
    for (let calm = 0; calm < 2; await wait(150)) {
      const open = await countOpen(database);
      calm = open === 0 ? calm + 1 : 0;
      if (Date.now() > end) throw new Error(`${open} things are still due after half a minute`);
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
