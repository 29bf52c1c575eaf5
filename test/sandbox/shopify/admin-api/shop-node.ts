import { storefrontOrigin } from "../store.ts";
import { gid, type AdminContext } from "./admin-context.ts";

export function shopNode({ store, data }: AdminContext): object {
  const { shop } = data;
  const url = storefrontOrigin(store, shop);
  const domain = {
    id: gid("Domain", shop.id),
    host: new URL(url).host,
    url,
    sslEnabled: url.startsWith("https:"),
    localization: { alternateLocales: [], country: null, defaultLocale: shop.locale },
  };
  return {
    __typename: "Shop",
    id: gid("Shop", shop.id),
    name: shop.name,
    email: shop.email,
    contactEmail: shop.email,
    currencyCode: shop.currency,
    ianaTimezone: shop.zone,
    myshopifyDomain: shop.domain,
    primaryDomain: domain,
    domains: [domain],
    url,
    createdAt: shop.createdAt,
    updatedAt: shop.createdAt,
    setupRequired: false,
    shopOwnerName: shop.name,
    marketingSmsConsentEnabledAtCheckout: false,
    enabledPresentmentCurrencies: [shop.currency],
    taxesIncluded: true,
    plan: {
      displayName: shop.plan,
      publicDisplayName: shop.plan,
      partnerDevelopment: false,
      shopifyPlus: shop.plan === "Plus" || shop.plan === "Enterprise",
    },
    shopPolicies: [
      { id: gid("ShopPolicy", shop.id), type: "PRIVACY_POLICY", title: "Privacy policy" },
    ].map((policy) => ({ ...policy, url: shop.privacyUrl, body: "" })),
  };
}
