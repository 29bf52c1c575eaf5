import { randomBytes } from "node:crypto";
import type { ExecutionResult } from "graphql";
import type { AdminContext } from "../admin-api/admin-context.ts";
import { nextId, type Store } from "../store.ts";
import { bulkLines } from "./bulk-lines.ts";
import type { BulkFaults, BulkOperation, BulkOperations, BulkRefusal } from "./bulk.types.ts";
import { bulkProblem } from "./check-bulk-query.ts";

/** Since 2026-01; before it was one (contract 6.7). */
const MOST_AT_ONCE = 5;
/** How long a result can be fetched. */
const FILE_LIVES_MS = 7 * 86_400_000;

export function noBulkFaults(): BulkFaults {
  return {
    delayMs: 20,
    fail: null,
    cancel: false,
    cutAfterBytes: null,
    expired: false,
    hostileLines: [],
  };
}

type Parts = {
  store: Store;
  /** Runs a query without pages, with the shop's data and the scopes of whoever asked. */
  execute(context: AdminContext, query: string): Promise<ExecutionResult>;
};
type Running = { operation: BulkOperation; context: AdminContext; timer: NodeJS.Timeout | null };

/** Bulk operations of all shops. They live in memory: after a restart of the stand-in none is known. */
export function createBulkOperations(parts: Parts): BulkOperations {
  const all = new Map<number, Running>();
  const faults = noBulkFaults();
  const { store } = parts;
  const running = (shop: string) =>
    [...all.values()].filter(({ operation }) => operation.shop === shop && !isOver(operation));
  const plan = (one: Running) => {
    if (faults.delayMs === null) return;
    one.timer = setTimeout(() => void finish(parts, faults, one), faults.delayMs);
    one.timer.unref();
  };
  return {
    faults,
    run: (context, { query, groupObjects }) => {
      const shop = context.data.shop.domain;
      const problem = bulkProblem(context.admin.schema, query);
      if (problem) return { code: "INVALID", field: ["query"], message: problem };
      if (running(shop).length >= MOST_AT_ONCE) return TOO_MANY;
      const operation = created(store, { shop, query, groupObjects });
      const one: Running = { operation, context, timer: null };
      all.set(operation.id, one);
      plan(one);
      return operation;
    },
    cancel: (context, id) => {
      const one = all.get(id);
      if (!one || one.operation.shop !== context.data.shop.domain) {
        return { code: "INVALID", field: ["id"], message: "Bulk operation does not exist" };
      }
      if (isOver(one.operation)) {
        const { status } = one.operation;
        const message = `A bulk operation cannot be canceled when it is ${status.toLowerCase()}`;
        return { code: "INVALID", field: ["id"], message };
      }
      if (one.timer) clearTimeout(one.timer);
      one.operation.status = "CANCELING";
      setTimeout(() => end(parts, one, "CANCELED"), 5).unref();
      return one.operation;
    },
    find: (shop, id) => {
      const operation = all.get(id)?.operation;
      if (operation?.shop !== shop) return null;
      if (operation.status === "CREATED") operation.status = "RUNNING";
      return operation;
    },
    urlOf: (operation) =>
      operation.file ? `${store.origin}/bulk/${operation.file.token}.jsonl` : null,
    file: (token) => {
      const found = [...all.values()].find(({ operation }) => operation.file?.token === token);
      const endedAt = Date.parse(found?.operation.completedAt ?? "");
      const isOld = store.now().getTime() - endedAt > FILE_LIVES_MS;
      return isOld || faults.expired ? null : (found?.operation.file?.text ?? null);
    },
    reset: () => {
      for (const { timer } of all.values()) if (timer) clearTimeout(timer);
      all.clear();
      Object.assign(faults, noBulkFaults());
    },
  };
}

const TOO_MANY: BulkRefusal = {
  code: "LIMIT_REACHED",
  field: null,
  message: "Bulk operations limit reached. Please try again later.",
};

export function isOver({ status }: BulkOperation): boolean {
  return status === "COMPLETED" || status === "CANCELED" || status === "FAILED";
}

function created(
  store: Store,
  wanted: Pick<BulkOperation, "shop" | "query" | "groupObjects">,
): BulkOperation {
  return {
    ...wanted,
    id: nextId(store),
    status: "CREATED",
    errorCode: null,
    objectCount: 0,
    rootObjectCount: 0,
    createdAt: store.now().toISOString(),
    completedAt: null,
    file: null,
  };
}

/** Runs the query on the data of this moment and writes its file. */
async function finish(parts: Parts, faults: BulkFaults, one: Running): Promise<void> {
  const { operation, context } = one;
  if (faults.cancel) return end(parts, one, "CANCELED");
  const { data, errors = [] } = await parts.execute(context, operation.query);
  const isDenied = errors.some((error) => error.extensions["code"] === "ACCESS_DENIED");
  const failed =
    faults.fail ?? (isDenied ? "ACCESS_DENIED" : errors[0] ? "INTERNAL_SERVER_ERROR" : null);
  const { lines, roots } = bulkLines(data, operation.groupObjects);
  const told = failed ? lines.slice(0, Math.floor(lines.length / 2)) : lines;
  const texts = withHostile(
    told.map((line) => JSON.stringify(line)),
    faults.hostileLines,
  );
  operation.objectCount = told.length;
  operation.rootObjectCount = failed ? 0 : roots;
  operation.errorCode = failed;
  if (texts.length > 0) {
    const text = Buffer.from(texts.map((line) => `${line}\n`).join(""));
    operation.file = { token: randomBytes(16).toString("hex"), text, isPartial: failed !== null };
  }
  end(parts, one, failed ? "FAILED" : "COMPLETED");
}

function withHostile(lines: string[], hostile: string[]): string[] {
  const middle = Math.floor(lines.length / 2);
  return [...hostile, ...lines.slice(0, middle), ...hostile, ...lines.slice(middle), ...hostile];
}

function end(parts: Parts, { operation }: Running, status: "COMPLETED" | "CANCELED" | "FAILED") {
  const { store } = parts;
  const data = store.shops.get(operation.shop);
  operation.status = status;
  // Only what has succeeded was completed, says the schema; the webhook dates all of them.
  operation.completedAt = store.now().toISOString();
  if (!data) return;
  store.announce(data.shop, "bulk_operations/finish", {
    admin_graphql_api_id: `gid://shopify/BulkOperation/${operation.id}`,
    completed_at: operation.completedAt,
    created_at: operation.createdAt,
    error_code: operation.errorCode?.toLowerCase() ?? null,
    status: status.toLowerCase(),
    type: "query",
  });
  store.changed({ kind: "bulk", shop: operation.shop });
}
