import { shopData, ordersBy, type Store, UnknownThing } from "../store.ts";

export type ComplianceRequest = {
  shop: string;
  topic: "customers/data_request" | "customers/redact" | "shop/redact";
  customerId?: number | undefined;
};

/** Sends one of the three mandatory webhooks with Shopify's body (contract 2.6); reaches uninstalled shops too. */
export function announceCompliance(
  store: Store,
  { shop, topic, customerId }: ComplianceRequest,
): void {
  const data = shopData(store, shop);
  const base = { shop_id: data.shop.id, shop_domain: shop };
  if (topic === "shop/redact") return store.announce(data.shop, topic, base);
  const found = data.customers.get(customerId ?? -1);
  if (!found) throw new UnknownThing(`No customer ${customerId} in ${shop}`);
  const { id, email, phone } = found;
  const orderIds = ordersBy(store, shop, `customer_id:${id}`).map((order) => order.id);
  const rest =
    topic === "customers/redact"
      ? { orders_to_redact: orderIds }
      : { orders_requested: orderIds, data_request: { id: Date.now() } };
  store.announce(data.shop, topic, { ...base, customer: { id, email, phone }, ...rest });
}
