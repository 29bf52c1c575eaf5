import { type TemplateLanguage, templateLanguages } from "./template.types.ts";

const FALLBACK: TemplateLanguage = "en";

/**
 * The template language of a locale such as "de-AT" or "pt_PT"; null when we have none. Meta knows no
 * de_DE, de_AT or de_CH (contract 4.9); our Portuguese is Brazil's and serves Portugal too.
 */
export function templateLanguageOf(locale: string | null | undefined): TemplateLanguage | null {
  const tongue = locale?.trim().toLowerCase().split(/[-_]/)[0];
  if (!tongue) return null;
  return templateLanguages.find((known) => known.toLowerCase().split("_")[0] === tongue) ?? null;
}

/**
 * The languages in which a person may be written to, best first: theirs, the shop's, English. The
 * Cloud API never falls back by itself (132001), so the order is ours (contract 4.9).
 */
export function languageOrder(locales: readonly (string | null | undefined)[]): TemplateLanguage[] {
  const known = locales.flatMap((locale) => templateLanguageOf(locale) ?? []);
  return [...new Set([...known, FALLBACK])];
}
