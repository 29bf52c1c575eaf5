/** Languages in which shoppers are asked; the extension has one locale file for each. */
export const wordingLocales = ["en", "de", "fr", "es", "it", "nl", "pt-BR", "pl", "tr"] as const;
export type WordingLocale = (typeof wordingLocales)[number];

/** A consent sentence with `{{shop}}` and `{{privacy}}` open, and what the privacy policy is called. */
export interface Wording {
  readonly sentence: string;
  readonly privacyPolicy: string;
}

/** By version id, then by language. */
export type WordingCatalogue = Readonly<Record<string, Readonly<Record<WordingLocale, Wording>>>>;

/** What a consent sentence has to say (market.md part 8, points 4, 7 and 10; BGH III ZR 196/17). */
export const wordingParts = [
  "shop",
  "whatsapp",
  "advertising",
  "number",
  "reminders",
  "recommendations",
  "offers",
  "taps",
  "voluntary",
  "withdrawal",
  "stop",
  "button",
  "privacy",
] as const;
export type WordingPart = (typeof wordingParts)[number];
