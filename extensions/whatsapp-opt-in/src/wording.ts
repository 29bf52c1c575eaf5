import { publishedWording, type PublishedWording } from "./published-wording.ts";
import { WORDING_VERSION } from "./release.ts";

// Stands where the privacy policy is named while a sentence is cut around it; never shown.
const GAP = "\u0001";

export interface Wording {
  readonly version: string;
  /** The sentence exactly as shown, for the record. */
  readonly text: string;
  readonly beforeLink: string;
  readonly link: string;
  readonly afterLink: string;
}

/** The part of Shopify's API that a sentence needs; the shop's name is not everywhere. */
export interface Speaker {
  readonly i18n: {
    translate(key: string, values?: Record<string, string | number>): unknown;
  };
  readonly localization: {
    readonly extensionLanguage: { readonly value: { readonly isoCode: string } };
  };
}

function fillIn(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (gap, key: string) => values[key] ?? gap);
}

function builtIn(api: Speaker, shop: string): { version: string; cut: string; link: string } {
  const say = (key: string, values?: Record<string, string>) =>
    String(api.i18n.translate(key, values));
  const cut = say("consent", { shop, privacy: GAP });
  return { version: WORDING_VERSION, cut, link: say("privacy_policy") };
}

/** The consent sentence in the shopper's language: the shop's own where it published one, else ours. */
export function wordingFor(
  api: Speaker,
  shop: string,
  published: PublishedWording | undefined,
): Wording {
  const { version, cut, link } = published
    ? {
        version: published.version,
        cut: fillIn(published.text, { shop, privacy: GAP }),
        link: published.privacyLabel,
      }
    : builtIn(api, shop);
  const [beforeLink = "", afterLink = ""] = cut.split(GAP);
  return { version, text: cut.replace(GAP, () => link), beforeLink, link, afterLink };
}

/** The sentence, whole and cut around the words that become a link. */
export function consentWording(
  api: Speaker & { readonly shop: { readonly name: string } },
): Wording {
  const language = api.localization.extensionLanguage.value.isoCode;
  return wordingFor(api, api.shop.name, publishedWording(api, language));
}
