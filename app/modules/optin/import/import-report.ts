import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { nameContext } from "./import-file.ts";
import {
  countReasons,
  findRun,
  type ImportRun,
  latestRuns,
  troubledRows,
} from "./import.store.server.ts";
import type { ImportShown } from "./import.types.ts";

const MOST_SHOWN = 10;

function headerOf(deps: Deps, run: ImportRun): string[] {
  if (!run.columns) return [];
  const context = nameContext({ shopId: run.shopId, importId: run.id });
  const header: unknown = JSON.parse(deps.vault.open(run.columns, context));
  return Array.isArray(header) ? header.map(String) : [];
}

async function shown(deps: Deps, tx: Tx, run: ImportRun): Promise<ImportShown> {
  const { shopId, id } = run;
  const target = { shopId, importId: id };
  const fileDeleted = run.fileDeletedAt !== null;
  return {
    id,
    state: run.state,
    problem: run.problem,
    fileName: fileDeleted ? "" : deps.vault.open(run.fileName, nameContext(target)),
    header: headerOf(deps, run),
    mapping: run.mapping,
    rows: run.rowsRead,
    granted: run.granted,
    pending: run.pending,
    known: run.known,
    refused: run.refused,
    reasons: await countReasons(tx, target),
    createdAt: run.createdAt.toISOString(),
    fileDeleted,
  };
}

/** The shop's latest imports, the newest first. */
export function importReport(deps: Deps, shopId: string): Promise<ImportShown[]> {
  return deps.db.inShop(shopId, async (tx) => {
    const list: ImportShown[] = [];
    for (const run of await latestRuns(tx, shopId, MOST_SHOWN))
      list.push(await shown(deps, tx, run));
    return list;
  });
}

const PER_READ = 5_000;

/**
 * Rows that are refused or wait, as lines of a CSV: row number, outcome, reason. Nothing of the file itself
 * is repeated, so no number and no formula leaves with it.
 */
export async function* troubledLines(
  deps: Deps,
  target: { shopId: string; importId: string },
): AsyncGenerator<{ line: number; outcome: string; reason: string }> {
  const { shopId } = target;
  const run = await deps.db.inShop(shopId, (tx) => findRun(tx, target));
  if (!run) return;
  for (let after = 0; ;) {
    const rows = await deps.db.inShop(shopId, (tx) =>
      troubledRows(tx, target, { after, most: PER_READ }),
    );
    yield* rows;
    after = rows.at(-1)?.line ?? after;
    if (rows.length < PER_READ) return;
  }
}
