import { randomBytes } from "node:crypto";
import {
  installShop,
  linkBaseUrl,
  readShop,
  type ShopRow,
  storefrontOrigin,
} from "#app/modules/shops/index.ts";
import type { LinkBase } from "#app/modules/shops/storefront.rules.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { afterCheck, linkBase, type ProxyFinding, proxyFinding } from "./link-base.rules.ts";
import { readLinkBase, writeLinkBase } from "./link-base.store.server.ts";
import { isProxyProof } from "./proxy-proof.ts";

const TIMEOUT_MS = 8_000;
const MAX_BYTES = 512 * 1024;

/** Over which base what is sent now links; one small read. */
export async function linkBaseNow(tx: Tx, shopId: string, now: Date): Promise<LinkBase> {
  return linkBase(await readLinkBase(tx, shopId), now).base;
}

/** Asks for our probe as a shopper's tap would: through the shop's own domain. */
async function probe(deps: Deps, shop: ShopRow): Promise<ProxyFinding> {
  const nonce = randomBytes(12).toString("base64url");
  const { appUrl, extraShopOrigins } = deps;
  const base = linkBaseUrl("proxy", { appUrl, shop, extraShopOrigins });
  const answer = await deps.web.get({
    url: `${base}/health/${nonce}`,
    origins: [storefrontOrigin(shop, extraShopOrigins)],
    shop: shop.domain,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  if (answer.outcome !== "answered") return proxyFinding(answer);
  const { status, location } = answer;
  const isProof = location !== null && isProxyProof(deps, { shopId: shop.id, nonce, location });
  return proxyFinding({ outcome: "answered", status, location, isProof });
}

/** A merchant may have changed the shop's primary domain since: Shopify knows. */
async function withDomainOfToday(deps: Deps, shop: ShopRow): Promise<ShopRow> {
  try {
    await installShop(deps, shop.domain);
  } catch (error) {
    deps.log.warn("proxy.domain_unknown", { shopId: shop.id, message: String(error) });
  }
  return deps.db.inShop(shop.id, (tx) => readShop(tx, shop.id));
}

const MAY_HAVE_MOVED: readonly ProxyFinding[] = ["moved", "unreachable", "not_ours"];

async function find(deps: Deps, shop: ShopRow) {
  const finding = await probe(deps, shop);
  const origin = storefrontOrigin(shop, deps.extraShopOrigins);
  if (!MAY_HAVE_MOVED.includes(finding)) return { finding, origin };
  const today = await withDomainOfToday(deps, shop);
  const now = storefrontOrigin(today, deps.extraShopOrigins);
  return now === origin ? { finding, origin } : { finding: await probe(deps, today), origin: now };
}

export interface CheckedProxy {
  /** links run over another base than before */
  hasSwitched: boolean;
  /** the shop's own domain is another one: templates of its base have to be submitted anew */
  hasMoved: boolean;
}

/**
 * Checks whether the shop's own domain leads to us and chooses the base of its links by that. Checks
 * at the same time do no harm: the first to write wins.
 */
export async function checkProxy(deps: Deps, shopId: string): Promise<CheckedProxy> {
  const { shop, before } = await deps.db.inShop(shopId, async (tx) => ({
    shop: await readShop(tx, shopId),
    before: await readLinkBase(tx, shopId),
  }));
  const unchanged = { hasSwitched: false, hasMoved: false };
  if (shop.status !== "installed") return unchanged;
  const found = await find(deps, shop);
  const after = afterCheck(before, { ...found, now: deps.clock.now() });
  const written = await deps.db.inShop(shopId, (tx) =>
    writeLinkBase(tx, shopId, { before, after }),
  );
  if (!written) return unchanged;
  const hasSwitched = after.base !== (before?.base ?? "app");
  if (hasSwitched) {
    const { base, reason } = after;
    deps.log[base === "proxy" ? "info" : "warn"]("links.base_switched", { shopId, base, reason });
  }
  return { hasSwitched, hasMoved: before !== null && before.origin !== after.origin };
}
