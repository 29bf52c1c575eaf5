import { createHmac, randomInt, randomUUID } from "node:crypto";

/** One request of the load, and what its answer must be. */
export interface LoadRequest {
  kind: string;
  isHostile: boolean;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
  /** statuses that are right */
  wanted: readonly number[];
  /**
   * What is to be true once it is answered; gives how many things are not. Also asked about a request that
   * got no answer or a 5xx: that one may have had its effect or not.
   */
  check?(status: number): Promise<number>;
}

/** The server broke off, or says itself that it failed. */
export const isUnanswered = (status: number) => status === 0 || status >= 500;

const BROWSER =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile Safari/604.1";

/** Every visitor has an address of their own; whoever floods keeps one. */
export const anyAddress = () => `198.${randomInt(18, 20)}.${randomInt(256)}.${randomInt(1, 255)}`;

export function headersOf(from: string, more: Record<string, string> = {}): Record<string, string> {
  return { "user-agent": BROWSER, "x-forwarded-for": from, ...more };
}

export const FORM = { "content-type": "application/x-www-form-urlencoded" };
export const JSON_BODY = { "content-type": "application/json" };

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A session token of Shopify's, as extensions get it. */
export function sessionToken(
  of: { domain: string; apiKey: string; secret: string },
  change: object = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    dest: of.domain,
    aud: of.apiKey,
    exp: now + 300,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    ...change,
  };
  const content = `${base64({ alg: "HS256", typ: "JWT" })}.${base64(claims)}`;
  return `${content}.${createHmac("sha256", of.secret).update(content).digest("base64url")}`;
}

/** The query that Shopify's app proxy signs. */
export function proxyQuery(shop: string, secret: string): string {
  const params = new URLSearchParams({
    shop,
    logged_in_customer_id: "",
    path_prefix: "/apps/beckon",
    timestamp: String(Math.floor(Date.now() / 1000)),
  });
  const names = [...params.keys()].toSorted();
  const text = names.map((name) => `${name}=${params.get(name) ?? ""}`).join("");
  params.set("signature", createHmac("sha256", secret).update(text).digest("hex"));
  return params.toString();
}
