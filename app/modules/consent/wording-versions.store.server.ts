import type { Tx } from "#app/ports/db.ts";
import { wordingLocales } from "./wording.types.ts";
import type { WordingRow } from "./wording-versions.types.ts";

/** Two who save at once get two versions, one after the other. */
export async function lockWording(tx: Tx, shopId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`wording:${shopId}`}, 0))`;
}

export interface NewWording {
  shopId: string;
  number: number;
  version: string;
  createdAt: Date;
  createdBy: string;
  rows: WordingRow[];
}

export async function insertWording(tx: Tx, { rows, ...version }: NewWording): Promise<void> {
  const data = rows.map(({ privacyPolicy: privacyLabel, ...row }) => ({
    ...version,
    ...row,
    privacyLabel,
  }));
  await tx.consentWording.createMany({ data });
}

/** All languages of one of the merchant's versions; empty where they have no such version. */
export async function wordingRows(tx: Tx, shopId: string, version: string): Promise<WordingRow[]> {
  const rows = await tx.consentWording.findMany({ where: { shopId, version } });
  return wordingLocales.flatMap((locale) => {
    const row = rows.find((one) => one.locale === locale);
    if (!row) return [];
    const { sentence, privacyLabel: privacyPolicy, own, hash } = row;
    return [{ locale, sentence, privacyPolicy, own, hash }];
  });
}

/** The merchant's versions, the newest first. */
export async function wordingHistory(tx: Tx, shopId: string) {
  return tx.consentWording.findMany({
    where: { shopId },
    orderBy: [{ number: "desc" }, { locale: "asc" }],
    select: {
      number: true,
      version: true,
      locale: true,
      own: true,
      createdAt: true,
      createdBy: true,
    },
  });
}

export async function lastNumber(tx: Tx, shopId: string): Promise<number> {
  const last = await tx.consentWording.aggregate({ where: { shopId }, _max: { number: true } });
  return last._max.number ?? 0;
}

/** Which version is shown now and where Shopify stands; null: the built-in one, never changed. */
export async function currentWording(tx: Tx, shopId: string) {
  return tx.consentWordingCurrent.findUnique({ where: { shopId } });
}

/** From now on this version is the shop's, and Shopify is to be told. */
export async function writeCurrent(
  tx: Tx,
  shopId: string,
  { version, at }: { version: string; at: Date },
): Promise<void> {
  const waiting = { version, changedAt: at, attempts: 0, nextTryAt: at, lastError: null };
  await tx.consentWordingCurrent.upsert({
    where: { shopId },
    create: { shopId, ...waiting },
    update: waiting,
  });
}

/** Shopify has this version; a newer one that came in between still waits. */
export async function writePublished(
  tx: Tx,
  shopId: string,
  { version, at }: { version: string; at: Date },
): Promise<void> {
  await tx.consentWordingCurrent.updateMany({
    where: { shopId },
    data: { publishedVersion: version, publishedAt: at },
  });
  await tx.consentWordingCurrent.updateMany({
    where: { shopId, version },
    data: { attempts: 0, nextTryAt: null, lastError: null },
  });
}

export async function writeFailure(
  tx: Tx,
  shopId: string,
  failure: { error: string; nextTryAt: Date },
): Promise<void> {
  await tx.consentWordingCurrent.updateMany({
    where: { shopId, nextTryAt: { not: null } },
    data: {
      attempts: { increment: 1 },
      lastError: failure.error.slice(0, 500),
      nextTryAt: failure.nextTryAt,
    },
  });
}
