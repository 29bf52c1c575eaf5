import { wordings } from "#app/modules/consent/wording-catalogue.rules.ts";
import { wordingLocale, wordingText } from "#app/modules/consent/wording.rules.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";

/** The version that new places print: the newest that was published. */
export function newestWording(): string {
  const version = Object.keys(wordings).at(-1);
  if (version === undefined) throw new Error("There is always a published wording");
  return version;
}

/** The words beside a code. */
export function wordsBeside(version: string, locale: WordingLocale, shop: string): string {
  const text =
    wordingText(version, locale, { shop }) ?? wordingText(newestWording(), locale, { shop });
  if (text === undefined) throw new Error(`No wording in ${locale}`);
  return text;
}

/** The language in which the shop speaks to people of whom nothing else is known. */
export function localeOf(...asked: (string | null)[]): WordingLocale {
  for (const one of asked) {
    const known = one === null ? undefined : wordingLocale(one);
    if (known) return known;
  }
  return "en";
}
