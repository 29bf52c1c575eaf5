import type { Deps } from "#app/ports/deps.ts";
import type { HashKind } from "#app/ports/vault.ts";
import { sealedColumns } from "./key-rotation.rules.ts";
import {
  erasuresByKey,
  identifiersFrom,
  keysOf,
  replaceValue,
  type SealedValue,
  type StoredIdentifier,
  valuesUnderOther,
} from "./key-rotation.store.server.ts";
import type { LookupUse, RotationReport, SealedColumn } from "./key-rotation.types.ts";

type Needs = Pick<Deps, "db" | "vault" | "log">;

/** A raw delivery may have megabytes. */
const AT_ONCE = 50;

function resealed(deps: Needs, { value, context }: SealedValue): Uint8Array | null {
  try {
    return deps.vault.reseal(value, context);
  } catch {
    return null; // its key is not listed, or it was sealed for something else
  }
}

/** One column of one shop to its end, some values a transaction; reading and writing go on beside it. */
async function resealColumn(deps: Needs, shopId: string, at: SealedColumn) {
  const done = { resealed: 0, unreadable: 0 };
  for (;;) {
    const wish = { ...at, key: deps.vault.encryptionKeyId, skip: done.unreadable, limit: AT_ONCE };
    const some = await deps.db.inShop(shopId, async (tx) => {
      const values = await valuesUnderOther(tx, shopId, wish);
      const counts = { seen: values.length, written: 0, unreadable: 0 };
      for (const was of values) {
        const value = resealed(deps, was);
        if (value === null) counts.unreadable += 1;
        else if (await replaceValue(tx, shopId, { ...at, was, value })) counts.written += 1;
      }
      return counts;
    });
    done.resealed += some.written;
    done.unreadable += some.unreadable;
    if (some.seen < AT_ONCE) return done;
  }
}

/** Which of the listed keys wrote the hash; e-mail addresses are kept as hash only, and nobody knows. */
function keyOfHash(deps: Needs, shopId: string, row: StoredIdentifier): string | null {
  if (row.sealed === null) return null;
  const kind = kindOf(row.kind);
  if (kind === null) return null;
  try {
    const value = deps.vault.openFor(row.dataKey, row.contactId, row.sealed);
    const at = deps.vault.hashes(shopId, kind, value).indexOf(row.hash);
    return deps.vault.lookupKeyIds[at] ?? null;
  } catch {
    return null; // sealed under a key that is not listed
  }
}

function kindOf(kind: string): HashKind | null {
  switch (kind) {
    case "phone":
    case "wa_id":
    case "bsuid":
    case "customer":
      return kind;
    default:
      return null;
  }
}

const PAGE = 1000;

/** Counts every identifier under its key. A hash of unknown key counts for every key. */
async function countIdentifiers(deps: Needs, shopId: string, uses: LookupUse[]): Promise<void> {
  let after: string | null = null;
  let rows: StoredIdentifier[];
  do {
    const page: { after: string | null; limit: number } = { after, limit: PAGE };
    rows = await deps.db.inShop(shopId, (tx) => identifiersFrom(tx, shopId, page));
    const keys = rows.map((row) => keyOfHash(deps, shopId, row));
    for (const use of uses) {
      use.identifiers += keys.filter((key) => key === null || key === use.key).length;
    }
    after = rows.at(-1)?.id ?? null;
  } while (rows.length === PAGE);
}

/** How many people are found, and how many erased ones blocked, under which look-up key. */
async function lookupUse(deps: Needs, shopId: string): Promise<LookupUse[]> {
  const uses = deps.vault.lookupKeyIds.map((key) => ({ key, identifiers: 0, erasures: 0 }));
  await countIdentifiers(deps, shopId, uses);
  for (const { key, erasures } of await deps.db.inShop(shopId, (tx) => erasuresByKey(tx, shopId))) {
    const use = uses.find((one) => one.key === key);
    if (use) use.erasures += erasures;
    else uses.push({ key, identifiers: 0, erasures });
  }
  return uses;
}

function add(sums: Record<string, number>, key: string, count: number): void {
  if (count > 0) sums[key] = (sums[key] ?? 0) + count;
}

/**
 * Seals everything anew that stands under an older key than the first of ENCRYPTION_KEYS, in every shop,
 * while web and worker go on. Run again, it goes on where it was: what is done already is not found any
 * more. Then counts what each key is still needed for.
 */
export async function rotateKeys(deps: Needs): Promise<RotationReport> {
  const report: RotationReport = { resealed: {}, unreadable: {}, encryption: [], lookup: [] };
  const underKey = new Map<string, number>();
  const lookup = new Map<string, LookupUse>();
  for (const shopId of await deps.db.crossShop.shopsWithData()) {
    for (const column of sealedColumns()) {
      const label = `${column.table}.${column.column}`;
      const done = await resealColumn(deps, shopId, column);
      add(report.resealed, label, done.resealed);
      add(report.unreadable, label, done.unreadable);
      const keys = await deps.db.inShop(shopId, (tx) => keysOf(tx, shopId, column));
      for (const { key, rows } of keys) underKey.set(key, (underKey.get(key) ?? 0) + rows);
    }
    for (const use of await lookupUse(deps, shopId)) {
      const before = lookup.get(use.key) ?? { key: use.key, identifiers: 0, erasures: 0 };
      lookup.set(use.key, {
        key: use.key,
        identifiers: before.identifiers + use.identifiers,
        erasures: before.erasures + use.erasures,
      });
    }
  }
  report.encryption = [...underKey].map(([key, rows]) => ({ key, rows }));
  report.lookup = [...lookup.values()];
  deps.log.info("keys.rotated", { resealed: report.resealed, unreadable: report.unreadable });
  return report;
}
