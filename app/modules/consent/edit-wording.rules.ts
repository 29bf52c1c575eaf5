import { wordings } from "./wording-catalogue.rules.ts";
import { checkWording } from "./wording-parts.rules.ts";
import { type Wording, type WordingLocale, wordingLocales } from "./wording.types.ts";
import type { WordingProblem, WordingRow } from "./wording-versions.types.ts";

/** A sentence is read in the checkout, beside a box. */
export const MAX_SENTENCE = 1_000;
const MAX_LABEL = 60;
/** Shopify takes 16 KB of a metafield (contract 5); some room is left for names. */
const MAX_PUBLISHED_BYTES = 15_000;

/** The version that ships: what shoppers see while the merchant has written nothing. */
export function builtInVersion(): string {
  return Object.keys(wordings).at(-1) ?? "";
}

export function builtInWording(locale: WordingLocale): Wording {
  const wording = wordings[builtInVersion()]?.[locale];
  if (wording === undefined) throw new Error(`There is no built-in sentence in ${locale}`);
  return wording;
}

/** One line, one blank between words: what is compared with what a page says it has shown. */
export function tidyWording({ sentence, privacyPolicy }: Wording): Wording {
  const tidy = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  return { sentence: tidy(sentence), privacyPolicy: tidy(privacyPolicy) };
}

const GAPS = new Set(["{{shop}}", "{{privacy}}"]);

/** Everything that speaks against a sentence of a merchant's. Empty is good. */
export function wordingProblems(wording: Wording, locale: WordingLocale): WordingProblem[] {
  const { sentence, privacyPolicy } = tidyWording(wording);
  const gaps = [...sentence.matchAll(/\{\{[^}]*\}\}/g)].map(([gap]) => gap);
  return [
    ...checkWording({ sentence, privacyPolicy }, locale).map(
      (part) => ({ code: "part_missing", part }) as const,
    ),
    ...(sentence.length > MAX_SENTENCE ? [{ code: "too_long", most: MAX_SENTENCE } as const] : []),
    ...(privacyPolicy.length > MAX_LABEL ? [{ code: "too_long", most: MAX_LABEL } as const] : []),
    ...gaps.filter((gap) => !GAPS.has(gap)).map((gap) => ({ code: "unknown_gap", gap }) as const),
  ];
}

/** The value of the metafield that extensions read: texts with `{{shop}}` and `{{privacy}}` still open. */
export function publishedValue(version: string, rows: readonly WordingRow[]): string {
  const locales = Object.fromEntries(
    wordingLocales.flatMap((locale) => {
      const row = rows.find((one) => one.locale === locale);
      return row ? [[locale, { text: row.sentence, privacyLabel: row.privacyPolicy }]] : [];
    }),
  );
  return JSON.stringify({ version, locales });
}

/** Whether all languages together fit where Shopify keeps them. */
export function fitsShopify(rows: readonly WordingRow[]): boolean {
  return new TextEncoder().encode(publishedValue("", rows)).length <= MAX_PUBLISHED_BYTES;
}

/** When to try again what Shopify did not take: soon, then ever later, an hour at most. */
export function nextTry(attempts: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(3_600_000, 15_000 * 2 ** Math.min(attempts, 10)));
}
