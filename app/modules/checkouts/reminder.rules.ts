import type { ConsentState } from "#app/modules/consent/consent.types.ts";
import { purchaseSkipReasons } from "#app/modules/messaging/message.types.ts";
import type {
  DeferReason,
  PurchaseKind,
  SkipReason,
} from "#app/modules/messaging/message.types.ts";
import { addHours, addMinutes, earlierOf, laterOf } from "#app/shared/duration.ts";
import type { ReminderSettings } from "./reminder.types.ts";

export { chooseCheckout } from "./choose-checkout.rules.ts";
export { type Arm, assignArm } from "#app/shared/holdout.ts";
const ASK_CONSENT_AGAIN_MINUTES = 30;

/**
 * Reasons that speak against one message, not against reminding: the series goes on with its next step,
 * which has another template and another hour.
 */
const OPEN_ENDED_SKIPS: ReadonlySet<string> = new Set([
  "template_not_approved",
  "too_late",
  "frequency_cap",
]);

/** Whether a step that ended unsent for this reason is the last of its series. */
export function endsSeries(reason: string): boolean {
  return !OPEN_ENDED_SKIPS.has(reason);
}

/** An instant to look again, or null with the reason why there is none. */
export type ReminderTime = {
  readonly at: Date | null;
  readonly reason:
    "scheduled" | "reminders_off" | "completed" | "not_contactable" | "series_complete";
};

export type CheckoutActivity = {
  readonly lastActivityAt: Date;
  readonly completedAt: Date | null;
  /** Whether a phone number or a known person stands behind the checkout. */
  readonly contactable: boolean;
};

/** When a checkout counts as abandoned: idle for the first step's delay, contactable, not completed. */
export function firstReminderAt(
  { lastActivityAt, completedAt, contactable }: CheckoutActivity,
  settings: ReminderSettings,
): ReminderTime {
  if (completedAt) return { at: null, reason: "completed" };
  if (!settings.enabled) return { at: null, reason: "reminders_off" };
  if (!contactable) return { at: null, reason: "not_contactable" };
  return { at: idleAt(lastActivityAt, settings), reason: "scheduled" };
}

export type SeriesProgress = {
  /** Steps that are over: handed over, or passed over by a skip that does not close the series. */
  readonly stepsHandedOver: number;
  /** When the last of them was; null before the first. */
  readonly lastHandedOverAt: Date | null;
  readonly lastActivityAt: Date;
};

/**
 * When the next step is due: its delay after the step before, and never while the shopper is at the
 * checkout again (idle for the first step's delay).
 */
export function nextStepAt(progress: SeriesProgress, settings: ReminderSettings): ReminderTime {
  if (!settings.enabled) return { at: null, reason: "reminders_off" };
  const step = settings.steps[progress.stepsHandedOver];
  if (!step) return { at: null, reason: "series_complete" };
  const idle = idleAt(progress.lastActivityAt, settings);
  if (progress.lastHandedOverAt === null) return { at: idle, reason: "scheduled" };
  const afterLast = addMinutes(progress.lastHandedOverAt, step.delayMinutes);
  return { at: laterOf(afterLast, idle), reason: "scheduled" };
}

function idleAt(lastActivityAt: Date, settings: ReminderSettings): Date {
  return addMinutes(lastActivityAt, settings.steps[0]?.delayMinutes ?? 0);
}

export type ReminderFacts = {
  /** 1 for the first reminder. */
  readonly step: number;
  readonly dueAt: Date;
  readonly lastActivityAt: Date;
  readonly completedAt: Date | null;
  /** By what an order since the checkout began was recognised as this person's. */
  readonly orderSeen: PurchaseKind | null;
  readonly optedOut: boolean;
  /** Wrote to the shop since the series began. */
  readonly replied: boolean;
  readonly consent: ConsentState;
  readonly itemsAvailable: boolean;
  readonly templateApproved: boolean;
  readonly quietUntil: Date | null;
  readonly shopActive: boolean;
  /** Another checkout of the same person is the one that is reminded of (see `chooseCheckout`). */
  readonly anotherSeriesOpen: boolean;
  /** Why the checkout's own series is over; null: it runs, or has not begun. */
  readonly seriesEnded: SkipReason | null;
};

export type ReminderDecision =
  | { readonly do: "plan"; readonly step: number; readonly expiresAt: Date }
  | {
      readonly do: "skip";
      readonly step: number;
      readonly reason: SkipReason;
      /** Whether the series ends with this step. */
      readonly closes: boolean;
    }
  | { readonly do: "defer"; readonly until: Date; readonly reason: DeferReason }
  | { readonly do: "close"; readonly reason: SkipReason };

type Check = (
  facts: ReminderFacts,
  settings: ReminderSettings,
  now: Date,
) => ReminderDecision | null;

