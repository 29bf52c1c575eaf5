import { z } from "zod";

export const historyKinds = ["orders", "products"] as const;
export type HistoryKind = (typeof historyKinds)[number];
export const historyKind = z.enum(historyKinds);

/**
 * `waiting`: Shopify is to be asked for the file. `running`: it is writing it. `reading`: we read it.
 * `failed`: given up, `problem` says why; the merchant may begin anew.
 */
export const historyStates = ["waiting", "running", "reading", "done", "failed"] as const;
export type HistoryState = (typeof historyStates)[number];

/**
 * Why an import came to nothing. `access_denied`: the shop has not granted what it needs. `cancelled`:
 * somebody stopped it at Shopify. `shopify_failed`: Shopify broke off several times.
 * `unreadable`: what came is no history.
 */
export const historyProblems = [
  "access_denied",
  "cancelled",
  "shopify_failed",
  "unreadable",
] as const;
export type HistoryProblem = (typeof historyProblems)[number];

/** How far a shop's history is read in, for people to look at. */
export interface HistoryImport {
  kind: HistoryKind;
  state: HistoryState;
  problem: HistoryProblem | null;
  /** objects that Shopify has counted so far, and lines of its file that we have read */
  objects: number;
  read: number;
  /** of these, lines that said nothing we understand */
  refused: number;
  /** how far back orders go; null: all the way */
  days: number | null;
  startedAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
}
