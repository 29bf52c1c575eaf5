import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attemptEnd,
  landOutcome,
  landStatus,
  landStranded,
  type Outcome,
} from "./landing.rules.ts";
import type { MessageNow, StatusUpdate } from "./landing.types.ts";

const now = new Date("2026-11-22T12:00:00Z");
const message: MessageNow = {
  id: "m",
  kind: "cart_reminder",
  topic: "reminders",
  contactId: "c",
  checkoutId: null,
  seriesId: null,
  step: 1,
  numberId: "n",
  templateId: "t",
  toHash: "h",
  attemptId: "a1",
  attempts: 1,
  expiresAt: new Date("2026-11-23T12:00:00Z"),
  handedOverAt: now,
  state: "handing_over",
  reason: null,
  notBefore: now,
  wamid: null,
  errorCode: null,
  acceptedAt: null,
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  endedAt: null,
  priceMicros: 113_100,
};
const refused = (code: number): Outcome => ({
  outcome: "refused",
  httpStatus: 400,
  code,
  subcode: null,
  retryAfterMs: null,
});
const answer = (outcome: Outcome, from: Partial<MessageNow> = {}, attemptId = "a1") =>
  landOutcome({ ...message, ...from }, { attemptId, outcome }, now);
const update = (
  status: StatusUpdate["status"],
  more: Partial<StatusUpdate> = {},
): StatusUpdate => ({
  wamid: "w1",
  attemptId: "a1",
  status,
  at: now,
  errorCode: null,
  errorDetail: null,
  price: null,
  ...more,
});

describe("the answer to a hand-over", () => {
  it.each(["accepted", "held"] as const)("that says %s is told as handed over", (outcome) => {
    expect(answer({ outcome, wamid: "w1" })).toMatchObject({
      message: { state: outcome, wamid: "w1", acceptedAt: now },
      handedOver: true,
    });
  });

  it("never takes back what a status said before it", () => {
    const landing = answer({ outcome: "accepted", wamid: "w1" }, { state: "read", readAt: now });
    expect(landing).toMatchObject({ message: { state: "read", wamid: "w1" }, handedOver: false });
  });

  it("does not end the attempt to come when a status has told of this one's failure", () => {
    const again = { state: "planned", reason: "whatsapp_down", errorCode: 131016 } as const;
    expect(answer({ outcome: "accepted", wamid: "w1" }, again).message).toMatchObject(again);
  });

  it("never takes back a failure that a status brought before it", () => {
    const failed = { state: "failed", reason: "undeliverable", endedAt: now } as const;
    expect(answer({ outcome: "accepted", wamid: "w1" }, failed).message).toMatchObject(failed);
  });

  it("that did not come makes it unknown, which counts as handed over once", () => {
    expect(answer({ outcome: "unknown" })).toMatchObject({
      message: { state: "unknown" },
      handedOver: true,
    });
    expect(answer({ outcome: "unknown" }, { state: "unknown" }).handedOver).toBe(false);
  });

  it("still counts when the sweep had given the worker up", () => {
    const landing = answer({ outcome: "accepted", wamid: "w1" }, { state: "unknown" });
    expect(landing).toMatchObject({ message: { state: "accepted" }, handedOver: false });
  });

  it("that refuses plans it again, or ends it", () => {
    expect(answer(refused(131000)).message).toMatchObject({ state: "planned", errorCode: 131000 });
    expect(answer(refused(131008))).toMatchObject({ message: { state: "failed" }, failed: true });
  });

  it("of an earlier attempt says nothing of the one that runs", () => {
    for (const outcome of [refused(131008), { outcome: "unknown" } as const]) {
      expect(answer(outcome, { attemptId: "a2" }).message).toMatchObject({ state: "handing_over" });
    }
  });

  it("that was never asked for plans it again", () => {
    expect(answer({ outcome: "not_sent" }).message).toMatchObject({
      state: "planned",
      reason: "whatsapp_not_reached",
    });
  });

  it("ends the attempt's row, with the code of a refusal", () => {
    expect(attemptEnd("a1", { ...refused(131000), detail: "d" })).toEqual({
      id: "a1",
      outcome: "refused",
      httpStatus: 400,
      code: 131000,
      detail: "d",
    });
  });
});

