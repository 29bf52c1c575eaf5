import type { Deps } from "#app/ports/deps.ts";

type Sealer = Pick<Deps, "vault" | "appUrl">;

const PLACE = "/proxy-checked/";

function context(shopId: string): string {
  return `${shopId}:proxy_check`;
}

/** Where the probe redirects to: only we can have made it, for this shop and this nonce. */
export function proxyProof(deps: Sealer, shopId: string, nonce: string): string {
  const sealed = Buffer.from(deps.vault.seal(nonce, context(shopId))).toString("base64url");
  return `${deps.appUrl}${PLACE}${sealed}`;
}

/** Whether a redirect is the probe's answer to this nonce of this shop. */
export function isProxyProof(
  deps: Sealer,
  answer: { shopId: string; nonce: string; location: string },
): boolean {
  const start = `${deps.appUrl}${PLACE}`;
  if (!answer.location.startsWith(start)) return false;
  const sealed = Buffer.from(answer.location.slice(start.length), "base64url");
  try {
    return deps.vault.open(sealed, context(answer.shopId)) === answer.nonce;
  } catch {
    return false; // another shop's, or nobody's
  }
}
