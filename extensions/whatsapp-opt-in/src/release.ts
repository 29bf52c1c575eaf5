declare const BECKON_API_URL: string | undefined;

/**
 * Where opt-ins go unless the setting `api_url` says otherwise. The fallback is the `application_url`
 * of shopify.app.toml (a test compares them), because Shopify's CLI cannot replace the constant.
 */
export const DEFAULT_API_URL =
  typeof BECKON_API_URL === "string" ? BECKON_API_URL : "https://app.beckon.example";

/** Names the sentence `consent` of the locale files. A changed sentence needs a new id here and in the app. */
export const WORDING_VERSION = "checkout-2026-11-22";

export const EXTENSION_VERSION = "1.0.0";
