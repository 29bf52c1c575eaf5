import type { CostAlert } from "#app/modules/costs/budget.types.ts";
import type { HistoryImport } from "#app/modules/orders/import/history-import.types.ts";
import type { Lift } from "#app/modules/recommendations/lift.rules.ts";
import type { ModelReport } from "#app/modules/recommendations/model-report.types.ts";
import type { RecommendationSettings } from "#app/modules/recommendations/recommendation-settings.types.ts";
import type { TemplateState } from "#app/modules/templates/template.types.ts";
import type { Money } from "#app/shared/money.ts";
import type { CaseOutcome } from "./case-outcome.rules.ts";
import type { OrderSum } from "./home-report.types.ts";

/** What has to be there before a recommendation can leave. */
export interface Readiness {
  isOn: boolean;
  numberConnected: boolean;
  /** of the template for one product, in the shop's language */
  template: TemplateState;
  /** for how many products there are approved carousels, in the shop's language */
  carousels: number[];
  alerts: CostAlert[];
}

export interface MessagePrice {
  /** millionths of the currency's unit; of a marketing message in the shop's own market */
  micros: number;
  currency: string;
  estimate: boolean;
}

/** How many cases of the period ended so, and why. */
export interface OutcomeCount {
  outcome: CaseOutcome;
  reason: string | null;
  cases: number;
}

/** The cases decided in the period, as messages. */
export interface MessageCounts {
  sent: number;
  delivered: number;
  read: number;
  /** messages with a tap on one of their products */
  tapped: number;
}

export interface LiftCounts {
  /** of the cases that were decided in so many days, and are old enough */
  days: number;
  /** how long after a case an order counts */
  windowDays: number;
  treated: { cases: number; buyers: number };
  holdout: { cases: number; buyers: number };
  lift: Lift | null;
  /** cases whose time is not over yet */
  running: number;
}

export interface ShownProduct {
  productId: string;
  title: string;
  price: Money;
  /** that it is in the person's next order, 0 to 1 */
  chance: number;
  /** why it was chosen, in words */
  why: Readonly<Record<"de" | "en", string>>;
}

export interface ShownCase {
  id: string;
  /** ISO 8601 */
  decidedAt: string;
  kind: string;
  outcome: CaseOutcome;
  reason: string | null;
  orderName: string;
  /** where their page is; null for somebody who was erased */
  personId: string | null;
  firstName: string | null;
  /** masked */
  phone: string | null;
  products: ShownProduct[];
  /** why other products were left out, in words; null where none were */
  leftOut: Readonly<Record<"de" | "en", string>> | null;
  expectedMargin: Money | null;
}

/** What the nightly job found out about the shop's model. Instants are ISO 8601. */
export interface ShownModel {
  fittedAt: string | null;
  problem: string | null;
  /** null before the first fit */
  report:
    | (Pick<
        ModelReport,
        "orders" | "persons" | "products" | "source" | "curve" | "hitRate" | "orderChance"
      > & { heldOutPersons: number })
    | null;
}

/** How far the shop's past is read in. Instants are ISO 8601. */
export interface ShownImport extends Pick<
  HistoryImport,
  "kind" | "state" | "problem" | "objects" | "read" | "refused" | "days"
> {
  startedAt: string;
  endedAt: string | null;
}

/** Everything the merchant's page about recommendations shows. */
export interface RecommendationReport {
  currency: string;
  timeZone: string;
  periodDays: number;
  settings: RecommendationSettings;
  /** what is never recommended, by name */
  excluded: { productId: string; title: string }[];
  readiness: Readiness;
  messagePrice: MessagePrice | null;
  /** of a product as the shop sells it lately, in minor units; null before the first order */
  usualPrice: number | null;
  history: ShownImport[];
  model: ShownModel | null;
  /** unanswered: due already, and asked about again */
  waiting: { cases: number; nextAt: string | null; unanswered: number };
  outcomes: OutcomeCount[];
  messages: MessageCounts;
  recommended: OrderSum;
  assisted: OrderSum;
  costs: { currency: string; micros: number }[];
  lift: LiftCounts;
  latest: ShownCase[];
}
