import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** `[app_proxy]` of the app's TOML. */
export type AppProxyConfig = { url: string; prefix: string; subpath: string };

export type Forwarded = {
  shop: string;
  /** Query of the visitor, without the question mark. */
  query: string;
  pathPrefix: string;
  /** Shopify's number of who is logged in; empty for nobody. */
  customerId: string;
  secret: string;
  now: Date;
};

/**
 * The query as Shopify forwards it (contract 6.1): the visitor's own parameters stay, even those that
 * are named like Shopify's, then Shopify's, then the signature over all of them.
 */
export function signedQuery(forwarded: Forwarded): string {
  const { shop, query, pathPrefix, customerId, secret, now } = forwarded;
  const params = new URLSearchParams(query);
  params.append("shop", shop);
  params.append("logged_in_customer_id", customerId);
  params.append("path_prefix", pathPrefix);
  params.append("timestamp", String(Math.floor(now.getTime() / 1000)));
  const names = [...new Set(params.keys())].toSorted();
  const text = names.map((name) => `${name}=${params.getAll(name).join(",")}`).join("");
  params.append("signature", createHmac("sha256", secret).update(text).digest("hex"));
  return params.toString();
}

const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
]);

/** What the app gets to see of the visitor's headers: no cookies, and the address behind. */
export function forwardedHeaders(headers: IncomingHttpHeaders, ip: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || HOP_BY_HOP.has(name) || name === "cookie") continue;
    kept[name] = String(value);
  }
  const before = headers["x-forwarded-for"];
  kept["x-forwarded-for"] = before === undefined ? ip : `${String(before)}, ${ip}`;
  return kept;
}

/** What the visitor gets to see of the app's headers: no cookies either. */
export function returnedHeaders(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && name !== "set-cookie") kept[name] = value;
  }
  return kept;
}
