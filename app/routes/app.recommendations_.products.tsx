import type { LoaderFunctionArgs } from "@remix-run/node";
import { searchProducts } from "#app/modules/catalog/index.ts";
import { openShop } from "#app/modules/shops/index.ts";

/** Products of the shop whose name holds what was typed, for the picker of excluded ones. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const text = new URL(request.url).searchParams.get("q") ?? "";
  return searchProducts(context.deps, shop.id, text);
}
