import type { LinkBaseReason } from "#app/modules/links/link-base.rules.ts";
import type { CostAlert } from "#app/modules/costs/budget.types.ts";
import type { Money } from "#app/shared/money.ts";

export interface OrderSum {
  orders: number;
  /** one per currency; none when there was no order */
  amounts: Money[];
}

export interface RecentReminder {
  id: string;
  /** when it reached its state, ISO 8601 */
  at: string;
  step: number | null;
  state: string;
  reason: string | null;
  /** why no further reminder of the series follows, where it ended early */
  endReason: string | null;
  errorCode: number | null;
  personId: string;
  firstName: string | null;
  /** masked */
  phone: string | null;
  cart: Money | null;
}

/** Over which domain links run. */
export interface LinkStanding {
  /** links of messages that leave now begin with the shop's own domain */
  ownDomain: boolean;
  /** why (not); `templates`: the domain works, its templates are not approved */
  reason: LinkBaseReason | "templates";
  domain: string;
}

export interface HomeReport {
  shopName: string;
  timeZone: string;
  currency: string;
  periodDays: number;
  /** no confirmation on WhatsApp is asked for */
  singleOptIn: boolean;
  setup: {
    whatsapp: "missing" | "connected" | "waiting" | "stopped" | "broken" | "disconnected";
    templatesApproved: number;
    templatesTotal: number;
    remindersOn: boolean;
    optInSeen: boolean;
    webhookSeen: boolean;
    webhooksParked: number;
    links: LinkStanding;
  };
  funnel: {
    optedIn: number;
    abandoned: number;
    reminded: number;
    tapped: number;
    heldOut: number;
    recovered: OrderSum;
  };
  assisted: OrderSum;
  organic: OrderSum;
  costs: { currency: string; micros: number }[];
  costAlerts: CostAlert[];
  /** what people wrote that may be a "no": a human has to decide */
  unclearAnswers: number;
  /** codes of WhatsApp that nobody here knows, of the last days; 0 stands for none */
  unknownErrors: { code: number; hits: number }[];
  /** 0 when the holdout is off */
  holdoutPercent: number;
  recent: RecentReminder[];
  /** of the same days */
  recommendations: { isOn: boolean; sent: number; recommended: OrderSum };
}
