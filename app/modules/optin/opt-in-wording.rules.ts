import { sameWording } from "#app/modules/consent/wording.rules.ts";

/** Whether the sentence that was shown is the published one of that version, for this very shop. */
export function checkWordingShown(shownText: string, published: string | undefined): boolean {
  return published !== undefined && sameWording(shownText, published);
}
