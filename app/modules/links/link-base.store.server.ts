import type { Tx } from "#app/ports/db.ts";
import {
  type LinkBaseState,
  linkBaseReasonSchema,
  linkBaseSchema,
  proxyFindingSchema,
} from "./link-base.rules.ts";

export async function readLinkBase(tx: Tx, shopId: string): Promise<LinkBaseState | null> {
  const row = await tx.linkBase.findFirst({ where: { shopId } });
  if (!row) return null;
  const { shopId: _, ...rest } = row;
  return {
    ...rest,
    base: linkBaseSchema.parse(row.base),
    reason: linkBaseReasonSchema.parse(row.reason),
    finding: proxyFindingSchema.parse(row.finding),
  };
}

/**
 * Writes what a check led to, unless another check has written since `before` was read.
 * @returns whether it was written
 */
export async function writeLinkBase(
  tx: Tx,
  shopId: string,
  change: { before: LinkBaseState | null; after: LinkBaseState },
): Promise<boolean> {
  const { before, after } = change;
  if (!before) {
    const { count } = await tx.linkBase.createMany({
      data: [{ shopId, ...after }],
      skipDuplicates: true,
    });
    return count > 0;
  }
  const { count } = await tx.linkBase.updateMany({
    where: { shopId, nextCheckAt: before.nextCheckAt },
    data: after,
  });
  return count > 0;
}
