import { createHash } from "node:crypto";
import { lockCheckout, shownWordingText } from "#app/modules/consent/index.ts";
import { wordingText } from "#app/modules/consent/wording.rules.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { parsePhone, phoneCountry, type PhoneE164 } from "#app/shared/phone.ts";
import { accountNumber, type AccountNumber } from "./account/account-numbers.ts";
import { withdrawAccount } from "./account/withdraw-account.ts";
import { confirmationModeFor } from "./confirmation-mode.rules.ts";
import { installedShop } from "./installed-shop.ts";
import type { OptInFacts } from "./opt-in-events.ts";
import { mayCorrect, mayUntick, refusedByLimits } from "./opt-in-limits.ts";
import { checkWordingShown } from "./opt-in-wording.rules.ts";
import type { OptInBody, OptInState } from "./opt-in.types.ts";
import { noteOutcome, storedOutcome, takeRequest } from "./optin.store.server.ts";
import { type OptInDoor, readOptInBody } from "./read-opt-in-body.ts";
import { contactReplaced, writeUntick } from "./withdraw-opt-in.ts";
import { writeOptIn } from "./write-opt-in.ts";

/** What a checked Shopify session token says; of the storefront, Shopify's signature. */
export interface OptInClaims {
  shopDomain: string;
  /** id of the token */
  jti: string;
  customerId: string | null;
}

export interface OptInRequest {
  claims: OptInClaims;
  /** default: an extension */
  door?: OptInDoor;
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
  /** the number that `ref` stands for */
  account: AccountNumber | null;
}

/** Calling it a correction is not enough: the old number must have been given at this checkout. */
async function isCorrection(deps: Deps, accepted: Accepted): Promise<boolean> {
  if (accepted.body.replacesPhone === undefined) return false;
  const { id } = accepted.shop;
  return (await deps.db.inShop(id, (tx) => contactReplaced(deps, tx, accepted))) !== null;
}

/** The number of the customer who is logged in; null when the request names none of theirs. */
async function accountOf(
  deps: Deps,
  shop: ShopRow,
  { ref, customerId }: { ref: string; customerId: string | null },
): Promise<AccountNumber | null> {
  if (customerId === null) return null;
  return deps.db.inShop(shop.id, (tx) => accountNumber(deps, tx, { shop, customerId, ref }));
}

/** Current or of before: a page may have been open for days when somebody ticks its box. */
async function isOurWording(deps: Deps, shop: ShopRow, body: OptInBody): Promise<boolean> {
  const asked = { version: body.wordingVersion, locale: body.locale };
  const builtIn = wordingText(asked.version, asked.locale, { shop: shop.name });
  if (builtIn !== undefined) return checkWordingShown(body.shownText, builtIn);
  const published = await deps.db.inShop(shop.id, (tx) => shownWordingText(tx, shop, asked));
  return checkWordingShown(body.shownText, published);
}

const TOO_MANY = "Too many requests. Wait a minute and try again.";

/** What is wrong with a tick, or null. */
async function tickRefused(
  deps: Deps,
  request: OptInRequest,
  accepted: Accepted,
): Promise<OptInAnswer | null> {
  const { shop, body, phone } = accepted;
  if (phone === null) {
    return refused(
      422,
      "phone_invalid",
      "The phone number is not valid. Include the country code.",
    );
  }
  if (!(await isOurWording(deps, shop, body))) {
    return refused(400, "wording_unknown", "The text shown is not ours. Reload the page.");
  }
  const { checkoutToken } = body;
  if (await isCorrection(deps, accepted)) {
    if (await mayCorrect(deps, shop.id, { ip: request.ip, checkoutToken })) return null;
  }
  const code = await refusedByLimits(deps, shop.id, { ...request, phone });
  return code ? refused(429, code, TOO_MANY) : null;
}

async function accept(deps: Deps, request: OptInRequest): Promise<Accepted | OptInAnswer> {
  const { claims, door = "extension" } = request;
  const body = readOptInBody(request.rawBody, door);
  if (typeof body === "string") return refused(400, "body_invalid", body);
  const shop = await installedShop(deps, claims.shopDomain);
  if (!shop) return refused(403, "shop_not_installed", "Beckon is not installed in this shop.");
  const { ref } = body;
  const { customerId } = claims;
  const account = ref === undefined ? null : await accountOf(deps, shop, { ref, customerId });
  if (ref !== undefined && !account) {
    return refused(403, "number_unknown", "This customer has no such number. Read the state anew.");
  }
  const phone = account ? account.phone : parsePhone(body.phone, body.country);
  const accepted = { shop, body, phone, account };
  if (body.granted) return (await tickRefused(deps, request, accepted)) ?? accepted;
  if (door === "storefront" && !(await mayUntick(deps, request.ip))) {
    return refused(429, "ip_limit", TOO_MANY);
  }
  return accepted;
}

/** A tick, an unticking, or a switch in the account. */
async function write(
  deps: Deps,
  tx: Tx,
  facts: OptInFacts & Pick<Accepted, "account">,
): Promise<OptInState> {
  const { account, body } = facts;
  if (body.granted) return writeOptIn(deps, tx, facts);
  if (!account) return writeUntick(deps, tx, facts);
  return withdrawAccount(deps, tx, { ...facts, contactId: account.contactId });
}

/**
 * What the sender is told: the same for every number, or an answer would tell strangers who has agreed and
 * who has refused. Where a number is confirmed on WhatsApp, every tick is told "pending"; where a tick is
 * enough, every tick is told "granted", also one that only asks somebody who has said no before.
 */
function told({ account, body, phone, shop }: Accepted, state: OptInState): OptInState {
  if (!body.granted || account?.isLinked) return state;
  const mode = confirmationModeFor(shop.consentSettings, phone && phoneCountry(phone));
  return mode === "double" ? "pending" : "granted";
}

/**
 * Records a tick, a correction or an unticking from a Shopify extension or from the storefront. Durable
 * when it resolves. The token proves the shop, not the person: the phone counts as claimed (contract
 * Shopify 4.6).
 */
export async function recordOptIn(deps: Deps, request: OptInRequest): Promise<OptInAnswer> {
  const accepted = await accept(deps, request);
  if ("outcome" in accepted) return accepted;
  const { id: shopId } = accepted.shop;
  const key = requestKey(request);
  const { ip, userAgent, claims } = request;
  return deps.db.inShop(shopId, async (tx) => {
    const at = deps.clock.now();
    if (!(await takeRequest(tx, shopId, { key, at }))) {
      return { outcome: "repeated", state: await storedOutcome(tx, shopId, key) };
    }
    const { checkoutToken } = accepted.body;
    if (checkoutToken !== null) await lockCheckout(tx, shopId, checkoutToken);
    const facts = { ...accepted, key, at, ip, userAgent, customerId: claims.customerId };
    const state = told(accepted, await write(deps, tx, facts));
    await noteOutcome(tx, shopId, { key, outcome: state });
    return { outcome: state === "pending" ? "pending" : "recorded", state };
  });
}
