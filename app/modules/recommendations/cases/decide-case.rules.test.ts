import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "#app/shared/duration.ts";
import { recommendationSettingsSchema } from "../recommendation-settings.types.ts";
import { caseKinds, caseReasons, caseStates } from "./case.types.ts";
import {
  type CaseFacts,
  type CaseMatch,
  type CaseOrder,
  type CasePerson,
  decideCase,
} from "./decide-case.rules.ts";

const ORDERED = new Date("2026-11-01T10:00:00Z");
const NOW = addDays(ORDERED, 14);
const settings = recommendationSettingsSchema.parse({ isOn: true, holdoutPercent: 0 });

const order: CaseOrder = {
  orderedAt: ORDERED,
  deliveredAt: null,
  isTest: false,
  isCancelled: false,
  hasProducts: true,
};
const person: CasePerson = {
  consent: "granted",
  toHash: "p.1",
  isSuppressed: false,
  phoneCountry: "DE",
};
const match: CaseMatch = {
  shown: 2,
  outOfStock: false,
  templateState: "approved",
  worth: { send: true, expectedMargin: 120, hitChance: 0.1 },
};
const fits: CaseFacts = {
  caseId: "c1",
  kind: "after_purchase",
  state: "waiting",
  meantFor: NOW,
  rounds: 0,
  drawnArm: null,
  order,
  newerPurchase: false,
  shopInstalled: true,
  settings,
  person,
  numberConnected: true,
  match,
};

const skipped = (reason: string) => ({ do: "skip", reason });
const notWorthIt = {
  send: false,
  reason: "not_worth_the_price",
  expectedMargin: 3,
  hitChance: 0.01,
} as const;

describe("a case that is due", () => {
  it("is asked about once everything else speaks for it, and planned with the answer", () => {
    expect(decideCase({ ...fits, match: null }, NOW)).toEqual({ do: "ask" });
    expect(decideCase(fits, NOW)).toEqual({ do: "plan" });
  });

  it.each<[string, Partial<CaseFacts>, object]>([
    ["decided already", { state: "planned" }, { do: "nothing" }],
    ["of a shop that has uninstalled", { shopInstalled: false }, skipped("shop_uninstalled")],
    [
      "of a shop that switched them off",
      { settings: { ...settings, isOn: false } },
      skipped("recommendations_off"),
    ],
    [
      "about things bought again, which the shop does not want",
      { kind: "replenishment", settings: { ...settings, replenishment: false } },
      skipped("replenishment_off"),
    ],
    ["of a test order", { order: { ...order, isTest: true } }, skipped("test_order")],
    [
      "of a cancelled order",
      { order: { ...order, isCancelled: true } },
      skipped("order_cancelled"),
    ],
    [
      "of gift cards, or of what was all sent back",
      { order: { ...order, hasProducts: false } },
      skipped("nothing_bought"),
    ],
    ["of somebody who has bought since", { newerPurchase: true }, { do: "supersede" }],
    ["of somebody who was erased", { person: null }, skipped("person_erased")],
    ["without consent", { person: { ...person, consent: "none" } }, skipped("no_consent")],
    [
      "whose consent was withdrawn",
      { person: { ...person, consent: "withdrawn" } },
      skipped("consent_withdrawn"),
    ],
    [
      "whose consent waits to be confirmed",
      { person: { ...person, consent: "pending" } },
      skipped("consent_pending"),
    ],
    [
      "whose consent names no number",
      { person: { ...person, toHash: null } },
      skipped("no_consent"),
    ],
    [
      "of somebody suppressed",
      { person: { ...person, isSuppressed: true } },
      skipped("suppressed"),
    ],
    ["to a US number", { person: { ...person, phoneCountry: "US" } }, skipped("us_number")],
    ["to Cuba", { person: { ...person, phoneCountry: "CU" } }, skipped("blocked_country")],
    ["without a number of the shop", { numberConnected: false }, skipped("no_number_connected")],
    ["for which nothing fits", { match: { ...match, shown: 0 } }, skipped("no_match")],
    [
      "for which what fits is sold out",
      { match: { ...match, shown: 0, outOfStock: true } },
      skipped("out_of_stock"),
    ],
    [
      "without an approved template",
      { match: { ...match, templateState: "rejected" } },
      skipped("template_missing"),
    ],
    ["whose price nobody knows", { match: { ...match, worth: null } }, skipped("price_unknown")],
    [
      "that promises less than it costs",
      { match: { ...match, worth: notWorthIt } },
      skipped("not_worth_the_price"),
    ],
    ["whose offers keep changing", { rounds: 3 }, skipped("offers_keep_changing")],
    [
      "of a person who is left alone on purpose",
      { settings: { ...settings, holdoutPercent: 100 } },
      { do: "hold_out" },
    ],
  ])("%s is not sent", (_what, change, decision) => {
    expect(decideCase({ ...fits, ...change }, NOW)).toEqual(decision);
  });

  it.each(["paused", "pending"] as const)(
    "waits for a %s template at the send",
    (templateState) => {
      expect(decideCase({ ...fits, match: { ...match, templateState } }, NOW)).toEqual({
        do: "plan",
      });
    },
  );
});

