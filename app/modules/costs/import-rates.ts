import type { Deps } from "#app/ports/deps.ts";
import type { Tx } from "#app/ports/db.ts";
import { clearStop } from "./budget.store.server.ts";
import { rateKey } from "./price.rules.ts";
import { parseRates, type RateRowError } from "./rate-csv.rules.ts";
import { readOwnRates, writeRates } from "./rate.store.server.ts";
import type { Rate } from "./rate.types.ts";
import {
  changeOf,
  readRate,
  type RateFields,
  type RateProblems,
  type WrittenRate,
} from "./written-rate.rules.ts";

export interface RateImport {
  added: number;
  changed: number;
  same: number;
  errors: RateRowError[];
  /** whether anything was written: never with errors, never in a dry run */
  written: boolean;
}

const dayOfRate = (rate: Rate) => rate.validFrom.toISOString().slice(0, 10);
const keyOf = (rate: Pick<Rate, "market" | "category" | "currency">, day: string) =>
  `${rateKey(rate)} ${day}`;

type Sorted = Omit<RateImport, "written"> & { toWrite: WrittenRate[] };

function sortOut(
  rates: (WrittenRate & { line: number })[],
  standing: ReadonlyMap<string, Rate>,
  today: string,
): Sorted {
  const sorted: Sorted = { added: 0, changed: 0, same: 0, errors: [], toWrite: [] };
  for (const { line, ...rate } of rates) {
    const change = changeOf(rate, standing.get(keyOf(rate, rate.validFrom)), today);
    if (change === "past") {
      sorted.errors.push({ line, problem: "past", value: rate.validFrom });
      continue;
    }
    if (change === "new") sorted.added += 1;
    else sorted[change] += 1;
    if (change !== "same") sorted.toWrite.push(rate);
  }
  return sorted;
}

async function applyRates(
  deps: Deps,
  tx: Tx,
  wish: {
    shopId: string;
    rates: (WrittenRate & { line: number })[];
    errors: RateRowError[];
    source: string;
    dryRun: boolean;
  },
): Promise<RateImport> {
  const { shopId, source, dryRun } = wish;
  const at = deps.clock.now();
  const own = await readOwnRates(tx, shopId);
  const standing = new Map(own.rates.map((rate) => [keyOf(rate, dayOfRate(rate)), rate]));
  const { toWrite, ...sorted } = sortOut(wish.rates, standing, at.toISOString().slice(0, 10));
  const errors = [...wish.errors, ...sorted.errors].toSorted((a, b) => a.line - b.line);
  const written = !dryRun && errors.length === 0 && toWrite.length > 0;
  if (written) {
    await writeRates(tx, shopId, { rates: toWrite, source, at });
    await clearStop(tx, shopId, "price_unknown");
  }
  return { ...sorted, errors, written };
}

/**
 * Takes a rate card in, all of it or nothing. A dry run says what would happen. Prices that have begun
 * are never changed: a new price is a new line with a later date.
 */
export async function importRates(
  deps: Deps,
  shopId: string,
  file: { text: string; currency: string; validFrom: string; source: string; dryRun: boolean },
): Promise<RateImport> {
  const { text, currency, validFrom, source, dryRun } = file;
  const { rates, errors } = parseRates(text, { currency, validFrom });
  const wish = { shopId, rates, errors, source, dryRun };
  return deps.db.inShop(shopId, (tx) => applyRates(deps, tx, wish));
}

export type AddedRate =
  { ok: true; change: "new" | "changed" | "same" } | { ok: false; problems: RateProblems };

/** Enters one price. */
export async function addRate(deps: Deps, shopId: string, fields: RateFields): Promise<AddedRate> {
  const read = readRate(fields);
  if (!read.ok) return read;
  const rates = [{ ...read.rate, line: 1 }];
  const wish = { shopId, rates, errors: [], source: "merchant", dryRun: false };
  const done = await deps.db.inShop(shopId, (tx) => applyRates(deps, tx, wish));
  if (done.errors.length > 0) {
    return { ok: false, problems: { validFrom: { problem: "past", value: fields.validFrom } } };
  }
  const change = done.added > 0 ? "new" : done.changed > 0 ? "changed" : "same";
  return { ok: true, change };
}
