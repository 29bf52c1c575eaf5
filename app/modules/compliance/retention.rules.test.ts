import { describe, expect, test } from "vitest";
import { isDue, keptSince, retentionRules, ruleNames, rulesFrom } from "./retention.rules.ts";

const NOW = new Date("2026-11-22T10:00:00Z");

describe("retention", () => {
  test("goes through every rule, each once", () => {
    expect(ruleNames.toSorted()).toEqual(Object.keys(retentionRules).toSorted());
  });

  test("keeps bodies of deliveries 14 days, and the proof of a consent five years after its end", () => {
    expect(keptSince("intake_bodies", NOW).toISOString()).toBe("2026-11-08T10:00:00.000Z");
    expect(keptSince("ended_consent", NOW).getUTCFullYear()).toBe(2021);
  });

  test.each([
    ["from the beginning", null, "intake_bodies", ruleNames.length],
    ["where it broke off", "exports", "exports", 5],
    [
      "from the beginning, where a rule is unknown by now",
      "gone",
      "intake_bodies",
      ruleNames.length,
    ],
  ] as const)("goes on %s", (_name, stoppedAt, first, count) => {
    const rules = rulesFrom(stoppedAt);
    expect([rules[0], rules.length]).toEqual([first, count]);
  });

  test.each([
    ["a shop that was never tidied", null, true],
    ["a shop of last night", new Date("2026-11-21T10:00:00Z"), true],
    ["a shop of this morning", new Date("2026-11-22T02:00:00Z"), false],
  ] as const)("is due for %s: %s", (_name, last, due) => {
    expect(isDue(last, NOW)).toBe(due);
  });
});
