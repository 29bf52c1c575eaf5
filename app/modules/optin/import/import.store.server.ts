import type { Tx } from "#app/ports/db.ts";
import {
  type FileProblem,
  type ImportMapping,
  importStateSchema,
  type ImportState,
  mappingSchema,
  type RowOutcome,
} from "./import.types.ts";

export interface ImportRun {
  id: string;
  shopId: string;
  state: ImportState;
  problem: string | null;
  fileName: Uint8Array;
  fileHash: string | null;
  parts: number;
  bytes: bigint;
  encoding: string | null;
  delimiter: string | null;
  columns: Uint8Array | null;
  mapping: ImportMapping;
  nextLine: number;
  rowsRead: number;
  granted: number;
  pending: number;
  known: number;
  refused: number;
  createdAt: Date;
  finishedAt: Date | null;
  fileDeletedAt: Date | null;
}

interface Target {
  shopId: string;
  importId: string;
}

type Stored = Omit<ImportRun, "state" | "mapping"> & { state: string; mapping: unknown };

const runOf = (row: Stored): ImportRun => ({
  ...row,
  state: importStateSchema.parse(row.state),
  mapping: mappingSchema.parse(row.mapping),
});

export async function insertRun(
  tx: Tx,
  run: { id: string; shopId: string; fileName: Uint8Array; createdAt: Date },
): Promise<void> {
  await tx.importRun.create({ data: { ...run, fileName: new Uint8Array(run.fileName) } });
}

export async function findRun(tx: Tx, { shopId, importId }: Target): Promise<ImportRun | null> {
  const row = await tx.importRun.findFirst({ where: { shopId, id: importId } });
  return row && runOf(row);
}

export async function latestRuns(tx: Tx, shopId: string, most: number): Promise<ImportRun[]> {
  const rows = await tx.importRun.findMany({
    where: { shopId },
    orderBy: { createdAt: "desc" },
    take: most,
  });
  return rows.map(runOf);
}

/** The same part again is the same part: an upload goes on where it broke off. */
export async function writePart(
  tx: Tx,
  { shopId, importId }: Target,
  part: { part: number; body: Uint8Array },
): Promise<void> {
  const body = new Uint8Array(part.body);
  await tx.importPart.createMany({
    data: [{ shopId, importId, part: part.part, body }],
    skipDuplicates: true,
  });
}

export async function countParts(tx: Tx, { shopId, importId }: Target): Promise<number> {
  return tx.importPart.count({ where: { shopId, importId } });
}

export async function readPart(
  tx: Tx,
  { shopId, importId }: Target,
  part: number,
): Promise<Uint8Array | null> {
  const row = await tx.importPart.findFirst({ where: { shopId, importId, part } });
  return row?.body ?? null;
}

/** Moves a run on, when it stands where the caller thinks. */
export async function moveRun(
  tx: Tx,
  { shopId, importId }: Target,
  move: {
    from: ImportState[];
    to: ImportState;
    at: Date;
    problem?: FileProblem;
    facts?: { parts: number; bytes: bigint; delimiter: string; columns: Uint8Array };
    mapping?: ImportMapping;
  },
): Promise<boolean> {
  const { facts } = move;
  const isOver = ["done", "aborted", "failed"].includes(move.to);
  const { count } = await tx.importRun.updateMany({
    where: { shopId, id: importId, state: { in: move.from } },
    data: {
      state: move.to,
      leaseUntil: null,
      problem: move.problem ?? null,
      ...(isOver ? { finishedAt: move.at } : {}),
      ...(facts ? { ...facts, columns: new Uint8Array(facts.columns) } : {}),
      ...(move.mapping ? { mapping: move.mapping } : {}),
    },
  });
  return count > 0;
}

/** Before a run over the rows: nothing of an earlier one counts. */
export async function beginRows(tx: Tx, { shopId, importId }: Target, at: Date): Promise<void> {
  await tx.importRow.deleteMany({ where: { shopId, importId } });
  const none = { nextLine: 1, rowsRead: 0, granted: 0, pending: 0, known: 0, refused: 0 };
  await tx.importRun.updateMany({
    where: { shopId, id: importId },
    data: { ...none, startedAt: at },
  });
}

/** Takes a run that nobody works on; null when there is nothing to take. */
export async function leaseRun(
  tx: Tx,
  target: Target,
  { now, until }: { now: Date; until: Date },
): Promise<ImportRun | null> {
  const taken = await tx.$executeRaw`
    update import_run set lease_until = ${until}
    where shop_id = ${target.shopId}::uuid and id = ${target.importId}::uuid and state in ('checking', 'importing')
      and (lease_until is null or lease_until <= ${now})`;
  return taken > 0 ? findRun(tx, target) : null;
}

