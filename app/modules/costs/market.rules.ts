import type { Market } from "./rate.types.ts";

/**
 * Countries (ISO 3166 alpha-2) by Meta's market. Contract 6.3 names the single countries and a part of
 * the regions; the rest follows Meta's published regions and is an estimate like the rates themselves.
 */
const COUNTRIES_BY_MARKET: Readonly<Partial<Record<Market, string>>> = {
  germany: "DE",
  netherlands: "NL",
  france: "FR",
  italy: "IT",
  spain: "ES",
  united_kingdom: "GB",
  rest_of_western_europe: "AT BE CH DK FI IE NO PT SE",
  rest_of_central_eastern_europe: "AL AM AZ BG BY CZ GE GR HR HU LT LV MD MK PL RO RS SI SK UA",
  russia: "RU",
  turkey: "TR",
  north_america: "US CA",
  brazil: "BR",
  mexico: "MX",
  argentina: "AR",
  chile: "CL",
  colombia: "CO",
  peru: "PE",
  rest_of_latin_america: "BO CR DO EC GT HN HT JM NI PA PR PY SV UY VE",
  india: "IN",
  indonesia: "ID",
  malaysia: "MY",
  pakistan: "PK",
  bangladesh: "BD",
  rest_of_asia_pacific: "AF AU CN HK JP KH KZ LA LK MN NP NZ PG PH SG TH TJ TM TW UZ VN",
  saudi_arabia: "SA",
  united_arab_emirates: "AE",
  israel: "IL",
  egypt: "EG",
  rest_of_middle_east: "BH IQ JO KW LB OM QA YE",
  nigeria: "NG",
  south_africa: "ZA",
  rest_of_africa:
    "AO BF BI BJ BW CD CG CI CM DZ ER ET GA GH GM GW KE LR LS LY MA MG ML MR MW MZ NA NE RW SD SL SN SO SS SZ TD TG TN TZ UG ZM",
};

function byCountry(): ReadonlyMap<string, Market> {
  const found = new Map<string, Market>();
  for (const market of Object.keys(COUNTRIES_BY_MARKET).filter(isListed)) {
    for (const country of COUNTRIES_BY_MARKET[market]?.split(" ") ?? []) {
      found.set(country, market);
    }
  }
  return found;
}

function isListed(market: string): market is Market {
  return market in COUNTRIES_BY_MARKET;
}

const MARKETS = byCountry();

/** The market whose price a message to that country has; "other" for unlisted and unknown ones. */
export function marketOf(country: string | null): Market {
  return MARKETS.get(country?.toUpperCase() ?? "") ?? "other";
}
