export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** In unix seconds, the end of the year 9999: a later moment is none that a database keeps. */
export const LAST_SECOND = 253_402_300_799;

/** Moves an instant by real time, not by the calendar: a day is 24 h, also over a clock change. */
export function addMs(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

export function addMinutes(at: Date, minutes: number): Date {
  return addMs(at, minutes * MINUTE_MS);
}

export function addHours(at: Date, hours: number): Date {
  return addMs(at, hours * HOUR_MS);
}

export function addDays(at: Date, days: number): Date {
  return addMs(at, days * DAY_MS);
}

/** Milliseconds from one instant to another; negative when `to` lies before `from`. */
export function msBetween(from: Date, to: Date): number {
  return to.getTime() - from.getTime();
}

/** The earlier of two instants. */
export function earlierOf(a: Date, b: Date): Date {
  return a.getTime() <= b.getTime() ? a : b;
}

/** The later of two instants. */
export function laterOf(a: Date, b: Date): Date {
  return a.getTime() >= b.getTime() ? a : b;
}
