import { describe, expect, it } from "vitest";
import { holidayRegionFor, holidayRegions, publicHolidays } from "./holidays.ts";

const IN_2026 = new Date("2026-11-22T12:00:00Z");

describe("public holidays", () => {
  it.each([
    ["DE", "2026-10-03", true],
    ["DE-BY", "2026-06-04", true],
    ["DE-HH", "2026-06-04", false],
    ["DE", "2026-06-04", false],
    ["DE-SN", "2026-11-18", true],
    ["AT", "2026-10-26", true],
    ["FR", "2026-07-14", true],
    ["ES", "2026-10-12", true],
    ["IT", "2026-06-02", true],
    ["NL", "2026-04-27", true],
    ["PL", "2026-11-11", true],
    ["BR", "2026-09-07", true],
    ["GB", "2026-12-25", true],
    ["DE", "2027-01-01", true],
    ["DE", "2026-11-22", false],
  ])("%s on %s: %s", (region, day, expected) => {
    expect(publicHolidays(region, IN_2026).has(day)).toBe(expected);
  });

  it("are none for a region that nobody knows", () => {
    expect(publicHolidays("XX", IN_2026).size).toBe(0);
    expect(publicHolidays("nonsense", IN_2026).size).toBe(0);
  });

  it.each([
    ["DE", "DE-BY", "DE-BY"],
    ["FR", "DE-BY", "FR"],
    [null, "DE-BY", "DE-BY"],
    ["DE", null, "DE"],
    [null, null, null],
  ])("count for somebody in %s whose shop is in %s as in %s", (country, region, expected) => {
    expect(holidayRegionFor(country, region)).toBe(expected);
  });

  it("are offered by name in the merchant's language", () => {
    const german = holidayRegions("de");
    expect(german[0]).toEqual({ code: "DE", name: "Deutschland" });
    expect(german).toContainEqual({ code: "DE-BY", name: "Deutschland: Bayern" });
    expect(german.filter(({ code }) => code.startsWith("DE-"))).toHaveLength(16);
    expect(holidayRegions("en")).toContainEqual({ code: "PL", name: "Poland" });
  });
});
