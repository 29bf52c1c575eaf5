import type { ConsentState, SuppressionReason } from "#app/modules/consent/consent.types.ts";
import { mayBeSentYet } from "#app/modules/templates/template-state.rules.ts";
import { addHours, addMinutes, addMs, SECOND_MS } from "#app/shared/duration.ts";
import { purchaseSkipReasons } from "./message.types.ts";
import type { DeferReason, SkipReason } from "./message.types.ts";
import { isQuietDayNow, quietUntil, releaseAfterQuiet } from "./quiet-hours.rules.ts";
import type { SendFacts, SendPurpose } from "./send-facts.types.ts";

/** How old Shopify's answer about purchases may be when a reminder is claimed (design, flow a). */
export const PURCHASE_ANSWER_MAX_AGE_MS = 60 * SECOND_MS;
export const ASK_SOON_MS = 5 * SECOND_MS;
const ASK_LATER_MINUTES = 15;
/** One message to the same person in this time (contract 5.3). */
const PAIR_RATE_MS = 6 * SECOND_MS;
/** Business messages do not reach these countries (contract 5.6). */
const BLOCKED_COUNTRIES: ReadonlySet<string | null> = new Set(["CU", "IR", "KP", "SY"]);

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

/** A check that answers to advertising only: a confirmation follows the person's own act. */
const forMarketing =
  (check: Check): Check =>
  (facts, now) =>
    facts.purpose === "marketing" ? check(facts, now) : null;

const shopIsInstalled: Check = (facts) => (facts.shopActive ? null : skip("shop_uninstalled"));

/** Of a template that is waited for: why the message was not sent when its time is over. */
const TEMPLATE_TOO_LATE: Readonly<Partial<Record<SendFacts["templateState"], SkipReason>>> = {
  paused: "template_paused_too_long",
  pending: "template_not_approved",
};

// What held the message up until now is the truer reason than the time that has passed.
const isInTime: Check = (facts, now) => {
  if (facts.expiresAt === null || now <= facts.expiresAt) return null;
  if (facts.unprocessedEvents) return skip("stop_pending");
  if (facts.suppressed === "perhaps_opt_out") return skip("perhaps_opt_out");
  if (facts.numberState === "paused") return skip("number_paused_too_long");
  return skip(TEMPLATE_TOO_LATE[facts.templateState] ?? "too_late");
};

const everyEventIsRead: Check = (facts, now) =>
  facts.unprocessedEvents ? defer("stop_pending", addMs(now, ASK_SOON_MS)) : null;

/** Reasons that speak against advertising, not against an answer to the person. */
const AGAINST_MARKETING: readonly SuppressionReason[] = [
  "opt_out",
  "native_stop",
  "perhaps_opt_out",
];

/** Whether a suppression stops a message of this purpose; one that we do not know stops all. */
export function speaksAgainst(reason: string | undefined, purpose: SendPurpose): boolean {
  if (reason === undefined) return false;
  // Who said no is asked nothing either; they are only told that it was heard.
  return purpose !== "opt_out_confirmation" || !AGAINST_MARKETING.some((known) => known === reason);
}

const personIsNotSuppressed: Check = ({ suppressed, purpose }, now) => {
  if (suppressed === null || !speaksAgainst(suppressed, purpose)) return null;
  // A human decides what was meant; until then nothing goes, and nothing is given up.
  if (suppressed === "perhaps_opt_out") {
    return defer("perhaps_opt_out", addMinutes(now, ASK_LATER_MINUTES));
  }
  return skip(suppressed === "unreachable" ? "unreachable" : "suppressed");
};

const consentReasons = {
  none: "no_consent",
  pending: "consent_pending",
  withdrawn: "consent_withdrawn",
} as const satisfies Record<Exclude<ConsentState, "granted">, SkipReason>;

const consentFits: Check = ({ purpose, consent, ...facts }) => {
  switch (purpose) {
    case "marketing":
    case "opt_in_answer":
      return consent === "granted" ? null : skip(consentReasons[consent]);
    case "opt_in_confirmation":
      if (consent === "pending") return null;
      // Consent for another number is none for this one.
      if (consent === "granted" && facts.consentIdentifierHash !== facts.toIdentifierHash)
        return null;
      return skip(consent === "granted" ? "confirmation_not_needed" : consentReasons[consent]);
    case "opt_out_confirmation":
      return consent === "granted" ? skip("confirmation_not_needed") : null;
  }
};

