import { billingCurrencySchema } from "./budget.types.ts";

/** The currency to assume until the merchant or Meta names it: the shop's where Meta bills in it. */
export function defaultCurrency(shopCurrency: string): string {
  return billingCurrencySchema.safeParse(shopCurrency).success ? shopCurrency : "USD";
}
