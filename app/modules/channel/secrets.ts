import type { Deps } from "#app/ports/deps.ts";
import type { NumberRow } from "./channel.types.ts";

function contextOf(shopId: string): string {
  return `${shopId}:whatsapp_number`;
}

/** Tokens, app secrets and PINs lie sealed, each bound to its shop. */
export function sealSecret(
  deps: Pick<Deps, "vault">,
  shopId: string,
  plain: string,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(deps.vault.seal(plain, contextOf(shopId)));
}

export function openSecret(deps: Pick<Deps, "vault">, shopId: string, sealed: Uint8Array): string {
  return deps.vault.open(sealed, contextOf(shopId));
}

/** The number's access token in clear: to send with, never to log. */
export function tokenOf(
  deps: Pick<Deps, "vault">,
  number: Pick<NumberRow, "shopId" | "token">,
): string {
  return openSecret(deps, number.shopId, number.token);
}
