import type { Deps } from "#app/ports/deps.ts";
import { askStorefront } from "./ask-storefront.ts";
import { countryCode, languageCode } from "./market.rules.ts";
import { offerOf } from "./offer.rules.ts";
import { offersSchema } from "./offer.types.ts";
import { productGid } from "./product.rules.ts";
import type { Offer, OfferQuestion } from "./product.types.ts";
import { OFFERS } from "./storefront.graphql.ts";

/** `nodes` takes 250 ids (contract 8); asked with a token, the Storefront API counts no points. */
const PER_QUERY = 250;
const PICTURE = { maxWidth: 1024, preferredContentType: "JPG" } as const;

/**
 * What products are like to somebody now, by product id: asked of Shopify, one round trip for up to 250
 * products. One that is missing from the answer is gone, or not for that market: nobody is sent it.
 * @throws ShopifyError when Shopify does not answer: then nothing may be sent
 */
export async function readOffers(
  deps: Pick<Deps, "shopify">,
  shopDomain: string,
  question: OfferQuestion,
): Promise<Map<string, Offer>> {
  const offers = new Map<string, Offer>();
  const country = countryCode(question.country);
  const language = languageCode(question.language);
  await askStorefront(question.productIds, PER_QUERY, async (part, api) => {
    const { nodes } = await deps.shopify.query({
      shop: shopDomain,
      api,
      document: OFFERS,
      variables: { ids: part.map(productGid), country, language, picture: PICTURE },
      schema: offersSchema,
    });
    for (const node of nodes) {
      const offer = node ? offerOf(node) : null;
      if (offer) offers.set(offer.productId, offer);
    }
  });
  return offers;
}
