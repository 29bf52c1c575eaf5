import type { Tx } from "#app/ports/db.ts";
import type { RequestKind, RequestRow, RequestState } from "./privacy-report.types.ts";
import { requestKindSchema, requestStateSchema } from "./privacy-report.types.ts";

export interface NewRequest {
  kind: RequestKind;
  source: "shopify" | "merchant";
  requestKey: string;
  shopifyRequestId: string | null;
  receivedAt: Date;
  dueAt: Date | null;
}

/** The request's id; the same one when its delivery comes again. */
export async function openRequest(tx: Tx, shopId: string, request: NewRequest): Promise<string> {
  const { requestKey } = request;
  const row = await tx.privacyRequest.upsert({
    where: { shopId_requestKey: { shopId, requestKey } },
    create: { shopId, ...request },
    update: {},
    select: { id: true },
  });
  return row.id;
}

export async function closeRequest(
  tx: Tx,
  shopId: string,
  end: { id: string; state: RequestState; people: number; exportId?: string; at: Date },
): Promise<void> {
  const { id, at, ...rest } = end;
  await tx.privacyRequest.updateMany({ where: { shopId, id }, data: { ...rest, doneAt: at } });
}

/** The latest first. */
export async function recentRequests(tx: Tx, shopId: string, limit: number): Promise<RequestRow[]> {
  const rows = await tx.privacyRequest.findMany({
    where: { shopId },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(({ id, kind, state, source, receivedAt, dueAt, doneAt, people, exportId }) => ({
    id,
    kind: requestKindSchema.parse(kind),
    state: requestStateSchema.parse(state),
    source,
    receivedAt,
    dueAt,
    doneAt,
    people,
    exportId,
  }));
}
