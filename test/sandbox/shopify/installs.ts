import { shopPayload } from "./payloads.ts";
import { shopData, type Store } from "./store.ts";

/** The merchant installs the app from Shopify's surfaces; the app hears of it when it is opened. */
export function installApp(store: Store, domain: string): void {
  shopData(store, domain).shop.installed = true;
  store.changed({ kind: "install", shop: domain });
}

/** Revokes the shop's tokens at once and sends app/uninstalled (contract 1.4, 2.6). */
export function uninstallApp(store: Store, domain: string): void {
  const { shop } = shopData(store, domain);
  store.announce(shop, "app/uninstalled", shopPayload(store, shop));
  shop.installed = false;
  for (const [token, grant] of store.grants) {
    if (grant.shop === domain) store.grants.delete(token);
  }
  store.changed({ kind: "uninstall", shop: domain });
}
