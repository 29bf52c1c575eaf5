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

  it.each([
    ["too fast: the number rests a second", 130429, inMs(1000)],
    ["no payment method: we look again in an hour", 131042, inMs(3_600_000)],
  ])("%s", (_name, code, until) => {
    expect(react({ code })).toMatchObject({
      next: { state: "again" },
      effect: { on: "number", do: "pause", until },
    });
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
      effect: { on: "template", final: true },
    });
  });

  it.each([
    [131050, { on: "person", do: "withdraw" }],
    [130403, { on: "person", do: "suppress", scope: "all" }],
    [131026, { on: "person", do: "rest" }],
    [130497, null],
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

describe("an unknown outcome", () => {
  it("is final after seven days", () => {
    expect(unknownIsFinal(new Date("2026-11-15T12:00:00Z"), now)).toBe(true);
    expect(unknownIsFinal(new Date("2026-11-15T12:00:01Z"), now)).toBe(false);
  });
});
