import { describe, expect, it } from "vitest";
import { numberState, sendRate } from "./channel.rules.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("what sending sees of a number", () => {
  it.each([
    ["nothing when there is none", null, "none"],
    ["a connected one", { status: "connected", pausedUntil: null }, "connected"],
    ["a pause", { status: "connected", pausedUntil: new Date("2026-11-22T12:00:01Z") }, "paused"],
    ["no pause once it is over", { status: "connected", pausedUntil: now }, "connected"],
    ["a stopped one as paused", { status: "stopped", pausedUntil: null }, "paused"],
    ["a broken one as paused", { status: "broken", pausedUntil: null }, "paused"],
  ] as const)("is %s", (_name, number, expected) => {
    expect(numberState(number, now)).toBe(expected);
  });
});

describe("the rate of a number", () => {
  it("is three quarters of what Meta allows at its level", () => {
    expect(sendRate("STANDARD")).toBe(60);
    expect(sendRate("HIGH")).toBe(750);
  });

  it("is the slowest for a level that we do not know", () => {
    expect(sendRate("NOT_APPLICABLE")).toBe(15);
  });
});
