import { DEFAULT_API_URL } from "./release.ts";

/** The part of Shopify's API that every target has: what the merchant has set in the editor. */
export interface WithSettings {
  readonly settings: { readonly value: object };
}

function setting(api: WithSettings, key: string): string {
  const settings = api.settings.value;
  const value: unknown = key in settings ? Reflect.get(settings, key) : undefined;
  return typeof value === "string" ? value.trim() : "";
}

/** The merchant's privacy policy, if it is a link that a browser may follow. */
export function privacyUrl(api: WithSettings): string | undefined {
  const url = setting(api, "privacy_url");
  return /^https?:\/\//i.test(url) ? url : undefined;
}

/** The app's address without a slash at its end. */
export function apiUrl(api: WithSettings): string {
  return (setting(api, "api_url") || DEFAULT_API_URL).replace(/\/+$/, "");
}
