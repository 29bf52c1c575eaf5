import { sameWording, wordingText } from "#app/modules/consent/wording.rules.ts";

/** Whether the sentence that was shown is the published one of that version, for this very shop. */
export function checkWordingShown(
  shown: { wordingVersion: string; locale: string; shownText: string },
  shop: string,
): boolean {
  const published = wordingText(shown.wordingVersion, shown.locale, { shop });
  return published !== undefined && sameWording(shown.shownText, published);
}
