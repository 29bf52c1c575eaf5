/**
 * Where Shopify's app proxy serves us on every shop's own domain: `[app_proxy]` of shopify.app.toml
 * (a test compares them). A merchant may rename it; then its check fails and our own domain is used.
 */
export const PROXY_PATH = "/apps/beckon";

/** The two bases that a short link can stand on; a template is approved for one of them. */
export const linkBases = ["app", "proxy"] as const;
export type LinkBase = (typeof linkBases)[number];

interface Domains {
  domain: string;
  /** the primary domain first, as Shopify tells it */
  storefrontDomains: readonly string[];
}

/**
 * Origin of the shop's online store: its primary domain. Beside a stand-in all storefronts share one
 * origin, which comes in `extraShopOrigins`.
 */
export function storefrontOrigin(shop: Domains, extraShopOrigins: readonly string[]): string {
  return extraShopOrigins[0] ?? `https://${shop.storefrontDomains[0] ?? shop.domain}`;
}

/** What a link on this base begins with; `/r/` and the code follow. No slash at the end. */
export function linkBaseUrl(
  base: LinkBase,
  from: { appUrl: string; shop: Domains; extraShopOrigins: readonly string[] },
): string {
  if (base === "app") return from.appUrl;
  return `${storefrontOrigin(from.shop, from.extraShopOrigins)}${PROXY_PATH}`;
}
