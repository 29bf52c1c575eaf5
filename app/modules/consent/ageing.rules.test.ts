import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ageOf, type AgeingSettings, lastUse, monthsBefore } from "./ageing.rules.ts";

const SETTINGS: AgeingSettings = { staleAfterMonths: 18, renewMonthsBefore: 2 };
const NOW = new Date("2026-11-22T10:00:00Z");
const at = (iso: string) => new Date(`${iso}T10:00:00Z`);

describe("how old an unused consent is", () => {
  it.each([
    ["2026-11-21", "fresh"],
    ["2025-07-23", "fresh"],
    ["2025-07-22", "soon_stale"],
    ["2025-05-23", "soon_stale"],
    ["2025-05-22", "stale"],
    ["2020-01-01", "stale"],
  ])("last used on %s: %s", (day, age) => {
    expect(ageOf(at(day), SETTINGS, NOW)).toBe(age);
  });

  it("counts a message that came and a new yes as use, whichever is later", () => {
    const since = at("2024-01-01");
    const [lastYesAt, lastReachedAt] = [at("2025-01-01"), at("2025-06-01")];
    expect(lastUse({ since, lastYesAt: null, lastReachedAt: null })).toEqual(since);
    expect(lastUse({ since, lastYesAt, lastReachedAt: null })).toEqual(lastYesAt);
    expect(lastUse({ since, lastYesAt, lastReachedAt })).toEqual(lastReachedAt);
  });

  it("goes back by calendar months, to the last day where a month is shorter", () => {
    expect(monthsBefore(new Date("2026-03-31T12:00:00Z"), 1)).toEqual(
      new Date("2026-02-28T12:00:00Z"),
    );
    expect(monthsBefore(new Date("2028-08-31T12:00:00Z"), 18)).toEqual(
      new Date("2027-02-28T12:00:00Z"),
    );
  });

  it("never grows younger by waiting, and is never soon stale after it was stale", () => {
    const order = { fresh: 0, soon_stale: 1, stale: 2 };
    const day = fc.date({ min: at("2015-01-01"), max: at("2035-01-01"), noInvalidDate: true });
    const settings = fc.record({
      staleAfterMonths: fc.integer({ min: 1, max: 60 }),
      renewMonthsBefore: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(day, settings, fc.nat(1000), (usedAt, own, days) => {
        const later = new Date(NOW.getTime() + days * 24 * 3600_000);
        expect(order[ageOf(usedAt, own, later)]).toBeGreaterThanOrEqual(
          order[ageOf(usedAt, own, NOW)],
        );
      }),
    );
  });
});
