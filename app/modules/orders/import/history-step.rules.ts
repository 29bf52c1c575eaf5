import { addDays, addHours, laterOf } from "#app/shared/duration.ts";
import type { BulkState } from "./bulk-operation.types.ts";
import type { HistoryKind, HistoryProblem } from "./history-import.types.ts";

/** Operations that came to nothing, or readings that came no further, before we give up. */
export const MOST_ATTEMPTS = 4;
/** Without the scope for all orders Shopify shows these days (contract 6.7). */
export const ORDER_DAYS = 60;
const PRODUCTS_AGAIN_DAYS = 7;
const NEW_PRODUCT_AFTER_HOURS = 1;
const FIRST_WAIT_MS = 30_000;
const POLL_FIRST_MS = 3_000;
const POLL_MOST_MS = 60_000;

export type HistoryStep =
  /** ask again later; the webhook may come before */
  | { step: "wait" }
  | { step: "read"; url: string }
  /** there was nothing to read */
  | { step: "done" }
  | { step: "again" }
  | { step: "fail"; problem: HistoryProblem };

/**
 * What to do about an operation, by what Shopify says of it (contract 6.7). One that failed by itself, has
 * expired or is forgotten is tried again a few times; one that somebody cancelled is not.
 */
export function stepAfter(operation: BulkState, attempts: number): HistoryStep {
  const retry: HistoryStep =
    attempts + 1 < MOST_ATTEMPTS ? { step: "again" } : { step: "fail", problem: "shopify_failed" };
  if (!operation) return retry;
  switch (operation.status) {
    case "CREATED":
    case "RUNNING":
    case "CANCELING":
      return { step: "wait" };
    case "COMPLETED":
      return operation.url ? { step: "read", url: operation.url } : { step: "done" };
    case "CANCELED":
      return { step: "fail", problem: "cancelled" };
    case "FAILED":
      return operation.errorCode === "ACCESS_DENIED"
        ? { step: "fail", problem: "access_denied" }
        : retry;
    default: // EXPIRED, and what Shopify may think of next
      return retry;
  }
}

/** How long to wait before an operation is asked about: the longer it runs, the more seldom. */
export function pollAfterMs(runsForMs: number): number {
  return Math.min(POLL_MOST_MS, Math.max(POLL_FIRST_MS, runsForMs / 10));
}

/** How long to wait before the next try. */
export function retryAfterMs(attempts: number): number {
  return FIRST_WAIT_MS * 2 ** Math.min(attempts, 6);
}

/**
 * When to read anew what has been read. Webhooks do not tell which collections a product is in, and one
 * that got lost is never told again: so products are read once a week. Orders tell of themselves.
 */
export function readAgainAt(kind: HistoryKind, endedAt: Date): Date | null {
  return kind === "products" ? addDays(endedAt, PRODUCTS_AGAIN_DAYS) : null;
}

/**
 * When to read products anew after one was created: its collections are told nowhere else. Whoever creates one creates
 * more, and sorts them in afterwards: an hour later, and once a day at most.
 */
export function readNewProductsAt(lastEndedAt: Date, now: Date): Date {
  return laterOf(addDays(lastEndedAt, 1), addHours(now, NEW_PRODUCT_AFTER_HOURS));
}
