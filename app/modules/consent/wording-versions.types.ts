import type { WordingLocale, WordingPart } from "./wording.types.ts";

/** One language of a version. */
export interface WordingRow {
  locale: WordingLocale;
  sentence: string;
  privacyPolicy: string;
  /** written by the merchant; else the built-in sentence */
  own: boolean;
  hash: string;
}

/** Where Shopify stands: storefront and checkout read the sentence there. */
export type WordingPublication = "built_in" | "published" | "waiting";

export interface WordingReport {
  shopName: string;
  timeZone: string;
  version: string;
  publication: WordingPublication;
  /** ISO 8601; of the version that Shopify has */
  publishedAt: string | null;
  /** why it waits, in Shopify's words */
  lastError: string | null;
  locales: WordingRow[];
  /** the merchant's versions, the newest first */
  history: { version: string; createdAt: string; createdBy: string; locales: WordingLocale[] }[];
}

/** What speaks against a sentence. */
export type WordingProblem =
  | { code: "part_missing"; part: WordingPart }
  | { code: "too_long"; most: number }
  | { code: "unknown_gap"; gap: string }
  | { code: "all_too_long" };
