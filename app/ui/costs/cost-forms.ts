import { type BudgetLimits, billingCurrencySchema } from "#app/modules/costs/budget.types.ts";
import { microsOf, type RateFields } from "#app/modules/costs/written-rate.rules.ts";
import { type FormErrors, textOf } from "../form-text.ts";

/** The limits that the merchant entered, or which fields do not fit. */
export function readBudgetForm(
  form: FormData,
): { ok: true; limits: BudgetLimits } | { ok: false; errors: FormErrors } {
  const errors: FormErrors = {};
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
