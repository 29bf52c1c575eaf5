import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countsAsOrder, deliveredAt, keptOf, paidAt, type Parcel } from "./order-state.rules.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const parcel = (change: Partial<Parcel> = {}): Parcel => ({
  status: "success",
  shipmentStatus: "delivered",
  updatedAt: at(10),
  ...change,
});

describe("when an order has been delivered", () => {
  it.each<[string, Parcel[], Date | null]>([
    ["nothing was sent yet", [], null],
    ["one parcel has come", [parcel()], at(10)],
    ["two have come: the later one counts", [parcel({ updatedAt: at(12) }), parcel()], at(12)],
    ["one is still under way", [parcel(), parcel({ shipmentStatus: "in_transit" })], null],
    ["the carrier says nothing", [parcel({ shipmentStatus: null })], null],
    [
      "a parcel that was given up is not waited for",
      [parcel(), parcel({ status: "cancelled", shipmentStatus: null })],
      at(10),
    ],
    ["it has come, nobody knows when", [parcel({ updatedAt: null })], null],
  ])("%s", (_what, parcels, expected) => {
    expect(deliveredAt(parcels)).toEqual(expected);
  });
});

describe("what an order's payment says", () => {
  it.each([
    ["paid", at(3)],
    ["partially_refunded", at(3)],
    ["refunded", at(3)],
    ["pending", null],
    ["authorized", null],
    ["partially_paid", null],
    [null, null],
  ])("%s: paid at %s", (paymentState, expected) => {
    expect(paidAt({ paymentState, updatedAt: at(3) })).toEqual(expected);
  });

  it.each<[string, Parameters<typeof countsAsOrder>[0], boolean]>([
    ["paid", { test: false, cancelledAt: null, paymentState: "paid" }, true],
    ["not paid yet", { test: false, cancelledAt: null, paymentState: "pending" }, true],
    ["from before we kept it", { test: false, cancelledAt: null, paymentState: null }, true],
    ["a test", { test: true, cancelledAt: null, paymentState: "paid" }, false],
    ["cancelled", { test: false, cancelledAt: at(2), paymentState: "paid" }, false],
    ["voided", { test: false, cancelledAt: null, paymentState: "voided" }, false],
    ["expired", { test: false, cancelledAt: null, paymentState: "expired" }, false],
  ])("%s: counts as an order %s", (_what, order, expected) => {
    expect(countsAsOrder(order)).toBe(expected);
  });
});

it("nobody keeps less than nothing or more than was ordered, and of a refunded order nothing", () => {
  const states = fc.constantFrom("paid", "refunded", "partially_refunded", null);
  fc.assert(
    fc.property(fc.nat(50), fc.nat(80), states, (quantity, returned, state) => {
      const line = keptOf({ quantity, returned }, state);
      expect(line.kept + line.returned).toBe(quantity);
      expect(Math.min(line.kept, line.returned)).toBeGreaterThanOrEqual(0);
      if (state === "refunded") expect(line.kept).toBe(0);
    }),
  );
});
