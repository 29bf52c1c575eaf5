import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentStates, suppressionReasons } from "#app/modules/consent/consent.types.ts";
import { deferReasons, purchaseKinds, skipReasons, topics } from "./message.types.ts";
import { isQuietDayNow, quietUntil } from "./quiet-hours.rules.ts";
import type { SendFacts } from "./send-facts.types.ts";
import { decideSend } from "./send-policy.rules.ts";

const NOON = new Date("2026-11-22T11:00:00Z");
const hours = (count: number) => new Date(NOON.getTime() + count * 3_600_000);

const allows: SendFacts = {
  messageId: "0192d3a0-0000-7000-8000-000000000000",
  purpose: "marketing",
  topic: "reminders",
  shopActive: true,
  expiresAt: hours(24),
  unprocessedEvents: false,
  consent: "granted",
  consentIdentifierHash: "hash-a",
  toIdentifierHash: "hash-a",
  toIsGone: false,
  consentStale: false,
  suppressed: null,
  purchase: null,
  purchaseCheckedAt: NOON,
  phoneCountry: "DE",
  countryBlocked: false,
  otherSeriesOpen: false,
  templateState: "approved",
  numberState: "connected",
  marketingBraked: false,
  frequency: { lastMarketingAt: null, count30d: 0, minHoursBetween: 20, maxPer30Days: 4 },
  lastToPersonAt: null,
  restsUntil: null,
  limitFreeAt: null,
  budget: "ok",
  budgetRenewsAt: null,
  quietTimes: { from: "21:00", to: "08:00" },
  zones: ["Europe/Berlin"],
};

/** Times before, at and after now, none excepted. */
const time = fc.constantFrom(hours(-30), hours(-0.01), NOON, hours(0.01), hours(3), hours(50));
const strange = fc.record({
  messageId: fc.uuid(),
  purpose: fc.constantFrom("marketing", "opt_in_confirmation", "opt_out_confirmation"),
  topic: fc.constantFrom(...topics),
  shopActive: fc.boolean(),
  expiresAt: fc.option(time),
  unprocessedEvents: fc.boolean(),
  consent: fc.constantFrom(...consentStates),
  consentIdentifierHash: fc.option(fc.constantFrom("hash-a", "hash-b")),
  toIdentifierHash: fc.constantFrom("hash-a", "hash-b"),
  toIsGone: fc.boolean(),
  consentStale: fc.boolean(),
  suppressed: fc.option(fc.constantFrom(...suppressionReasons)),
  purchase: fc.option(fc.constantFrom(...purchaseKinds)),
  purchaseCheckedAt: fc.option(time),
  phoneCountry: fc.option(fc.constantFrom("DE", "US", "IR", "CA")),
  countryBlocked: fc.boolean(),
  otherSeriesOpen: fc.boolean(),
  templateState: fc.constantFrom(
    "approved",
    "paused",
    "pending",
    "rejected",
    "disabled",
    "missing",
  ),
  numberState: fc.constantFrom("connected", "paused", "none"),
  marketingBraked: fc.boolean(),
  frequency: fc.record({
    lastMarketingAt: fc.option(time),
    count30d: fc.integer({ min: 0, max: 6 }),
    minHoursBetween: fc.option(fc.constant(20)),
    maxPer30Days: fc.option(fc.constant(4)),
  }),
  lastToPersonAt: fc.option(time),
  restsUntil: fc.option(time),
  limitFreeAt: fc.option(time),
  budget: fc.constantFrom("ok", "day", "month", "price_unknown"),
  budgetRenewsAt: fc.option(time),
  quietTimes: fc.record({
    from: fc.constantFrom("21:00", "11:00", "08:00", "08:05"),
    to: fc.constantFrom("08:00", "13:00"),
    sundays: fc.boolean(),
    holidays: fc.constantFrom(new Set<string>(), new Set(["2026-11-22", "2026-11-23"])),
  }),
  zones: fc.constantFrom(["Europe/Berlin"], ["Pacific/Auckland"], ["Europe/London", "Asia/Tokyo"]),
});
const names = fc.subarray(Object.keys(allows), { maxLength: 5 });
// Only some facts deviate, or nothing would ever be sent and nothing proved.
const anyFacts: fc.Arbitrary<SendFacts> = fc.tuple(strange, names).map(([facts, some]) => ({
  ...allows,
  ...Object.fromEntries(Object.entries(facts).filter(([name]) => some.includes(name))),
}));
const RUNS = { numRuns: 5_000 };

