import type { ConsentState } from "#app/modules/consent/consent.types.ts";
import { isBlockedCountry, isOfTheUs } from "#app/modules/messaging/send-policy.rules.ts";
import { mayBeSentYet } from "#app/modules/templates/template-state.rules.ts";
import type { TemplateState } from "#app/modules/templates/template.types.ts";
import { type Arm, assignArm } from "#app/shared/holdout.ts";
import type { RecommendationSettings } from "../recommendation-settings.types.ts";
import type { Worth } from "../worth.rules.ts";
import { afterPurchaseAt, isTooLate, type OrderTimes } from "./case-time.rules.ts";
import type { CaseKind, CaseReason, CaseState } from "./case.types.ts";

export interface CaseOrder extends OrderTimes {
  readonly isTest: boolean;
  readonly isCancelled: boolean;
  /** something of it was kept that is a product */
  readonly hasProducts: boolean;
}

export interface CasePerson {
  readonly consent: ConsentState;
  /** the number that the consent names */
  readonly toHash: string | null;
  readonly isSuppressed: boolean;
  readonly phoneCountry: string | null;
}

/** What asking the model and Shopify has come to. */
export interface CaseMatch {
  /** products that the message would show */
  readonly shown: number;
  /** something would have fitted, but cannot be had now */
  readonly outOfStock: boolean;
  readonly templateState: TemplateState;
  /** null: nobody knows what the message costs in a currency in which the products have prices */
  readonly worth: Worth | null;
}

export interface CaseFacts {
  readonly caseId: string;
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** when it was to be due when it was opened */
  readonly meantFor: Date;
  /** how often it was decided to send, and stock or price changed before the send */
  readonly rounds: number;
  /** drawn before for the same order: whoever is held out of one message about it is of the other, too */
  readonly drawnArm: Arm | null;
  readonly order: CaseOrder;
  readonly newerPurchase: boolean;
  readonly shopInstalled: boolean;
  readonly settings: RecommendationSettings;
  /** null: erased */
  readonly person: CasePerson | null;
  readonly numberConnected: boolean;
  /** null: not asked yet */
  readonly match: CaseMatch | null;
}

export type CaseDecision =
  /** everything else speaks for it: what fits is asked, and the case decided with the answer */
  | { readonly do: "ask" }
  | { readonly do: "plan" }
  | { readonly do: "hold_out" }
  | { readonly do: "skip"; readonly reason: CaseReason }
  | { readonly do: "supersede" }
  | { readonly do: "wait"; readonly until: Date }
  /** decided already */
  | { readonly do: "nothing" };

type Check = (facts: CaseFacts, now: Date) => CaseDecision | null;

const skip = (reason: CaseReason): CaseDecision => ({ do: "skip", reason });

const isOpen: Check = ({ state }) => (state === "waiting" ? null : { do: "nothing" });

const shopIsInstalled: Check = (facts) => (facts.shopInstalled ? null : skip("shop_uninstalled"));

const isSwitchedOn: Check = ({ settings, kind }) => {
  if (!settings.isOn) return skip("recommendations_off");
  return kind === "replenishment" && !settings.replenishment ? skip("replenishment_off") : null;
};

const orderCounts: Check = ({ order }) => {
  if (order.isTest) return skip("test_order");
  if (order.isCancelled) return skip("order_cancelled");
  return order.hasProducts ? null : skip("nothing_bought");
};

// The newer purchase has a case of its own, with what fits that.
const isTheLastPurchase: Check = (facts) => (facts.newerPurchase ? { do: "supersede" } : null);

/** A parcel may have come, or the merchant chosen another time, since the case was opened. */
function plannedTime({ kind, order, settings, meantFor }: CaseFacts): Date {
  return kind === "after_purchase" ? afterPurchaseAt(order, settings) : meantFor;
}

const isDue: Check = (facts, now) => {
  const until = plannedTime(facts);
  return now < until ? { do: "wait", until } : null;
};

const isInTime: Check = (facts, now) =>
  isTooLate(plannedTime(facts), now) ? skip("too_late") : null;

/** A shop whose prices change by the hour must not keep us asking. */
const MOST_ROUNDS = 3;

const mayBeDecidedAgain: Check = ({ rounds }) =>
  rounds < MOST_ROUNDS ? null : skip("offers_keep_changing");

const consentReasons = {
  none: "no_consent",
  pending: "consent_pending",
  withdrawn: "consent_withdrawn",
} as const satisfies Record<Exclude<ConsentState, "granted">, CaseReason>;

const personAgrees: Check = ({ person }) => {
  if (!person) return skip("person_erased");
  if (person.isSuppressed) return skip("suppressed");
  if (person.consent !== "granted") return skip(consentReasons[person.consent]);
  return person.toHash === null ? skip("no_consent") : null;
};

// The send asks again; asked here, too, so that both arms of the comparison could have been written to.
const personCanBeReached: Check = ({ person }) => {
  const country = person?.phoneCountry ?? null;
  if (isOfTheUs(country)) return skip("us_number");
  return isBlockedCountry(country) ? skip("blocked_country") : null;
};

const numberIsConnected: Check = (facts) =>
  facts.numberConnected ? null : skip("no_number_connected");

const isAnswered: Check = ({ match }) => (match ? null : { do: "ask" });

const somethingFits: Check = ({ match }) => {
  if (match && match.shown > 0) return null;
  return skip(match?.outOfStock ? "out_of_stock" : "no_match");
};

const templateIsThere: Check = ({ match }) =>
  match && mayBeSentYet(match.templateState) ? null : skip("template_missing");

const isWorthIt: Check = ({ match }) => {
  if (!match?.worth) return skip("price_unknown");
  return match.worth.send ? null : skip(match.worth.reason);
};

/** In this order: what is known ends a case before anybody is asked, and the arm is drawn last. */
const CHECKS: readonly Check[] = [
  isOpen,
  shopIsInstalled,
  isSwitchedOn,
  orderCounts,
  isTheLastPurchase,
  isDue,
  isInTime,
  mayBeDecidedAgain,
  personAgrees,
  personCanBeReached,
  numberIsConnected,
  isAnswered,
  somethingFits,
  templateIsThere,
  isWorthIt,
];

/**
 * What becomes of a case now. Asked twice: before model and Shopify are asked, and with their answers in
 * the transaction that writes the outcome. The arm is drawn once per order, by person and case, so that
 * asking again draws the same.
 */
export function decideCase(facts: CaseFacts, now: Date): CaseDecision {
  for (const check of CHECKS) {
    const decision = check(facts, now);
    if (decision) return decision;
  }
  const arm =
    facts.drawnArm ??
    assignArm({
      personHash: facts.person?.toHash ?? "",
      drawId: facts.caseId,
      percent: facts.settings.holdoutPercent,
    });
  return { do: arm === "holdout" ? "hold_out" : "plan" };
}
