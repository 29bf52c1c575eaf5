import type { ConsentState, SuppressionReason } from "#app/modules/consent/consent.types.ts";
import { addHours, addMinutes, addMs, SECOND_MS } from "#app/shared/duration.ts";
import { purchaseSkipReasons } from "./message.types.ts";
import type { DeferReason, PurchaseKind, QuietHours, SkipReason, Topic } from "./message.types.ts";
import { quietUntil } from "./quiet-hours.rules.ts";

/** How old Shopify's answer about purchases may be when a reminder is claimed (design, flow a). */
export const PURCHASE_ANSWER_MAX_AGE_MS = 60 * SECOND_MS;
export const ASK_SOON_MS = 5 * SECOND_MS;
const ASK_LATER_MINUTES = 15;
/** Business messages do not reach these countries (contract 5.6). */
const BLOCKED_COUNTRIES: readonly string[] = ["CU", "IR", "KP", "SY"];

export type FrequencyFacts = {
  readonly lastMarketingAt: Date | null;
  readonly count30d: number;
  /** Null: no such cap. */
  readonly minHoursBetween: number | null;
  readonly maxPer30Days: number | null;
};

export type SendFacts = {
  readonly topic: Topic;
  readonly shopActive: boolean;
  readonly expiresAt: Date | null;
  /** An acknowledged webhook about this person or checkout that no job has read yet. */
  readonly unprocessedEvents: boolean;
  readonly consent: ConsentState;
  readonly consentIdentifierHash: string | null;
  readonly toIdentifierHash: string;
  readonly suppressed: SuppressionReason | null;
  readonly purchase: PurchaseKind | null;
  readonly purchaseCheckedAt: Date | null;
  readonly phoneCountry: string | null;
  readonly countryBlocked: boolean;
  readonly templateState: "approved" | "paused" | "pending" | "rejected" | "disabled" | "missing";
  readonly numberState: "connected" | "paused" | "none";
  readonly frequency: FrequencyFacts;
  readonly budget: "ok" | "exhausted";
  readonly quietHours: QuietHours;
  /** Zones of the contact's country, or the shop's zone where that is unknown. */
  readonly zones: readonly string[];
};

export type SendDecision =
  | { readonly outcome: "send" }
  | { readonly outcome: "skip"; readonly reason: SkipReason }
  | { readonly outcome: "defer"; readonly until: Date; readonly reason: DeferReason };

type Check = (facts: SendFacts, now: Date) => SendDecision | null;

const skip = (reason: SkipReason): SendDecision => ({ outcome: "skip", reason });
const defer = (reason: DeferReason, until: Date): SendDecision => ({
  outcome: "defer",
  reason,
  until,
});

const shopIsInstalled: Check = (facts) => (facts.shopActive ? null : skip("shop_uninstalled"));

// What held the message up until now is the truer reason than the time that has passed.
const isInTime: Check = (facts, now) => {
  if (facts.expiresAt === null || now <= facts.expiresAt) return null;
  return skip(facts.unprocessedEvents ? "stop_pending" : "too_late");
};

const everyEventIsRead: Check = (facts, now) =>
  facts.unprocessedEvents ? defer("stop_pending", addMs(now, ASK_SOON_MS)) : null;

const personIsNotSuppressed: Check = (facts) => {
  if (facts.suppressed === null) return null;
  return skip(facts.suppressed === "unreachable" ? "unreachable" : "suppressed");
};

const consentReasons = {
  none: "no_consent",
  pending: "consent_pending",
  withdrawn: "consent_withdrawn",
} as const satisfies Record<Exclude<ConsentState, "granted">, SkipReason>;

const consentIsGranted: Check = (facts) =>
  facts.consent === "granted" ? null : skip(consentReasons[facts.consent]);

const numberIsTheConsentedOne: Check = (facts) =>
  facts.consentIdentifierHash === facts.toIdentifierHash ? null : skip("number_changed");

const personHasNotBought: Check = (facts) =>
  facts.topic === "reminders" && facts.purchase !== null
    ? skip(purchaseSkipReasons[facts.purchase])
    : null;

// Meta delivers no marketing to US numbers since 2025-04-01 (contract 5.6).
const countryCanBeReached: Check = (facts) => {
  if (facts.phoneCountry === "US") return skip("us_number");
  const blocked = facts.phoneCountry !== null && BLOCKED_COUNTRIES.includes(facts.phoneCountry);
  return blocked || facts.countryBlocked ? skip("blocked_country") : null;
};

const numberIsConnected: Check = (facts) =>
  facts.numberState === "none" ? skip("no_number_connected") : null;

const templateIsUsable: Check = (facts) =>
  facts.templateState === "approved" || facts.templateState === "paused"
    ? null
    : skip("template_not_approved");

const frequencyAllows: Check = ({ frequency }, now) => {
  const { lastMarketingAt, minHoursBetween, count30d, maxPer30Days } = frequency;
  const tooSoon =
    lastMarketingAt !== null &&
    minHoursBetween !== null &&
    now < addHours(lastMarketingAt, minHoursBetween);
  const tooMany = maxPer30Days !== null && count30d >= maxPer30Days;
  return tooSoon || tooMany ? skip("frequency_cap") : null;
};

const budgetAllows: Check = (facts) => (facts.budget === "ok" ? null : skip("budget"));

const numberIsRunning: Check = (facts, now) =>
  facts.numberState === "paused"
    ? defer("number_paused", addMinutes(now, ASK_LATER_MINUTES))
    : null;

const templateIsRunning: Check = (facts, now) =>
  facts.templateState === "paused"
    ? defer("template_paused", addMinutes(now, ASK_LATER_MINUTES))
    : null;

const hourIsFit: Check = (facts, now) => {
  const until = quietUntil(now, facts.quietHours, facts.zones);
  return until ? defer("quiet_hours", until) : null;
};

const purchaseIsKnown: Check = (facts, now) => {
  if (facts.topic !== "reminders") return null;
  const age = facts.purchaseCheckedAt && now.getTime() - facts.purchaseCheckedAt.getTime();
  const fresh = age !== null && age >= 0 && age <= PURCHASE_ANSWER_MAX_AGE_MS;
  return fresh ? null : defer("purchase_unknown", addMs(now, ASK_SOON_MS));
};

/** In this order: what ends the message first, what only delays it after, the dearest questions last. */
const CHECKS: readonly Check[] = [
  shopIsInstalled,
  isInTime,
  everyEventIsRead,
  personIsNotSuppressed,
  consentIsGranted,
  numberIsTheConsentedOne,
  personHasNotBought,
  countryCanBeReached,
  numberIsConnected,
  templateIsUsable,
  frequencyAllows,
  budgetAllows,
  numberIsRunning,
  templateIsRunning,
  hourIsFit,
  purchaseIsKnown,
];

/**
 * May this marketing message leave now? Asked again in the transaction that claims it, so the answer
 * is never older than the claim. A `defer` is asked again at `until`.
 */
export function decideSend(facts: SendFacts, now: Date): SendDecision {
  for (const check of CHECKS) {
    const decision = check(facts, now);
    if (decision) return decision;
  }
  return { outcome: "send" };
}