const numberIsTheConsentedOne: Check = (facts) => {
  switch (facts.purpose) {
    case "marketing":
    case "opt_in_answer":
      return facts.consentIdentifierHash === facts.toIdentifierHash ? null : skip("number_changed");
    // Each number that was given is asked for itself, as long as it still names the person.
    case "opt_in_confirmation":
      return facts.consentIdentifierHash === null ? skip("number_changed") : null;
    // An opt-out is confirmed where it was said, whatever number consent once named.
    case "opt_out_confirmation":
      return null;
  }
};

const numberIsStillTheirs: Check = (facts) => (facts.toIsGone ? skip("number_changed") : null);

// What was not used for long is asked for again, while it still counts, before anything else is sent.
const consentIsFresh: Check = (facts) => (facts.consentStale ? skip("consent_stale") : null);

/** Who has bought since needs no reminder, and gets what fits the newer purchase another time. */
function isEndedByPurchase({ topic }: SendFacts): boolean {
  return topic === "reminders" || topic === "recommendations";
}

const personHasNotBought: Check = (facts) =>
  isEndedByPurchase(facts) && facts.purchase !== null
    ? skip(purchaseSkipReasons[facts.purchase])
    : null;

/** Meta delivers no marketing to US numbers since 2025-04-01 (contract 5.6). */
export const isOfTheUs = (phoneCountry: string | null) => phoneCountry === "US";

export const isBlockedCountry = (phoneCountry: string | null) =>
  BLOCKED_COUNTRIES.has(phoneCountry);

const numberIsNotOfTheUs: Check = (facts) =>
  isOfTheUs(facts.phoneCountry) ? skip("us_number") : null;

const countryCanBeReached: Check = (facts) =>
  isBlockedCountry(facts.phoneCountry) || facts.countryBlocked ? skip("blocked_country") : null;

const numberIsConnected: Check = (facts) =>
  facts.numberState === "none" ? skip("no_number_connected") : null;

const templateIsUsable: Check = (facts) =>
  mayBeSentYet(facts.templateState) ? null : skip("template_not_approved");

// A person in the middle of a series of reminders is not written to about something else.
const noOtherSeriesRuns: Check = (facts) =>
  facts.otherSeriesOpen && facts.topic !== "reminders" ? skip("open_series") : null;

const frequencyAllows: Check = ({ frequency }, now) => {
  const { lastMarketingAt, minHoursBetween, count30d, maxPer30Days } = frequency;
  const tooSoon =
    lastMarketingAt !== null &&
    minHoursBetween !== null &&
    now < addHours(lastMarketingAt, minHoursBetween);
  const tooMany = maxPer30Days !== null && count30d >= maxPer30Days;
  return tooSoon || tooMany ? skip("frequency_cap") : null;
};

// A price that nobody knows does not become known by waiting.
const budgetRenews: Check = ({ budget, budgetRenewsAt }) => {
  if (budget === "price_unknown") return skip("price_unknown");
  return budget !== "ok" && budgetRenewsAt === null ? skip("budget") : null;
};

const numberIsRunning: Check = (facts, now) => {
  const later = addMinutes(now, ASK_LATER_MINUTES);
  if (facts.marketingBraked && facts.purpose === "marketing") return defer("quality_brake", later);
  return facts.numberState === "paused" ? defer("number_paused", later) : null;
};

const templateIsRunning: Check = ({ templateState }, now) => {
  const later = addMinutes(now, ASK_LATER_MINUTES);
  if (templateState === "paused") return defer("template_paused", later);
  return templateState === "pending" ? defer("template_pending", later) : null;
};

const personIsNotResting: Check = ({ restsUntil }, now) =>
  restsUntil !== null && now < restsUntil ? defer("person_rests", restsUntil) : null;

const personGotNothingJustNow: Check = ({ lastToPersonAt }, now) => {
  if (lastToPersonAt === null) return null;
  const free = addMs(lastToPersonAt, PAIR_RATE_MS);
  return now < free ? defer("pair_rate", free) : null;
};

