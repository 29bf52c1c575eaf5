import { isSigned } from "./signature.ts";

export type ProxyCheck =
  | { ok: true; shop: string; pathPrefix: string; customerId: string | null }
  | { ok: false; reason: "repeated" | "missing" | "too_old" | "not_signed" };

/** Parameters that Shopify adds. A second one of the same name comes from the visitor: refused. */
const SHOPIFYS = ["shop", "logged_in_customer_id", "path_prefix", "timestamp", "signature"];
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/;
const SIGNATURE = /^[0-9a-f]{64}$/;
/** Shopify's own library allows as much either way. */
const TOLERANCE_SECONDS = 90;

/** What Shopify signs (contract 6.1): keys sorted, `key=value` with nothing between, repeated values joined. */
function signedText(query: URLSearchParams): Buffer {
  const keys = [...new Set(query.keys())].filter((key) => key !== "signature").toSorted();
  return Buffer.from(keys.map((key) => `${key}=${query.getAll(key).join(",")}`).join(""));
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}

/**
 * Whether Shopify's app proxy made this request. Its query carries the visitor's parameters too, so
 * nothing but what is signed once counts.
 * @param by.now real time, not business time
 */
export function checkProxyQuery(
  query: URLSearchParams,
  by: { secrets: readonly string[]; now: Date },
): ProxyCheck {
  if (SHOPIFYS.some((name) => query.getAll(name).length > 1)) {
    return { ok: false, reason: "repeated" };
  }
  const value = query.get("signature") ?? "";
  const shop = query.get("shop") ?? "";
  const timestamp = query.get("timestamp");
  if (!SIGNATURE.test(value) || !SHOP_DOMAIN.test(shop) || timestamp === null) {
    return { ok: false, reason: "missing" };
  }
  if (!isSigned(signedText(query), { value, encoding: "hex" }, by.secrets)) {
    return { ok: false, reason: "not_signed" };
  }
  if (!isFresh(timestamp, by.now)) return { ok: false, reason: "too_old" };
  return {
    ok: true,
    shop,
    pathPrefix: query.get("path_prefix") ?? "",
    customerId: customerOf(query),
  };
}

/** Empty while nobody is logged in (contract 6.1). */
function customerOf(query: URLSearchParams): string | null {
  return /^\d{1,20}$/.exec(query.get("logged_in_customer_id") ?? "")?.[0] ?? null;
}
