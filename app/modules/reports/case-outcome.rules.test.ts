import { expect, test } from "vitest";
import { messageStates } from "#app/modules/messaging/message.types.ts";
import { caseOutcome } from "./case-outcome.rules.ts";

const plain = { reason: null, messageState: null, messageReason: null };

test.each([
  [{ state: "waiting" }, "waiting", null],
  [{ state: "skipped", reason: "no_match" }, "not_sent", "no_match"],
  [{ state: "held_out", reason: "holdout" }, "held_out", "holdout"],
  [{ state: "superseded", reason: "newer_purchase" }, "superseded", "newer_purchase"],
  [{ state: "planned" }, "sending", null],
  [{ state: "planned", messageState: "read" }, "sent", null],
  [
    { state: "planned", messageState: "planned", messageReason: "quiet_hours" },
    "sending",
    "quiet_hours",
  ],
  // The plan was good, the moment of sending was not.
  [
    { state: "planned", messageState: "skipped", messageReason: "purchased_customer" },
    "not_sent",
    "purchased_customer",
  ],
  [
    { state: "planned", messageState: "failed", messageReason: "undeliverable" },
    "not_sent",
    "undeliverable",
  ],
])("%o counts as %s because of %s", (facts, outcome, reason) => {
  expect(caseOutcome({ ...plain, ...facts })).toEqual({ outcome, reason });
});

test("every state of a message is some outcome", () => {
  const outcomes = messageStates.map(
    (messageState) => caseOutcome({ ...plain, state: "planned", messageState }).outcome,
  );
  expect(new Set(outcomes)).toEqual(new Set(["sent", "sending", "not_sent"]));
});
