/** An amount as whole minor units (cents; yen have none, dinars have three digits) and ISO 4217. */
export type Money = { readonly minor: number; readonly currency: string };

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{0,10}))?$/;
const CURRENCY = /^[A-Z]{3}$/;

// A checkout may carry thousands of amounts, and building a formatter is slow.
const digitsByCurrency = new Map<string, number>();

/** How many digits a currency has behind the point, after ISO 4217: EUR 2, JPY 0, KWD 3. */
function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

/**
 * Reads a decimal text such as Shopify's "998.00" without a float in between.
 * Null for anything that is not exactly representable: not a number, more digits behind the point
 * than the currency has (zeros are fine), too large for a safe integer, an impossible currency.
 */
export function parseDecimal(text: string, currency: string): Money | null {
  if (!CURRENCY.test(currency)) return null;
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  const digits = minorDigits(currency);
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return { minor: sign && minor !== 0 ? -minor : minor, currency };
}

/** The amount as people of that locale write it. Only for showing: the division rounds. */
export function formatMoney(money: Money, locale: string): string {
  const units = money.minor / 10 ** minorDigits(money.currency);
  return new Intl.NumberFormat(locale, { style: "currency", currency: money.currency }).format(
    units,
  );
}

/** The amount as people of that locale type it: "25.00", "25,00". */
export function typedMoney({ minor, currency }: Money, locale: string): string {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(minor / 10 ** digits);
}

/** Millionths of a unit in minor units, fractions kept: messages cost parts of a cent. Only for comparing. */
export function minorOfMicros({ micros, currency }: { micros: number; currency: string }): number {
  return (micros / 1_000_000) * 10 ** minorDigits(currency);
}

export function zeroMoney(currency: string): Money {
  return { minor: 0, currency };
}

/** Throws on two currencies and on overflow: both are bugs of the caller, never a merchant's input. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new Error(`Cannot add ${a.currency} and ${b.currency}`);
  }
  const minor = a.minor + b.minor;
  if (!Number.isSafeInteger(minor)) throw new RangeError("Sum of money is not a safe integer");
  return { minor, currency: a.currency };
}
