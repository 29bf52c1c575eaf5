import { addHours, addMs, DAY_MS, MINUTE_MS } from "#app/shared/duration.ts";
import { isZone, localParts } from "#app/shared/time-zone.ts";
import type { QuietHours } from "./message.types.ts";

const DAY_MINUTES = DAY_MS / MINUTE_MS;
/** No wait is longer: where no instant is loud in all zones, the message is asked again by then. */
const LONGEST_WAIT_HOURS = 48;

function minuteOfDay(wallClock: string): number {
  const [hour = 0, minute = 0] = wallClock.split(":").map(Number);
  return hour * 60 + minute;
}

function localMinute(at: Date, zone: string): number {
  const { hour, minute } = localParts(at, zone);
  return hour * 60 + minute;
}

function minutesFrom(from: number, to: number): number {
  return (to - from + DAY_MINUTES) % DAY_MINUTES;
}

function isQuiet(minute: number, quiet: QuietHours): boolean {
  const from = minuteOfDay(quiet.from);
  return minutesFrom(from, minute) < minutesFrom(from, minuteOfDay(quiet.to));
}

/** The first loud minute after `quietAt`, which is quiet, up to `loudAt`, which is loud. */
function firstLoudMinute(quietAt: Date, loudAt: Date, isQuietAt: (at: Date) => boolean): Date {
  let quiet = quietAt.getTime() / MINUTE_MS;
  let loud = loudAt.getTime() / MINUTE_MS;
  while (loud - quiet > 1) {
    const middle = Math.floor((quiet + loud) / 2);
    if (isQuietAt(new Date(middle * MINUTE_MS))) quiet = middle;
    else loud = middle;
  }
  return new Date(loud * MINUTE_MS);
}

/**
 * The end of the quiet hours of one zone, or `at` itself when it is loud. The wall clock says how many
 * minutes are left; a clock change on the way makes that an hour too few (asked again) or too many
 * (searched back).
 */
function loudFrom(at: Date, quiet: QuietHours, zone: string): Date {
  const isQuietAt = (instant: Date) => isQuiet(localMinute(instant, zone), quiet);
  const end = minuteOfDay(quiet.to);
  let last = at;
  while (isQuietAt(last)) {
    const start = new Date(Math.floor(last.getTime() / MINUTE_MS) * MINUTE_MS);
    const next = addMs(start, minutesFrom(localMinute(start, zone), end) * MINUTE_MS);
    const overshot = localMinute(next, zone) !== end && !isQuietAt(next);
    if (overshot) return firstLoudMinute(start, next, isQuietAt);
    last = next;
  }
  return last;
}

/**
 * Until when it is too late or too early to message somebody, or null when now is fine. A country with
 * several zones is quiet while any of them is. The answer is the first minute that is loud in all of
 * them, and never more than 48 h away. Unknown zones are passed over; with none left nothing is quiet,
 * so callers add the shop's own zone where the contact's country is unknown.
 */
export function quietUntil(now: Date, quiet: QuietHours, zones: readonly string[]): Date | null {
  if (quiet.from === quiet.to) return null;
  const known = zones.filter(isZone);
  const latest = addHours(now, LONGEST_WAIT_HOURS);
  let at = now;
  let moved = true;
  while (moved && at < latest) {
    moved = false;
    for (const zone of known) {
      const loud = loudFrom(at, quiet, zone);
      moved ||= loud > at;
      at = loud;
    }
  }
  if (at <= now) return null;
  return at < latest ? at : latest;
}
