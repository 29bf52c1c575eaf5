import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  heldWhenAnswered,
  heldWhenBegun,
  nextStep,
  type Held,
  type Outcome,
  type Step,
  type Wish,
} from "../src/consent-sync.ts";

const A = "+4915100000001";
const B = "+4915100000002";
const C = "+4915100000003";
const sure = (phone: string): Held => ({ phone, certain: true });
const maybe = (phone: string): Held => ({ phone, certain: false });
const want = (phone: string): Wish => ({ granted: true, phone });
const NOTHING: Wish = { granted: false };

describe("the next request", () => {
  it.each<[string, [Wish, Held[]], Step | undefined]>([
    ["a first grant", [want(A), []], { granted: true, phone: A }],
    ["nothing once granted", [want(A), [sure(A)]], undefined],
    ["the grant again after a lost answer", [want(A), [maybe(A)]], { granted: true, phone: A }],
    ["a correction", [want(B), [sure(A)]], { granted: true, phone: B, replacesPhone: A }],
    [
      "a correction of a number that may have arrived",
      [want(B), [maybe(A)]],
      { granted: true, phone: B, replacesPhone: A },
    ],
    [
      "a withdrawal first where two numbers are in the way",
      [want(C), [sure(A), maybe(B)]],
      { granted: false, phone: A },
    ],
    ["a withdrawal", [NOTHING, [sure(A)]], { granted: false, phone: A }],
    ["a withdrawal of what may have arrived", [NOTHING, [maybe(A)]], { granted: false, phone: A }],
    ["nothing where nothing was granted", [NOTHING, []], undefined],
  ])("is %s", (_, [wish, held], expected) => {
    expect(nextStep(wish, held)).toEqual(expected);
  });
});

describe("whatever gets lost on the way", () => {
  // A server that follows the requests; an unreachable one may or may not have worked.
  function follow(server: Set<string>, step: Step): void {
    if (!step.granted) server.delete(step.phone);
    else {
      server.add(step.phone);
      if (step.replacesPhone) server.delete(step.replacesPhone);
    }
  }

  function outcomeOf(fate: string, step: Step, server: Set<string>): Outcome {
    if (fate === "saved") return "saved";
    const isNewNumber = step.granted && !server.has(step.phone);
    return fate === "refused" && isNewNumber ? "refused" : "unreachable";
  }

  const wishes = fc.constantFrom<Wish>(NOTHING, want(A), want(B), want(C));
  const fates = fc.constantFrom("saved", "refused", "lost before", "lost after");

  it("the server ends with the wanted number and no other, once it answers again", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wishes, fates), { maxLength: 30 }), wishes, (past, last) => {
        const server = new Set<string>();
        let held: readonly Held[] = [];
        const attempt = (wish: Wish, fate: string) => {
          const step = nextStep(wish, held);
          if (!step) return false;
          held = heldWhenBegun(held, step);
          if (fate === "saved" || fate === "lost after") follow(server, step);
          const outcome = outcomeOf(fate, step, server);
          if (outcome !== "unreachable") held = heldWhenAnswered(held, step, outcome);
          return true;
        };
        for (const [wish, fate] of past) attempt(wish, fate);
        let requests = 0;
        while (attempt(last, "saved")) requests += 1;
        expect([...server]).toEqual(last.granted ? [last.phone] : []);
        expect(requests).toBeLessThanOrEqual(4);
      }),
    );
  });
});
