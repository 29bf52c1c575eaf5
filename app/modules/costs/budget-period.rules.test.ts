import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calendarDay,
  daysBetween,
  daysOfMonthUpTo,
  monthSpan,
  nextDayAt,
  nextMonthAt,
} from "./budget-period.rules.ts";

describe("the shop's day", () => {
  it.each([
    ["Europe/Berlin", "2026-11-22T22:59:59Z", "2026-11-22"],
    ["Europe/Berlin", "2026-11-22T23:00:00Z", "2026-11-23"],
    ["America/Los_Angeles", "2026-11-22T07:59:59Z", "2026-11-21"],
    ["Pacific/Kiritimati", "2026-11-22T10:00:00Z", "2026-11-23"],
    ["Pacific/Pago_Pago", "2026-11-22T10:59:59Z", "2026-11-21"],
    ["Asia/Kathmandu", "2026-11-22T18:15:00Z", "2026-11-23"],
  ])("in %s at %s is %s", (zone, at, day) => {
    expect(calendarDay(new Date(at), zone)).toBe(day);
  });
});

describe("the next day begins", () => {
  it.each([
    ["at midnight", "Europe/Berlin", "2026-11-22T10:00:00Z", "2026-11-22T23:00:00Z"],
    ["after 23 hours in spring", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
    ["after 25 hours in autumn", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
    // Clocks in Santiago jump from midnight to one: the day begins at 01:00.
    [
      "where midnight is skipped",
      "America/Santiago",
      "2026-09-05T12:00:00Z",
      "2026-09-06T04:00:00Z",
    ],
  ])("%s", (_name, zone, at, next) => {
    expect(nextDayAt(new Date(at), zone).toISOString()).toBe(new Date(next).toISOString());
  });

  it("is the first minute of another day, in every zone and at every time", () => {
    const zone = fc.constantFrom(
      "Europe/Berlin",
      "America/St_Johns",
      "Australia/Lord_Howe",
      "America/Santiago",
      "Asia/Kathmandu",
      "Africa/Cairo",
    );
    const at = fc.date({
      min: new Date("2026-01-01"),
      max: new Date("2028-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(at, zone, (now, inZone) => {
        const next = nextDayAt(now, inZone);
        expect(next.getTime()).toBeGreaterThan(now.getTime());
        expect(calendarDay(next, inZone) > calendarDay(now, inZone)).toBe(true);
        const before = new Date(next.getTime() - 1);
        expect(calendarDay(before, inZone)).toBe(calendarDay(now, inZone));
      }),
    );
  });
});

describe("the next month begins", () => {
  it.each([
    ["2026-11-22T10:00:00Z", "2026-11-30T23:00:00Z"],
    ["2026-12-31T22:59:59Z", "2026-12-31T23:00:00Z"],
    ["2027-01-31T22:00:00Z", "2027-01-31T23:00:00Z"],
    ["2027-03-01T00:00:00Z", "2027-03-31T22:00:00Z"],
  ])("after %s at %s in Berlin", (at, next) => {
    expect(nextMonthAt(new Date(at), "Europe/Berlin").toISOString()).toBe(
      new Date(next).toISOString(),
    );
  });
});

it.each([
  ["2026-11", "Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"],
  ["2026-03", "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"],
  ["2027-01", "Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-31T10:00:00Z"],
  ["2026-12", "Pacific/Pago_Pago", "2026-12-01T11:00:00Z", "2027-01-01T11:00:00Z"],
])("the month %s lasts in %s from %s to %s", (month, zone, from, to) => {
  expect(monthSpan(month, zone)).toEqual({ from: new Date(from), to: new Date(to) });
});

it("lists days over the ends of months, and those of a month so far", () => {
  expect(daysBetween("2028-02-28", "2028-03-01")).toEqual([
    "2028-02-28",
    "2028-02-29",
    "2028-03-01",
  ]);
  expect(daysBetween("2026-11-23", "2026-11-22")).toEqual([]);
  expect(daysOfMonthUpTo("2026-11-03")).toEqual(["2026-11-01", "2026-11-02", "2026-11-03"]);
});
