import { wordings } from "./wording-catalogue.rules.ts";
import { wordingLocales, type Wording, type WordingLocale } from "./wording.types.ts";

/**
 * The language of ours that a storefront locale asks for: itself ("pt-BR"), or its language without
 * the region ("de-AT" is "de"). Undefined where we have no sentence, as for "pt-PT".
 */
export function wordingLocale(locale: string): WordingLocale | undefined {
  const asked = locale.toLowerCase().replace("_", "-");
  const language = asked.split("-")[0];
  const named = wordingLocales.find((each) => each.toLowerCase() === asked);
  return named ?? wordingLocales.find((each) => each === language);
}

function findWording(version: string, locale: string): Wording | undefined {
  const language = wordingLocale(locale);
  if (language === undefined || !Object.hasOwn(wordings, version)) return undefined;
  return wordings[version]?.[language];
}

/** Whether shoppers were ever shown this version in this language. */
export function knownWording(version: string, locale: string): boolean {
  return findWording(version, locale) !== undefined;
}

/** Fills in all gaps at once, so that a shop called "{{privacy}}" stays called that. */
function fillIn(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (gap, key: string) => values[key] ?? gap);
}

/** A wording as it is shown in this shop. */
export function fillWording(wording: Wording, { shop }: { readonly shop: string }): string {
  return fillIn(wording.sentence, { shop, privacy: wording.privacyPolicy });
}

/** The exact sentence that a shopper of this shop was asked to agree to; undefined if we never had it. */
export function wordingText(
  version: string,
  locale: string,
  of: { readonly shop: string },
): string | undefined {
  const wording = findWording(version, locale);
  return wording && fillWording(wording, of);
}

/**
 * Whether a sentence that a client says it showed is the one we published. Clients are not trusted:
 * what counts as agreed to is our own text, and only white space may differ.
 */
export function sameWording(shown: string, published: string): boolean {
  const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();
  return plain(shown) === plain(published);
}
