const MICROS = 1_000_000;

export interface Micros {
  micros: number;
  currency: string;
}

/** Millionths of a unit, as people of that locale write sums of money. */
export function amount({ micros, currency }: Micros, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(micros / MICROS);
}

/** The price of one message: it is less than the smallest coin. */
export function price({ micros, currency }: Micros, locale: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6 };
  const format = new Intl.NumberFormat(locale, { style: "currency", currency, ...digits });
  return format.format(micros / MICROS);
}

/** A limit as it is typed: "25.00", "25,00"; empty where there is none. */
export function typed(micros: number | null, locale: string): string {
  if (micros === null) return "";
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 6, useGrouping: false };
  return new Intl.NumberFormat(locale, digits).format(micros / MICROS);
}