export async function releaseRun(tx: Tx, { shopId, importId }: Target): Promise<void> {
  await tx.importRun.updateMany({ where: { shopId, id: importId }, data: { leaseUntil: null } });
}

export async function noteFile(
  tx: Tx,
  { shopId, importId }: Target,
  file: { fileHash: string; encoding: string },
): Promise<void> {
  await tx.importRun.updateMany({ where: { shopId, id: importId }, data: file });
}

/** Holds the run against an abort while a batch is written; false when it is not in this state any more. */
export async function holdRun(tx: Tx, target: Target, state: ImportState): Promise<boolean> {
  const rows = await tx.$queryRaw<{ state: string }[]>`
    select state from import_run where shop_id = ${target.shopId}::uuid and id = ${target.importId}::uuid for update`;
  return rows[0]?.state === state;
}

export interface SettledRow {
  line: number;
  hash: string | null;
  outcome: RowOutcome;
  reason: string | null;
}

/** What became of some rows, and how far the run is, in one go: a crash repeats none of them. */
export async function writeRows(
  tx: Tx,
  target: Target,
  batch: { rows: SettledRow[]; nextLine: number; leaseUntil: Date },
): Promise<void> {
  const { rows } = batch;
  const of = (outcome: RowOutcome) => rows.filter((row) => row.outcome === outcome).length;
  await tx.$executeRaw`
    insert into import_row (shop_id, import_id, line, hash, outcome, reason)
    select ${target.shopId}::uuid, ${target.importId}::uuid, u.* from unnest(${rows.map((r) => r.line)}::int[],
      ${rows.map((r) => r.hash)}::text[], ${rows.map((r) => r.outcome)}::text[], ${rows.map((r) => r.reason)}::text[]) as u
    on conflict do nothing`;
  await tx.$executeRaw`
    update import_run set next_line = ${batch.nextLine}, lease_until = ${batch.leaseUntil},
      rows_read = rows_read + ${rows.length}, granted = granted + ${of("granted")},
      pending = pending + ${of("pending")}, known = known + ${of("known")}, refused = refused + ${of("refused")}
    where shop_id = ${target.shopId}::uuid and id = ${target.importId}::uuid`;
}

/** Which of these numbers an earlier row of the run has named already. */
export async function namedBefore(tx: Tx, target: Target, hashes: string[]): Promise<Set<string>> {
  const rows = await tx.importRow.findMany({
    where: {
      shopId: target.shopId,
      importId: target.importId,
      hash: { in: hashes },
      outcome: { not: "refused" },
    },
    select: { hash: true },
  });
  return new Set(rows.flatMap(({ hash }) => hash ?? []));
}

/** Once a run is over its file has served, and nobody has to be compared any more. */
export async function forgetPeople(
  tx: Tx,
  { shopId, importId }: Target,
  { file }: { file: boolean },
): Promise<void> {
  if (file) await tx.importPart.deleteMany({ where: { shopId, importId } });
  await tx.importRow.updateMany({
    where: { shopId, importId, hash: { not: null } },
    data: { hash: null },
  });
}

export async function countReasons(
  tx: Tx,
  { shopId, importId }: Target,
): Promise<{ outcome: string; reason: string; rows: number }[]> {
  const counted = await tx.importRow.groupBy({
    by: ["outcome", "reason"],
    where: { shopId, importId, reason: { not: null } },
    _count: { _all: true },
  });
  return counted
    .map(({ outcome, reason, _count }) => ({ outcome, reason: reason ?? "", rows: _count._all }))
    .toSorted((a, b) => b.rows - a.rows);
}

/** Rows that are refused or wait, in the order of the file, some at a time. */
export async function troubledRows(
  tx: Tx,
  { shopId, importId }: Target,
  { after, most }: { after: number; most: number },
): Promise<{ line: number; outcome: string; reason: string }[]> {
  const rows = await tx.importRow.findMany({
    where: { shopId, importId, line: { gt: after }, reason: { not: null } },
    orderBy: { line: "asc" },
    take: most,
    select: { line: true, outcome: true, reason: true },
  });
  return rows.map((row) => ({ ...row, reason: row.reason ?? "" }));
}

/** Deletes the files of runs that began before; the counts stay. Gives how many files. */
export async function dropFiles(
  tx: Tx,
  shopId: string,
  { before, at }: { before: Date; at: Date },
): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    update import_run set file_deleted_at = ${at}, columns = null, file_name = ''::bytea, lease_until = null,
      state = case when state in ('done', 'aborted', 'failed') then state else 'aborted' end
    where shop_id = ${shopId}::uuid and created_at < ${before} and file_deleted_at is null returning id`;
  const importIds = rows.map(({ id }) => id);
  if (importIds.length === 0) return 0;
  const where = { shopId, importId: { in: importIds } };
  await tx.importPart.deleteMany({ where });
  await tx.importRow.deleteMany({ where });
  return importIds.length;
}
