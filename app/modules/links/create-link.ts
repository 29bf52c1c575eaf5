import { randomBytes } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import { destinationAllowed, newCode } from "./link.rules.ts";
import { insertLinks, type NewLink } from "./links.store.server.ts";

export interface LinkWish {
  shopId: string;
  messageId: string;
  checkoutId: string | null;
  /** which product a tap on it is about; left out: about none */
  productId?: string;
  target: string;
  /** the person agreed to the tracking of taps */
  tracked: boolean;
  language: string;
  expiresAt: Date;
}

/** Where a link of this shop may lead: its own domains, and beside the stand-in that shop's origin. */
export function linkDomains(
  deps: Pick<Deps, "extraShopOrigins">,
  shop: Pick<ShopRow, "domain" | "storefrontDomains">,
): string[] {
  return [shop.domain, ...shop.storefrontDomains, ...deps.extraShopOrigins];
}

/**
 * The short link of one message with its code (72 random bits), not yet stored: the code goes into the
 * message, and `insertLinks` follows the message's row.
 * @returns null when the destination does not lie on the shop's own domains: no open redirect
 */
export function newLink(deps: Deps, domains: readonly string[], wish: LinkWish): NewLink | null {
  if (!destinationAllowed(wish.target, domains)) return null;
  const code = newCode(randomBytes(9));
  const sealed = deps.vault.seal(wish.target, `${wish.shopId}:link`);
  const { target: _, productId = null, ...rest } = wish;
  return { ...rest, productId, code, target: sealed, createdAt: deps.clock.now() };
}

/** Makes and stores one link. Gives its code, or null where `newLink` gives none. */
export async function createLink(deps: Deps, tx: Tx, wish: LinkWish): Promise<string | null> {
  const domains = linkDomains(deps, await readShop(tx, wish.shopId));
  const link = newLink(deps, domains, wish);
  if (link) await insertLinks(tx, wish.shopId, [link]);
  return link?.code ?? null;
}
