import { createHash } from "node:crypto";
import { lockCheckout } from "#app/modules/consent/index.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { type PhoneE164, parsePhone } from "#app/shared/phone.ts";
import { checkWordingShown } from "./opt-in-wording.rules.ts";
import { type OptInBody, optInBodySchema, type OptInState } from "./opt-in.types.ts";
import { noteOutcome, storedOutcome, takeRequest } from "./optin.store.server.ts";
import { refusedByLimits } from "./opt-in-limits.ts";
import { contactReplaced, writeUntick } from "./withdraw-opt-in.ts";
import { writeOptIn } from "./write-opt-in.ts";

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
  // PostgreSQL keeps no zero byte in a text, and nobody types one.
  if (raw.includes("\\u0000")) return "The body holds a zero byte.";
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return "The body is not JSON. Send the fields of the opt-in as one JSON object.";
  }
  const parsed = optInBodySchema.safeParse(json);
  if (parsed.success && parsed.data.granted && parsed.data.topics.length === 0) {
    return "topics: a tick names at least one";
  }
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

/** Calling it a correction is not enough: the old number must have been given at this checkout. */
async function isCorrection(deps: Deps, accepted: Accepted): Promise<boolean> {
  if (accepted.body.replacesPhone === undefined) return false;
  const { id } = accepted.shop;
  return (await deps.db.inShop(id, (tx) => contactReplaced(deps, tx, accepted))) !== null;
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
  if (body.granted && !(await isCorrection(deps, { shop, body, phone }))) {
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
  const { id: shopId } = accepted.shop;
  const key = requestKey(request);
  return deps.db.inShop(shopId, async (tx) => {
    const at = deps.clock.now();
    if (!(await takeRequest(tx, shopId, { key, at }))) {
      return { outcome: "repeated", state: await storedOutcome(tx, shopId, key) };
    }
    const { checkoutToken } = accepted.body;
    if (checkoutToken !== null) await lockCheckout(tx, shopId, checkoutToken);
    const facts = { ...accepted, key, at, ip: request.ip, userAgent: request.userAgent };
    const write = accepted.body.granted ? writeOptIn : writeUntick;
    const state = await write(deps, tx, facts);
    await noteOutcome(tx, shopId, { key, outcome: state });
    return { outcome: state === "pending" ? "pending" : "recorded", state };
  });
}
