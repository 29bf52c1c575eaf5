import { storefrontOrigin } from "../store.ts";
import { gid, type AdminContext } from "./admin-context.ts";
import { metafield, type MetafieldArgs } from "./node-parts.ts";

/** The app in this shop; there is one app here, so the shop's number will do. */
export function appInstallationNode({ data, scopes }: AdminContext): object {
  return {
    __typename: "AppInstallation",
    id: gid("AppInstallation", data.shop.id),
    metafield: (args: MetafieldArgs) => metafield(data.metafields.app, args),
    accessScopes: [...scopes].map((handle) => ({ handle, description: handle })),
  };
}

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
    metafield: (args: MetafieldArgs) => metafield(data.metafields.shop, args),
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
