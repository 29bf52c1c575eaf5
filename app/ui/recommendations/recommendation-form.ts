import {
  linkTargets,
  RECOMMENDATION_BOUNDS,
  type RecommendationSettings,
} from "#app/modules/recommendations/recommendation-settings.types.ts";
import { parseDecimal } from "#app/shared/money.ts";
import { type FormErrors, textOf } from "../form-text.ts";

/** What the form changes; the switch is a button of its own. */
export type RecommendationForm = Omit<RecommendationSettings, "isOn">;

type NumberName =
  | "waitDaysAfterDelivery"
  | "waitDaysAfterOrder"
  | "holdoutPercent"
  | "marginPercent"
  | "maxProducts";

const BOUNDS: Readonly<Record<NumberName, { least: number; most: number; whole: boolean }>> = {
  waitDaysAfterDelivery: { ...RECOMMENDATION_BOUNDS.waitDays, whole: true },
  waitDaysAfterOrder: { ...RECOMMENDATION_BOUNDS.waitDays, whole: true },
  holdoutPercent: { ...RECOMMENDATION_BOUNDS.holdoutPercent, whole: false },
  marginPercent: { ...RECOMMENDATION_BOUNDS.marginPercent, whole: false },
  maxProducts: { ...RECOMMENDATION_BOUNDS.maxProducts, whole: true },
};

/** "7,5" and "7.5" alike; NaN for what is no plain number. */
export function readNumber(written: string): number {
  const text = written.trim().replace(",", ".");
  return /^\d{1,6}(?:\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
}

/** Minor units of what is typed as an amount; null for a field left empty, NaN for what is no amount. */
export function readThreshold(written: string, currency: string): number | null {
  if (written.trim() === "") return null;
  const money = parseDecimal(written.trim().replace(",", "."), currency);
  return money === null || money.minor < 0 ? Number.NaN : money.minor;
}

const THRESHOLD_MOST = 1_000_000_000;
const PRODUCT_ID = /^\d{1,20}$/;

/** What the merchant chose, or which fields do not fit. */
export function readRecommendationForm(
  form: FormData,
  currency: string,
): { ok: true; settings: RecommendationForm } | { ok: false; errors: FormErrors } {
  const errors: FormErrors = {};
  const numberOf = (name: NumberName): number => {
    const value = readNumber(textOf(form, name));
    const { least, most, whole } = BOUNDS[name];
    const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
    if (!fits) errors[name] = `recommendations.errors.${name}`;
    return value;
  };
  const thresholdMinor = readThreshold(textOf(form, "threshold"), currency);
  if (thresholdMinor !== null && !(thresholdMinor <= THRESHOLD_MOST)) {
    errors["threshold"] = "recommendations.errors.threshold";
  }
  const excluded = form.getAll("excluded").map(String);
  const isList = excluded.length <= RECOMMENDATION_BOUNDS.excluded;
  if (!isList || !excluded.every((id) => PRODUCT_ID.test(id))) {
    errors["excluded"] = "recommendations.errors.excluded";
  }
  const cart = linkTargets.find((target) => target === textOf(form, "cart"));
  if (cart === undefined) errors["cart"] = "recommendations.errors.cart";
  const settings: RecommendationForm = {
    waitDaysAfterDelivery: numberOf("waitDaysAfterDelivery"),
    waitDaysAfterOrder: numberOf("waitDaysAfterOrder"),
    holdoutPercent: numberOf("holdoutPercent"),
    marginPercent: numberOf("marginPercent"),
    maxProducts: numberOf("maxProducts"),
    thresholdMinor,
    excludedProductIds: [...new Set(excluded)],
    cart: cart ?? "product",
    replenishment: form.get("replenishment") !== null,
  };
  return Object.keys(errors).length === 0 ? { ok: true, settings } : { ok: false, errors };
}
