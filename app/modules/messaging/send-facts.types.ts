import type { ConsentState, SuppressionReason } from "#app/modules/consent/consent.types.ts";
import type { BudgetStop } from "#app/modules/costs/budget.types.ts";
import type { PurchaseKind, Topic } from "./message.types.ts";
import type { QuietTimes } from "./quiet-hours.rules.ts";

/**
 * What a message is for. Only the two confirmations are UTILITY (Meta, contract 4.5): they answer an act
 * of the person's own, so consent to marketing and what limits marketing do not apply to them.
 */
export type SendPurpose =
  | "marketing"
  | "opt_in_confirmation"
  | "opt_out_confirmation"
  /** the one answer to somebody who has just agreed by a message of their own */
  | "opt_in_answer";

export type FrequencyFacts = {
  readonly lastMarketingAt: Date | null;
  readonly count30d: number;
  /** Null: no such cap. */
  readonly minHoursBetween: number | null;
  readonly maxPer30Days: number | null;
};

/** Everything that `decideSend` asks about one message. */
export type SendFacts = {
  /** Picks the moment within the spread after a quiet time. */
  readonly messageId: string;
  readonly purpose: SendPurpose;
  readonly topic: Topic;
  readonly shopActive: boolean;
  readonly expiresAt: Date | null;
  /** An acknowledged webhook about this person or checkout that no job has read yet. */
  readonly unprocessedEvents: boolean;
  readonly consent: ConsentState;
  readonly consentIdentifierHash: string | null;
  readonly toIdentifierHash: string;
  /** It has changed hands or was given up since the message was planned. */
  readonly toIsGone: boolean;
  /** Nobody has used this consent for as long as the merchant lets it live unused (market.md 8.8). */
  readonly consentStale: boolean;
  readonly suppressed: SuppressionReason | null;
  readonly purchase: PurchaseKind | null;
  readonly purchaseCheckedAt: Date | null;
  readonly phoneCountry: string | null;
  /** WhatsApp refused this country to the number lately (130497). */
  readonly countryBlocked: boolean;
  /** A cart reminder series of this person runs beside this message. */
  readonly otherSeriesOpen: boolean;
  readonly templateState: "approved" | "paused" | "pending" | "rejected" | "disabled" | "missing";
  /** Of the number, for this purpose. */
  readonly numberState: "connected" | "paused" | "none";
  /** Our own quality brake has stopped the number's marketing. */
  readonly marketingBraked: boolean;
  readonly frequency: FrequencyFacts;
  /** When anything last went to this person, or began to; a claim of now counts. */
  readonly lastToPersonAt: Date | null;
  /** WhatsApp held messages back from this person lately: left alone until then. */
  readonly restsUntil: Date | null;
  /** The portfolio's messaging limit is reached for new recipients; when the next place is free. */
  readonly limitFreeAt: Date | null;
  /** Which of the merchant's budgets this message would pass, or that its price is not known. */
  readonly budget: "ok" | BudgetStop;
  /** When the day or the month of that budget is over; null when that is not known. */
  readonly budgetRenewsAt: Date | null;
  readonly quietTimes: QuietTimes;
  /** Zones of the contact's country, or the shop's zone where that is unknown. */
  readonly zones: readonly string[];
};
