import type { Api as CheckoutApi } from "@shopify/ui-extensions/purchase.checkout.contact.render-after";
import type { Api as ThankYouApi } from "@shopify/ui-extensions/purchase.thank-you.block.render";
import type { Api as OrderStatusApi } from "@shopify/ui-extensions/customer-account.order-status.block.render";

/** What Shopify hands to each target. Members differ by target and by the shop's data approval. */
export type Api = CheckoutApi | ThankYouApi | OrderStatusApi;

export type Place = "checkout" | "thank_you" | "order_status";

const shippingAddress = (api: Api) => ("shippingAddress" in api ? api.shippingAddress : undefined);
const buyerIdentity = (api: Api) => ("buyerIdentity" in api ? api.buyerIdentity : undefined);

/** The number that the shopper gave in this checkout so far, as typed; empty when there is none. */
export function knownPhone(api: Api): string {
  return shippingAddress(api)?.value?.phone ?? buyerIdentity(api)?.phone.value ?? "";
}

/** Country of the address, else of the market: for reading numbers without a calling code. */
export function knownCountry(api: Api): string | undefined {
  const market = api.localization.country.value?.isoCode;
  return shippingAddress(api)?.value?.countryCode ?? market;
}

/** Calls `changed` whenever something that the box shows has changed; returns how to stop. */
export function watchHost(api: Api, changed: () => void): () => void {
  const signals = [
    shippingAddress(api),
    buyerIdentity(api)?.phone,
    api.settings,
    api.appMetafields,
    api.localization.country,
    api.localization.extensionLanguage,
  ];
  const stops = signals.map((signal) => signal?.subscribe(changed));
  return () => {
    for (const stop of stops) stop?.();
  };
}
