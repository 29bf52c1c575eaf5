import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageStates } from "#app/modules/messaging/message.types.ts";
import { creditOrder, liftReminder } from "./attribution.rules.ts";
import type {
  CreditFacts,
  OrderFacts,
  ReminderFactsOfOrder,
  TapFacts,
} from "./attribution.rules.ts";

const ORDERED = Date.UTC(2026, 10, 22, 12);
const daysBefore = (days: number) => new Date(ORDERED - days * 86_400_000);

const order: OrderFacts = {
  createdAt: new Date(ORDERED),
  checkoutToken: "checkout-1",
  productIds: ["p1", "p2"],
  test: false,
  cancelled: false,
};
const tap = (messageId: string, days: number, kind: TapFacts["kind"] = "reminder"): TapFacts => ({
  messageId,
  kind,
  productId: null,
  at: daysBefore(days),
});
/** A tap on the card of a product. */
const cardTap = (messageId: string, days: number, productId: string): TapFacts => ({
  ...tap(messageId, days, "recommendation"),
  productId,
});
const reminder = (
  messageId: string,
  days: number | null,
  more: Partial<ReminderFactsOfOrder> = {},
): ReminderFactsOfOrder => ({
  messageId,
  checkoutToken: "checkout-1",
  deliveredAt: days === null ? null : daysBefore(days),
  state: "delivered",
  ...more,
});

const credit = (facts: Partial<CreditFacts>) => {
  const result = creditOrder({ order, taps: [], reminders: [], ...facts });
  return result.credit === "organic" ? result.reason : `${result.credit} ${result.messageId}`;
};

