import { randomBytes } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { readShop } from "#app/modules/shops/index.ts";
import { destinationAllowed, newCode } from "./link.rules.ts";
import { insertLink } from "./links.store.server.ts";

export interface LinkWish {
  shopId: string;
  messageId: string;
  checkoutId: string | null;
  target: string;
  /** the person agreed to the tracking of taps */
  tracked: boolean;
  language: string;
  expiresAt: Date;
}

/** Where a link of this shop may lead: its own domains, and beside the stand-in that shop's origin. */
export async function allowedDomains(deps: Deps, tx: Tx, shopId: string): Promise<string[]> {
  const shop = await readShop(tx, shopId);
  return [shop.domain, ...shop.storefrontDomains, ...deps.extraShopOrigins];
}

/**
 * Makes the short link of one message and returns its code (72 random bits).
 * @returns null when the destination does not lie on the shop's own domains: no open redirect
 */
export async function createLink(deps: Deps, tx: Tx, wish: LinkWish): Promise<string | null> {
  const domains = await allowedDomains(deps, tx, wish.shopId);
  if (!destinationAllowed(wish.target, domains)) return null;
  const code = newCode(randomBytes(9));
  const sealed = deps.vault.seal(wish.target, `${wish.shopId}:link`);
  const { target: _, ...rest } = wish;
  await insertLink(tx, { ...rest, code, target: sealed, createdAt: deps.clock.now() });
  return code;
}
