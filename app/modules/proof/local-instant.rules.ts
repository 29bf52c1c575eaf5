import { localParts } from "#app/shared/time-zone.ts";

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2})?$/;

/** The zone's wall clock at an instant, as if it were UTC. */
function asUtc(at: number, zone: string): number {
  const { year, month, day, hour, minute } = localParts(new Date(at), zone);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/**
 * The instant that a wall clock of the zone shows as "2026-11-22T10:00", as a date-time picker gives it. Null
 * for anything else. In the hour that a change of clocks takes away it is the moment after it.
 */
export function instantOf(local: string, zone: string): Date | null {
  const [, ...digits] = LOCAL.exec(local) ?? [];
  if (digits.length === 0) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = digits.map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const read = new Date(wall);
  const isDay = read.getUTCMonth() === month - 1 && read.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59) return null;
  const guess = wall - (asUtc(wall, zone) - wall);
  return new Date(guess - (asUtc(guess, zone) - wall));
}