describe("creditOrder", () => {
  it.each<[string, Partial<CreditFacts>, string]>([
    ["nothing before", {}, "no_reminder"],
    ["a tap an hour before", { taps: [tap("m1", 0.04)] }, "recovered m1"],
    ["the last of two taps", { taps: [tap("m1", 2), tap("m2", 1)] }, "recovered m2"],
    ["a tap at the edge of the window", { taps: [tap("m1", 5)] }, "recovered m1"],
    ["a tap before the window", { taps: [tap("m1", 5.01)] }, "tap_too_old"],
    ["a tap after the order", { taps: [tap("m1", -0.01)] }, "no_reminder"],
    ["an arrived reminder", { reminders: [reminder("m1", 1)] }, "assisted m1"],
    ["a read reminder", { reminders: [reminder("m1", 1, { state: "read" })] }, "assisted m1"],
    [
      "the last of two reminders",
      { reminders: [reminder("m1", 2), reminder("m2", 1)] },
      "assisted m2",
    ],
    ["a reminder that arrived after", { reminders: [reminder("m1", -0.01)] }, "no_reminder"],
    [
      "one that never arrived",
      { reminders: [reminder("m1", null, { state: "sent" })] },
      "no_reminder",
    ],
    [
      "a reminder of another checkout",
      { reminders: [reminder("m1", 1, { checkoutToken: "checkout-2" })] },
      "no_reminder",
    ],
    [
      "a tap beats an arrival",
      { taps: [tap("m1", 2)], reminders: [reminder("m2", 1)] },
      "recovered m1",
    ],
    [
      "a reminder tapped long ago is not called untapped",
      { taps: [tap("m1", 6)], reminders: [reminder("m1", 6.1)] },
      "tap_too_old",
    ],
    [
      "a tap after the order leaves the arrival",
      { taps: [tap("m1", -1)], reminders: [reminder("m1", 1)] },
      "assisted m1",
    ],
    [
      "a later tap on an offer takes the credit away",
      { taps: [tap("m1", 2), tap("m2", 1, "offer")] },
      "last_tap_elsewhere",
    ],
    ["a tap on a product that was bought", { taps: [cardTap("m1", 1, "p2")] }, "recommended m1"],
    ["a tap on another product", { taps: [cardTap("m1", 1, "p9")] }, "assisted m1"],
    [
      "taps on several cards, one of them bought",
      { taps: [cardTap("m1", 2, "p1"), cardTap("m1", 1, "p9")] },
      "recommended m1",
    ],
    ["a tap on a product too long ago", { taps: [cardTap("m1", 5.01, "p1")] }, "tap_too_old"],
    [
      "the tap on the bought card too long ago, one on another in time",
      { taps: [cardTap("m1", 6, "p1"), cardTap("m1", 1, "p9")] },
      "assisted m1",
    ],
    [
      "a reminder tapped after a recommendation",
      { taps: [cardTap("m1", 2, "p1"), tap("m2", 1)] },
      "recovered m2",
    ],
    [
      "a recommendation tapped after a reminder",
      { taps: [tap("m1", 2), cardTap("m2", 1, "p1")] },
      "recommended m2",
    ],
    [
      "two recommendations: the last tap counts, also where it led to something else",
      { taps: [cardTap("m1", 2, "p1"), cardTap("m2", 1, "p9")] },
      "assisted m2",
    ],
    [
      "a cancelled order after a tap on its product",
      { order: { ...order, cancelled: true }, taps: [cardTap("m1", 1, "p1")] },
      "cancelled",
    ],
    ["a test order", { order: { ...order, test: true }, taps: [tap("m1", 1)] }, "test_order"],
    [
      "a cancelled order",
      { order: { ...order, cancelled: true }, taps: [tap("m1", 1)] },
      "cancelled",
    ],
    [
      "an order without a checkout",
      { order: { ...order, checkoutToken: null }, reminders: [reminder("m1", 1)] },
      "no_reminder",
    ],
  ])("%s", (_name, facts, expected) => {
    expect(credit(facts)).toBe(expected);
  });

  it("credits at most one message, one that came before the order, in any order of the facts", () => {
    const id = fc.constantFrom("m1", "m2", "m3");
    const days = fc.double({ min: -3, max: 9, noNaN: true });
    const facts = fc.record({
      order: fc.constant(order),
      taps: fc.array(
        fc.oneof(
          fc.tuple(id, days).map(([m, d]) => tap(m, d)),
          fc
            .tuple(fc.constantFrom("r1", "r2"), days, fc.constantFrom("p1", "p9"))
            .map(([m, d, productId]) => cardTap(m, d, productId)),
        ),
      ),
      reminders: fc.array(
        fc
          .tuple(id, fc.option(days), fc.constantFrom(...messageStates))
          .map(([m, d, state]) => reminder(m, d, { state })),
      ),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const result = creditOrder(given);
        const mirrored = {
          ...given,
          taps: given.taps.toReversed(),
          reminders: given.reminders.toReversed(),
        };
        expect(creditOrder(mirrored)).toEqual(result);
        if (result.credit === "recovered") {
          const its = given.taps.filter(({ messageId }) => messageId === result.messageId);
          expect(its.some(({ at }) => at <= order.createdAt && at >= daysBefore(5))).toBe(true);
        }
        const inWindow = given.taps.filter(
          ({ at }) => at <= order.createdAt && at >= daysBefore(5),
        );
        if (result.credit === "assisted" && result.by === "reminder") expect(inWindow).toEqual([]);
        if (result.credit === "assisted" && result.by === "recommendation") {
          const own = inWindow.filter(({ messageId }) => messageId === result.messageId);
          expect(own.map(({ productId }) => productId)).not.toContain("p1");
        }
        if (result.credit === "recommended") {
          expect(order.productIds).toContain(result.productId);
          const { messageId, productId } = result;
          expect(inWindow.some((t) => t.messageId === messageId && t.productId === productId)).toBe(
            true,
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("liftReminder", () => {
  const planned = (id: string, days: number, checkoutToken: string | null = "other") => ({
    id,
    checkoutToken,
    plannedAt: daysBefore(days),
  });

  it.each([
    ["none", [], undefined],
    [
      "the order's own checkout before a newer cart",
      [planned("a", 2, "checkout-1"), planned("b", 1)],
      "a",
    ],
    ["the person's latest", [planned("a", 3), planned("b", 1)], "b"],
    ["none that is older than 14 days", [planned("a", 14.1)], undefined],
    ["none that came after the order", [planned("a", -0.1, "checkout-1")], undefined],
  ] as const)("is %s", (_name, reminders, id) => {
    expect(liftReminder(order, reminders)?.id).toBe(id);
  });
});
