import type { IncomingMessage } from "node:http";
import type { Account, State } from "../state.ts";
import type { Sender } from "./envelope.ts";
import { refuse, refuseUnknownObject } from "./refusal.ts";

/** The bearer token of a request (contract 1.0); none at all is code 200, as nothing was authorised. */
export function bearerToken(req: IncomingMessage): string {
  const match = /^(?:Bearer|OAuth) (\S+)$/i.exec(req.headers.authorization ?? "");
  if (!match?.[1]) refuse(200, "An access token is required to request this resource");
  return match[1];
}

/**
 * Refuses a token that nobody issued, one that has expired or was taken back, and one that was not
 * granted what the call needs (contract 1.3, 2).
 */
export function checkToken(state: State, token: string, scope?: string): void {
  for (const account of state.accounts.values()) {
    if (account.token !== token) continue;
    if (account.tokenState === "expired") refuse(190, "Session has expired", { subcode: 463 });
    if (account.tokenState === "revoked") refuse(190, "Session was revoked", { subcode: 460 });
    if (scope !== undefined && !account.scopes.includes(scope)) {
      refuse(200, `(#200) The permission ${scope} has not been granted`);
    }
    return;
  }
  refuse(190, "Invalid OAuth access token - Cannot parse access token");
}

/** The account behind a WABA id, if this token may see it. */
export function accountFor(state: State, token: string, wabaId: string): Account {
  const account = state.accounts.get(wabaId);
  if (!account || account.token !== token) refuseUnknownObject(wabaId);
  return account;
}

/** The number behind a phone number id with its account, if this token may see them. */
export function senderFor(state: State, token: string, phoneNumberId: string): Sender {
  const number = state.numbers.get(phoneNumberId);
  if (!number) refuseUnknownObject(phoneNumberId);
  return { number, account: accountFor(state, token, number.wabaId) };
}
