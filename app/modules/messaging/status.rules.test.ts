import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageStates } from "./message.types.ts";
import type { MessageState } from "./message.types.ts";
import { advance } from "./status.rules.ts";
import type { IncomingStatus } from "./status.rules.ts";

const AT = new Date("2026-11-22T12:00:00Z");
const incomingStatuses = ["accepted", "held", "sent", "delivered", "read", "failed"] as const;

describe("advance", () => {
  const rows: [MessageState, IncomingStatus, MessageState, string][] = [
    ["handing_over", "accepted", "accepted", "moved"],
    ["handing_over", "sent", "sent", "moved"],
    ["accepted", "held", "held", "moved"],
    ["held", "sent", "sent", "moved"],
    ["held", "failed", "failed", "moved"],
    ["accepted", "sent", "sent", "moved"],
    ["sent", "delivered", "delivered", "moved"],
    ["sent", "read", "read", "moved"],
    ["delivered", "read", "read", "moved"],
    ["sent", "failed", "failed", "moved"],
    ["failed", "delivered", "delivered", "moved"],
    ["unknown", "accepted", "accepted", "settled_unknown"],
    ["unknown", "sent", "sent", "settled_unknown"],
    ["unknown", "failed", "failed", "settled_unknown"],
    ["claimed", "delivered", "delivered", "moved"],
    ["sent", "accepted", "sent", "older"],
    ["sent", "held", "sent", "older"],
    ["read", "delivered", "read", "older"],
    ["delivered", "failed", "delivered", "older"],
    ["read", "failed", "read", "older"],
    ["failed", "sent", "failed", "older"],
    ["skipped", "sent", "skipped", "older"],
    ["planned", "failed", "planned", "no_open_attempt"],
    ["delivered", "delivered", "delivered", "duplicate"],
  ];
  it.each(rows)("%s, told %s, is %s (%s)", (...[current, incoming, state, reason]) => {
    const changed = current !== state;
    expect(advance(current, incoming, AT)).toEqual({
      state,
      changed,
      reason,
      at: changed ? AT : null,
    });
  });

  it("comes to the same end in whatever order the statuses of one hand-over arrive", () => {
    const statuses = fc.array(fc.constantFrom(...incomingStatuses), { minLength: 1, maxLength: 8 });
    const shuffled = statuses.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    );
    const end = (all: readonly IncomingStatus[]) =>
      all.reduce<MessageState>((state, incoming) => advance(state, incoming, AT).state, "unknown");
    fc.assert(
      fc.property(shuffled, ([inOrder, otherwise]) => {
        expect(end(otherwise)).toBe(end(inOrder));
      }),
    );
  });

  it("never takes read or delivered back", () => {
    const state = fc.constantFrom(...messageStates);
    fc.assert(
      fc.property(state, fc.constantFrom(...incomingStatuses), (current, incoming) => {
        const next = advance(current, incoming, AT).state;
        const arrived = current === "read" || current === "delivered";
        expect(arrived && next !== current && next !== "read").toBe(false);
      }),
    );
  });
});
