import { createHash } from "node:crypto";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, parsePhone } from "#app/shared/phone.ts";
import { checkWordingShown } from "./opt-in-wording.rules.ts";
import { type OptInBody, optInBodySchema } from "./opt-in.types.ts";
import { storedOutcome, takeRequest } from "./optin.store.server.ts";
import { refusedByLimits } from "./opt-in-limits.ts";
import { writeOptIn, writeUntick } from "./write-opt-in.ts";

/** What a checked Shopify session token says. */
export interface OptInClaims {
  shopDomain: string;
  /** id of the token */
  jti: string;
  customerId: string | null;
}

export interface OptInRequest {
  claims: OptInClaims;
  rawBody: string;
  ip: string;
  userAgent: string | null;
}

export type OptInState = "granted" | "pending" | "withdrawn";

export type OptInAnswer =
  | { outcome: "recorded" | "pending" | "repeated"; state: OptInState }
  | {
      outcome: "refused";
      status: 400 | 401 | 403 | 413 | 422 | 429;
      code: string;
      message: string;
    };

function refused(status: 400 | 403 | 422 | 429, code: string, message: string): OptInAnswer {
  return { outcome: "refused", status, code, message };
}

function parseBody(raw: string): OptInBody | string {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return "The body is not JSON. Send the fields of the opt-in as one JSON object.";
  }
  const parsed = optInBodySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") || "body"}: ${issue?.message ?? "does not fit"}`;
}

/** Token id and body together name one request: the same again changes nothing. */
function requestKey(request: OptInRequest): string {
  return createHash("sha256")
    .update(request.claims.jti)
    .update("\0")
    .update(request.rawBody)
    .digest("base64url");
}

interface Accepted {
  shop: ShopRow;
  body: OptInBody;
  phone: PhoneE164 | null;
}

async function installedShop(deps: Deps, domain: string): Promise<ShopRow | null> {
  const shopId = await deps.db.crossShop.shopByDomain(domain);
  if (shopId === null) return null;
  const shop = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  return shop.status === "installed" ? shop : null;
}

async function accept(deps: Deps, request: OptInRequest): Promise<Accepted | OptInAnswer> {
  const body = parseBody(request.rawBody);
  if (typeof body === "string") return refused(400, "body_invalid", body);
  const shop = await installedShop(deps, request.claims.shopDomain);
  if (!shop) return refused(403, "shop_not_installed", "Beckon is not installed in this shop.");
  const phone = parsePhone(body.phone, body.country);
  if (body.granted && phone === null) {
    return refused(
      422,
      "phone_invalid",
      "The phone number is not valid. Include the country code.",
    );
  }
  if (body.granted && !checkWordingShown(body, shop.name)) {
    return refused(400, "wording_unknown", "The text shown is not ours. Reload the page.");
  }
  if (body.granted && body.replacesPhone === undefined) {
    const code = await refusedByLimits(deps, shop.id, request);
    if (code) return refused(429, code, "Too many requests. Wait a minute and try again.");
  }
  return { shop, body, phone };
}

/**
 * Records a tick, a correction or an unticking from a Shopify extension. Durable when it resolves.
 * The token proves the shop, not the person: the phone counts as claimed (contract Shopify 4.6).
 */
export async function recordOptIn(deps: Deps, request: OptInRequest): Promise<OptInAnswer> {
  const accepted = await accept(deps, request);
  if ("outcome" in accepted) return accepted;
  const { shop, body } = accepted;
  const grantedState: OptInState = shop.consentMode === "double" ? "pending" : "granted";
  const state = body.granted ? grantedState : "withdrawn";
  const key = requestKey(request);
  return deps.db.inShop(shop.id, async (tx) => {
    const at = deps.clock.now();
    if (!(await takeRequest(tx, shop.id, { key, at, outcome: state }))) {
      const before = await storedOutcome(tx, shop.id, key);
      return { outcome: "repeated", state: before === "withdrawn" ? "withdrawn" : state };
    }
    const facts = { ...accepted, key, at, ip: request.ip, userAgent: request.userAgent };
    await (body.granted ? writeOptIn(deps, tx, facts) : writeUntick(deps, tx, facts));
    return { outcome: state === "pending" ? "pending" : "recorded", state };
  });
}
