import { describe, expect, it } from "vitest";
import { limitOf, numberState, recipientLimit, sendRate } from "./channel.rules.ts";

const now = new Date("2026-11-22T12:00:00Z");
const connected = { status: "connected", pausedUntil: null, brake: "normal" } as const;

describe("what sending sees of a number", () => {
  it.each([
    ["nothing when there is none", null, "none"],
    ["a connected one", connected, "connected"],
    ["a slowed one as connected", { ...connected, brake: "slow" }, "connected"],
    ["a pause", { ...connected, pausedUntil: new Date("2026-11-22T12:00:01Z") }, "paused"],
    ["no pause once it is over", { ...connected, pausedUntil: now }, "connected"],
    ["a stopped one as paused", { ...connected, status: "stopped" }, "paused"],
    ["a broken one as paused", { ...connected, status: "broken" }, "paused"],
    [
      "one that waits for its first webhook as paused",
      { ...connected, status: "waiting" },
      "paused",
    ],
    ["a disconnected one as paused", { ...connected, status: "disconnected" }, "paused"],
  ] as const)("is %s", (_name, number, expected) => {
    expect(numberState(number, now)).toBe(expected);
  });

  it("holds utility messages alone while Meta limits them", () => {
    const limited = { ...connected, utilityPausedUntil: new Date("2026-11-22T13:00:00Z") };
    expect(numberState(limited, now, "utility")).toBe("paused");
    expect(numberState(limited, now)).toBe("connected");
  });
});

describe("the rate of a number", () => {
  it("is three quarters of what Meta allows at its level", () => {
    expect(sendRate({ throughput: "STANDARD", brake: "normal" }, now)).toBe(60);
    expect(sendRate({ throughput: "HIGH", brake: "normal" }, now)).toBe(750);
  });

  it("is the slowest for a level that we do not know", () => {
    expect(sendRate({ throughput: "NOT_APPLICABLE", brake: "normal" }, now)).toBe(15);
  });

  it("is lower for a while after WhatsApp found it too fast", () => {
    const slowed = { throughput: "STANDARD", brake: "normal", slowFactor: 0.5 } as const;
    const until = (seconds: number) => new Date(now.getTime() + seconds * 1000);
    expect(sendRate({ ...slowed, slowedUntil: until(1) }, now)).toBe(30);
    expect(sendRate({ ...slowed, slowedUntil: until(0) }, now)).toBe(60);
  });

  it("is half of that while the brake slows it", () => {
    expect(sendRate({ throughput: "STANDARD", brake: "slow" }, now)).toBe(30);
  });
});

describe("the messaging limit", () => {
  it.each([
    ["TIER_250", "TIER_250", 250],
    ["TIER_2K", "TIER_2K", 2000],
    ["2000", "TIER_2K", 2000],
    [2000, "TIER_2K", 2000],
    [10_000, "TIER_10K", 10_000],
    ["100K", "TIER_100K", 100_000],
    ["tier_unlimited", "TIER_UNLIMITED", Infinity],
    [-1, "TIER_UNLIMITED", Infinity],
  ] as const)("%s is %s", (written, tier, recipients) => {
    expect(limitOf(written)).toBe(tier);
    expect(recipientLimit(tier)).toBe(recipients);
  });

  it.each([null, undefined, "", "NOT_SET", "TIER_9", "soon"])("%s says nothing", (written) => {
    expect(limitOf(written)).toBeNull();
  });

  it("is that of a new business until Meta says more", () => {
    expect(recipientLimit("UNKNOWN")).toBe(250);
  });
});
