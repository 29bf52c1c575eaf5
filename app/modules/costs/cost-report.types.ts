import type { BudgetLimits, CostAlert } from "./budget.types.ts";
import type { Forecast } from "./forecast.rules.ts";
import type { Market, MessageCategory } from "./rate.types.ts";

/** Messages of one market and category in this month. */
export interface SpendLine {
  market: Market;
  category: MessageCategory;
  /** null: no price is known */
  currency: string | null;
  messages: number;
  delivered: number;
  /** WhatsApp charged nothing for them */
  free: number;
  /** on their way: reserved, not yet charged */
  open: number;
  micros: number;
  todayMicros: number;
}

/** What a market's messages cost by the card that holds now, per category. */
export interface ShownRate {
  market: Market;
  prices: Record<MessageCategory, ShownPrice | null>;
}

export interface ShownPrice {
  micros: number;
  /** "2026-10-01" */
  validFrom: string;
  estimate: boolean;
  /** entered by the merchant */
  own: boolean;
  source: string;
}

/** A price of the merchant's that begins later. */
export interface UpcomingRate {
  market: Market;
  category: MessageCategory;
  currency: string;
  micros: number;
  validFrom: string;
}

/** A market and category of a month, ours against Meta's. */
export interface BilledLine {
  market: string;
  category: string;
  currency: string;
  ourMessages: number;
  ourMicros: number;
  metaMessages: number;
  metaFree: number;
  metaMicros: number;
}

/** What we count as delivered in a span of time, by market and billed category. */
export interface OurCount {
  market: string;
  category: string;
  /** empty where no price was known */
  currency: string;
  messages: number;
  free: number;
  micros: number;
}

export interface BilledMonth {
  /** "2026-10" */
  month: string;
  /** ISO 8601: when Meta was asked */
  readAt: string;
  lines: BilledLine[];
}

/** Messages that WhatsApp billed as another category than was reserved. */
export interface OtherCategory {
  category: string;
  billed: string;
  messages: number;
}

export interface CostReport {
  timeZone: string;
  /** "2026-11-22" */
  today: string;
  limits: Omit<BudgetLimits, "currency"> & { currency: string };
  /** reserved and charged, in the budget's currency */
  used: { day: number; month: number };
  alerts: CostAlert[];
  /** what Meta bills in; null until it was asked */
  billedCurrency: string | null;
  lines: SpendLine[];
  otherCategories: OtherCategory[];
  rates: ShownRate[];
  upcoming: UpcomingRate[];
  forecast: Forecast;
  billed: BilledMonth[];
}
