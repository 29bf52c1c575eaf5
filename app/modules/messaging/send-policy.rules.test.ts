import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentStates, suppressionReasons } from "#app/modules/consent/consent.types.ts";
import { purchaseKinds, topics } from "./message.types.ts";
import { decideSend } from "./send-policy.rules.ts";
import type { SendFacts } from "./send-policy.rules.ts";

const NOON = new Date("2026-11-22T11:00:00Z");
const before = (seconds: number) => new Date(NOON.getTime() - seconds * 1_000);
const after = (seconds: number) => before(-seconds);

const allows: SendFacts = {
  topic: "reminders",
  shopActive: true,
  expiresAt: after(3_600),
  unprocessedEvents: false,
  consent: "granted",
  consentIdentifierHash: "hash-a",
  toIdentifierHash: "hash-a",
  suppressed: null,
  purchase: null,
  purchaseCheckedAt: before(10),
  phoneCountry: "DE",
  countryBlocked: false,
  templateState: "approved",
  numberState: "connected",
  frequency: { lastMarketingAt: null, count30d: 0, minHoursBetween: null, maxPer30Days: null },
  budget: "ok",
  quietHours: { from: "21:00", to: "08:00" },
  zones: ["Europe/Berlin"],
};

const capped = { lastMarketingAt: null, count30d: 0, minHoursBetween: 20, maxPer30Days: 4 };

/** One blocking fact each: never sent, whatever else holds. */
const BLOCKS: readonly [string, Partial<SendFacts>, string][] = [
  ["the app is uninstalled", { shopActive: false }, "shop_uninstalled"],
  ["its time is over", { expiresAt: before(1) }, "too_late"],
  ["nobody ever agreed", { consent: "none" }, "no_consent"],
  ["the confirmation is missing", { consent: "pending" }, "consent_pending"],
  ["consent is withdrawn", { consent: "withdrawn" }, "consent_withdrawn"],
  ["consent names another number", { consentIdentifierHash: "hash-b" }, "number_changed"],
  ["consent names no number", { consentIdentifierHash: null }, "number_changed"],
  ["the person is suppressed", { suppressed: "opt_out" }, "suppressed"],
  ["the person was erased", { suppressed: "erased" }, "suppressed"],
  ["the person is not on WhatsApp", { suppressed: "unreachable" }, "unreachable"],
  ["the number is a US one", { phoneCountry: "US" }, "us_number"],
  ["the country cannot be reached", { phoneCountry: "CU" }, "blocked_country"],
  ["the shop may not write there", { countryBlocked: true }, "blocked_country"],
  ["no number is connected", { numberState: "none" }, "no_number_connected"],
  ["the template is rejected", { templateState: "rejected" }, "template_not_approved"],
  ["the template is missing", { templateState: "missing" }, "template_not_approved"],
  ["the budget is used up", { budget: "exhausted" }, "budget"],
  [
    "the last message is too near",
    { frequency: { ...capped, lastMarketingAt: before(19 * 3_600) } },
    "frequency_cap",
  ],
  ["the month is full", { frequency: { ...capped, count30d: 4 } }, "frequency_cap"],
];

const WAITS: readonly [string, Partial<SendFacts>, string, Date][] = [
  ["a webhook is unread", { unprocessedEvents: true }, "stop_pending", after(5)],
  ["Shopify was not asked", { purchaseCheckedAt: null }, "purchase_unknown", after(5)],
  ["Shopify's answer is old", { purchaseCheckedAt: before(61) }, "purchase_unknown", after(5)],
  [
    "Shopify's answer is of the future",
    { purchaseCheckedAt: after(9) },
    "purchase_unknown",
    after(5),
  ],
  ["the template is paused", { templateState: "paused" }, "template_paused", after(900)],
  ["the number is paused", { numberState: "paused" }, "number_paused", after(900)],
  [
    "it is night for the contact",
    { zones: ["Pacific/Auckland"] },
    "quiet_hours",
    new Date("2026-11-22T19:00:00Z"),
  ],
];

