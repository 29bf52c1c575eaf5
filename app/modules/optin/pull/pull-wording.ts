import { shownWordingText, wordingsNow } from "#app/modules/consent/index.ts";
import { wordingLocale } from "#app/modules/consent/wording.rules.ts";
import type { WordingLocale } from "#app/modules/consent/wording.types.ts";
import type { Tx } from "#app/ports/db.ts";

/** The version that new places print: what shoppers are asked everywhere else as well. */
export async function newestWording(tx: Tx, shopId: string): Promise<string> {
  return (await wordingsNow(tx, shopId)).version;
}

/** The words beside a code. A version is never taken back, so they are always found. */
export async function wordsBeside(
  tx: Tx,
  shop: { id: string; name: string },
  of: { version: string; locale: WordingLocale },
): Promise<string> {
  const text = await shownWordingText(tx, shop, of);
  if (text === undefined) throw new Error(`No wording ${of.version} in ${of.locale}`);
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
