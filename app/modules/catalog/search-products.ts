import type { Deps } from "#app/ports/deps.ts";
import { productsNamed } from "./product-search.store.server.ts";

const SHOWN = 20;
const LONGEST = 100;

/** Products whose title holds the text, in the order of their titles; without a text the first ones. */
export async function searchProducts(
  deps: Pick<Deps, "db">,
  shopId: string,
  text: string,
): Promise<{ products: { productId: string; title: string }[]; more: boolean }> {
  const wanted = text.trim().slice(0, LONGEST);
  const found = await deps.db.inShop(shopId, (tx) =>
    productsNamed(tx, shopId, { text: wanted, limit: SHOWN + 1 }),
  );
  return { products: found.slice(0, SHOWN), more: found.length > SHOWN };
}
