import fc from "fast-check";
import { expect, test } from "vitest";
import { localParts } from "#app/shared/time-zone.ts";
import { nextNight } from "./next-night.rules.ts";

test("every shop has its turn between one and five of its own night, within thirty hours", () => {
  const zone = fc.constantFrom("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "UTC");
  const moment = fc.date({
    min: new Date("2026-01-01T00:00:00Z"),
    max: new Date("2027-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(zone, moment, fc.uuid(), (timeZone, now, id) => {
      const next = nextNight(now, { id, timeZone });
      const hours = (next.getTime() - now.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThanOrEqual(6);
      expect(hours).toBeLessThanOrEqual(30);
      const { hour } = localParts(next, timeZone);
      // A change to or from summer time on the way may move it by an hour.
      expect(hour).toBeGreaterThanOrEqual(0);
      expect(hour).toBeLessThanOrEqual(5);
    }),
  );
});

test("shops take turns", () => {
  const now = new Date("2026-11-22T10:00:00Z");
  const turns = ["a", "b", "c"].map((id) => nextNight(now, { id, timeZone: "UTC" }).getTime());
  expect(new Set(turns).size).toBe(3);
});
