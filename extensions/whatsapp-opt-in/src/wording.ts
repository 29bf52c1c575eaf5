import type { Api } from "./host.ts";

// Stands where the privacy policy is named while a sentence is cut around it; never shown.
const GAP = "\u0001";

export interface Wording {
  /** The sentence exactly as shown, for the record. */
  readonly text: string;
  readonly beforeLink: string;
  readonly link: string;
  readonly afterLink: string;
}

/** The consent sentence in the shopper's language, whole and cut around the words that become a link. */
export function consentWording(api: Api): Wording {
  const shop = api.shop.name;
  const link = api.i18n.translate("privacy_policy");
  const cut = api.i18n.translate("consent", { shop, privacy: GAP });
  const [beforeLink = "", afterLink = ""] = cut.split(GAP);
  return { text: cut.replace(GAP, () => link), beforeLink, link, afterLink };
}
