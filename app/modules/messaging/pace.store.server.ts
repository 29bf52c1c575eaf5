import type { Tx } from "#app/ports/db.ts";
import type { Pace } from "./pace.rules.ts";

/**
 * One claim of a shop at a time: two at once could each miss what the other gives the same person. Taken
 * before every other lock of a claim.
 */
export async function lockClaims(tx: Tx, shopId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`claim:${shopId}`}, 0))`;
}

/** The number's bucket, locked until the transaction ends; real time by the clock that all workers share. */
export async function lockPace(
  tx: Tx,
  number: { shopId: string; numberId: string },
): Promise<Pace> {
  const rows = await tx.$queryRaw<{ free_at: Date; now: Date }[]>`
    insert into number_pace as p (number_id, shop_id, free_at)
    values (${number.numberId}::uuid, ${number.shopId}::uuid, clock_timestamp())
    on conflict (number_id) do update set free_at = p.free_at returning free_at, clock_timestamp() as now`;
  const [row] = rows;
  if (!row) throw new Error("A number's pace was neither written nor there");
  return { freeAt: row.free_at, now: row.now };
}

export async function writePace(
  tx: Tx,
  number: { shopId: string; numberId: string },
  freeAt: Date,
): Promise<void> {
  await tx.$executeRaw`
    update number_pace set free_at = ${freeAt}
    where number_id = ${number.numberId}::uuid and shop_id = ${number.shopId}::uuid`;
}
