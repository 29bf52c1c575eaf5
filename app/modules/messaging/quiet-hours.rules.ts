import { addHours, addMs, DAY_MS, MINUTE_MS } from "#app/shared/duration.ts";
import { isZone, type LocalParts, localParts } from "#app/shared/time-zone.ts";
import type { QuietHours } from "./message.types.ts";

/** Hours of every day, and whole days, on which nobody is messaged; all by the person's own clock. */
export type QuietTimes = QuietHours & {
  readonly sundays?: boolean;
  /** Public holidays as "2026-12-25". */
  readonly holidays?: ReadonlySet<string>;
};

const DAY_MINUTES = DAY_MS / MINUTE_MS;
const SUNDAY = 7;
/** No wait is longer: where no instant is loud in all zones, the message is asked again by then. */
const LONGEST_WAIT_HOURS = 48;
/** Holidays and Sundays in a row, and the nights around them. */
const LONGEST_WAIT_OVER_DAYS_HOURS = 8 * 24;

function minuteOfDay(wallClock: string): number {
  const [hour = 0, minute = 0] = wallClock.split(":").map(Number);
  return hour * 60 + minute;
}

function localMinute(at: Date, zone: string): number {
  const { hour, minute } = localParts(at, zone);
  return hour * 60 + minute;
}

function hasQuietDays({ sundays, holidays }: QuietTimes): boolean {
  return sundays === true || (holidays?.size ?? 0) > 0;
}

function isQuietDay({ year, month, day, weekday }: LocalParts, quiet: QuietTimes): boolean {
  if (quiet.sundays && weekday === SUNDAY) return true;
  if (!quiet.holidays) return false;
  const iso = [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
  return quiet.holidays.has(iso);
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

/** Minutes until the quiet time that holds at `at` is over: a quiet day ends at midnight. */
function minutesLeft(at: Date, quiet: QuietTimes, zone: string): { minutes: number; end: number } {
  const parts = localParts(at, zone);
  const minute = parts.hour * 60 + parts.minute;
  if (isQuietDay(parts, quiet)) return { minutes: DAY_MINUTES - minute, end: 0 };
  const end = minuteOfDay(quiet.to);
  return { minutes: minutesFrom(minute, end), end };
}

/**
 * The end of the quiet time of one zone, or `at` itself when it is loud. The wall clock says how many
 * minutes are left; a clock change on the way makes that an hour too few (asked again) or too many
 * (searched back).
 */
function loudFrom(at: Date, until: Date, { quiet, zone }: { quiet: QuietTimes; zone: string }) {
  const isQuietAt = (instant: Date) => {
    const parts = localParts(instant, zone);
    return isQuietDay(parts, quiet) || isQuiet(parts.hour * 60 + parts.minute, quiet);
  };
  let last = at;
  while (last < until && isQuietAt(last)) {
    const start = new Date(Math.floor(last.getTime() / MINUTE_MS) * MINUTE_MS);
    const { minutes, end } = minutesLeft(start, quiet, zone);
    const next = addMs(start, minutes * MINUTE_MS);
    const overshot = localMinute(next, zone) !== end && !isQuietAt(next);
    if (overshot) return firstLoudMinute(start, next, isQuietAt);
    last = next;
  }
  return last;
}

/**
 * Until when it is too late or too early to message somebody, or null when now is fine. A country with
 * several zones is quiet while any of them is. The answer is the first minute that is loud in all of
 * them, and never more than 48 h away (8 days where Sundays and holidays are kept). Unknown zones are
 * passed over; with none left nothing is quiet, so callers add the shop's own zone where the contact's
 * country is unknown.
 */
export function quietUntil(now: Date, quiet: QuietTimes, zones: readonly string[]): Date | null {
  const known = zones.filter(isZone);
  const longest = hasQuietDays(quiet) ? LONGEST_WAIT_OVER_DAYS_HOURS : LONGEST_WAIT_HOURS;
  const latest = addHours(now, longest);
  let at = now;
  let moved = true;
  while (moved && at < latest) {
    moved = false;
    for (const zone of known) {
      const loud = loudFrom(at, latest, { quiet, zone });
      moved ||= loud > at;
      at = loud;
    }
  }
  if (at <= now) return null;
  return at < latest ? at : latest;
}

/** Whether it is a Sunday or holiday that keeps quiet now, in one of the zones. */
export function isQuietDayNow(now: Date, quiet: QuietTimes, zones: readonly string[]): boolean {
  return zones.filter(isZone).some((zone) => isQuietDay(localParts(now, zone), quiet));
}

/** Messages that waited for the end of the quiet time leave spread over this long. */
const SPREAD_MS = 30 * MINUTE_MS;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A fraction from 0 up to 1 that is always the same for a key, and differs between keys (FNV-1a). */
function fractionOf(key: string): number {
  let hash = FNV_OFFSET;
  for (const unit of key) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), FNV_PRIME) >>> 0;
  return hash / 2 ** 32;
}

/**
 * When a message leaves whose quiet time ends at `end`: up to half an hour later, always the same for
 * one key, so that not all of them ring at eight sharp. Never after `latest`, and never in the next
 * quiet time: where the loud time is short, the spread is.
 */
export function releaseAfterQuiet(
  end: Date,
  key: string,
  clock: { quiet: QuietTimes; zones: readonly string[]; latest: Date | null },
): Date {
  const { quiet, zones, latest } = clock;
  const most = latest ? Math.min(SPREAD_MS, latest.getTime() - end.getTime()) : SPREAD_MS;
  let spread = Math.floor(fractionOf(key) * Math.max(0, most));
  while (spread >= 1000 && quietUntil(addMs(end, spread), quiet, zones)) {
    spread = Math.floor(spread / 2);
  }
  return addMs(end, spread < 1000 ? 0 : spread);
}
