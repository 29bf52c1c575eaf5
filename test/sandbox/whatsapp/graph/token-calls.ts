import { randomBytes } from "node:crypto";
import type { JsonObject } from "../json.ts";
import { SCOPES } from "../state.ts";
import type { Account, State } from "../state.ts";
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
  if (state.appId !== null && query.get("client_id") !== state.appId) {
    refuse(101, "Error validating application. Cannot get application info due to a system error.");
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
  renew(account);
  state.touch();
  return { access_token: account.token, token_type: "bearer" };
}

/** A new grant makes a new token where the old one died. */
function renew(account: Account): void {
  if (account.tokenState === "valid") return;
  account.token = `EAA${randomBytes(24).toString("hex")}`;
  account.tokenState = "valid";
}

/** The app's own token "id|secret" may ask about any token; a business token only about itself. */
function mayInspect(state: State, caller: string, token: string): boolean {
  const [id, secret] = caller.split("|");
  if (secret === undefined) return caller === token;
  return secret === state.appSecret && (state.appId === null || id === state.appId);
}

/** GET /debug_token: what a token may do and for which accounts. */
export function debugToken(state: State, exchange: Exchange): object {
  const caller = bearerToken(exchange.req);
  const token = exchange.query.get("input_token");
  if (!token) refuse(100, "The parameter input_token is required");
  if (!mayInspect(state, caller, token)) {
    refuse(100, "You must provide an app access token, or a token of the app itself");
  }
  if (caller === token) checkToken(state, caller);
  const accounts = [...state.accounts.values()].filter((account) => account.token === token);
  const valid = accounts.some((account) => account.tokenState === "valid");
  const granted = SCOPES.filter((scope) => accounts.some((one) => one.scopes.includes(scope)));
  const data: JsonObject = {
    app_id: accounts.some((account) => account.ownApp) ? "own-app" : (state.appId ?? "0"),
    is_valid: valid,
    type: "SYSTEM_USER",
    expires_at: 0,
    scopes: valid ? granted : [],
    granular_scopes: granted.map((scope) => ({
      scope,
      target_ids: accounts
        .filter((account) => account.scopes.includes(scope))
        .map((account) => account.wabaId),
    })),
  };
  return { data };
}
