import { randomUUID } from "node:crypto";
import { wordingText } from "#app/modules/consent/wording.rules.ts";
import { type OptInAnswer, recordOptIn } from "#app/modules/optin/index.ts";
import type { OptInBody } from "#app/modules/optin/opt-in.types.ts";
import type { Deps } from "#app/ports/deps.ts";

const WORDING = "checkout-2026-11-22";

/** What the extension sends for a tick in Germany; the sentence is the published one for that shop. */
export function optInBody(change: Partial<OptInBody> = {}, shopName = "Leinenwerk"): OptInBody {
  const locale = change.locale ?? "de";
  return {
    v: 1,
    requestId: randomUUID(),
    granted: true,
    phone: "0151 12345678",
    country: "DE",
    topics: ["reminders", "recommendations", "offers"],
    tapTracking: true,
    place: "checkout",
    checkoutToken: "checkout-1",
    wordingVersion: WORDING,
    locale,
    shownText: wordingText(WORDING, locale, { shop: shopName }) ?? "",
    extensionVersion: "0.1.0",
    ...change,
  };
}

export interface OptInTry {
  domain: string;
  body: OptInBody | string;
  jti?: string;
  ip?: string;
}

/** One request as the web process hands it on, once the session token has been checked. */
export function sendOptIn(deps: Deps, wish: OptInTry): Promise<OptInAnswer> {
  const { body, domain } = wish;
  return recordOptIn(deps, {
    claims: { shopDomain: domain, jti: wish.jti ?? randomUUID(), customerId: null },
    rawBody: typeof body === "string" ? body : JSON.stringify(body),
    ip: wish.ip ?? randomUUID(),
    userAgent: "Mozilla/5.0",
  });
}
