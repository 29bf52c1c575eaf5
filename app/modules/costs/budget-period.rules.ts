import { addMs, DAY_MS, HOUR_MS, MINUTE_MS } from "#app/shared/duration.ts";
import { localParts } from "#app/shared/time-zone.ts";

/** The calendar day of a zone's wall clock, as "2026-11-22": such days compare like texts. */
export type CalendarDay = string;

const two = (value: number) => String(value).padStart(2, "0");

/** The shop's day that a message counts for. */
export function calendarDay(at: Date, zone: string): CalendarDay {
  const { year, month, day } = localParts(at, zone);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

export function monthOf(day: CalendarDay): string {
  return day.slice(0, 7);
}

/** All days from one to another, both included. */
export function daysBetween(from: CalendarDay, to: CalendarDay): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = from; day <= to;) {
    days.push(day);
    day = addMs(new Date(`${day}T00:00:00Z`), DAY_MS)
      .toISOString()
      .slice(0, 10);
  }
  return days;
}

/** The days of a day's month up to it. */
export function daysOfMonthUpTo(day: CalendarDay): CalendarDay[] {
  return daysBetween(`${monthOf(day)}-01`, day);
}

/** The first minute that lies in another period, searched between one that does not and one that does. */
function firstMinuteWhere(isPast: (at: Date) => boolean, from: Date, to: Date): Date {
  let inside = Math.floor(from.getTime() / MINUTE_MS);
  let past = Math.ceil(to.getTime() / MINUTE_MS);
  while (past - inside > 1) {
    const middle = Math.floor((inside + past) / 2);
    if (isPast(new Date(middle * MINUTE_MS))) past = middle;
    else inside = middle;
  }
  return new Date(past * MINUTE_MS);
}

/** When the zone's next day begins; days of 23 and 25 hours, and midnights that do not exist, included. */
export function nextDayAt(at: Date, zone: string): Date {
  const today = calendarDay(at, zone);
  const isPast = (one: Date) => calendarDay(one, zone) > today;
  return firstMinuteWhere(isPast, at, addMs(at, DAY_MS + 2 * HOUR_MS));
}

/** When the zone's next month begins. */
export function nextMonthAt(at: Date, zone: string): Date {
  const month = monthOf(calendarDay(at, zone));
  const isPast = (one: Date) => monthOf(calendarDay(one, zone)) > month;
  return firstMinuteWhere(isPast, at, addMs(at, 32 * DAY_MS));
}

/** From when to when a month ("2026-11") lasts in a zone. */
export function monthSpan(month: string, zone: string): { from: Date; to: Date } {
  // Two days before the first it is the month before, whatever the zone.
  const before = addMs(new Date(`${month}-01T00:00:00Z`), -2 * DAY_MS);
  const from = nextMonthAt(before, zone);
  return { from, to: nextMonthAt(from, zone) };
}
