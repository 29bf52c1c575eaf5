import type { Lang } from "./texts.ts";

/** "149,00 €" or "€149.00". */
export function moneyText(minor: number, currency: string, lang: Lang): string {
  const locale = lang === "de" ? "de-DE" : "en-IE";
  return new Intl.NumberFormat(locale, { style: "currency", currency }).format(minor / 100);
}
