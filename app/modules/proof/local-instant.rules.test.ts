import fc from "fast-check";
import { expect, test } from "vitest";
import { localParts } from "#app/shared/time-zone.ts";
import { instantOf } from "./local-instant.rules.ts";

test.each([
  ["2026-11-22T11:00", "Europe/Berlin", "2026-11-22T10:00:00.000Z"],
  ["2026-07-01T11:00", "Europe/Berlin", "2026-07-01T09:00:00.000Z"],
  ["2026-07-01T00:30", "America/New_York", "2026-07-01T04:30:00.000Z"],
  ["2026-11-22T11:00", "Asia/Kolkata", "2026-11-22T05:30:00.000Z"],
])("%s in %s is %s", (local, zone, instant) => {
  expect(instantOf(local, zone)?.toISOString()).toBe(instant);
});

test.each([
  "",
  "yesterday",
  "2026-02-30T10:00",
  "2026-13-01T10:00",
  "2026-11-22T25:00",
  "2026-11-22",
])("%j is no moment", (local) => {
  expect(instantOf(local, "Europe/Berlin")).toBeNull();
});

test("a wall clock that exists is shown at the instant that it gives", () => {
  const zone = "Europe/Berlin";
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), (minutes) => {
      const at = new Date(Date.UTC(2024, 0, 1) + minutes * 60_000);
      const { year, month, day, hour, minute } = localParts(at, zone);
      const two = (part: number) => String(part).padStart(2, "0");
      const local = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
      const found = instantOf(local, zone);
      expect(found && localParts(found, zone)).toEqual({ ...localParts(at, zone) });
    }),
  );
});
