/** What the server writes into the page for the extension's host (host-page.ts). */
export type HostConfig = {
  target: string;
  appUrl: string;
  texts: Record<string, string>;
  language: string;
  extensionLanguage: string;
  /** Null where no order is looked at. */
  checkoutToken: string | null;
  isLoggedIn: boolean;
  shop: { id: string; name: string; storefrontUrl: string; myshopifyDomain: string };
  /** Value of the shop's metafield with its own consent wording, where the app keeps one. */
  wording: string | null;
  settings: Record<string, string>;
  buyer: {
    email: string | null;
    contactPhone: string | null;
    shippingPhone: string | null;
    country: string | null;
  };
  canSetCartMetafields: boolean;
};

/** The server's own JSON, from the same source tree: only that it is there is checked. */
export function readHostConfig(json: string): HostConfig {
  const config: unknown = JSON.parse(json);
  if (!isHostConfig(config)) throw new Error("This page holds no host config");
  return config;
}

function isHostConfig(value: unknown): value is HostConfig {
  return typeof value === "object" && value !== null && "checkoutToken" in value;
}
