import { describe, expect, it } from "vitest";
import { readSendingForm } from "./sending-form.ts";

const REGIONS = new Set(["DE", "DE-BY"]);
const GOOD = {
  quietFrom: "21:00",
  quietTo: "08:00",
  sundays: "on",
  holidays: "on",
  region: "DE-BY",
  minHoursBetween: "20",
  maxPer30Days: "4",
};

function read(changes: Partial<Record<keyof typeof GOOD, string | null>> = {}) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...GOOD, ...changes })) {
    if (value !== null) data.set(name, value);
  }
  return readSendingForm(data, REGIONS);
}

describe("readSendingForm", () => {
  it("reads everything", () => {
    expect(read()).toEqual({
      ok: true,
      settings: {
        quietHours: { from: "21:00", to: "08:00" },
        quietDays: { sundays: true, holidays: true, region: "DE-BY" },
        caps: { minHoursBetween: 20, maxPer30Days: 4 },
      },
    });
  });

  it("reads boxes that are not ticked as off, and what is empty as none", () => {
    const none = {
      sundays: null,
      holidays: null,
      region: "",
      minHoursBetween: "",
      maxPer30Days: "",
    };
    expect(read(none)).toMatchObject({
      settings: {
        quietDays: { sundays: false, holidays: false, region: null },
        caps: { minHoursBetween: null, maxPer30Days: null },
      },
    });
  });

  it.each([
    ["quietFrom", "25:00"],
    ["quietTo", ""],
    ["region", "XX"],
    ["minHoursBetween", "0"],
    ["minHoursBetween", "often"],
    ["maxPer30Days", "2.5"],
    ["maxPer30Days", "101"],
  ] as const)("refuses %s = %s at that field only", (name, value) => {
    const answer = read({ [name]: value });
    expect(answer.ok ? [] : Object.keys(answer.errors)).toEqual([name]);
  });
});
