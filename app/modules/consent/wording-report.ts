import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { builtInVersion } from "./edit-wording.rules.ts";
import { wordingsNow } from "./save-wording.ts";
import { fillWording, knownWording, wordingLocale, wordingText } from "./wording.rules.ts";
import { wordingLocales, type WordingLocale } from "./wording.types.ts";
import { currentWording, wordingHistory, wordingRows } from "./wording-versions.store.server.ts";
import type { WordingPublication, WordingReport } from "./wording-versions.types.ts";

function publicationOf(current: Awaited<ReturnType<typeof currentWording>>): WordingPublication {
  if (current?.nextTryAt) return "waiting";
  return current === null || current.version === builtInVersion() ? "built_in" : "published";
}

async function historyOf(tx: Tx, shopId: string): Promise<WordingReport["history"]> {
  const versions = Map.groupBy(await wordingHistory(tx, shopId), ({ version }) => version);
  return [...versions].flatMap(([version, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const own = new Set(rows.filter((row) => row.own).map((row) => row.locale));
    const locales = wordingLocales.filter((locale): locale is WordingLocale => own.has(locale));
    const createdAt = first.createdAt.toISOString();
    return [{ version, createdAt, createdBy: first.createdBy, locales }];
  });
}

/** What shoppers are asked to agree to now, and what it was before. */
export async function wordingReport(deps: Deps, shopId: string): Promise<WordingReport> {
  return deps.db.inShop(shopId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const current = await currentWording(tx, shopId);
    const { version, rows } = await wordingsNow(tx, shopId);
    return {
      shopName: shop.name,
      timeZone: shop.timeZone,
      version,
      publication: publicationOf(current),
      publishedAt: current?.publishedAt?.toISOString() ?? null,
      lastError: current?.lastError ?? null,
      locales: rows,
      history: await historyOf(tx, shopId),
    };
  });
}

/**
 * The exact sentence of any version that this shop's shoppers were ever asked with: built-in or the merchant's
 * own, current or of before, since a page may have been open for days. Undefined where there was none.
 */
export async function shownWordingText(
  tx: Tx,
  shop: { id: string; name: string },
  asked: { version: string; locale: string },
): Promise<string | undefined> {
  const { version, locale } = asked;
  if (knownWording(version, locale)) return wordingText(version, locale, { shop: shop.name });
  const language = wordingLocale(locale);
  const rows = await wordingRows(tx, shop.id, version);
  const row = rows.find((one) => one.locale === language);
  return row && fillWording(row, { shop: shop.name });
}