/** Each of these facts forbids marketing on its own. */
const STOPS: fc.Arbitrary<Partial<SendFacts>> = fc.constantFrom<Partial<SendFacts>[]>(
  { shopActive: false },
  { expiresAt: hours(-0.01) },
  { unprocessedEvents: true },
  { consent: "none" },
  { consent: "pending" },
  { consent: "withdrawn" },
  { consentIdentifierHash: "hash-c" },
  { consentIdentifierHash: null },
  { toIsGone: true },
  { consentStale: true },
  ...suppressionReasons.map((suppressed) => ({ suppressed })),
  { topic: "reminders", purchase: "phone" },
  { topic: "reminders", purchaseCheckedAt: null },
  { topic: "recommendations", purchase: "customer" },
  { topic: "recommendations", purchaseCheckedAt: null },
  { topic: "recommendations", otherSeriesOpen: true },
  { topic: "offers", otherSeriesOpen: true },
  { phoneCountry: "US" },
  { phoneCountry: "CU" },
  { countryBlocked: true },
  { templateState: "paused" },
  { templateState: "missing" },
  { numberState: "paused" },
  { numberState: "none" },
  { marketingBraked: true },
  { restsUntil: hours(3) },
  { limitFreeAt: hours(3) },
  { budget: "day", budgetRenewsAt: null },
  { budget: "day", budgetRenewsAt: hours(3) },
  { budget: "month" },
  { budget: "month", budgetRenewsAt: hours(3) },
  { budget: "price_unknown", budgetRenewsAt: hours(3) },
  { quietTimes: { from: "11:00", to: "13:00" }, zones: ["Europe/Berlin"] },
  { quietTimes: { from: "08:00", to: "08:00", sundays: true }, zones: ["Europe/Berlin"] },
  {
    frequency: { lastMarketingAt: hours(-19), count30d: 0, minHoursBetween: 20, maxPer30Days: 4 },
  },
  { frequency: { lastMarketingAt: null, count30d: 4, minHoursBetween: 20, maxPer30Days: 4 } },
);

describe("no combination of facts", () => {
  it("sends marketing against an invariant", () => {
    let sent = 0;
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (decideSend(facts, NOON).outcome !== "send" || facts.purpose !== "marketing") return;
        sent += 1;
        expect(facts).toMatchObject({
          consent: "granted",
          consentIdentifierHash: facts.toIdentifierHash,
          toIsGone: false,
          consentStale: false,
          suppressed: null,
          unprocessedEvents: false,
          shopActive: true,
          countryBlocked: false,
          marketingBraked: false,
          budget: "ok",
          templateState: "approved",
          numberState: "connected",
        });
        expect(facts.expiresAt === null || NOON <= facts.expiresAt).toBe(true);
        expect(["US", "IR"]).not.toContain(facts.phoneCountry);
        expect(quietUntil(NOON, facts.quietTimes, facts.zones)).toBeNull();
        expect(isQuietDayNow(NOON, facts.quietTimes, facts.zones)).toBe(false);
        if (facts.topic !== "offers") expect(facts.purchase).toBeNull();
        if (facts.topic !== "reminders") expect(facts.otherSeriesOpen).toBe(false);
        const { count30d, maxPer30Days, lastMarketingAt, minHoursBetween } = facts.frequency;
        expect(count30d).toBeLessThan(maxPer30Days ?? Infinity);
        if (lastMarketingAt && minHoursBetween !== null) {
          expect(lastMarketingAt <= hours(-minHoursBetween)).toBe(true);
        }
      }),
      RUNS,
    );
    expect(sent).toBeGreaterThan(20);
  });

  it("sends a confirmation to somebody it must not reach, or that nobody waits for", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (decideSend(facts, NOON).outcome !== "send" || facts.purpose === "marketing") return;
        expect(facts).toMatchObject({ unprocessedEvents: false, shopActive: true, budget: "ok" });
        if (facts.purpose === "opt_out_confirmation") {
          const said = [null, "opt_out", "native_stop", "perhaps_opt_out"];
          expect(said).toContain(facts.suppressed);
          expect(facts.consent).not.toBe("granted");
          return;
        }
        expect(facts.suppressed).toBeNull();
        const otherNumber = facts.consentIdentifierHash !== facts.toIdentifierHash;
        expect(facts.consent === "granted" && otherNumber ? "pending" : facts.consent).toBe(
          "pending",
        );
      }),
      RUNS,
    );
  });

  it("is sent once a fact that forbids it is added", () => {
    fc.assert(
      fc.property(anyFacts, STOPS, (facts, stop) => {
        const marketing = { ...facts, purpose: "marketing" as const, ...stop };
        expect(decideSend(marketing, NOON).outcome).not.toBe("send");
      }),
      RUNS,
    );
  });

  it("waits for a moment that has passed, or that the message does not live to see", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decideSend(facts, NOON);
        if (decision.outcome !== "defer") return;
        expect(decision.until > NOON).toBe(true);
        if (facts.expiresAt) expect(decision.until <= facts.expiresAt).toBe(true);
      }),
      RUNS,
    );
  });

  it("gives a reason that nobody listed", () => {
    const known = new Set<string>([...skipReasons, ...deferReasons]);
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const decision = decideSend(facts, NOON);
        if (decision.outcome === "send") return;
        expect(known.has(decision.reason)).toBe(true);
      }),
    );
  });

  it("is answered differently the second time", () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(decideSend(facts, NOON)).toEqual(decideSend(facts, NOON));
      }),
    );
  });
});
