import { z } from "zod";
import type { CalendarDay } from "./budget-period.rules.ts";
import type { Market, MessageCategory } from "./rate.types.ts";

/** Currencies in which Meta bills WhatsApp accounts in 2026 (contract 6.3). */
export const billingCurrencies = [
  "EUR",
  "USD",
  "GBP",
  "AED",
  "ARS",
  "AUD",
  "BRL",
  "CLP",
  "COP",
  "IDR",
  "INR",
  "MXN",
  "MYR",
  "PEN",
  "SAR",
  "SGD",
] as const;
export const billingCurrencySchema = z.enum(billingCurrencies);

/** A shop's limits and how much of them is spoken for. Amounts are millionths of the currency's unit. */
export interface Budget {
  readonly currency: string;
  /** null: no such limit */
  readonly dayLimit: number | null;
  readonly monthLimit: number | null;
  /** counted where the card knows no price; null: such a message is not sent while a limit is set */
  readonly unknownPrice: number | null;
  /** the shop's day that `dayMicros` counts; `monthMicros` counts its month */
  readonly day: CalendarDay;
  /** reserved and charged */
  readonly dayMicros: number;
  readonly monthMicros: number;
}

/** A message that would be sent now. */
export interface ReserveLine {
  readonly messageId: string;
  readonly category: MessageCategory;
  readonly market: Market;
  /** null where no card knows */
  readonly micros: number | null;
  readonly currency: string | null;
  readonly estimate: boolean;
}

/** Why a message is not covered: the day's or the month's limit, or a price nobody knows. */
export const budgetStops = ["day", "month", "price_unknown"] as const;
export const budgetStopSchema = z.enum(budgetStops);
export type BudgetStop = z.infer<typeof budgetStopSchema>;

/** A budget as it is shown. */
export interface ShownBudget extends Budget {
  /** what Meta says that it bills in; null until it was asked */
  readonly billedCurrency: string | null;
  /** what last held messages back */
  readonly stop: { readonly by: BudgetStop; readonly at: Date } | null;
}

/** What the merchant should know about the budget now. */
export interface CostAlert {
  readonly about: "day" | "month" | "price_unknown";
  /** four fifths are spoken for, or nothing more leaves */
  readonly level: "near" | "full";
}

const amount = z.number().int().nonnegative().max(1e15).nullable();

/** What a merchant sets, in millionths of the currency's unit. */
export const budgetLimitsSchema = z.object({
  currency: billingCurrencySchema,
  dayLimit: amount,
  monthLimit: amount,
  unknownPrice: amount,
});
export type BudgetLimits = z.infer<typeof budgetLimitsSchema>;
