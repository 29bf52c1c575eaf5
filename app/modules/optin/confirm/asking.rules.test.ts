import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AskingFacts, decideAsking } from "./asking.rules.ts";

const NOW = new Date("2026-11-22T10:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const unknown: AskingFacts = { suppressed: null, open: null, askedAt: [], lastInboundAt: null };
const open = { requestId: "r1", expiresAt: daysAgo(-1) };

describe("whether a number is asked to confirm", () => {
  it.each([
    ["nobody knows it", {}, { do: "ask" }],
    ["it was asked long ago", { askedAt: [daysAgo(91)] }, { do: "ask" }],
    ["it was asked lately", { askedAt: [daysAgo(89)] }, { do: "leave", reason: "asked_lately" }],
    [
      "it was asked twice and never wrote",
      { askedAt: [daysAgo(300), daysAgo(200)] },
      { do: "leave", reason: "asked_twice" },
    ],
    [
      "it was asked twice and wrote since",
      { askedAt: [daysAgo(300), daysAgo(200)], lastInboundAt: daysAgo(150) },
      { do: "ask" },
    ],
    [
      "it wrote, and was asked twice since",
      { askedAt: [daysAgo(300), daysAgo(200)], lastInboundAt: daysAgo(350) },
      { do: "leave", reason: "asked_twice" },
    ],
    ["a question is open", { open }, { do: "join", ...open }],
    [
      "a question is open and asked lately",
      { open, askedAt: [daysAgo(1)] },
      { do: "join", ...open },
    ],
    [
      "a question has run out",
      { open: { requestId: "r1", expiresAt: daysAgo(1) }, askedAt: [daysAgo(4)] },
      { do: "leave", reason: "asked_lately" },
    ],
    ["it said no", { suppressed: "opt_out", open }, { do: "leave", reason: "opted_out" }],
    ["it stopped offers", { suppressed: "native_stop" }, { do: "leave", reason: "opted_out" }],
    ["it perhaps said no", { suppressed: "perhaps_opt_out" }, { do: "leave", reason: "opted_out" }],
    ["it is erased", { suppressed: "erased" }, { do: "leave", reason: "suppressed" }],
    ["nobody knows why not", { suppressed: "whatever" }, { do: "leave", reason: "suppressed" }],
  ])("%s", (_name, facts, decision) => {
    expect(decideAsking({ ...unknown, ...facts }, NOW)).toEqual(decision);
  });

  it("is never a third time without a word of the person, however the requests fall", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, (days) => {
        const askedAt: Date[] = [];
        let at = NOW;
        for (const gap of days) {
          at = new Date(at.getTime() + gap * 86_400_000);
          const decision = decideAsking({ ...unknown, askedAt }, at);
          if (decision.do === "ask") askedAt.push(at);
        }
        expect(askedAt.length).toBeLessThanOrEqual(2);
        const [first, second] = askedAt;
        if (first && second) {
          expect(second.getTime() - first.getTime()).toBeGreaterThanOrEqual(90 * 86_400_000);
        }
      }),
    );
  });
});
