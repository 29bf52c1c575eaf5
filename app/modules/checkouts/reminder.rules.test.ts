import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { consentStates } from "#app/modules/consent/consent.types.ts";
import { purchaseKinds } from "#app/modules/messaging/message.types.ts";
import { decideReminder, firstReminderAt, nextStepAt } from "./reminder.rules.ts";
import type { ReminderFacts } from "./reminder.rules.ts";
import { reminderSettings } from "./reminder.types.ts";

const LEFT = Date.UTC(2026, 10, 22, 10);
const hour = (n: number) => new Date(LEFT + n * 3_600_000);
const SETTINGS = reminderSettings.parse({});
const OFF = { ...SETTINGS, enabled: false };

describe("reminderSettings", () => {
  it("are two steps and a holdout of a tenth by default", () => {
    expect(SETTINGS).toEqual({
      enabled: true,
      steps: [{ delayMinutes: 120 }, { delayMinutes: 1_440 }],
      maxLatenessHours: 24,
      maxCartAgeHours: 72,
      holdout: { enabled: true, percent: 10 },
    });
  });

  it.each([
    { steps: [] },
    { steps: Array.from({ length: 4 }, () => ({ delayMinutes: 120 })) },
    { steps: [{ delayMinutes: 5 }] },
    { quietHours: { from: "9 pm", to: "08:00" } },
    { quietHours: { from: "24:00", to: "08:00" } },
    { holdout: { percent: 80 } },
  ])("refuse %o", (settings) => {
    expect(reminderSettings.safeParse(settings).success).toBe(false);
  });
});

describe("firstReminderAt", () => {
  const left = { lastActivityAt: hour(0), completedAt: null, contactable: true };
  it.each([
    ["two hours after the last activity", {}, SETTINGS, hour(2), "scheduled"],
    ["never for a completed checkout", { completedAt: hour(1) }, SETTINGS, null, "completed"],
    ["never for nobody in particular", { contactable: false }, SETTINGS, null, "not_contactable"],
    ["never when reminders are off", {}, OFF, null, "reminders_off"],
  ])("is %s", (...[, change, settings, at, reason]) => {
    expect(firstReminderAt({ ...left, ...change }, settings)).toEqual({ at, reason });
  });
});

describe("nextStepAt", () => {
  const progress = { stepsHandedOver: 1, lastHandedOverAt: hour(2), lastActivityAt: hour(0) };
  it.each([
    ["a day after the first was handed over", {}, SETTINGS, hour(26), "scheduled"],
    [
      "later when the shopper came back",
      { lastActivityAt: hour(25) },
      SETTINGS,
      hour(27),
      "scheduled",
    ],
    [
      "the first reminder's time before any step",
      { stepsHandedOver: 0, lastHandedOverAt: null },
      SETTINGS,
      hour(2),
      "scheduled",
    ],
    ["never after the last step", { stepsHandedOver: 2 }, SETTINGS, null, "series_complete"],
    ["never when reminders are off", {}, OFF, null, "reminders_off"],
  ])("is %s", (...[, change, settings, at, reason]) => {
    expect(nextStepAt({ ...progress, ...change }, settings)).toEqual({ at, reason });
  });
});

const due: ReminderFacts = {
  step: 1,
  dueAt: hour(2),
  lastActivityAt: hour(0),
  completedAt: null,
  orderSeen: null,
  optedOut: false,
  replied: false,
  consent: "granted",
  itemsAvailable: true,
  templateApproved: true,
  quietUntil: null,
  shopActive: true,
  anotherSeriesOpen: false,
  seriesEnded: null,
};

const CLOSES: readonly [string, Partial<ReminderFacts>, string][] = [
  ["the checkout was completed", { completedAt: hour(1) }, "purchased_checkout"],
  ["the person wrote back", { replied: true }, "replied"],
  ["the person opted out", { optedOut: true }, "suppressed"],
  ["consent was withdrawn", { consent: "withdrawn" }, "consent_withdrawn"],
  ["the app was uninstalled", { shopActive: false }, "shop_uninstalled"],
  ["the series is over", { seriesEnded: "open_series" }, "open_series"],
  ["the series has no such step any more", { step: 3 }, "series_complete"],
];

const SKIPS: readonly [string, Partial<ReminderFacts>, string][] = [
  ["nobody agreed", { consent: "none" }, "no_consent"],
  ["the items are gone", { itemsAvailable: false }, "items_gone"],
  ["another cart was chosen", { anotherSeriesOpen: true }, "superseded_by_newer_cart"],
];

