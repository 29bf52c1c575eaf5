import type { Api as CheckoutApi } from "@shopify/ui-extensions/purchase.checkout.contact.render-after";
import type { Api as ThankYouApi } from "@shopify/ui-extensions/purchase.thank-you.block.render";
import { DEFAULT_API_URL } from "./release.ts";

/** What Shopify hands to either target. Members differ by target and by the shop's data approval. */
export type Api = CheckoutApi | ThankYouApi;

export type Place = "checkout" | "thank_you";

function setting(api: Api, key: string): string {
  const settings = api.settings.value;
  const value = key in settings ? settings[key] : undefined;
  return typeof value === "string" ? value.trim() : "";
}

/** The merchant's privacy policy, if it is a link that a browser may follow. */
export function privacyUrl(api: Api): string | undefined {
  const url = setting(api, "privacy_url");
  return /^https?:\/\//i.test(url) ? url : undefined;
}

/** The app's address without a slash at its end. */
export function apiUrl(api: Api): string {
  return (setting(api, "api_url") || DEFAULT_API_URL).replace(/\/+$/, "");
}

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
    api.localization.country,
    api.localization.extensionLanguage,
  ];
  const stops = signals.map((signal) => signal?.subscribe(changed));
  return () => {
    for (const stop of stops) stop?.();
  };
}
