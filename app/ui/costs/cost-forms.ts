import { type BudgetLimits, billingCurrencySchema } from "#app/modules/costs/budget.types.ts";
import { microsOf, type RateFields } from "#app/modules/costs/written-rate.rules.ts";

/** Field name -> key of the words that say what is wrong with it. */
export type CostFormErrors = Record<string, string>;

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** The limits that the merchant entered, or which fields do not fit. */
export function readBudgetForm(
  form: FormData,
): { ok: true; limits: BudgetLimits } | { ok: false; errors: CostFormErrors } {
  const errors: CostFormErrors = {};
  const limit = (name: string): number | null => {
    const written = textOf(form, name);
    if (written === "") return null;
    const micros = microsOf(written);
    if (micros === null) errors[name] = "costs.problems.amount";
    return micros;
  };
  const currency = billingCurrencySchema.safeParse(textOf(form, "currency"));
  if (!currency.success) errors["currency"] = "costs.problems.currency";
  const limits = {
    dayLimit: limit("dayLimit"),
    monthLimit: limit("monthLimit"),
    unknownPrice: limit("unknownPrice"),
  };
  return currency.success && Object.keys(errors).length === 0
    ? { ok: true, limits: { ...limits, currency: currency.data } }
    : { ok: false, errors };
}

export function readRateForm(form: FormData): RateFields {
  return {
    market: textOf(form, "market"),
    category: textOf(form, "category"),
    currency: textOf(form, "currency"),
    price: textOf(form, "price"),
    validFrom: textOf(form, "validFrom"),
  };
}
