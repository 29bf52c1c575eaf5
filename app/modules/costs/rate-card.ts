import type { Market, MessageCategory, Rate } from "./rate.types.ts";

/**
 * Meta's list prices as far as known on 2026-11-22, contract 6.3: a transcription of the card effective
 * 2026-01-01, so every row is an estimate. Rates change on the first of a quarter; add rows, never edit
 * one, or past costs change with it.
 */
const CARD_FROM = new Date("2026-01-01T00:00:00Z");
/** Since then service messages cost what utility ones do, and Bangladesh is a market of its own. */
const SERVICE_FROM = new Date("2026-10-01T00:00:00Z");

/** Market, marketing, utility: millionths of a dollar per delivered message. */
const USD: readonly (readonly [Market, number, number])[] = [
  ["germany", 136_500, 55_000],
  ["netherlands", 159_700, 50_000],
  ["france", 85_900, 30_000],
  ["italy", 69_100, 30_000],
  ["spain", 61_500, 20_000],
  ["united_kingdom", 52_900, 22_000],
  ["rest_of_western_europe", 59_200, 17_100],
  ["rest_of_central_eastern_europe", 86_000, 21_200],
  ["russia", 80_200, 40_000],
  ["turkey", 10_900, 5_300],
  ["north_america", 25_000, 3_400],
  ["brazil", 62_500, 6_800],
  ["mexico", 30_500, 8_500],
  ["argentina", 61_800, 26_000],
  ["chile", 88_900, 20_000],
  ["colombia", 12_500, 800],
  ["peru", 70_300, 20_000],
  ["rest_of_latin_america", 74_000, 11_300],
  ["india", 11_800, 1_400],
  ["indonesia", 41_100, 25_000],
  ["malaysia", 86_000, 14_000],
  ["pakistan", 47_300, 5_400],
  ["rest_of_asia_pacific", 73_200, 11_300],
  ["saudi_arabia", 45_500, 10_700],
  ["united_arab_emirates", 49_900, 15_700],
  ["israel", 35_300, 5_300],
  ["egypt", 64_400, 3_600],
  ["rest_of_middle_east", 34_100, 9_100],
  ["nigeria", 51_600, 6_700],
  ["south_africa", 37_900, 7_600],
  ["rest_of_africa", 22_500, 4_000],
  ["other", 60_400, 7_700],
];

type Prices = {
  readonly market: Market;
  readonly currency: string;
  readonly marketing: number;
  readonly utility: number;
  readonly from: Date;
  readonly source: string;
};

function rowsOf({ market, currency, marketing, utility, from, source }: Prices): readonly Rate[] {
  const row = (category: MessageCategory, micros: number, validFrom: Date): Rate => ({
    market,
    category,
    currency,
    micros,
    validFrom,
    source,
    estimate: true,
  });
  const serviceFrom = from > SERVICE_FROM ? from : SERVICE_FROM;
  return [
    row("marketing", marketing, from),
    row("utility", utility, from),
    // The card prices authentication like utility in every market.
    row("authentication", utility, from),
    row("service", utility, serviceFrom),
  ];
}

const transcribed = { currency: "USD", from: CARD_FROM, source: "card of 2026-01-01, transcribed" };
const bangladesh = { market: "bangladesh", ...transcribed, marketing: 73_200 } as const;

export const rateCard: readonly Rate[] = [
  ...USD.flatMap(([market, marketing, utility]) =>
    rowsOf({ ...transcribed, market, marketing, utility }),
  ),
  // A part of the rest of Asia-Pacific until October.
  ...rowsOf({ ...bangladesh, utility: 11_300 }),
  ...rowsOf({ ...bangladesh, utility: 3_700, from: SERVICE_FROM, source: "card of 2026-10-01" }),
  ...rowsOf({
    market: "germany",
    currency: "EUR",
    marketing: 113_100,
    utility: 45_600,
    from: CARD_FROM,
    source: "background knowledge, no card seen",
  }),
];
