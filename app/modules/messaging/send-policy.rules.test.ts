import { describe, expect, it } from "vitest";
import { purchaseKinds } from "./message.types.ts";
import type { SendFacts, SendPurpose } from "./send-facts.types.ts";
import { decideSend } from "./send-policy.rules.ts";

const NOON = new Date("2026-11-22T11:00:00Z");
const before = (seconds: number) => new Date(NOON.getTime() - seconds * 1_000);
const after = (seconds: number) => before(-seconds);

const allows: SendFacts = {
  messageId: "0192d3a0-0000-7000-8000-000000000000",
  purpose: "marketing",
  topic: "reminders",
  shopActive: true,
  expiresAt: after(24 * 3_600),
  unprocessedEvents: false,
  consent: "granted",
  consentIdentifierHash: "hash-a",
  toIdentifierHash: "hash-a",
  toIsGone: false,
  consentStale: false,
  suppressed: null,
  purchase: null,
  purchaseCheckedAt: before(10),
  phoneCountry: "DE",
  countryBlocked: false,
  templateState: "approved",
  numberState: "connected",
  otherSeriesOpen: false,
  marketingBraked: false,
  frequency: { lastMarketingAt: null, count30d: 0, minHoursBetween: null, maxPer30Days: null },
  lastToPersonAt: null,
  restsUntil: null,
  limitFreeAt: null,
  budget: "ok",
  budgetRenewsAt: null,
  quietTimes: { from: "21:00", to: "08:00" },
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
  ["the number has changed hands", { toIsGone: true }, "number_changed"],
  ["consent was not used for too long", { consentStale: true }, "consent_stale"],
  ["the person is suppressed", { suppressed: "opt_out" }, "suppressed"],
  ["the person was erased", { suppressed: "erased" }, "suppressed"],
  ["the person is not on WhatsApp", { suppressed: "unreachable" }, "unreachable"],
  ["the number is a US one", { phoneCountry: "US" }, "us_number"],
  ["the country cannot be reached", { phoneCountry: "CU" }, "blocked_country"],
  ["the shop may not write there", { countryBlocked: true }, "blocked_country"],
  ["no number is connected", { numberState: "none" }, "no_number_connected"],
  ["the template is rejected", { templateState: "rejected" }, "template_not_approved"],
  ["the template is missing", { templateState: "missing" }, "template_not_approved"],
  ["the month's budget is used up, and nobody knows until when", { budget: "month" }, "budget"],
  ["its price is not known and a budget is set", { budget: "price_unknown" }, "price_unknown"],
  ["the day's budget is used up, and nobody knows until when", { budget: "day" }, "budget"],
  [
    "WhatsApp holds back for longer than it lives",
    { restsUntil: after(25 * 3_600) },
    "person_rests",
  ],
  ["the limit frees too late", { limitFreeAt: after(25 * 3_600) }, "messaging_limit"],
  [
    "the budget's day ends too late",
    { budget: "day", budgetRenewsAt: after(25 * 3_600) },
    "budget",
  ],
  [
    "the budget's month ends too late",
    { budget: "month", budgetRenewsAt: after(9 * 24 * 3_600) },
    "budget",
  ],
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
  ["Meta has not decided yet", { templateState: "pending" }, "template_pending", after(900)],
  ["the number is paused", { numberState: "paused" }, "number_paused", after(900)],
  ["our brake holds", { marketingBraked: true }, "quality_brake", after(900)],
  ["WhatsApp held back lately", { restsUntil: after(7_200) }, "person_rests", after(7_200)],
  ["the person just got something", { lastToPersonAt: after(-2) }, "pair_rate", after(4)],
  ["the limit is reached", { limitFreeAt: after(60) }, "messaging_limit", after(60)],
  [
    "the day's budget is used up",
    { budget: "day", budgetRenewsAt: after(12 * 3_600) },
    "budget_day",
    after(12 * 3_600),
  ],
  [
    "the month's budget is used up on its last day",
    { budget: "month", budgetRenewsAt: after(12 * 3_600) },
    "budget_month",
    after(12 * 3_600),
  ],
];

