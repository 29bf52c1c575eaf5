import type { CrossShop } from "#app/ports/db.ts";

const MAX_KNOWN = 50_000;
/** An account may be disconnected and connected to another shop. */
const ACCOUNT_TTL_MS = 10_000;

/** Asks once per key, again after `ttlMs`. Failures and "nobody" are not remembered. */
function remembered<T>(ask: (key: string) => Promise<T>, ttlMs = Infinity) {
  const known = new Map<string, { answer: Promise<T>; until: number }>();
  return (key: string): Promise<T> => {
    const found = known.get(key);
    if (found && found.until > Date.now()) return found.answer;
    const asked = ask(key);
    known.set(key, { answer: asked, until: Date.now() + ttlMs });
    const forget = () => known.delete(key);
    asked.then((answer) => answer ?? forget(), forget);
    if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? key);
    return asked;
  };
}

/** A shop's id by its domain, which it keeps for ever. Makes the row when missing. */
export function shopIdByDomain(crossShop: Pick<CrossShop, "ensureShop">) {
  return remembered((domain) => crossShop.ensureShop(domain));
}

/** A shop's id by its domain, or null when we have never heard of it. */
export function knownShopId(crossShop: Pick<CrossShop, "shopByDomain">) {
  return remembered((domain) => crossShop.shopByDomain(domain));
}

/** The shop that a WhatsApp account belongs to, or null. */
export function shopIdByAccount(crossShop: Pick<CrossShop, "shopByWaba">) {
  return remembered(
    async (wabaId) => (await crossShop.shopByWaba(wabaId))?.shopId ?? null,
    ACCOUNT_TTL_MS,
  );
}
