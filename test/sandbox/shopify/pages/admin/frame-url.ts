import { randomBytes } from "node:crypto";
import type { PageContext } from "../../context.ts";
import type { AdminLocale } from "./admin-texts.ts";

/** Where the app lives in its own origin when the admin's address names no page of it. */
const APP_HOME = "/app";

/**
 * The address that the admin gives the app's frame: its own page plus embedded, shop, host, locale, session and a
 * fresh id token (contract 9.3). `path` may carry a query of the app's own.
 */
export function frameUrl(
  context: PageContext,
  wanted: { shop: string; path: string; locale: AdminLocale },
): string {
  const url = new URL(safePath(wanted.path), context.appUrl);
  const store = wanted.shop.split(".")[0];
  const parameters = {
    embedded: "1",
    shop: wanted.shop,
    host: Buffer.from(`admin.shopify.com/store/${store}`).toString("base64"),
    locale: wanted.locale,
    session: randomBytes(32).toString("hex"),
    id_token: context.mintAdminToken({ shop: wanted.shop }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** A path of the app itself: "//elsewhere.test" would leave its origin with a token in the query. */
function safePath(path: string): string {
  return `/${path.replace(/^[/\\]+/, "")}`.replace(/^\/(?=\?|$)/, APP_HOME);
}
