import type { Deps } from "#app/ports/deps.ts";
import { CART_VARIANTS } from "./catalog.graphql.ts";
import { catalogItem, variantGid } from "./catalog.rules.ts";
import { cartVariantsSchema, type CatalogItem } from "./catalog.types.ts";

/** `nodes` takes 250 ids; each brings a medium and a product, so fewer stay well below the cost limit. */
const PER_QUERY = 100;
const PICTURE = { maxWidth: 1024, preferredContentType: "JPG" } as const;

/**
 * What the variants of some carts (of one shop) are like now, by variant id. One that is missing from
 * the answer is gone.
 * @throws ShopifyError when Shopify does not answer
 */
export async function readCartItems(
  deps: Pick<Deps, "shopify">,
  shopDomain: string,
  variantIds: readonly string[],
): Promise<Map<string, CatalogItem>> {
  const wanted = [...new Set(variantIds)];
  const items = new Map<string, CatalogItem>();
  for (let start = 0; start < wanted.length; start += PER_QUERY) {
    const ids = wanted.slice(start, start + PER_QUERY).map(variantGid);
    const { nodes } = await deps.shopify.query({
      shop: shopDomain,
      document: CART_VARIANTS,
      variables: { ids, picture: PICTURE },
      schema: cartVariantsSchema,
    });
    for (const node of nodes) {
      if (!node) continue;
      const item = catalogItem(node);
      items.set(item.variantId, item);
    }
  }
  return items;
}
