import { GraphQLError } from "graphql";
import { parseGid } from "../admin-api/admin-context.ts";
import type { Product } from "../shopify.types.ts";
import { isVisible } from "./market.ts";
import type { StorefrontContext } from "./storefront-context.ts";
import { productNode } from "./storefront-nodes.ts";

type IdArgs = { id: string };
type OneProduct = { id?: string | null; handle?: string | null };
type RelatedArgs = { productId?: string | null; productHandle?: string | null; intent?: string };

/** Contract 6.6. */
const MOST_RELATED = 10;
const LISTINGS = "unauthenticated_read_product_listings";

/** The root fields that the stand-in serves; any other one is an error that says so. */
export function storefrontRoot(context: StorefrontContext): Record<string, unknown> {
  const { data } = context;
  return {
    shop: () => ({
      __typename: "Shop",
      name: data.shop.name,
      id: `gid://shopify/Shop/${data.shop.id}`,
    }),
    node: ({ id }: IdArgs) => nodeById(context, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeById(context, id)),
    product: ({ id, handle }: OneProduct) => {
      const product = findProduct(context, id ?? null, handle ?? null);
      return product ? productNode(context, product) : null;
    },
    productRecommendations: (args: RelatedArgs) => recommendations(context, args),
  };
}

/** `node` and `nodes` return an interface, which has no scope of its own: its products have. */
function nodeById(context: StorefrontContext, id: string): object | null {
  const parsed = parseGid(id);
  if (!parsed) {
    throw new GraphQLError(`Invalid global id '${id}'`, { extensions: { code: "INVALID_ID" } });
  }
  if (parsed.type !== "Product") {
    throw new GraphQLError(`${parsed.type} by id is not supported by the stand-in`);
  }
  if (!context.scopes.has(LISTINGS)) {
    const requiredAccess = `\`${LISTINGS}\` access scope.`;
    throw new GraphQLError(`Access denied for nodes field. Required access: ${requiredAccess}`, {
      extensions: { code: "ACCESS_DENIED", requiredAccess },
    });
  }
  const product = findProduct(context, id, null);
  return product ? productNode(context, product) : null;
}

function findProduct(
  { data, market }: StorefrontContext,
  id: string | null,
  handle: string | null,
): Product | null {
  const wanted = id === null ? null : (parseGid(id)?.id ?? 0);
  const visible = [...data.products.values()].filter((product) => isVisible(product, market));
  return visible.find(({ id: own, handle: name }) => own === wanted || name === handle) ?? null;
}

/**
 * What goes with a product: most collections, tags and type in common. COMPLEMENTARY is empty, as it is
 * for every shop that has configured nothing (contract 6.6).
 */
function recommendations(context: StorefrontContext, args: RelatedArgs): object[] | null {
  const product = findProduct(context, args.productId ?? null, args.productHandle ?? null);
  if (!product) return null;
  if (args.intent === "COMPLEMENTARY") return [];
  const { data, market } = context;
  return [...data.products.values()]
    .filter((one) => one.id !== product.id && isVisible(one, market))
    .map((one) => ({ one, likeness: likeness(product, one) }))
    .filter(({ likeness: points }) => points > 0)
    .toSorted((a, b) => b.likeness - a.likeness || a.one.id - b.one.id)
    .slice(0, MOST_RELATED)
    .map(({ one }) => productNode(context, one));
}

function likeness(a: Product, b: Product): number {
  const shared = (mine: string[], theirs: string[]) =>
    mine.filter((x) => theirs.includes(x)).length;
  const sameType = a.productType !== "" && a.productType === b.productType ? 2 : 0;
  return 3 * shared(a.collections, b.collections) + shared(a.tags, b.tags) + sameType;
}
