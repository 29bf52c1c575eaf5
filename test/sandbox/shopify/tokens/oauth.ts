import { randomBytes, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { OAuthGrant } from "./oauth.types.ts";
import { verifyJwt } from "./session-tokens.ts";
import type { Store } from "../store.ts";

export type OAuthApp = { apiKey: string; apiSecret: string; scopes: string[] };
export type OAuthAnswer = { status: number; body: object };

const EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";

/** Contract 1.4: 60 minutes, 90 days, and 30 days for a refresh token whose replacement is unused. */
const ACCESS_S = 3600;
const REFRESH_S = 90 * 86_400;
const REPLACED_S = 30 * 86_400;

/** `POST /admin/oauth/access_token` of one shop: token exchange and refresh (contract 1.4). */
export function answerTokenRequest(
  store: Store,
  app: OAuthApp,
  request: { shop: string; params: TokenParams },
): OAuthAnswer {
  const { shop, params } = request;
  if (!store.shops.has(shop)) return { status: 404, body: { errors: "Not Found" } };
  if (params["client_id"] !== app.apiKey || !isSame(params["client_secret"], app.apiSecret)) {
    return refuse("invalid_client", "Client authentication failed");
  }
  switch (params["grant_type"]) {
    case EXCHANGE:
      return exchange(store, app, request);
    case "refresh_token":
      return refresh(store, app, request);
    default:
      return refuse("unsupported_grant_type", "The grant type is not supported");
  }
}

/** What a token request may carry; JSON or a form. Anything that is no text counts as absent. */
export const tokenParamsSchema = z.record(
  z.string(),
  z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
);
type TokenParams = z.infer<typeof tokenParamsSchema>;
type TokenRequest = { shop: string; params: TokenParams };

function exchange(store: Store, app: OAuthApp, { shop, params }: TokenRequest): OAuthAnswer {
  if (params["subject_token_type"] !== ID_TOKEN) {
    return refuse("invalid_request", "subject_token_type must be an id token");
  }
  if (params["requested_token_type"] !== OFFLINE) {
    return refuse("invalid_request", "The stand-in issues offline tokens only");
  }
  const claims = verifyJwt(params["subject_token"] ?? "", app.apiSecret);
  const isForUs = claims?.["aud"] === app.apiKey && claims["dest"] === `https://${shop}`;
  const isInstalled = store.shops.get(shop)?.shop.installed;
  if (!isForUs || !isInstalled) {
    return refuse("invalid_subject_token", "The subject token is invalid or expired");
  }
  const isExpiring = params["expiring"] === "1";
  return issue(store, app, { shop, isExpiring, replaces: null });
}

function refresh(store: Store, app: OAuthApp, { shop, params }: TokenRequest): OAuthAnswer {
  const token = params["refresh_token"] ?? "";
  const grant = [...store.grants.values()].find((one) => one.refreshToken === token && token);
  if (!grant || grant.shop !== shop || (grant.refreshExpiresAt ?? 0) <= Date.now()) {
    return refuse("invalid_grant", "The refresh token is expired or revoked");
  }
  retire(store, grant);
  grant.refreshExpiresAt = Math.min(grant.refreshExpiresAt ?? 0, Date.now() + REPLACED_S * 1000);
  return issue(store, app, { shop, isExpiring: true, replaces: token });
}

/** Using a new refresh token ends the one it replaced (changelog of 2026-08-28, contract 1.4). */
function retire(store: Store, used: OAuthGrant): void {
  for (const grant of store.grants.values()) {
    if (used.replaces !== null && grant.refreshToken === used.replaces) grant.refreshToken = null;
  }
}

type Issue = { shop: string; isExpiring: boolean; replaces: string | null };

function issue(store: Store, app: OAuthApp, { shop, isExpiring, replaces }: Issue): OAuthAnswer {
  const grant: OAuthGrant = {
    shop,
    accessToken: `shpat_${randomBytes(16).toString("hex")}`,
    scope: app.scopes.join(","),
    expiresAt: isExpiring ? Date.now() + ACCESS_S * 1000 : null,
    refreshToken: isExpiring ? `shprt_${randomBytes(16).toString("hex")}` : null,
    refreshExpiresAt: isExpiring ? Date.now() + REFRESH_S * 1000 : null,
    replaces,
  };
  store.grants.set(grant.accessToken, grant);
  store.changed({ kind: "token", shop });
  const body = { access_token: grant.accessToken, scope: grant.scope };
  if (!isExpiring) return { status: 200, body };
  const refreshing = { refresh_token: grant.refreshToken, refresh_token_expires_in: REFRESH_S };
  return { status: 200, body: { ...body, expires_in: ACCESS_S, ...refreshing } };
}

function refuse(error: string, description: string): OAuthAnswer {
  return { status: 400, body: { error, error_description: description } };
}

function isSame(given: string | undefined, expected: string): boolean {
  const left = Buffer.from(given ?? "");
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
