import type { Tx } from "#app/ports/db.ts";
import { placeKindSchema, type PullPlaceRow } from "./pull.types.ts";

/** False when the code is taken. */
export async function insertPlace(
  tx: Tx,
  shopId: string,
  place: Omit<PullPlaceRow, "used" | "lastUsedAt">,
): Promise<boolean> {
  const { count } = await tx.pullPlace.createMany({
    data: [{ shopId, ...place }],
    skipDuplicates: true,
  });
  return count > 0;
}

/** Every place that the shop ever made, the newest first. */
export async function pullPlaces(tx: Tx, shopId: string): Promise<PullPlaceRow[]> {
  const rows = await tx.pullPlace.findMany({
    where: { shopId },
    orderBy: [{ createdAt: "desc" }, { code: "asc" }],
    omit: { shopId: true },
  });
  return rows.map((row) => ({ ...row, kind: placeKindSchema.parse(row.kind) }));
}

/** One more person agreed with this code. */
export async function countUse(
  tx: Tx,
  shopId: string,
  use: { code: string; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    update pull_place set used = used + 1, last_used_at = greatest(coalesce(last_used_at, ${use.at}), ${use.at})
    where shop_id = ${shopId}::uuid and code = ${use.code}`;
}
