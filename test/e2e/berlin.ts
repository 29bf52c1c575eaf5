export const HOUR_MS = 3_600_000;

/** Hour of the day in the shop's zone. */
export function berlinHour(at: Date): number {
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Berlin", hour: "2-digit" });
  return Number(clock.format(at));
}

/** How many whole hours after this time it is first at least `least` hours later and such a time. */
export function hoursUntil(from: Date, least: number, isWanted: (at: Date) => boolean): number {
  let hours = Math.ceil(least);
  while (!isWanted(new Date(from.getTime() + hours * HOUR_MS))) hours += 1;
  return hours;
}