const close = (reason: SkipReason): ReminderDecision => ({ do: "close", reason });
const skip = (
  { step }: ReminderFacts,
  { steps }: ReminderSettings,
  reason: SkipReason,
): ReminderDecision => ({
  do: "skip",
  step,
  reason,
  closes: endsSeries(reason) || step >= steps.length,
});
const defer = (reason: DeferReason, until: Date): ReminderDecision => ({
  do: "defer",
  until,
  reason,
});

const shopIsInstalled: Check = (facts) => (facts.shopActive ? null : close("shop_uninstalled"));

const personHasNotBought: Check = (facts) => {
  if (facts.completedAt) return close("purchased_checkout");
  return facts.orderSeen ? close(purchaseSkipReasons[facts.orderSeen]) : null;
};

const personIsSilent: Check = (facts) => {
  if (facts.consent === "withdrawn") return close("consent_withdrawn");
  if (facts.optedOut) return close("suppressed");
  return facts.replied ? close("replied") : null;
};

// Who said no and then yes again is not reminded of what they left before.
const seriesHasNotEnded: Check = ({ seriesEnded }) => (seriesEnded ? close(seriesEnded) : null);

const stepExists: Check = (facts, settings) => {
  if (!settings.enabled) return skip(facts, settings, "reminders_off");
  return facts.step <= settings.steps.length ? null : close("series_complete");
};

const cartIsTheChosenOne: Check = (facts, settings) =>
  facts.anotherSeriesOpen ? skip(facts, settings, "superseded_by_newer_cart") : null;

const stepIsDue: Check = (facts, settings, now) => {
  if (now < facts.dueAt) return defer("not_due", facts.dueAt);
  const idle = idleAt(facts.lastActivityAt, settings);
  return now < idle ? defer("still_active", idle) : null;
};

const consentExists: Check = (facts, settings) =>
  facts.consent === "none" ? skip(facts, settings, "no_consent") : null;

const stepIsInTime: Check = (facts, settings, now) => {
  const reason = whyTooLate(facts, settings, now);
  if (reason === null) return null;
  // What kept it waiting is the truer reason than the time that passed.
  return skip(facts, settings, facts.consent === "pending" ? "consent_pending" : reason);
};

const consentIsConfirmed: Check = (facts, _settings, now) =>
  facts.consent === "pending"
    ? defer("consent_pending", addMinutes(now, ASK_CONSENT_AGAIN_MINUTES))
    : null;

const itemsCanBeBought: Check = (facts, settings) =>
  facts.itemsAvailable ? null : skip(facts, settings, "items_gone");

const templateIsApproved: Check = (facts, settings) =>
  facts.templateApproved ? null : skip(facts, settings, "template_not_approved");

// The end of this wait is known: what does not live to see it ends at once.
const hourIsFit: Check = (facts, settings, now) => {
  const { quietUntil } = facts;
  if (quietUntil === null || quietUntil <= now) return null;
  return quietUntil <= leavesUntil(facts, settings)
    ? defer("quiet_hours", quietUntil)
    : skip(facts, settings, "quiet_too_long");
};

/** In this order. A new rule is one more named check here and its row in the test beside. */
const CHECKS: readonly Check[] = [
  shopIsInstalled,
  personHasNotBought,
  personIsSilent,
  seriesHasNotEnded,
  stepExists,
  cartIsTheChosenOne,
  stepIsDue,
  consentExists,
  stepIsInTime,
  consentIsConfirmed,
  itemsCanBeBought,
  templateIsApproved,
  hourIsFit,
];

function whyTooLate(
  facts: ReminderFacts,
  settings: ReminderSettings,
  now: Date,
): "too_late" | "cart_too_old" | null {
  if (now <= leavesUntil(facts, settings)) return null;
  return now > tooOldAt(facts, settings) ? "cart_too_old" : "too_late";
}

function tooOldAt({ lastActivityAt }: Timed, settings: ReminderSettings): Date {
  return addHours(lastActivityAt, settings.maxCartAgeHours);
}

type Timed = Pick<ReminderFacts, "dueAt" | "lastActivityAt">;

/** Until when a step may leave that is due then: not much later, and not from too old a cart. */
export function leavesUntil(step: Timed, settings: ReminderSettings): Date {
  return earlierOf(addHours(step.dueAt, settings.maxLatenessHours), tooOldAt(step, settings));
}

/**
 * What to do about a step that a sweep found. `close` ends the series without a message row of its own,
 * `skip` writes one with its reason, `defer` moves the due look without moving what the step's lateness
 * counts from. `plan` carries until when the message may still leave. The holdout is drawn after it
 * (`assignArm`), so that both arms passed the same rules.
 */
export function decideReminder(
  facts: ReminderFacts,
  settings: ReminderSettings,
  now: Date,
): ReminderDecision {
  for (const check of CHECKS) {
    const decision = check(facts, settings, now);
    if (decision) return decision;
  }
  return { do: "plan", step: facts.step, expiresAt: leavesUntil(facts, settings) };
}
