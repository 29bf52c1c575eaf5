import { describe, expect, it } from "vitest";
import { afterFailure, MAX_TRIES } from "./intake-retry.rules.ts";

const now = new Date("2026-11-22T10:00:00Z");
const pauseAfter = (failures: number) => {
  const next = afterFailure({ failures, permanent: false, now });
  return next.status === "received" ? next.nextTryAt.getTime() - now.getTime() : null;
};

describe("afterFailure", () => {
  it("doubles the pause with every failure", () => {
    expect([1, 2, 3, 4].map(pauseAfter)).toEqual([5_000, 10_000, 20_000, 40_000]);
  });

  it("parks an event after eight failures", () => {
    expect(pauseAfter(MAX_TRIES - 1)).not.toBeNull();
    expect(pauseAfter(MAX_TRIES)).toBeNull();
  });

  it("parks at once what can never succeed", () => {
    expect(afterFailure({ failures: 1, permanent: true, now })).toEqual({ status: "parked" });
  });
});
