import { ShopifyError } from "#app/ports/shopify-admin.ts";

/** With the app's own token, or as anybody who looks at the shop. */
export type StorefrontWay = "storefront" | "public_storefront";

/** What a question without a token may ask about at once: its complexity is limited to 1,000. */
const PER_PUBLIC_QUERY = 25;
/** Shopify gives no token rights here to an app that is no sales channel, or whose scope is not granted yet. */
const REFUSALS = new Set(["unauthorized", "access_denied"]);

async function inParts(
  ids: readonly string[],
  size: number,
  ask: (part: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < ids.length; start += size) await ask(ids.slice(start, start + size));
}

/**
 * Asks the Storefront API about products with the app's token, and where Shopify refuses that, in
 * smaller parts without: what everybody sees of an online store needs none.
 * @param perQuery how many products one question with the token asks about
 * @throws ShopifyError when Shopify answers neither
 */
export async function askStorefront(
  productIds: readonly string[],
  perQuery: number,
  ask: (part: readonly string[], api: StorefrontWay) => Promise<void>,
): Promise<void> {
  const ids = [...new Set(productIds)];
  try {
    await inParts(ids, perQuery, (part) => ask(part, "storefront"));
  } catch (error) {
    if (!(error instanceof ShopifyError) || !REFUSALS.has(error.code)) throw error;
    const size = Math.min(perQuery, PER_PUBLIC_QUERY);
    await inParts(ids, size, (part) => ask(part, "public_storefront"));
  }
}
