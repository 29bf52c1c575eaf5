import { localParts } from "#app/shared/time-zone.ts";

export type WrittenDate =
  { ok: true; at: Date } | { ok: false; problem: "date_missing" | "date_invalid" | "date_order" };

const TIME = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?`;
const ZONE = String.raw`\s*(Z|UTC|[+-]\d{2}:?\d{2})?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${TIME}${ZONE}$`, "i");
const DOTTED = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${TIME}$`);
const SLASHED = new RegExp(String.raw`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})${TIME}$`);

type Parts = { year: number; month: number; day: number; time: number[]; zone: string | undefined };

function isoParts(found: RegExpExecArray): Parts {
  const [, year, month, day, hour, minute, second, zone] = found;
  const time = [hour, minute, second].map((part) => Number(part ?? 0));
  return { year: Number(year), month: Number(month), day: Number(day), time, zone };
}

function dayParts(found: RegExpExecArray, order: "dmy" | "mdy"): Parts {
  const [, first, second, year, ...clock] = found;
  const [day, month] = order === "dmy" ? [first, second] : [second, first];
  const time = clock.slice(0, 3).map((part) => Number(part ?? 0));
  return { year: Number(year), month: Number(month), day: Number(day), time, zone: undefined };
}

function partsOf(text: string, order: "dmy" | "mdy" | null): Parts | "date_invalid" | "date_order" {
  const iso = ISO.exec(text);
  if (iso) return isoParts(iso);
  const dotted = DOTTED.exec(text);
  if (dotted) return dayParts(dotted, "dmy");
  const slashed = SLASHED.exec(text);
  if (!slashed) return "date_invalid";
  return order === null ? "date_order" : dayParts(slashed, order);
}

/** Minutes that a written offset lies ahead of UTC. */
function minutesOf(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!found) return 0;
  const [, sign, hours, minutes] = found;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The instant of a wall-clock time in a zone: tried, and corrected by what the zone makes of it. */
function instantIn(zone: string, wall: number): Date {
  const shown = (at: number) => {
    const p = localParts(new Date(at), zone);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute);
  };
  const first = wall - (shown(wall) - Math.floor(wall / 60_000) * 60_000);
  return new Date(first - (shown(first) - Math.floor(wall / 60_000) * 60_000));
}

/**
 * When somebody agreed, as a list says it: ISO, or day.month.year; with slashes only where the merchant has
 * said which comes first. A time without an offset is the shop's; a day without a time begins it, so that a
 * "no" of the same day comes after.
 */
export function writtenDate(
  text: string,
  facts: { zone: string; order: "dmy" | "mdy" | null },
): WrittenDate {
  if (text === "") return { ok: false, problem: "date_missing" };
  const parts = partsOf(text, facts.order);
  if (typeof parts === "string") return { ok: false, problem: parts };
  const { year, month, day, time } = parts;
  const [hour = 0, minute = 0, second = 0] = time;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(wall);
  const isReal =
    read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60;
  if (!isReal || second > 59) return { ok: false, problem: "date_invalid" };
  const at =
    parts.zone === undefined
      ? instantIn(facts.zone, wall)
      : new Date(wall - minutesOf(parts.zone) * 60_000);
  return { ok: true, at };
}
