import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMs, SECOND_MS } from "#app/shared/duration.ts";
import { fileText, inspectFile, nameContext } from "./import-file.ts";
import type { RowFacts } from "./import-row.rules.ts";
import { runImportJob } from "./import.jobs.ts";
import {
  findRun,
  forgetPeople,
  holdRun,
  type ImportRun,
  leaseRun,
  moveRun,
  noteFile,
  releaseRun,
  writeRows,
} from "./import.store.server.ts";
import { MOST_ROWS } from "./import.types.ts";
import { type FileRecord, readRecords, UnreadableFile } from "./read-records.ts";
import { settleBatch } from "./settle-batch.ts";

/** A dead worker's run is taken over after this. */
const LEASE_MS = 60 * SECOND_MS;
/** Then others have their turn: a long list must not keep a worker from everything else. */
const TURN_MS = 20 * SECOND_MS;
/** Rows in one transaction: reading is cheap, writing holds the shop's ledger. */
const PER_CHECK = 500;
const PER_WRITE = 100;

interface Target {
  shopId: string;
  importId: string;
}

interface Turn extends Target {
  run: ImportRun;
  facts: RowFacts;
  fileName: string;
  write: boolean;
}

async function takeTurn(deps: Deps, target: Target): Promise<Turn | null> {
  const now = deps.clock.now();
  const found = await deps.db.inShop(target.shopId, async (tx) => {
    const run = await leaseRun(tx, target, { now, until: addMs(now, LEASE_MS) });
    return run && { run, shop: await readShop(tx, target.shopId) };
  });
  if (!found) return null;
  let { run } = found;
  if (run.fileHash === null) {
    const file = await inspectFile(deps, run);
    await deps.db.inShop(target.shopId, (tx) => noteFile(tx, target, file));
    run = { ...run, ...file };
  }
  const { staleAfterMonths } = found.shop.consentSettings;
  const facts = { mapping: run.mapping, zone: found.shop.timeZone, now, staleAfterMonths };
  const fileName = deps.vault.open(run.fileName, nameContext(target));
  return { ...target, run, facts, fileName, write: run.state === "importing" };
}

/** False when the merchant has ended the run. */
async function settle(deps: Deps, turn: Turn, records: FileRecord[]): Promise<boolean> {
  const { run, facts, fileName, write } = turn;
  return deps.db.inShop(turn.shopId, async (tx) => {
    if (!(await holdRun(tx, turn, run.state))) return false;
    const rows = await settleBatch(deps, tx, { run, facts, fileName, records }, write);
    const nextLine = (records.at(-1)?.line ?? 0) + 1;
    const leaseUntil = addMs(deps.clock.now(), LEASE_MS);
    await writeRows(tx, turn, { rows, nextLine, leaseUntil });
    return true;
  });
}

const isBlank = ({ cells }: FileRecord) => cells.every((cell) => cell.trim() === "");

/** The rows that no earlier turn has settled, some at a time. */
async function* batchesOf(deps: Deps, { run, write }: Turn): AsyncGenerator<FileRecord[]> {
  const most = write ? PER_WRITE : PER_CHECK;
  const first = Math.max(run.nextLine, 2); // the header is line 1
  let batch: FileRecord[] = [];
  for await (const record of readRecords(fileText(deps, run), run.delimiter ?? ",")) {
    if (record.line < first || isBlank(record)) continue;
    if (record.line > MOST_ROWS) throw new UnreadableFile("too_many_rows");
    batch.push(record);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Works through the rows that are left. "later": the turn is over; "ended": there is nothing more to do. */
async function work(deps: Deps, turn: Turn): Promise<"whole" | "later" | "ended"> {
  const endsAt = Date.now() + TURN_MS;
  for await (const batch of batchesOf(deps, turn)) {
    if (!(await settle(deps, turn, batch))) return "ended";
    if (Date.now() > endsAt) return "later";
  }
  return "whole";
}

async function end(deps: Deps, turn: Turn): Promise<void> {
  const at = deps.clock.now();
  await deps.db.inShop(turn.shopId, async (tx) => {
    const from = [turn.run.state];
    const to = turn.write ? "done" : "checked";
    if (await moveRun(tx, turn, { from, to, at })) {
      await forgetPeople(tx, turn, { file: turn.write });
    }
    const run = await findRun(tx, turn);
    if (run) {
      const { granted, pending, known, refused } = run;
      deps.log.info("import.ended", {
        shopId: turn.shopId,
        importId: turn.importId,
        to,
        granted,
        pending,
        known,
        refused,
      });
    }
  });
}

/**
 * Works on an import for a while: a dry run, or the real one. Every batch is written together with how far
 * the run is, so that a crash repeats no row, and whoever comes next goes on there.
 */
export async function runImport(deps: Deps, target: Target): Promise<void> {
  const turn = await takeTurn(deps, target);
  if (!turn) return;
  try {
    const outcome = await work(deps, turn);
    if (outcome === "whole") return await end(deps, turn);
    if (outcome === "ended") return;
    await deps.db.inShop(target.shopId, (tx) => releaseRun(tx, target));
    await deps.jobs.enqueue(runImportJob, target);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    const move = { from: [turn.run.state], to: "failed" as const, at: deps.clock.now() };
    await deps.db.inShop(target.shopId, (tx) =>
      moveRun(tx, target, { ...move, problem: error.problem }),
    );
  }
}

/** Hands imports that nobody works on to a worker. */
export async function sweepImports(deps: Deps): Promise<void> {
  const due = await deps.db.crossShop.importsDue(deps.clock.now(), 20);
  for (const one of due) {
    await deps.jobs.enqueue(runImportJob, one, { jobId: `import-${one.importId}` });
  }
}
