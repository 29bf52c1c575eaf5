import type { Tx } from "#app/ports/db.ts";
import {
  type HistoryImport,
  historyKind,
  historyProblems,
  historyStates,
} from "./history-import.types.ts";

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
