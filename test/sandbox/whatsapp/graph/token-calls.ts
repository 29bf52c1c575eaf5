import { randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import { bearerToken, checkToken } from "./access.ts";
import type { Exchange } from "../http.ts";
import { refuse } from "./refusal.ts";

const CODE_LIFE_MS = 30_000;

/** A code as Embedded Signup hands out: for one account, once, for 30 real seconds (contract 8.4). */
export function issueCode(state: State, wabaId: string): string {
  const code = `AQ${randomBytes(16).toString("hex")}`;
  state.codes.set(code, { wabaId, expiresAt: Date.now() + CODE_LIFE_MS });
  return code;
}

/** GET /oauth/access_token: a code for the account's business token. */
export function exchangeCode(state: State, query: URLSearchParams): object {
  for (const name of ["client_id", "client_secret", "code"]) {
    if (!query.get(name)) refuse(100, `Missing ${name} parameter`);
  }
  if (query.get("client_secret") !== state.appSecret) {
    refuse(1, "Error validating client secret");
  }
  const code = query.get("code") ?? "";
  const grant = state.codes.get(code);
  state.codes.delete(code);
  const account = grant && state.accounts.get(grant.wabaId);
  if (!grant || !account || grant.expiresAt < Date.now()) {
    refuse(100, "This authorization code has been used or has expired", { subcode: 36009 });
  }
  return { access_token: account.token, token_type: "bearer" };
}

/** GET /debug_token: what a token may do and for which accounts. */
export function debugToken(state: State, exchange: Exchange): object {
  const caller = bearerToken(exchange.req);
  // The app's own token "id|secret" may ask about any token; a business token only works itself.
  if (!caller.endsWith(`|${state.appSecret}`)) checkToken(state, caller);
  const token = exchange.query.get("input_token");
  if (!token) refuse(100, "The parameter input_token is required");
  const accounts = [...state.accounts.values()].filter((account) => account.token === token);
  const valid = accounts.some((account) => account.tokenState === "valid");
  const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
  const data: JsonObject = {
    is_valid: valid,
    type: "SYSTEM_USER",
    expires_at: 0,
    scopes: valid ? scopes : [],
    granular_scopes: scopes.map((scope) => ({
      scope,
      target_ids: accounts.map((account) => account.wabaId),
    })),
  };
  return { data };
}