describe("decideReminder", () => {
  it("plans a step that is due, until it would be a day late", () => {
    expect(decideReminder(due, SETTINGS, hour(2))).toEqual({
      do: "plan",
      step: 1,
      expiresAt: hour(26),
    });
  });

  it("lets the cart's age end a step sooner", () => {
    const facts = { ...due, step: 2, dueAt: hour(60) };
    expect(decideReminder(facts, SETTINGS, hour(60))).toMatchObject({ expiresAt: hour(72) });
  });

  it.each(CLOSES)("closes the series when %s", (_name, fact, reason) => {
    expect(decideReminder({ ...due, ...fact }, SETTINGS, hour(2))).toEqual({ do: "close", reason });
  });

  it.each(purchaseKinds)("closes the series when an order is seen by %s", (orderSeen) => {
    expect(decideReminder({ ...due, orderSeen }, SETTINGS, hour(2))).toEqual({
      do: "close",
      reason: `purchased_${orderSeen}`,
    });
  });

  it.each(SKIPS)("skips and ends the series when %s", (_name, fact, reason) => {
    expect(decideReminder({ ...due, ...fact }, SETTINGS, hour(2))).toEqual({
      do: "skip",
      step: 1,
      reason,
      closes: true,
    });
  });

  it.each([
    ["its template is not approved", { templateApproved: false }, 0, "template_not_approved"],
    ["nobody was at work", {}, 25, "too_late"],
  ])("skips one step, not the series, when %s", (...[, fact, later, reason]) => {
    const first = { ...due, ...fact };
    const skipped = { do: "skip", reason };
    expect(decideReminder(first, SETTINGS, hour(2 + later))).toMatchObject({
      ...skipped,
      closes: false,
    });
    const last = { ...first, step: 2, dueAt: hour(26) };
    expect(decideReminder(last, SETTINGS, hour(26 + later))).toMatchObject({
      ...skipped,
      closes: true,
    });
  });

  it("ends a step at once that a quiet time outlasts", () => {
    const facts = { ...due, quietUntil: hour(26.5) };
    expect(decideReminder(facts, SETTINGS, hour(3))).toMatchObject({
      do: "skip",
      reason: "quiet_too_long",
    });
  });

  it("skips everything when reminders are off", () => {
    expect(decideReminder(due, OFF, hour(2))).toMatchObject({
      do: "skip",
      reason: "reminders_off",
    });
  });

  it.each([
    ["in time to the hour", 26, {}, "plan"],
    ["a second later", 26 + 1 / 3_600, {}, "too_late"],
    ["in a cart of 72 h", 72, { step: 2, dueAt: hour(71) }, "plan"],
    ["in a cart older than that", 72.1, { step: 2, dueAt: hour(71) }, "cart_too_old"],
    ["still unconfirmed", 27, { consent: "pending" }, "consent_pending"],
  ] as const)("judges lateness: %s", (...[, hours, fact, expected]) => {
    const decision = decideReminder({ ...due, ...fact }, SETTINGS, hour(hours));
    expect(decision.do === "skip" ? decision.reason : decision.do).toBe(expected);
  });

  it.each<[string, Partial<ReminderFacts>, number, string, Date]>([
    ["the step is not due", { dueAt: hour(4) }, 3, "not_due", hour(4)],
    ["the shopper is there again", { lastActivityAt: hour(2.5) }, 3, "still_active", hour(4.5)],
    ["the confirmation is awaited", { consent: "pending" }, 2, "consent_pending", hour(2.5)],
    ["it is night", { quietUntil: hour(22) }, 11, "quiet_hours", hour(22)],
  ])("waits when %s", (...[, fact, at, reason, until]) => {
    const facts = { ...due, ...fact };
    expect(decideReminder(facts, SETTINGS, hour(at))).toEqual({ do: "defer", reason, until });
  });
});

describe("no combination of facts", () => {
  const deviations = fc.record(
    {
      step: fc.integer({ min: 1, max: 4 }),
      dueAt: fc.integer({ min: -40, max: 60 }).map(hour),
      lastActivityAt: fc.integer({ min: -100, max: 4 }).map(hour),
      completedAt: fc.option(fc.constant(hour(1))),
      orderSeen: fc.option(fc.constantFrom(...purchaseKinds)),
      optedOut: fc.boolean(),
      replied: fc.boolean(),
      consent: fc.constantFrom(...consentStates),
      itemsAvailable: fc.boolean(),
      templateApproved: fc.boolean(),
      quietUntil: fc.option(fc.integer({ min: 0, max: 30 }).map(hour)),
      shopActive: fc.boolean(),
      anotherSeriesOpen: fc.boolean(),
      seriesEnded: fc.option(fc.constant("replied" as const)),
    },
    { requiredKeys: [] },
  );
  const facts: fc.Arbitrary<ReminderFacts> = deviations.map((some) => ({ ...due, ...some }));
  const now = fc.integer({ min: 0, max: 80 }).map(hour);

  it("plans against a rule", () => {
    fc.assert(
      fc.property(facts, now, (given, at) => {
        const decision = decideReminder(given, SETTINGS, at);
        if (decision.do !== "plan") return;
        expect(given).toMatchObject({
          completedAt: null,
          orderSeen: null,
          optedOut: false,
          replied: false,
          consent: "granted",
          itemsAvailable: true,
          templateApproved: true,
          shopActive: true,
          anotherSeriesOpen: false,
          seriesEnded: null,
        });
        expect(given.dueAt <= at && at <= decision.expiresAt).toBe(true);
        expect(given.quietUntil === null || given.quietUntil <= at).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("waits for a moment that has passed, or for ever", () => {
    fc.assert(
      fc.property(facts, now, (given, start) => {
        let at = start;
        for (let looks = 0; looks < 300; looks += 1) {
          const decision = decideReminder(given, SETTINGS, at);
          if (decision.do !== "defer") return;
          expect(decision.until > at).toBe(true);
          at = decision.until;
        }
        throw new Error("still waiting");
      }),
    );
  });
});
