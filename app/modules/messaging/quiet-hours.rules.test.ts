import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localParts, zonesOfCountry } from "#app/shared/time-zone.ts";
import type { QuietHours } from "./message.types.ts";
import { quietUntil } from "./quiet-hours.rules.ts";

const NIGHT = { from: "21:00", to: "08:00" };

const until = (at: string, zones: string[], quiet = NIGHT) =>
  quietUntil(new Date(at), quiet, zones)?.toISOString() ?? null;

describe("quiet hours in one zone", () => {
  it.each([
    ["noon is loud", "2026-11-22T11:00:00Z", null],
    ["a minute before nine in the evening is loud", "2026-11-22T19:59:59Z", null],
    ["nine in the evening is quiet", "2026-11-22T20:00:00Z", "2026-11-23T07:00:00.000Z"],
    ["the night is quiet", "2026-11-22T23:30:30Z", "2026-11-23T07:00:00.000Z"],
    ["a second before eight is quiet", "2026-11-22T06:59:59Z", "2026-11-22T07:00:00.000Z"],
    ["eight in the morning is loud", "2026-11-22T07:00:00Z", null],
    ["the short night in spring", "2026-03-28T21:00:00Z", "2026-03-29T06:00:00.000Z"],
    ["the long night in autumn", "2026-10-24T20:00:00Z", "2026-10-25T07:00:00.000Z"],
  ])("%s", (_name, at, expected) => {
    expect(until(at, ["Europe/Berlin"])).toBe(expected);
  });

  it("ends at the first minute after the gap when the end of the quiet hours falls into it", () => {
    const quiet = { from: "23:00", to: "02:30" };
    expect(until("2026-03-28T22:00:00Z", ["Europe/Berlin"], quiet)).toBe(
      "2026-03-29T01:00:00.000Z",
    );
  });

  it("may lie within one day", () => {
    const siesta = { from: "12:00", to: "15:00" };
    expect(until("2026-11-22T12:30:00Z", ["Europe/Berlin"], siesta)).toBe(
      "2026-11-22T14:00:00.000Z",
    );
    expect(until("2026-11-22T15:30:00Z", ["Europe/Berlin"], siesta)).toBeNull();
  });

  it("do not exist when they begin and end at the same time", () => {
    expect(until("2026-11-22T02:00:00Z", ["Europe/Berlin"], { from: "08:00", to: "08:00" })).toBe(
      null,
    );
  });
});

describe("quiet hours in several zones", () => {
  it("end when it is loud in all of them", () => {
    // 09:00 in New York is 06:00 in Los Angeles.
    expect(until("2026-11-22T14:00:00Z", ["America/New_York", "America/Los_Angeles"])).toBe(
      "2026-11-22T16:00:00.000Z",
    );
  });

  it("leave a country as wide as Russia its few loud hours", () => {
    const zones = zonesOfCountry("RU");
    const at = quietUntil(new Date("2026-11-22T12:00:00Z"), NIGHT, zones);
    const hours = zones.map((zone) => localParts(at ?? new Date(0), zone).hour);
    expect(Math.min(...hours)).toBe(8);
    expect(Math.max(...hours)).toBeLessThan(21);
  });

  it("wait 48 h at most where it is never loud in all of them", () => {
    const opposite = ["Pacific/Auckland", "Europe/London"];
    const quiet = { from: "12:00", to: "11:00" };
    expect(until("2026-11-22T12:00:00Z", opposite, quiet)).toBe("2026-11-24T12:00:00.000Z");
  });

  it("pass over unknown zones, and need at least one", () => {
    expect(until("2026-11-22T02:00:00Z", ["Mars/Olympus", "Europe/Berlin"])).not.toBeNull();
    expect(until("2026-11-22T02:00:00Z", [])).toBeNull();
  });
});

describe("the answer", () => {
  const zone = fc.constantFrom(
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Pacific/Auckland",
  );
  const minute = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(
      (m) => `${String(Math.floor(m / 60)).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`,
    );
  const instant = fc.date({
    min: new Date("2025-12-01T00:00:00Z"),
    max: new Date("2027-02-01T00:00:00Z"),
    noInvalidDate: true,
  });

  function quietByTheClock(at: Date, { from, to }: QuietHours, inZone: string): boolean {
    const { hour, minute: min } = localParts(at, inZone);
    const clock = `${String(hour).padStart(2, "0")}:${String(min).padStart(2, "0")}`;
    return from < to ? clock >= from && clock < to : clock >= from || clock < to;
  }

  it("is the first loud minute, whatever the zones, hours and clock changes", () => {
    const inputs = fc.tuple(
      instant,
      minute,
      minute,
      fc.array(zone, { minLength: 1, maxLength: 2 }),
    );
    fc.assert(
      fc.property(inputs, ([now, from, to, zones]) => {
        fc.pre(from !== to);
        const isQuiet = (at: Date) => zones.some((z) => quietByTheClock(at, { from, to }, z));
        const answer = quietUntil(now, { from, to }, zones);
        expect(answer === null).toBe(!isQuiet(now));
        if (!answer) return;
        const waited = answer.getTime() - now.getTime();
        expect(waited).toBeLessThanOrEqual(48 * 3_600_000);
        for (let at = now.getTime(); at < answer.getTime(); at += 60_000) {
          if (!isQuiet(new Date(at))) throw new Error(`loud at ${new Date(at).toISOString()}`);
        }
        if (waited < 48 * 3_600_000) expect(isQuiet(answer)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
