import { type Offer, readOffers } from "#app/modules/catalog/index.ts";
import type { ContactCard } from "#app/modules/contacts/index.ts";
import type { OrderRow } from "#app/modules/orders/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import { languageOrder } from "#app/modules/templates/index.ts";
import type { Deps } from "#app/ports/deps.ts";

export interface Market {
  /** ISO 3166; null: the shop's own */
  country: string | null;
  /** best first */
  languages: string[];
}

/** Where and in which language somebody is asked about: the parcel's country, else the person's. */
export function marketOf(
  who: { contact: ContactCard | null; order: Pick<OrderRow, "country"> },
  shop: Pick<ShopRow, "locale">,
): Market {
  const { contact, order } = who;
  const languages = languageOrder([contact?.locale, shop.locale]);
  return { country: order.country ?? contact?.country ?? null, languages };
}

interface Question extends Market {
  key: string;
  productIds: readonly string[];
}

/**
 * What products are to several people now, by key: one question to Shopify per country and language.
 * @throws ShopifyError when Shopify does not answer
 */
export async function offersByMarket(
  deps: Pick<Deps, "shopify">,
  domain: string,
  questions: readonly Question[],
): Promise<Map<string, Map<string, Offer>>> {
  const offers = new Map<string, Map<string, Offer>>();
  const marketKey = ({ country, languages: [language] }: Question) =>
    JSON.stringify([country, language]);
  for (const group of Map.groupBy(questions, marketKey).values()) {
    const [first] = group;
    if (!first) continue;
    const productIds = group.flatMap((one) => one.productIds);
    const [language = null] = first.languages;
    const found = await readOffers(deps, domain, { productIds, country: first.country, language });
    for (const { key } of group) offers.set(key, found);
  }
  return offers;
}
