import type { Tx } from "#app/ports/db.ts";
import {
  accessActionSchema,
  type AccessNote,
  accessPurposeSchema,
  type AccessRow,
} from "./access.types.ts";

export async function insertAccess(tx: Tx, note: AccessNote, at: Date): Promise<void> {
  await tx.accessLog.create({ data: { people: 1, ...note, at } });
}

/** The latest first. */
export async function accessesOf(
  tx: Tx,
  shopId: string,
  wish: { contactId?: string; limit: number },
): Promise<AccessRow[]> {
  const { contactId, limit } = wish;
  const rows = await tx.accessLog.findMany({
    where: { shopId, ...(contactId === undefined ? {} : { contactId }) },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(({ action, purpose, ...row }) => ({
    ...row,
    action: accessActionSchema.parse(action),
    purpose: accessPurposeSchema.parse(purpose),
  }));
}
