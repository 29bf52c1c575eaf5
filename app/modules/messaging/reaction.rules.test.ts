import { describe, expect, it } from "vitest";
import { type Failure, reactToFailure, unknownIsFinal } from "./reaction.rules.ts";

const now = new Date("2026-11-22T12:00:00Z");
const soon = new Date("2026-11-22T20:00:00Z");
const failure = (changed: Partial<Failure>): Failure => ({
  code: 131000,
  subcode: null,
  httpStatus: 400,
  where: "response",
  attempt: 1,
  metaWaitMs: null,
  ...changed,
});
const react = (changed: Partial<Failure>, expiresAt = soon) =>
  reactToFailure(failure(changed), { now, expiresAt });
const inMs = (ms: number) => new Date(now.getTime() + ms);

describe("after a refusal", () => {
  it("a passing trouble is tried again after its wait", () => {
    expect(react({ code: 131000 })).toMatchObject({
      next: { state: "again", notBefore: inMs(60_000) },
      effect: null,
    });
  });

  it("the longer wait of Meta and ours holds", () => {
    expect(react({ code: 131000, metaWaitMs: 90_000 }).next).toEqual({
      state: "again",
      notBefore: inMs(90_000),
    });
  });

  it("nothing is tried again once the attempts are used up or the message would be too late", () => {
    expect(react({ code: 131000, attempt: 4 }).next).toEqual({ state: "failed" });
    expect(react({ code: 131000 }, inMs(30_000)).next).toEqual({ state: "failed" });
  });

  it("our own mistake is never repeated", () => {
    expect(react({ code: 131008 })).toMatchObject({ next: { state: "failed" }, effect: null });
  });

  it.each([["too many management calls: a quarter of an hour", 80007, inMs(900_000)]])(
    "%s",
    (_name, code, until) => {
      expect(react({ code }, inMs(48 * 3_600_000))).toMatchObject({
        next: { state: "again", notBefore: until },
        effect: { on: "number", do: "pause", until, alert: false },
      });
    },
  );

  it("too fast: the number rests a second, then goes on at half its rate for a while", () => {
    expect(react({ code: 130429 })).toMatchObject({
      next: { state: "again", notBefore: inMs(1000) },
      effect: { do: "slow", until: inMs(1000), slowUntil: inMs(601_000), factor: 0.5 },
    });
  });

  it("reported by people: the number rests a day, then goes on at a tenth of its rate for another", () => {
    expect(react({ code: 131048 }, inMs(48 * 3_600_000))).toMatchObject({
      next: { state: "again", notBefore: inMs(24 * 3_600_000) },
      effect: {
        do: "slow",
        until: inMs(24 * 3_600_000),
        slowUntil: inMs(48 * 3_600_000),
        factor: 0.1,
      },
    });
  });

  it.each([368, 131031, 131037, 131042, 131045, 133010])(
    "%i stops the number until somebody has mended it; the message waits for that",
    (code) => {
      expect(react({ code })).toMatchObject({
        next: { state: "again", notBefore: inMs(900_000) },
        effect: { on: "number", do: "stop" },
      });
    },
  );

  it("a limit of UTILITY messages leaves marketing alone", () => {
    expect(react({ code: 131064 })).toMatchObject({
      effect: { on: "number", do: "pause_utility", until: inMs(7 * 24 * 3_600_000) },
    });
  });

  it("a picture that cannot be used is left out once", () => {
    expect(react({ code: 131053 })).toEqual({
      next: { state: "again", notBefore: now },
      reason: "media_invalid",
      effect: { on: "message", do: "drop_picture" },
    });
    expect(react({ code: 131053, attempt: 2 })).toMatchObject({
      next: { state: "failed" },
      effect: null,
    });
  });

  it("a text that is too long is cut shorter once", () => {
    expect(react({ code: 132005 })).toEqual({
      next: { state: "again", notBefore: now },
      reason: "text_too_long",
      effect: { on: "message", do: "shorten" },
    });
    expect(react({ code: 132005, attempt: 2 })).toMatchObject({
      next: { state: "failed" },
      effect: null,
    });
  });

  it.each([
    ["an unknown code", { code: 999_999 }, "failed", { on: "message", do: "alert" }],
    [
      "one of a server",
      { code: 999_999, httpStatus: 500 },
      "again",
      { on: "message", do: "alert" },
    ],
    ["one of a limit", { code: 999_999, httpStatus: 429 }, "again", { do: "pause", alert: true }],
    ["a refusal without code", { code: null, httpStatus: 404 }, "failed", { do: "alert" }],
  ] as const)("%s alarms somebody", (_name, given, state, effect) => {
    expect(react(given)).toMatchObject({ next: { state }, effect });
  });

  it("a lost permission breaks the number until the merchant connects it again", () => {
    expect(react({ code: 190 })).toMatchObject({
      next: { state: "again" },
      effect: { on: "number", do: "break" },
    });
  });

  it("a paused template is waited for, one that does not fit is given up", () => {
    expect(react({ code: 132015 })).toMatchObject({
      next: { state: "again" },
      effect: { on: "template", final: false },
    });
    expect(react({ code: 132000 })).toMatchObject({
      next: { state: "failed" },
      effect: { on: "template", final: false },
    });
    expect(react({ code: 132016 })).toMatchObject({
      next: { state: "failed" },
      effect: { on: "template", final: true },
    });
  });

  it.each([
    [131050, { on: "person", do: "withdraw" }],
    [130403, { on: "person", do: "suppress", scope: "all" }],
    [
      131026,
      {
        on: "person",
        do: "rest",
        scope: "all",
        until: inMs(7 * 24 * 3_600_000),
        ends: "unreachable",
      },
    ],
    [130472, { on: "person", do: "rest", scope: "marketing", until: inMs(7 * 24 * 3_600_000) }],
    [130497, { on: "number", do: "block_country", until: inMs(30 * 24 * 3_600_000) }],
    [131021, null],
  ])("code %i ends the message and touches the person", (code, effect) => {
    const reaction = react({ code, where: "webhook", httpStatus: null });
    expect(reaction.next).toEqual({ state: "failed" });
    if (effect === null) expect(reaction.effect).toBeNull();
    else expect(reaction.effect).toMatchObject(effect);
  });

  it("what nobody can read is unknown, and stays alone", () => {
    expect(react({ code: null, httpStatus: 302 })).toMatchObject({
      next: { state: "unknown" },
      effect: null,
    });
  });
});

describe("a person whom WhatsApp holds back from", () => {
  it("is left alone for a day, and the message tried once more if it lives that long", () => {
    const rest = { on: "person", do: "rest", scope: "marketing", until: inMs(24 * 3_600_000) };
    const late = inMs(30 * 3_600_000);
    expect(react({ code: 131049 }, late)).toMatchObject({
      next: { state: "again", notBefore: inMs(24 * 3_600_000) },
      effect: rest,
    });
    expect(react({ code: 131049 })).toMatchObject({ next: { state: "failed" }, effect: rest });
    expect(react({ code: 131049, attempt: 2 }, late).next).toEqual({ state: "failed" });
  });
});

describe("an unknown outcome", () => {
  it("is final after seven days", () => {
    expect(unknownIsFinal(new Date("2026-11-15T12:00:00Z"), now)).toBe(true);
    expect(unknownIsFinal(new Date("2026-11-15T12:00:01Z"), now)).toBe(false);
  });
});
