import { z } from "zod";

/** Meta's markets: single countries and the rests of their regions. */
export const markets = [
  "germany",
  "netherlands",
  "france",
  "italy",
  "spain",
  "united_kingdom",
  "rest_of_western_europe",
  "rest_of_central_eastern_europe",
  "russia",
  "turkey",
  "north_america",
  "brazil",
  "mexico",
  "argentina",
  "chile",
  "colombia",
  "peru",
  "rest_of_latin_america",
  "india",
  "indonesia",
  "malaysia",
  "pakistan",
  "bangladesh",
  "rest_of_asia_pacific",
  "saudi_arabia",
  "united_arab_emirates",
  "israel",
  "egypt",
  "rest_of_middle_east",
  "nigeria",
  "south_africa",
  "rest_of_africa",
  "other",
] as const;
export const marketSchema = z.enum(markets);
export type Market = z.infer<typeof marketSchema>;

export const messageCategories = ["marketing", "utility", "authentication", "service"] as const;
export const messageCategorySchema = z.enum(messageCategories);
export type MessageCategory = z.infer<typeof messageCategorySchema>;

/** One row of a rate card. Prices are millionths of the currency's unit: a message costs 11.31 cents. */
export const rateSchema = z.object({
  market: marketSchema,
  category: messageCategorySchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  micros: z.number().int().nonnegative(),
  validFrom: z.coerce.date(),
  /** Where the figure comes from. */
  source: z.string(),
  /** True until Meta's own card or invoice has confirmed it. */
  estimate: z.boolean(),
});
export type Rate = z.infer<typeof rateSchema>;
