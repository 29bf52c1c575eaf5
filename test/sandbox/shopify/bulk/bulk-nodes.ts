import { gid, parseGid, type AdminContext } from "../admin-api/admin-context.ts";
import { badRequest } from "../admin-api/connection.ts";
import { isOver } from "./bulk-operations.ts";
import type { BulkOperation, BulkRefusal, RunBulk } from "./bulk.types.ts";

function isRefusal(result: BulkOperation | BulkRefusal): result is BulkRefusal {
  return "code" in result;
}

export function bulkNode({ bulk }: AdminContext, operation: BulkOperation): object {
  const url = bulk.urlOf(operation);
  const { file, status, completedAt } = operation;
  return {
    __typename: "BulkOperation",
    id: gid("BulkOperation", operation.id),
    status,
    errorCode: operation.errorCode,
    type: "QUERY",
    query: operation.query,
    objectCount: String(operation.objectCount),
    rootObjectCount: String(operation.rootObjectCount),
    fileSize: file && isOver(operation) ? String(file.text.length) : null,
    createdAt: operation.createdAt,
    completedAt: status === "COMPLETED" ? completedAt : null,
    url: status === "COMPLETED" ? url : null,
    partialDataUrl: status === "FAILED" ? url : null,
  };
}

function answer(context: AdminContext, result: BulkOperation | BulkRefusal): object {
  if (isRefusal(result)) return { bulkOperation: null, userErrors: [result] };
  return { bulkOperation: bulkNode(context, result), userErrors: [] };
}

export function runBulkQuery(context: AdminContext, wanted: RunBulk): object {
  return answer(context, context.bulk.run(context, wanted));
}

export function cancelBulk(context: AdminContext, { id }: { id: string }): object {
  return answer(context, context.bulk.cancel(context, bulkId(id)));
}

export function bulkOperation(context: AdminContext, { id }: { id: string }): object | null {
  const found = context.bulk.find(context.data.shop.domain, bulkId(id));
  return found ? bulkNode(context, found) : null;
}

function bulkId(id: string): number {
  const parsed = parseGid(id);
  if (parsed?.type !== "BulkOperation") throw badRequest(`Invalid global id '${id}'`);
  return parsed.id;
}