describe("a status", () => {
  it("settles what was unknown, and learns WhatsApp's id", () => {
    const landing = landStatus({ ...message, state: "unknown" }, update("delivered"), now);
    expect(landing.message).toMatchObject({ state: "delivered", wamid: "w1", deliveredAt: now });
  });

  it("notes that the message was free", () => {
    const landing = landStatus(
      message,
      update("delivered", { price: { billed: "free", category: "service" } }),
      now,
    );
    expect(landing.message.priceMicros).toBe(0);
  });

  it("of a failure counts for the attempt that it names only", () => {
    const second = { ...message, attemptId: "a2", state: "accepted" } as const;
    const failed = update("failed", { errorCode: 131008 });
    expect(landStatus(second, failed, now).message.state).toBe("accepted");
    expect(landStatus({ ...second, attemptId: "a1" }, failed, now).message.state).toBe("failed");
  });

  it("changes nothing of a skipped message", () => {
    const skipped = { ...message, state: "skipped", reason: "replied" } as const;
    expect(landStatus(skipped, update("delivered"), now).message).toEqual(skipped);
  });
});

describe("what a dead worker left", () => {
  it("is planned again before its request began, and unknown after", () => {
    expect(landStranded({ ...message, state: "claimed" }, now).message.state).toBe("planned");
    expect(landStranded(message, now)).toMatchObject({
      message: { state: "unknown" },
      handedOver: true,
    });
    expect(landStranded({ ...message, state: "accepted" }, now).message.state).toBe("accepted");
  });
});

describe("whatever comes in whatever order", () => {
  const status = fc
    .constantFrom("sent" as const, "delivered" as const, "read" as const)
    .map((name) => update(name));
  const silence = fc.constant<Outcome>({ outcome: "unknown" });
  const taken = fc.constant<Outcome>({ outcome: "accepted", wamid: "w1" });

  it("a message that may have been accepted is never planned again without a refusal", () => {
    const events = fc.array(fc.oneof(status, silence, taken), { maxLength: 12 });
    fc.assert(
      fc.property(events, (all) => {
        let current = message;
        let handedOver = 0;
        for (const event of all) {
          const landing =
            "outcome" in event
              ? landOutcome(current, { attemptId: "a1", outcome: event }, now)
              : landStatus(current, event, now);
          current = landing.message;
          handedOver += landing.handedOver ? 1 : 0;
          expect(["planned", "claimed"]).not.toContain(current.state);
        }
        expect(handedOver).toBe(all.length === 0 ? 0 : 1);
      }),
    );
  });

  it("ends in the same state", () => {
    const all = [update("sent"), update("delivered"), update("read"), update("delivered")];
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        const end = shuffled.reduce<MessageNow>(
          (at, one) => landStatus(at, one, now).message,
          message,
        );
        expect(end).toMatchObject({ state: "read", sentAt: now, deliveredAt: now, readAt: now });
      }),
    );
  });
});

describe("what a status says of the price", () => {
  const price = { billed: "charged", category: "marketing" } as const;
  const told = { messageId: "m", at: now, ...price };
  const untold = { ...told, category: null };

  it.each([
    ["does not count with sent: nothing is delivered yet", "sent", {}, price, undefined],
    ["counts with delivered", "delivered", {}, price, told],
    ["counts with a read without delivered", "read", {}, price, told],
    ["counts with a delivered that comes after read", "delivered", { readAt: now }, price, told],
    ["may be missing from the first delivery", "delivered", {}, null, untold],
    ["is over once delivered", "read", { deliveredAt: now }, null, undefined],
    ["does not count for a failure", "failed", {}, price, undefined],
  ] as const)("%s", (...[, status, before, said, billed]) => {
    const sent: MessageNow = { ...message, state: "sent", ...before };
    expect(landStatus(sent, update(status, { price: said }), now).billed).toEqual(billed);
  });
});
