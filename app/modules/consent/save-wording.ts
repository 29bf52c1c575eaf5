import { createHash } from "node:crypto";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import {
  builtInVersion,
  builtInWording,
  fitsShopify,
  tidyWording,
  wordingProblems,
} from "./edit-wording.rules.ts";
import { publishWordingJob } from "./wording.jobs.ts";
import { type Wording, type WordingLocale, wordingLocales } from "./wording.types.ts";
import {
  currentWording,
  insertWording,
  lastNumber,
  lockWording,
  wordingRows,
  writeCurrent,
} from "./wording-versions.store.server.ts";
import type { WordingProblem, WordingRow } from "./wording-versions.types.ts";

function hashOf({ sentence, privacyPolicy }: Wording): string {
  return createHash("sha256").update(`${sentence}\0${privacyPolicy}`).digest("base64url");
}

function rowOf(locale: WordingLocale, wording: Wording, own: boolean): WordingRow {
  return { locale, ...wording, own, hash: hashOf(wording) };
}

/** What is shown now, language by language. */
export async function wordingsNow(
  tx: Tx,
  shopId: string,
): Promise<{ version: string; rows: WordingRow[] }> {
  const version = (await currentWording(tx, shopId))?.version ?? builtInVersion();
  const own = await wordingRows(tx, shopId, version);
  const rows = wordingLocales.map(
    (locale) =>
      own.find((row) => row.locale === locale) ?? rowOf(locale, builtInWording(locale), false),
  );
  return { version, rows };
}

export interface WordingWish {
  shopId: string;
  locale: WordingLocale;
  /** null: the built-in sentence again */
  wording: Wording | null;
  /** `sessionToken.sub` of who decides it */
  staffId: string;
}

export type SavedWording =
  { ok: true; version: string } | { ok: false; problems: WordingProblem[] };

async function writeVersion(
  deps: Deps,
  tx: Tx,
  wish: WordingWish,
  rows: WordingRow[],
): Promise<string> {
  const { shopId, staffId } = wish;
  const at = deps.clock.now();
  const number = (await lastNumber(tx, shopId)) + 1;
  // Nothing of their own is left: the built-in version has its name already.
  const isOwn = rows.some(({ own }) => own);
  const version = isOwn ? `own-${at.toISOString().slice(0, 10)}-${number}` : builtInVersion();
  if (isOwn)
    await insertWording(tx, { shopId, number, version, createdAt: at, createdBy: staffId, rows });
  await writeCurrent(tx, shopId, { version, at });
  return version;
}

/**
 * Makes a merchant's sentence the one that shoppers are asked to agree to: a new version in all languages,
 * which Shopify is told at once and, if it is down, later. Versions of before stay as they are, since events
 * name them. A sentence that lacks a part is refused with what it lacks (market.md 8.4).
 */
export async function saveWording(deps: Deps, wish: WordingWish): Promise<SavedWording> {
  const { shopId, locale, wording } = wish;
  const problems = wording === null ? [] : wordingProblems(wording, locale);
  if (problems.length > 0) return { ok: false, problems };
  const tidy = wording === null ? builtInWording(locale) : tidyWording(wording);
  const row = rowOf(locale, tidy, hashOf(tidy) !== hashOf(builtInWording(locale)));
  const saved = await deps.db.inShop(shopId, async (tx): Promise<SavedWording> => {
    await lockWording(tx, shopId);
    const now = await wordingsNow(tx, shopId);
    if (now.rows.some((one) => one.locale === locale && one.hash === row.hash)) {
      return { ok: true, version: now.version }; // nothing new was written
    }
    const rows = now.rows.map((one) => (one.locale === locale ? row : one));
    if (!fitsShopify(rows)) return { ok: false, problems: [{ code: "all_too_long" }] };
    return { ok: true, version: await writeVersion(deps, tx, wish, rows) };
  });
  if (saved.ok) await askPublish(deps, shopId);
  return saved;
}

/** The sweep would find it, too, a little later. */
async function askPublish(deps: Deps, shopId: string): Promise<void> {
  await deps.jobs.enqueue(publishWordingJob, { shopId }, { jobId: `publish-wording-${shopId}` });
}
