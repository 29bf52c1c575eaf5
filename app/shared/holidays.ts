import Holidays from "date-holidays";
import { DAY_MS } from "./duration.ts";

/** Countries where our messages' languages are at home, in which a merchant may pick their part. */
const OFFERED: readonly string[] = [
  "DE",
  "AT",
  "CH",
  "LI",
  "LU",
  "FR",
  "BE",
  "NL",
  "ES",
  "IT",
  "GB",
  "IE",
  "PT",
  "BR",
  "PL",
];

/** "2026-12-25" */
export type IsoDay = string;

export interface HolidayRegion {
  /** ISO 3166: a country ("DE"), or one of its parts ("DE-BY") */
  code: string;
  name: string;
}

const names = new Holidays();
// A calendar costs milliseconds, and rules ask per message; there are as many as regions and years in use.
const calendars = new Map<string, ReadonlySet<IsoDay>>();

function isoDay(at: Date): IsoDay {
  return at.toISOString().slice(0, 10);
}

/** Every day of a holiday that lasts several. */
function daysOf(holiday: { date: string; start: Date; end: Date }): IsoDay[] {
  const first = new Date(`${holiday.date.slice(0, 10)}T00:00:00Z`);
  const count = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / DAY_MS));
  return Array.from({ length: count }, (_, index) =>
    isoDay(new Date(first.getTime() + index * DAY_MS)),
  );
}

function calendarOf(region: string, year: number): ReadonlySet<IsoDay> {
  const key = `${region}/${year}`;
  const known = calendars.get(key);
  if (known) return known;
  const [country = "", part] = region.split("-");
  const found = part === undefined ? new Holidays(country) : new Holidays(country, part);
  const holidays = found.getHolidays(year).filter(({ type }) => type === "public");
  const days = new Set(holidays.flatMap(daysOf));
  calendars.set(key, days);
  return days;
}

const spans = new Map<string, ReadonlySet<IsoDay>>();

/** The public holidays of a region in the year of `at` and the one after; none for an unknown region. */
export function publicHolidays(region: string, at: Date): ReadonlySet<IsoDay> {
  const year = at.getUTCFullYear();
  const key = `${region}/${year}`;
  const known = spans.get(key);
  if (known) return known;
  const days = new Set([...calendarOf(region, year), ...calendarOf(region, year + 1)]);
  spans.set(key, days);
  return days;
}

/**
 * Whose holidays count for somebody in `country`: those of the merchant's region in its own country,
 * elsewhere the country's own. Null: nobody's are known.
 */
export function holidayRegionFor(country: string | null, region: string | null): string | null {
  if (country === null) return region;
  return region?.split("-")[0] === country ? region : country;
}

/** What a merchant may choose from, by name; the countries before their parts. */
export function holidayRegions(language: string): HolidayRegion[] {
  const countries = names.getCountries(language);
  return OFFERED.flatMap((code) => {
    const country = countries[code] ?? code;
    const parts = Object.entries(names.getStates(code, language) ?? {})
      .map(([part, name]) => ({ code: `${code}-${part}`, name: `${country}: ${name}` }))
      .toSorted((one, other) => one.name.localeCompare(other.name, language));
    return [{ code, name: country }, ...parts];
  });
}
