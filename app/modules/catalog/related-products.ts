import type { Deps } from "#app/ports/deps.ts";
import { ShopifyError } from "#app/ports/shopify-admin.ts";
import { askStorefront, type StorefrontWay } from "./ask-storefront.ts";
import { relatedSchema } from "./offer.types.ts";
import { numericId, productGid } from "./product.rules.ts";
import { relatedDocument } from "./storefront.graphql.ts";

/** Each is a search at Shopify's. */
const PER_QUERY = 25;

async function askRelated(
  deps: Pick<Deps, "shopify">,
  { shop, api }: { shop: string; api: StorefrontWay },
  ids: readonly string[],
): Promise<[string, string[]][]> {
  const variables = Object.fromEntries(ids.map((id, i) => [`p${i}`, productGid(id)]));
  const document = relatedDocument(ids.length);
  const schema = relatedSchema;
  const answer = await deps.shopify.query({ shop, api, document, variables, schema });
  return ids.map((id, i) => {
    const related = answer[`r${i}`] ?? [];
    return [id, related.map((product) => numericId(product.id)).filter((one) => one !== id)];
  });
}

/**
 * What Shopify itself recommends beside each product, best first and at most ten, by product id. It
 * knows nothing of the person. Best effort: where Shopify does not answer there are none.
 */
export async function relatedProducts(
  deps: Pick<Deps, "shopify" | "log">,
  shopDomain: string,
  productIds: readonly string[],
): Promise<Map<string, string[]>> {
  const related = new Map<string, string[]>();
  try {
    await askStorefront(productIds, PER_QUERY, async (part, api) => {
      const found = await askRelated(deps, { shop: shopDomain, api }, part);
      for (const [id, others] of found) related.set(id, others);
    });
  } catch (error) {
    if (!(error instanceof ShopifyError)) throw error;
    deps.log.warn("catalog.related", { shop: shopDomain, code: error.code });
  }
  return related;
}