describe("decideSend", () => {
  it("sends when nothing speaks against it", () => {
    expect(decideSend(allows, NOON)).toEqual({ outcome: "send" });
  });

  it.each(BLOCKS)("skips when %s", (_name, fact, reason) => {
    expect(decideSend({ ...allows, ...fact }, NOON)).toEqual({ outcome: "skip", reason });
  });

  it.each(purchaseKinds)("skips a reminder when the %s was bought", (purchase) => {
    expect(decideSend({ ...allows, purchase }, NOON)).toEqual({
      outcome: "skip",
      reason: `purchased_${purchase}`,
    });
  });

  it.each(WAITS)("waits when %s", (...[, fact, reason, until]) => {
    expect(decideSend({ ...allows, ...fact }, NOON)).toEqual({ outcome: "defer", reason, until });
  });

  it("asks for purchases only for reminders", () => {
    const facts = {
      ...allows,
      topic: "offers",
      purchase: "customer",
      purchaseCheckedAt: null,
    } as const;
    expect(decideSend(facts, NOON).outcome).toBe("send");
  });

  it("ends a message that waited for a parked webhook with that reason", () => {
    const facts = { ...allows, unprocessedEvents: true, expiresAt: before(1) };
    expect(decideSend(facts, NOON)).toEqual({ outcome: "skip", reason: "stop_pending" });
  });

  it("does not judge consent before an acknowledged webhook is read", () => {
    const facts = { ...allows, unprocessedEvents: true, consent: "none" } as const;
    expect(decideSend(facts, NOON).outcome).toBe("defer");
  });

  it("sends at the last moment and after the exact cap", () => {
    const frequency = { ...capped, lastMarketingAt: before(20 * 3_600), count30d: 3 };
    const facts = { ...allows, expiresAt: NOON, purchaseCheckedAt: before(60), frequency };
    expect(decideSend(facts, NOON).outcome).toBe("send");
  });
});

describe("no combination of facts", () => {
  const deviations = fc.record(
    {
      topic: fc.constantFrom(...topics),
      shopActive: fc.boolean(),
      expiresAt: fc.option(fc.constantFrom(before(1), after(1))),
      unprocessedEvents: fc.boolean(),
      consent: fc.constantFrom(...consentStates),
      consentIdentifierHash: fc.option(fc.constantFrom("hash-a", "hash-b")),
      toIdentifierHash: fc.constantFrom("hash-a", "hash-b"),
      suppressed: fc.option(fc.constantFrom(...suppressionReasons)),
      purchase: fc.option(fc.constantFrom(...purchaseKinds)),
      purchaseCheckedAt: fc.option(fc.constantFrom(before(10), before(61))),
      phoneCountry: fc.option(fc.constantFrom("DE", "US", "IR")),
      countryBlocked: fc.boolean(),
      templateState: fc.constantFrom("approved", "paused", "pending", "disabled"),
      numberState: fc.constantFrom("connected", "paused", "none"),
      frequency: fc.record({
        lastMarketingAt: fc.option(fc.constantFrom(before(60), before(30 * 3_600))),
        count30d: fc.integer({ min: 0, max: 6 }),
        minHoursBetween: fc.option(fc.constant(20)),
        maxPer30Days: fc.option(fc.constant(4)),
      }),
      budget: fc.constantFrom("ok", "exhausted"),
      quietHours: fc.constant(allows.quietHours),
      zones: fc.constantFrom(["Europe/Berlin"], ["Pacific/Auckland"]),
    },
    { requiredKeys: [] },
  );
  // Only some facts deviate, or nothing would ever be sent and nothing proved.
  const anyFacts: fc.Arbitrary<SendFacts> = deviations.map((some) => ({ ...allows, ...some }));
  const fact = fc.constantFrom(...[...BLOCKS, ...WAITS].map(([, blocking]) => blocking));

  it("sends while one fact blocks", () => {
    fc.assert(
      fc.property(anyFacts, fact, (facts, blocking) => {
        const topic = "reminders" as const;
        expect(decideSend({ ...facts, topic, ...blocking }, NOON).outcome).not.toBe("send");
      }),
    );
    fc.assert(
      fc.property(fact, (blocking) => {
        expect(decideSend({ ...allows, ...blocking }, NOON).outcome).not.toBe("send");
      }),
    );
  });

  it("sends without consent for exactly that number, or to a buyer, or unheard", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (decideSend(facts, NOON).outcome !== "send") return;
        expect(facts).toMatchObject({
          consent: "granted",
          suppressed: null,
          unprocessedEvents: false,
          shopActive: true,
          budget: "ok",
          templateState: "approved",
          numberState: "connected",
        });
        expect(facts.consentIdentifierHash).toBe(facts.toIdentifierHash);
        if (facts.topic === "reminders") expect(facts.purchase).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it("waits for a moment that has passed", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decideSend(facts, NOON);
        const until = decision.outcome === "defer" ? decision.until : after(1);
        expect(until > NOON).toBe(true);
      }),
    );
  });
});
