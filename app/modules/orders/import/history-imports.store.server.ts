import type { Tx } from "#app/ports/db.ts";
import {
  type HistoryImport,
  type HistoryKind,
  historyKind,
  historyKinds,
  historyProblems,
  type HistoryProblem,
  type HistoryState,
  historyStates,
} from "./history-import.types.ts";

/** One history of one shop. */
export interface HistoryTarget {
  shopId: string;
  kind: HistoryKind;
}

/** What a step works with: only its holder writes the row, as long as the lease lasts. */
export interface HistoryRun extends HistoryTarget {
  state: HistoryState;
  bulkOperationId: string | null;
  read: number;
  readBytes: number;
  attempts: number;
  startedAt: Date;
}

/** How far the shop's history is read in: orders and products, each once it has begun. */
export async function historyImports(tx: Tx, shopId: string): Promise<HistoryImport[]> {
  const rows = await tx.historyImport.findMany({ where: { shopId }, orderBy: { kind: "asc" } });
  return rows.flatMap((row) => {
    const kind = historyKind.safeParse(row.kind).data;
    const state = historyStates.find((one) => one === row.state);
    if (!kind || !state) return [];
    return {
      kind,
      state,
      problem: historyProblems.find((one) => one === row.problem) ?? null,
      objects: Number(row.objects),
      read: Number(row.read),
      refused: Number(row.refused),
      days: row.days,
      startedAt: row.startedAt,
      updatedAt: row.updatedAt,
      endedAt: row.endedAt,
    };
  });
}

/**
 * Makes both histories due. `anew`: whatever has been read; "ended": those that are over begin again, those
 * under way go on; "missing": only what has never begun.
 */
export async function beginHistories(
  tx: Tx,
  shopId: string,
  { at, which }: { at: Date; which: "anew" | "ended" | "missing" },
): Promise<void> {
  const again = which === "anew" ? historyStates : which === "ended" ? ["done", "failed"] : [];
  await tx.$executeRaw`
    insert into history_import (shop_id, kind, state, next_look_at, started_at, updated_at)
    select ${shopId}::uuid, kind, 'waiting', ${at}, ${at}, ${at} from unnest(${[...historyKinds]}::text[]) as kind
    on conflict (shop_id, kind) do update set state = 'waiting', bulk_operation_id = null, objects = 0, read = 0,
      refused = 0, read_bytes = 0, attempts = 0, problem = null, next_look_at = excluded.next_look_at,
      started_at = excluded.started_at, updated_at = excluded.updated_at, ended_at = null
    where history_import.state = any(${[...again]}::text[])`;
}

const FROM_THE_BEGINNING = {
  state: "waiting",
  bulkOperationId: null,
  objects: 0,
  read: 0,
  refused: 0,
  readBytes: 0,
  attempts: 0,
  problem: null,
  endedAt: null,
};

/** Begins anew what has been read and whose time has come again. */
export async function beginHistory(tx: Tx, run: HistoryTarget, at: Date): Promise<void> {
  const { shopId, kind } = run;
  await tx.historyImport.updateMany({
    where: { shopId, kind, state: { in: ["done", "failed"] } },
    data: { ...FROM_THE_BEGINNING, nextLookAt: at, startedAt: at, updatedAt: at },
  });
}

/** Reads orders again where only some days of them could be read. */
export async function beginWholeHistory(tx: Tx, shopId: string, at: Date): Promise<void> {
  await tx.historyImport.updateMany({
    where: { shopId, kind: "orders", days: { not: null } },
    data: { ...FROM_THE_BEGINNING, days: null, nextLookAt: at, startedAt: at, updatedAt: at },
  });
}

/** Takes the next step for oneself until `until`; null when it is not due, or somebody else's. */
export async function leaseHistory(
  tx: Tx,
  { shopId, kind }: HistoryTarget,
  { now, until }: { now: Date; until: Date },
): Promise<HistoryRun | null> {
  const rows = await tx.$queryRaw<
    (Omit<HistoryRun, "read" | "readBytes"> & { read: bigint; readBytes: bigint })[]
  >`
    update history_import set next_look_at = ${until}
    where shop_id = ${shopId}::uuid and kind = ${kind} and next_look_at <= ${now}
    returning shop_id as "shopId", kind, state, bulk_operation_id as "bulkOperationId", read,
      read_bytes as "readBytes", attempts, started_at as "startedAt"`;
  const [row] = rows;
  return row ? { ...row, read: Number(row.read), readBytes: Number(row.readBytes) } : null;
}

/** Where the run stands, as its holder found it: a row that somebody began anew is not theirs. */
function held(run: HistoryRun) {
  const { shopId, kind, state, bulkOperationId, startedAt } = run;
  return { shopId, kind, state, bulkOperationId, startedAt };
}

interface Move {
  state?: HistoryState;
  bulkOperationId?: string | null;
  objects?: number;
  read?: number;
  refused?: number;
  readBytes?: number;
  days?: number | null;
  attempts?: number;
  problem?: HistoryProblem | null;
  nextLookAt: Date | null;
  endedAt?: Date;
}

/** Writes a step; false when the row has meanwhile become somebody else's. */
export async function moveHistory(
  tx: Tx,
  run: HistoryRun,
  { at, ...move }: Move & { at: Date },
): Promise<boolean> {
  const { count } = await tx.historyImport.updateMany({
    where: held(run),
    data: { ...move, updatedAt: at },
  });
  return count > 0;
}

/**
 * Writes how far the file is read, with what was read; false when somebody else has read on from there,
 * or the history was begun anew: then nothing of it may be written.
 */
export async function noteRead(
  tx: Tx,
  run: HistoryRun,
  part: { from: number; to: number; read: number; refused: number; at: Date; leaseUntil: Date },
): Promise<boolean> {
  const { from, to, read, refused, at, leaseUntil } = part;
  const { count } = await tx.historyImport.updateMany({
    where: { ...held(run), readBytes: from },
    data: {
      readBytes: to,
      read: { increment: read },
      refused: { increment: refused },
      attempts: 0,
      nextLookAt: leaseUntil,
      updatedAt: at,
    },
  });
  return count > 0;
}

/** How much of the file is written by now. */
export async function bytesRead(tx: Tx, { shopId, kind }: HistoryTarget): Promise<number> {
  const row = await tx.historyImport.findFirst({ where: { shopId, kind } });
  return Number(row?.readBytes ?? 0);
}

/** Shopify says that this operation is over: whoever waits for it looks at once. */
export async function lookNow(
  tx: Tx,
  shopId: string,
  finished: { bulkOperationId: string; at: Date },
): Promise<HistoryKind[]> {
  const { bulkOperationId, at } = finished;
  const rows = await tx.$queryRaw<{ kind: string }[]>`
    update history_import set next_look_at = ${at} where shop_id = ${shopId}::uuid and state = 'running'
      and bulk_operation_id = ${bulkOperationId} returning kind`;
  return rows.flatMap(({ kind }) => historyKind.safeParse(kind).data ?? []);
}

/** When it was last read to its end; null where it is not, or no more. */
export async function endedAtOf(tx: Tx, { shopId, kind }: HistoryTarget): Promise<Date | null> {
  const row = await tx.historyImport.findFirst({ where: { shopId, kind, state: "done" } });
  return row?.endedAt ?? null;
}

/** What is over is begun anew at that time, if it was to be later. */
export async function lookSooner(tx: Tx, { shopId, kind }: HistoryTarget, at: Date): Promise<void> {
  await tx.historyImport.updateMany({
    where: { shopId, kind, state: "done", nextLookAt: { gt: at } },
    data: { nextLookAt: at },
  });
}
