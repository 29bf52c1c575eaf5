import { readShop, storefrontOrigin } from "#app/modules/shops/index.ts";
import type { LinkRow } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addressBlock } from "#app/shared/address-block.ts";
import { isCode, isPreview, linkState } from "./link.rules.ts";
import { tapRecorder } from "./tap-recorder.ts";

export interface LinkVisit {
  code: string;
  method: string;
  userAgent: string | null;
  /** Sec-Purpose, Purpose, X-Moz, X-Purpose as they came */
  purposeHeaders: string[];
  ip: string;
  /** only links of this shop are known here (its own domain) */
  onlyShopId?: string;
}

export type LinkAnswer =
  | { outcome: "redirect"; location: string }
  | {
      outcome: "page";
      kind: "expired" | "used";
      language: string;
      shopName: string;
      shopUrl: string;
    }
  | { outcome: "not_found" }
  | { outcome: "too_many" };

/** Guesses of one address: 30 wrong codes a minute, then 429. 72 bits make guessing hopeless anyway. */
const MISSES_PER_MINUTE = 30;

async function missed(deps: Deps, ip: string): Promise<LinkAnswer> {
  const allowed = await deps.db.crossShop.takeRate(
    `link-miss:${addressBlock(ip)}`,
    60,
    MISSES_PER_MINUTE,
  );
  return allowed ? { outcome: "not_found" } : { outcome: "too_many" };
}

async function closedPage(
  deps: Deps,
  link: LinkRow,
  kind: "expired" | "used",
): Promise<LinkAnswer> {
  const shop = await deps.db.inShop(link.shopId, (tx) => readShop(tx, link.shopId));
  const shopUrl = storefrontOrigin(shop, deps.extraShopOrigins);
  return { outcome: "page", kind, language: link.language, shopName: shop.name, shopUrl };
}

/**
 * Follows a short link: to the checkout while it is open, else to a page that leads to the shop.
 * The tap is recorded after the answer, as far as the shop counts taps and the person agrees to it at this
 * moment (TDDDG § 25, market.md 8.10); previews by bots, and by WhatsApp itself, are not taps.
 */
export async function openLink(deps: Deps, visit: LinkVisit): Promise<LinkAnswer> {
  if (!isCode(visit.code)) return missed(deps, visit.ip);
  const link = await deps.db.crossShop.linkByCode(visit.code);
  if (!link || link.shopId !== (visit.onlyShopId ?? link.shopId)) return missed(deps, visit.ip);
  const now = deps.clock.now();
  const state = linkState({ expiresAt: link.expiresAt, orderedAt: link.usedAt }, now);
  if (state !== "open") return closedPage(deps, link, state);
  const { shopId, linkId, messageId, tracked } = link;
  const preview = isPreview(visit);
  if (link.counted) {
    tapRecorder(deps).add({ shopId, linkId, messageId, tracked, preview, at: now });
  }
  const target = new URL(deps.vault.open(link.target, `${shopId}:link`));
  // As a header may say it: letters of other scripts are escaped there.
  return { outcome: "redirect", location: target.href };
}
