import { touchCheckout, upsertCheckout } from "../checkouts.ts";
import type { Checkout } from "../shopify.types.ts";
import { shopData, type Store } from "../store.ts";
import type { Burst } from "./control-schemas.ts";

/** Many checkouts at once, each with its webhooks queued; returns before they are delivered. */
export function burstCheckouts(store: Store, burst: Burst): Checkout[] {
  const { shop, count, updates, from, ...fields } = burst;
  const lineItems = fields.lineItems ?? defaultLines(store, shop);
  return Array.from({ length: count }, (_, offset) => {
    const number = from + offset;
    const checkout = upsertCheckout(store, shop, {
      ...fields,
      lineItems,
      email: numbered(fields.email, String(number)),
      phone: numbered(fields.phone, String(number).padStart(7, "0")),
      shippingPhone: numbered(fields.shippingPhone, String(number).padStart(7, "0")),
      firstName: numbered(fields.firstName, String(number)),
      lastName: numbered(fields.lastName, String(number)),
    });
    for (let update = 0; update < updates; update++) touchCheckout(store, shop, checkout.token);
    return checkout;
  });
}

/** One piece of the shop's first variant. */
export function defaultLines(store: Store, domain: string) {
  const [product] = shopData(store, domain).products.values();
  const variantId = product?.variants[0]?.id;
  return variantId === undefined ? [] : [{ variantId, quantity: 1 }];
}

function numbered(pattern: string | null | undefined, text: string): string | null | undefined {
  return pattern?.replaceAll("{i}", text) ?? pattern;
}
