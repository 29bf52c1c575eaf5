import { getCountry, getTimezone } from "countries-and-timezones";

/** Wall-clock parts of an instant; `weekday` after ISO 8601: Monday 1 to Sunday 7. */
export type LocalParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: number;
};

// Building a formatter costs about a hundred times what using it does, and rules ask per message.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formatters.set(zone, formatter);
  return formatter;
}

/** Whether this machine's time-zone database knows the name. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** IANA zones of a country (ISO 3166 alpha-2); empty for null or an unknown country. */
export function zonesOfCountry(country: string | null): string[] {
  const zones = country ? (getCountry(country.toUpperCase())?.timezones ?? []) : [];
  return zones.filter(isZone);
}

/** The country (ISO 3166 alpha-2) in which a zone mainly lies; null where none is known. */
export function countryOfZone(zone: string): string | null {
  return getTimezone(zone)?.countries[0] ?? null;
}

/** Zones of a country, or the fallback where the country or its zones are unknown. Never empty. */
export function zonesOrFallback(country: string | null, fallback: string): string[] {
  const zones = zonesOfCountry(country);
  return zones.length > 0 ? zones : [fallback];
}

function isoWeekday(year: number, month: number, day: number): number {
  const sundayFirst = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return sundayFirst === 0 ? 7 : sundayFirst;
}

/** Of each zone the instant asked for last: whoever decides about many asks for one moment. */
const lastAsked = new Map<string, { ms: number; parts: LocalParts }>();

/** The wall clock of `zone` at an instant. Throws a RangeError for an unknown zone (see `isZone`). */
export function localParts(at: Date, zone: string): LocalParts {
  const ms = at.getTime();
  const last = lastAsked.get(zone);
  if (last?.ms === ms) return last.parts;
  const parts = readParts(at, zone);
  lastAsked.set(zone, { ms, parts });
  return parts;
}

function readParts(at: Date, zone: string): LocalParts {
  const found = new Map<string, number>();
  for (const { type, value } of formatterOf(zone).formatToParts(at)) {
    found.set(type, Number(value));
  }
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? Number.NaN;
  const date = { year: part("year"), month: part("month"), day: part("day") };
  return {
    ...date,
    hour: part("hour"),
    minute: part("minute"),
    weekday: isoWeekday(date.year, date.month, date.day),
  };
}
