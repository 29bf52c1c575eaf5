import { describe, expect, it } from "vitest";
import { isZone, localParts, zonesOfCountry, zonesOrFallback } from "./time-zone.ts";

describe("zonesOfCountry", () => {
  it("names the zones of a country", () => {
    expect(zonesOfCountry("FR")).toEqual(["Europe/Paris"]);
    expect(zonesOfCountry("de")).toContain("Europe/Berlin");
    expect(zonesOfCountry("US")).toEqual(
      expect.arrayContaining(["America/New_York", "Pacific/Honolulu"]),
    );
  });

  it.each([null, "", "XX"])("is empty for %s", (country) => {
    expect(zonesOfCountry(country)).toEqual([]);
  });
});

describe("localParts", () => {
  it.each([
    ["2026-11-22T09:05:59Z", "Europe/Berlin", [2026, 11, 22, 10, 5, 7]],
    ["2026-11-22T23:00:00Z", "Europe/Berlin", [2026, 11, 23, 0, 0, 1]],
    ["2026-03-29T01:00:00Z", "Europe/Berlin", [2026, 3, 29, 3, 0, 7]],
    ["2026-10-25T01:30:00Z", "Europe/Berlin", [2026, 10, 25, 2, 30, 7]],
    ["2026-11-22T18:30:00Z", "Asia/Kolkata", [2026, 11, 23, 0, 0, 1]],
    ["2026-01-01T00:00:00Z", "America/New_York", [2025, 12, 31, 19, 0, 3]],
  ])("reads %s in %s", (at, zone, [year, month, day, hour, minute, weekday]) => {
    const parts = localParts(new Date(at), zone);
    expect(parts).toEqual({ year, month, day, hour, minute, weekday });
  });

  it("throws for a zone that isZone refuses", () => {
    expect(isZone("Europe/Berlin")).toBe(true);
    expect(isZone("Mars/Olympus")).toBe(false);
    expect(() => localParts(new Date(0), "Mars/Olympus")).toThrow(RangeError);
  });
});

describe("zonesOrFallback", () => {
  it("is the country's zones, and the fallback where there are none", () => {
    expect(zonesOrFallback("FR", "Asia/Tokyo")).toEqual(["Europe/Paris"]);
    expect(zonesOrFallback(null, "Asia/Tokyo")).toEqual(["Asia/Tokyo"]);
    expect(zonesOrFallback("XX", "Asia/Tokyo")).toEqual(["Asia/Tokyo"]);
  });
});
