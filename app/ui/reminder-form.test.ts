import { describe, expect, it } from "vitest";
import { readReminderForm } from "./reminder-form.ts";

const GOOD = {
  enabled: "on",
  stepCount: "2",
  delay1: "1,5",
  delay2: "24",
  holdout: "on",
  holdoutPercent: "10",
};

function form(changes: Partial<Record<keyof typeof GOOD, string | null>> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries({ ...GOOD, ...changes })) {
    if (value !== null) data.set(name, value);
  }
  return data;
}

describe("readReminderForm", () => {
  it("reads hours with point or comma as minutes", () => {
    expect(readReminderForm(form())).toEqual({
      ok: true,
      settings: {
        enabled: true,
        steps: [{ delayMinutes: 90 }, { delayMinutes: 1440 }],
        holdout: { enabled: true, percent: 10 },
      },
    });
  });

  it("takes as many steps as are chosen, whatever the others hold", () => {
    const read = readReminderForm(form({ stepCount: "1", delay2: "nonsense" }));
    expect(read.ok && read.settings.steps).toEqual([{ delayMinutes: 90 }]);
  });

  it("reads a box that is not ticked as off", () => {
    const read = readReminderForm(form({ enabled: null, holdout: null, holdoutPercent: "" }));
    expect(read.ok && [read.settings.enabled, read.settings.holdout.enabled]).toEqual([
      false,
      false,
    ]);
  });

  it.each([
    ["delay1", "0.1"],
    ["delay1", "many"],
    ["delay2", "169"],
    ["holdoutPercent", "80"],
  ] as const)("refuses %s = %s at that field only", (name, value) => {
    const read = readReminderForm(form({ [name]: value }));
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual([name]);
  });
});
