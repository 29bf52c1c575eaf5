import { expect, test } from "vitest";
import { actsOf } from "./acts.rules.ts";

const tick = {
  kind: "granted",
  source: "checkout",
  at: new Date("2026-11-22T10:00:00Z"),
  identifierHash: "p.1",
  requestId: "r1",
  wordingVersion: "checkout-2026-11-22",
};

test("a tick for three topics is one act, a second tick another, and a STOP a third", () => {
  const acts = actsOf([
    { ...tick, id: "1", topic: "reminders" as const },
    { ...tick, id: "2", topic: "offers" as const },
    { ...tick, id: "3", topic: "reminders" as const, requestId: "r2" },
    { ...tick, id: "4", topic: null, kind: "withdrawn", requestId: null, wordingVersion: null },
  ]);
  expect(acts.map((act) => act.map(({ id }) => id))).toEqual([["1", "2"], ["3"], ["4"]]);
});
