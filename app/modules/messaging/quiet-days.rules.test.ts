import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localParts } from "#app/shared/time-zone.ts";
import { isQuietDayNow, quietUntil, releaseAfterQuiet } from "./quiet-hours.rules.ts";
import { quietTimesFor } from "./quiet-times.rules.ts";
import { sendSettingsOf, sendSettingsSchema } from "./send-settings.types.ts";

const NIGHT = { from: "21:00", to: "08:00" };
const NEVER = { from: "08:00", to: "08:00" };
const BERLIN = ["Europe/Berlin"];
const until = (at: string, quiet: Parameters<typeof quietUntil>[1], zones = BERLIN) =>
  quietUntil(new Date(at), quiet, zones)?.toISOString() ?? null;

describe("Sundays and holidays", () => {
  const sundays = { ...NIGHT, sundays: true };
  const christmas = { ...sundays, holidays: new Set(["2026-12-25", "2026-12-26"]) };

  it.each([
    ["Saturday at noon is loud", "2026-11-21T11:00:00Z", null],
    ["Saturday night waits for Monday morning", "2026-11-21T20:30:00Z", "2026-11-23T07:00:00.000Z"],
    ["Sunday waits for Monday morning", "2026-11-22T11:00:00Z", "2026-11-23T07:00:00.000Z"],
    ["the day of a clock change counts whole", "2026-03-29T00:30:00Z", "2026-03-30T06:00:00.000Z"],
  ])("%s", (_name, at, expected) => {
    expect(until(at, sundays)).toBe(expected);
  });

  it("in a row are waited for together", () => {
    expect(until("2026-12-24T20:00:00Z", christmas)).toBe("2026-12-28T07:00:00.000Z");
  });

  it("end at midnight where no hours are quiet", () => {
    expect(until("2026-11-22T11:00:00Z", { ...NEVER, sundays: true })).toBe(
      "2026-11-22T23:00:00.000Z",
    );
  });

  it("are days by the person's clock, in whichever of its zones", () => {
    const at = "2026-11-21T12:00:00Z"; // Sunday in Auckland, Saturday in Berlin
    expect(isQuietDayNow(new Date(at), { ...NEVER, sundays: true }, ["Pacific/Auckland"])).toBe(
      true,
    );
    expect(until(at, { ...NEVER, sundays: true })).toBeNull();
    expect(until(at, { ...NEVER, sundays: true }, [...BERLIN, "Pacific/Auckland"])).not.toBeNull();
  });

  it("are not waited for longer than eight days", () => {
    const all = Array.from({ length: 60 }, (_, day) =>
      new Date(Date.UTC(2026, 10, 1 + day)).toISOString().slice(0, 10),
    );
    expect(until("2026-11-05T12:00:00Z", { ...NEVER, holidays: new Set(all) })).toBe(
      "2026-11-13T12:00:00.000Z",
    );
  });
});

describe("the quiet times for a person", () => {
  const AT = new Date("2026-11-22T11:00:00Z");
  const settings = (quietDays: object) => sendSettingsSchema.parse({ quietDays });

  it("know no holidays unless the merchant wants them", () => {
    expect(quietTimesFor(settings({}), "DE", AT)).toEqual({ ...NIGHT, sundays: false });
  });

  it("follow the merchant's region at home and the country's own abroad", () => {
    const bavarian = settings({ holidays: true, region: "DE-BY" });
    const holidaysIn = (country: string | null) => quietTimesFor(bavarian, country, AT).holidays;
    expect(holidaysIn("DE")?.has("2026-06-04")).toBe(true);
    expect(holidaysIn(null)?.has("2026-06-04")).toBe(true);
    expect(holidaysIn("FR")?.has("2026-06-04")).toBe(false);
    expect(holidaysIn("FR")?.has("2026-07-14")).toBe(true);
  });
});

describe("stored settings", () => {
  it("take the quiet hours that were saved with the reminders until new ones are", () => {
    const reminderSettings = { quietHours: { from: "20:00", to: "09:00" }, enabled: true };
    expect(sendSettingsOf({ sendSettings: {}, reminderSettings })).toMatchObject({
      quietHours: { from: "20:00", to: "09:00" },
      caps: { minHoursBetween: 20, maxPer30Days: 4 },
    });
    const sendSettings = { quietHours: { from: "22:00", to: "07:00" } };
    expect(sendSettingsOf({ sendSettings, reminderSettings }).quietHours.from).toBe("22:00");
  });

  it.each([null, "nonsense", { caps: { minHoursBetween: -1 } }])(
    "give way to the defaults: %j",
    (sendSettings) => {
      expect(sendSettingsOf({ sendSettings, reminderSettings: null })).toEqual(
        sendSettingsSchema.parse({}),
      );
    },
  );
});

describe("the release after a quiet time", () => {
  const clock = { quiet: NIGHT, zones: BERLIN, latest: null };
  const EIGHT = new Date("2026-11-23T07:00:00Z");

  it("is spread: of a thousand messages no minute gets more than a tenth", () => {
    const perMinute = new Map<number, number>();
    for (let index = 0; index < 1_000; index += 1) {
      const minute = localParts(releaseAfterQuiet(EIGHT, `message-${index}`, clock), "UTC").minute;
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
    }
    expect(perMinute.size).toBeGreaterThan(25);
    expect(Math.max(...perMinute.values())).toBeLessThan(100);
  });

  it("is the same for one message each time, loud, within half an hour and in time", () => {
    const inputs = fc.tuple(
      fc.uuid(),
      fc.constantFrom("07:10", "08:00", "08:02", "21:00"),
      fc.constantFrom(
        ...[0, 1, 20, 600].map((minutes) => new Date(EIGHT.getTime() + minutes * 60_000)),
        null,
      ),
    );
    fc.assert(
      fc.property(inputs, ([key, from, latest]) => {
        const quiet = { from, to: "08:00" };
        const at = releaseAfterQuiet(EIGHT, key, { quiet, zones: BERLIN, latest });
        expect(releaseAfterQuiet(EIGHT, key, { quiet, zones: BERLIN, latest })).toEqual(at);
        expect(at >= EIGHT && at.getTime() < EIGHT.getTime() + 30 * 60_000).toBe(true);
        if (latest) expect(at <= latest).toBe(true);
        expect(quietUntil(at, quiet, BERLIN)).toBeNull();
      }),
    );
  });
});