const hourIsFit: Check = (facts, now) => {
  const { quietTimes: quiet, zones, messageId, expiresAt: latest } = facts;
  const end = quietUntil(now, quiet, zones);
  if (end === null) return null;
  const reason = isQuietDayNow(now, quiet, zones) ? "quiet_day" : "quiet_hours";
  return defer(reason, releaseAfterQuiet(end, messageId, { quiet, zones, latest }));
};

const purchaseIsKnown: Check = (facts, now) => {
  if (!isEndedByPurchase(facts)) return null;
  const age = facts.purchaseCheckedAt && now.getTime() - facts.purchaseCheckedAt.getTime();
  const fresh = age !== null && age >= 0 && age <= PURCHASE_ANSWER_MAX_AGE_MS;
  return fresh ? null : defer("purchase_unknown", addMs(now, ASK_SOON_MS));
};

const limitHasRoom: Check = ({ limitFreeAt }, now) =>
  limitFreeAt !== null && now < limitFreeAt ? defer("messaging_limit", limitFreeAt) : null;

const BUDGET_WAITS = { day: "budget_day", month: "budget_month" } as const;

const budgetHasRoom: Check = ({ budget, budgetRenewsAt }, now) => {
  if (budget === "ok" || budget === "price_unknown" || budgetRenewsAt === null) return null;
  const until = budgetRenewsAt > now ? budgetRenewsAt : addMinutes(now, 1);
  return defer(BUDGET_WAITS[budget], until);
};

/** In this order: what ends the message first, what only delays it after, the dearest questions last. */
const CHECKS: readonly Check[] = [
  shopIsInstalled,
  isInTime,
  everyEventIsRead,
  personIsNotSuppressed,
  forMarketing(numberIsStillTheirs),
  consentFits,
  numberIsTheConsentedOne,
  forMarketing(consentIsFresh),
  forMarketing(personHasNotBought),
  forMarketing(numberIsNotOfTheUs),
  countryCanBeReached,
  numberIsConnected,
  templateIsUsable,
  forMarketing(noOtherSeriesRuns),
  forMarketing(frequencyAllows),
  budgetRenews,
  numberIsRunning,
  templateIsRunning,
  personIsNotResting,
  personGotNothingJustNow,
  forMarketing(hourIsFit),
  forMarketing(purchaseIsKnown),
  limitHasRoom,
  budgetHasRoom,
];

/** What a wait becomes that the message does not live to see. */
const OUTLASTED = {
  not_due: "too_late",
  still_active: "too_late",
  consent_pending: "consent_pending",
  quiet_hours: "quiet_too_long",
  quiet_day: "quiet_too_long",
  stop_pending: "stop_pending",
  perhaps_opt_out: "perhaps_opt_out",
  purchase_unknown: "purchase_unknown",
  template_paused: "template_paused_too_long",
  template_pending: "template_not_approved",
  number_paused: "number_paused_too_long",
  quality_brake: "number_paused_too_long",
  person_rests: "person_rests",
  pair_rate: "too_late",
  messaging_limit: "messaging_limit",
  budget_day: "budget",
  budget_month: "budget",
} as const satisfies Record<DeferReason, SkipReason>;

/** Waits whose end nobody knows: they are asked again, at the latest when the message expires. */
const OPEN_ENDED: readonly DeferReason[] = [
  "stop_pending",
  "perhaps_opt_out",
  "purchase_unknown",
  "template_paused",
  "template_pending",
  "number_paused",
  "quality_brake",
];

/** A wait never reaches past the message's time: it ends with that time, or is a skip at once. */
function withinTime(decision: SendDecision, expiresAt: Date | null, now: Date): SendDecision {
  if (decision.outcome !== "defer" || expiresAt === null) return decision;
  const { reason, until } = decision;
  if (until <= expiresAt) return decision;
  if (OPEN_ENDED.includes(reason) && now < expiresAt) return defer(reason, expiresAt);
  return skip(OUTLASTED[reason]);
}

/**
 * May this message leave now? Asked again in the transaction that claims it, so the answer is never
 * older than the claim. A `defer` is asked again at `until`, which is never past `expiresAt`. Facts that
 * are known last (budget, messaging limit) are answered by asking once more with them.
 */
export function decideSend(facts: SendFacts, now: Date): SendDecision {
  for (const check of CHECKS) {
    const decision = check(facts, now);
    if (decision) return withinTime(decision, facts.expiresAt, now);
  }
  return { outcome: "send" };
}