describe("when a case is due", () => {
  it.each<[string, Date | null, number, object]>([
    ["14 days after the order where no delivery is known", null, 14, { do: "plan" }],
    ["and not a day earlier", null, 13, { do: "wait", until: addDays(ORDERED, 14) }],
    ["7 days after the delivery", addDays(ORDERED, 3), 10, { do: "plan" }],
    [
      "also where that is later",
      addDays(ORDERED, 12),
      18,
      { do: "wait", until: addDays(ORDERED, 19) },
    ],
    ["14 days late it is too late", null, 28.1, skipped("too_late")],
  ])("%s", (_what, deliveredAt, days, decision) => {
    const facts = { ...fits, order: { ...order, deliveredAt } };
    expect(decideCase(facts, addDays(ORDERED, days))).toEqual(decision);
  });

  it("a replenishment is due when the row says so, whatever the order's age", () => {
    const meantFor = addDays(ORDERED, 40);
    const facts: CaseFacts = { ...fits, kind: "replenishment", meantFor };
    expect(decideCase(facts, addDays(ORDERED, 39))).toEqual({ do: "wait", until: meantFor });
    expect(decideCase(facts, meantFor)).toEqual({ do: "plan" });
  });

  it("ends at once with a cancelled order or a newer purchase, without waiting for its time", () => {
    const early = addDays(ORDERED, 1);
    const cancelled = { ...order, isCancelled: true };
    expect(decideCase({ ...fits, order: cancelled }, early)).toEqual(skipped("order_cancelled"));
    expect(decideCase({ ...fits, newerPurchase: true }, early)).toEqual({ do: "supersede" });
  });
});

const worths = fc.constantFrom<CaseMatch["worth"][]>(
  null,
  { send: true, expectedMargin: 50, hitChance: 0.1 },
  notWorthIt,
  { send: false, reason: "no_match", expectedMargin: 0, hitChance: 0 },
);
const facts: fc.Arbitrary<CaseFacts> = fc.record({
  caseId: fc.uuid(),
  kind: fc.constantFrom(...caseKinds),
  state: fc.constantFrom(...caseStates),
  meantFor: fc.integer({ min: -40, max: 40 }).map((days) => addDays(NOW, days)),
  rounds: fc.nat(4),
  drawnArm: fc.constantFrom(null, "treated" as const, "holdout" as const),
  order: fc.record({
    orderedAt: fc.integer({ min: -60, max: 1 }).map((days) => addDays(NOW, days)),
    deliveredAt: fc.option(fc.integer({ min: -50, max: 1 }).map((days) => addDays(NOW, days))),
    isTest: fc.boolean(),
    isCancelled: fc.boolean(),
    hasProducts: fc.boolean(),
  }),
  newerPurchase: fc.boolean(),
  shopInstalled: fc.boolean(),
  settings: fc
    .record({
      isOn: fc.boolean(),
      replenishment: fc.boolean(),
      holdoutPercent: fc.constantFrom(0, 10, 50),
      waitDaysAfterOrder: fc.integer({ min: 1, max: 60 }),
    })
    .map((change) => recommendationSettingsSchema.parse(change)),
  person: fc.option(
    fc.record({
      consent: fc.constantFrom("none", "pending", "granted", "withdrawn"),
      toHash: fc.option(fc.uuid()),
      isSuppressed: fc.boolean(),
      phoneCountry: fc.option(fc.constantFrom("DE", "US", "IR", "AT")),
    }),
  ),
  numberConnected: fc.boolean(),
  match: fc.option(
    fc.record({
      shown: fc.nat(5),
      outOfStock: fc.boolean(),
      templateState: fc.constantFrom("approved", "paused", "pending", "rejected", "missing"),
      worth: worths,
    }),
  ),
});

/** Mostly what speaks for a message, so that many draws come to one. */
const likely: fc.Arbitrary<CaseFacts> = fc
  .tuple(facts, fc.subarray(Object.keys(fits)))
  .map(([drawn, taken]) => {
    const entries = Object.entries(drawn).filter(([key]) => taken.includes(key));
    return { ...fits, ...Object.fromEntries(entries) };
  });

describe("whatever the facts", () => {
  it("no message is planned, and nobody held out, against an invariant", () => {
    let planned = 0;
    fc.assert(
      fc.property(likely, (drawn) => {
        const decision = decideCase(drawn, NOW);
        if (decision.do !== "plan" && decision.do !== "hold_out") return;
        planned += 1;
        expect(drawn).toMatchObject({
          state: "waiting",
          settings: { isOn: true },
          shopInstalled: true,
          numberConnected: true,
          newerPurchase: false,
          order: { isTest: false, isCancelled: false, hasProducts: true },
          person: { consent: "granted", isSuppressed: false },
          match: { worth: { send: true } },
        });
        expect(drawn.person?.toHash).not.toBeNull();
        expect(["US", "IR"]).not.toContain(drawn.person?.phoneCountry);
        expect(drawn.match?.shown).toBeGreaterThan(0);
        expect(["approved", "paused", "pending"]).toContain(drawn.match?.templateState);
        if (drawn.drawnArm) {
          expect(decision.do).toBe(drawn.drawnArm === "holdout" ? "hold_out" : "plan");
        } else if (drawn.settings.holdoutPercent === 0) expect(decision.do).toBe("plan");
      }),
      { numRuns: 5_000 },
    );
    expect(planned).toBeGreaterThan(100);
  });

  it("the same facts draw the same arm, and every reason is one that the merchant reads", () => {
    fc.assert(
      fc.property(likely, (drawn) => {
        const decision = decideCase(drawn, NOW);
        expect(decideCase(drawn, NOW)).toEqual(decision);
        if (decision.do === "skip") expect(caseReasons).toContain(decision.reason);
        if (decision.do === "wait") expect(decision.until > NOW).toBe(true);
      }),
    );
  });

  it("nobody is asked before everything that is known speaks for it", () => {
    fc.assert(
      fc.property(likely, (drawn) => {
        if (decideCase({ ...drawn, match: null }, NOW).do !== "ask") return;
        const answered = { ...drawn, match };
        expect(["plan", "hold_out"]).toContain(decideCase(answered, NOW).do);
      }),
    );
  });
});