/** What keeps quiet, with the moment when the quiet ends. */
const QUIET: readonly [string, Partial<SendFacts>, string, string][] = [
  [
    "it is night for the contact",
    { zones: ["Pacific/Auckland"] },
    "quiet_hours",
    "2026-11-22T19:00:00Z",
  ],
  [
    "it is Sunday, and the merchant keeps Sundays",
    { quietTimes: { from: "21:00", to: "08:00", sundays: true } },
    "quiet_day",
    "2026-11-23T07:00:00Z",
  ],
  [
    "it is a holiday, without quiet hours",
    { quietTimes: { from: "08:00", to: "08:00", holidays: new Set(["2026-11-22"]) } },
    "quiet_day",
    "2026-11-22T23:00:00Z",
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

  it.each(QUIET)("waits when %s, and for up to half an hour more", (_name, fact, reason, end) => {
    const decision = decideSend({ ...allows, ...fact }, NOON);
    expect(decision).toMatchObject({ outcome: "defer", reason });
    const until = decision.outcome === "defer" ? decision.until.getTime() : 0;
    expect(until).toBeGreaterThanOrEqual(Date.parse(end));
    expect(until).toBeLessThan(Date.parse(end) + 30 * 60_000);
  });

  it("skips at once what would not live to see the morning, and says why", () => {
    const facts = { ...allows, zones: ["Pacific/Auckland"], expiresAt: after(3_600) };
    expect(decideSend(facts, NOON)).toEqual({ outcome: "skip", reason: "quiet_too_long" });
  });

  it.each([
    ["a paused number", { numberState: "paused" }, "number_paused"],
    ["a paused template", { templateState: "paused" }, "template_paused"],
    ["a template that Meta looks at", { templateState: "pending" }, "template_pending"],
    ["our brake", { marketingBraked: true }, "quality_brake"],
  ] as const)(
    "asks about %s again when the message expires, then ends it",
    (_name, fact, reason) => {
      const facts = { ...allows, ...fact, expiresAt: after(60) };
      expect(decideSend(facts, NOON)).toEqual({ outcome: "defer", reason, until: after(60) });
      expect(decideSend({ ...facts, expiresAt: NOON }, NOON).outcome).toBe("skip");
    },
  );

  it.each([
    [{ numberState: "paused" }, "number_paused_too_long"],
    [{ templateState: "paused" }, "template_paused_too_long"],
    [{ templateState: "pending" }, "template_not_approved"],
  ] as const)("says of a message that is late what kept it: %o", (fact, reason) => {
    const facts = { ...allows, ...fact, expiresAt: before(1) };
    expect(decideSend(facts, NOON)).toEqual({ outcome: "skip", reason });
  });

  it("does not write about something else while a reminder series runs", () => {
    const facts = { ...allows, topic: "offers", otherSeriesOpen: true } as const;
    expect(decideSend(facts, NOON)).toEqual({ outcome: "skip", reason: "open_series" });
    expect(decideSend({ ...facts, topic: "reminders" }, NOON).outcome).toBe("send");
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

/** What the answer to a "yes" needs as advertising does: consent, for this very number. */
const OF_CONSENT = ["consent names another number", "it is pending"];

/** What each purpose makes of a fact: the reason why it does not leave, or "send". */
const BY_PURPOSE: readonly [string, Partial<SendFacts>, Record<SendPurpose, string>][] = (
  [
    ["the app is uninstalled", { shopActive: false }, ["shop_uninstalled"]],
    ["a webhook is unread", { unprocessedEvents: true }, ["stop_pending"]],
    ["its time is over", { expiresAt: before(1) }, ["too_late"]],
    ["the person is not on WhatsApp", { suppressed: "unreachable" }, ["unreachable"]],
    ["the shop blocked the person", { suppressed: "blocked" }, ["suppressed"]],
    ["a legal hold stands", { suppressed: "legal_hold" }, ["suppressed"]],
    ["the person was erased", { suppressed: "erased" }, ["suppressed"]],
    ["the person opted out once", { suppressed: "opt_out" }, ["suppressed", "suppressed", "send"]],
    [
      "the person stopped offers",
      { suppressed: "native_stop" },
      ["suppressed", "suppressed", "send"],
    ],
    ["the number is of the US", { phoneCountry: "US" }, ["us_number", "send", "send"]],
    ["the country is closed", { phoneCountry: "CU" }, ["blocked_country"]],
    ["the country was refused", { countryBlocked: true }, ["blocked_country"]],
    ["no number is connected", { numberState: "none" }, ["no_number_connected"]],
    ["the number is paused", { numberState: "paused" }, ["number_paused"]],
    ["our brake holds", { marketingBraked: true }, ["quality_brake", "send", "send"]],
    ["the template is rejected", { templateState: "rejected" }, ["template_not_approved"]],
    ["the template is paused", { templateState: "paused" }, ["template_paused"]],
    ["WhatsApp holds back", { restsUntil: after(60) }, ["person_rests"]],
    ["the limit is reached", { limitFreeAt: after(60) }, ["messaging_limit"]],
    ["the budget is used up", { budget: "month" }, ["budget"]],
    ["it is night", { zones: ["Pacific/Auckland"] }, ["quiet_hours", "send", "send"]],
    [
      "it is Sunday",
      { quietTimes: { from: "08:00", to: "08:00", sundays: true } },
      ["quiet_day", "send", "send"],
    ],
    [
      "the month is full",
      { frequency: { ...capped, count30d: 4 } },
      ["frequency_cap", "send", "send"],
    ],
    ["it was bought", { purchase: "checkout" }, ["purchased_checkout", "send", "send"]],
    ["Shopify was not asked", { purchaseCheckedAt: null }, ["purchase_unknown", "send", "send"]],
    [
      "consent names another number",
      { consentIdentifierHash: "hash-b" },
      ["number_changed", "send", "send"],
    ],
    [
      "the number is the person's no more",
      { consentIdentifierHash: null },
      ["number_changed", "number_changed", "send"],
    ],
    ["nobody asked", { consent: "none" }, ["no_consent", "no_consent", "send"]],
    ["it is pending", { consent: "pending" }, ["consent_pending", "send", "send"]],
    [
      "it is withdrawn",
      { consent: "withdrawn" },
      ["consent_withdrawn", "consent_withdrawn", "send"],
    ],
    [
      "it is granted",
      { consent: "granted" },
      ["send", "confirmation_not_needed", "confirmation_not_needed"],
    ],
  ] as const
).map(([name, fact, [marketing, optIn = marketing, optOut = marketing]]) => [
  name,
  fact,
  {
    marketing,
    opt_in_confirmation: optIn,
    opt_out_confirmation: optOut,
    opt_in_answer: optIn === "send" && !OF_CONSENT.includes(name) ? "send" : marketing,
  },
]);

/** A message of each purpose that nothing speaks against. */
const FIT: Record<SendPurpose, SendFacts> = {
  marketing: allows,
  opt_in_confirmation: { ...allows, purpose: "opt_in_confirmation", consent: "pending" },
  opt_out_confirmation: { ...allows, purpose: "opt_out_confirmation", consent: "withdrawn" },
  opt_in_answer: { ...allows, purpose: "opt_in_answer" },
};
const PURPOSES = [
  "marketing",
  "opt_in_confirmation",
  "opt_out_confirmation",
  "opt_in_answer",
] as const;

describe("a check of another purpose", () => {
  it.each(PURPOSES)("lets %s leave when nothing speaks against it", (purpose) => {
    expect(decideSend(FIT[purpose], NOON)).toEqual({ outcome: "send" });
  });

  it.each(BY_PURPOSE)("when %s", (_name, fact, expected) => {
    const reasonOf = (purpose: SendPurpose) => {
      const decision = decideSend({ ...FIT[purpose], ...fact }, NOON);
      return decision.outcome === "send" ? "send" : decision.reason;
    };
    expect(Object.fromEntries(PURPOSES.map((one) => [one, reasonOf(one)]))).toEqual(expected);
  });
});
