import { type Market, marketSchema, messageCategorySchema } from "./rate.types.ts";
import type { MessageCategory } from "./rate.types.ts";

/** A price as people write it, field by field. */
export interface RateFields {
  market: string;
  category: string;
  currency: string;
  price: string;
  validFrom: string;
}

/** The same, understood. `validFrom` is a day: "2026-10-01". */
export interface WrittenRate {
  market: Market;
  category: MessageCategory;
  currency: string;
  micros: number;
  validFrom: string;
}

export type RateProblem = "market" | "category" | "currency" | "price" | "date" | "past";

/** What Meta and people call markets beside our names for them. */
const ALIASES: Readonly<Record<string, Market>> = {
  uk: "united_kingdom",
  great_britain: "united_kingdom",
  uae: "united_arab_emirates",
  turkiye: "turkey",
  rest_of_central_and_eastern_europe: "rest_of_central_eastern_europe",
  rest_of_central_eastern_europe: "rest_of_central_eastern_europe",
  rest_of_asia: "rest_of_asia_pacific",
  rest_of_apac: "rest_of_asia_pacific",
  rest_of_world: "other",
};

function marketNamed(text: string): Market | null {
  const name = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/[^a-z]+/g, "_")
    .replaceAll(/^_|_$/g, "");
  const known = marketSchema.safeParse(name);
  return known.success ? known.data : (ALIASES[name] ?? null);
}

const PRICE = /^(\d{1,7})(?:[.,](\d{1,6}))?$/;

/** "0.1365", "0,1365", "$0.1365": whole millionths, without a float in between. */
export function microsOf(text: string): number | null {
  const match = PRICE.exec(text.replaceAll(/[\s$€£]/g, ""));
  if (!match) return null;
  const [, units = "", fraction = ""] = match;
  return Number(units) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

/** "2026-10-01" or "1.10.2026", and a day that exists. */
function dayOf(text: string): string | null {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
  const [, d = "", m = "", y = ""] = german ?? [];
  const iso = german ? `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}` : text.trim();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

export type RateProblems = Partial<
  Record<keyof RateFields, { problem: RateProblem; value: string }>
>;

/** A written price, or what is wrong with each of its fields. */
export function readRate(
  fields: RateFields,
): { ok: true; rate: WrittenRate } | { ok: false; problems: RateProblems } {
  const market = marketNamed(fields.market);
  const category = messageCategorySchema.safeParse(fields.category.trim().toLowerCase());
  const currency = fields.currency.trim().toUpperCase();
  const micros = microsOf(fields.price);
  const validFrom = dayOf(fields.validFrom);
  const isCurrency = /^[A-Z]{3}$/.test(currency);
  if (market && category.success && isCurrency && micros !== null && validFrom) {
    return { ok: true, rate: { market, category: category.data, currency, micros, validFrom } };
  }
  const wrong = (isWrong: boolean, field: keyof RateFields, problem: RateProblem): RateProblems =>
    isWrong ? { [field]: { problem, value: fields[field] } } : {};
  return {
    ok: false,
    problems: {
      ...wrong(market === null, "market", "market"),
      ...wrong(!category.success, "category", "category"),
      ...wrong(!isCurrency, "currency", "currency"),
      ...wrong(micros === null, "price", "price"),
      ...wrong(validFrom === null, "validFrom", "date"),
    },
  };
}

/** What a written price does to the merchant's card. */
export type RateChange = "new" | "changed" | "same" | "past";

/**
 * A price is never changed once its day has come: what was planned and charged by it stays true. A price
 * that has not begun may still be corrected.
 */
export function changeOf(
  written: WrittenRate,
  standing: { micros: number } | undefined,
  today: string,
): RateChange {
  if (!standing) return "new";
  if (standing.micros === written.micros) return "same";
  return written.validFrom > today ? "changed" : "past";
}
