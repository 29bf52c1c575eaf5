import type { AdminContext } from "../admin-api/admin-context.ts";

/** One bulk operation of one shop (contract 6.7); states and codes as in Shopify's schema. */
export type BulkOperation = {
  id: number;
  shop: string;
  query: string;
  groupObjects: boolean;
  status: "CREATED" | "RUNNING" | "COMPLETED" | "CANCELING" | "CANCELED" | "FAILED";
  errorCode: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  objectCount: number;
  rootObjectCount: number;
  createdAt: string;
  completedAt: string | null;
  file: BulkFile | null;
};

/** What lies under the unguessable address; whole, or what there was when the operation failed. */
export type BulkFile = { token: string; text: Buffer; isPartial: boolean };

/** What goes wrong on demand; changed by POST /_control/bulk. */
export type BulkFaults = {
  /** How long an operation runs; null: until the shop cancels it or `delayMs` is set again. */
  delayMs: number | null;
  /** Operations fail with this code after half of their objects. */
  fail: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
  /** Somebody cancels operations before they end. */
  cancel: boolean;
  /** The connection to a file breaks after so many bytes of an answer. */
  cutAfterBytes: number | null;
  /** Files are gone, as after seven days. */
  expired: boolean;
  /** Lines put between the others, at the beginning, the middle and the end of a file. */
  hostileLines: string[];
};

export type RunBulk = { query: string; groupObjects: boolean };

export type BulkOperations = {
  faults: BulkFaults;
  run(context: AdminContext, wanted: RunBulk): BulkOperation | BulkRefusal;
  cancel(context: AdminContext, id: number): BulkOperation | BulkRefusal;
  find(shop: string, id: number): BulkOperation | null;
  /** The address of what an operation has written; null when there is nothing (any more). */
  urlOf(operation: BulkOperation): string | null;
  file(token: string): Buffer | null;
  /** Forgets everything. */
  reset(): void;
};

/** A userError of the mutation. */
export type BulkRefusal = {
  code: "INVALID" | "LIMIT_REACHED";
  field: string[] | null;
  message: string;
};
