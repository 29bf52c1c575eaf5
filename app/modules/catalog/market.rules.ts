import { phoneCountries } from "#app/shared/phone.ts";

const COUNTRIES = new Set(phoneCountries());

/**
 * Countries that Shopify's `CountryCode` does not know, by the country whose market they belong to:
 * territories that it keeps as provinces (Storefront schema 2026-10).
 */
const MARKET_OF: Readonly<Record<string, string>> = {
  AS: "US",
  FM: "US",
  GU: "US",
  MH: "US",
  MP: "US",
  PR: "US",
  PW: "US",
  VI: "US",
};

/** What `LanguageCode` has besides the plain languages. */
const REGIONAL = new Set(["PT_BR", "PT_PT", "ZH_CN", "ZH_TW"]);
const LANGUAGES = new Set(
  `AF AK AM AR AS AZ BE BG BM BN BO BR BS CA CE CS CU CY DA DE DZ EE EL EN EO ES ET EU FA FF FI FO FR FY GA GD
   GL GU GV HA HE HI HR HU HY IA ID IG II IS IT JA JV KA KI KK KL KM KN KO KS KU KW KY LA LB LG LN LO LT LU LV
   MG MI MK ML MN MO MR MS MT MY NB ND NE NL NN NO OM OR OS PA PL PS PT QU RM RN RO RU RW SA SC SD SE SG SH SI
   SK SL SN SO SQ SR SU SV SW TA TE TG TH TI TK TO TR TT UG UK UR UZ VI VO WO XH YI YO ZH ZU`.split(
    /\s+/,
  ),
);

/**
 * Shopify's `CountryCode` for ISO 3166 alpha-2; null asks for the shop's own market. A code that Shopify
 * does not know would cost the whole question its answer.
 */
export function countryCode(country: string | null): string | null {
  const code = country?.trim().toUpperCase() ?? "";
  return MARKET_OF[code] ?? (COUNTRIES.has(code) ? code : null);
}

/** Shopify's `LanguageCode` for "de", "de-AT" or "pt_BR"; null asks for the shop's own language. */
export function languageCode(language: string | null): string | null {
  const code = language?.trim().toUpperCase().replace("-", "_") ?? "";
  if (REGIONAL.has(code)) return code;
  const [base = ""] = code.split("_");
  return LANGUAGES.has(base) ? base : null;
}
