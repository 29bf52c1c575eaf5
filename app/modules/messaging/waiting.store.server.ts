import type { Tx } from "#app/ports/db.ts";

/**
 * Hands what is planned over to this number, from numbers that the shop has given up. Gives how many.
 */
export async function adoptPlanned(
  tx: Tx,
  to: { shopId: string; numberId: string; givenUp: string[] },
): Promise<number> {
  if (to.givenUp.length === 0) return 0;
  return tx.$executeRaw`
    with waiting as (
      select id from message where shop_id = ${to.shopId}::uuid and state = 'planned'
        and number_id = any(${to.givenUp}::uuid[]) order by id for no key update
    )
    update message m set number_id = ${to.numberId}::uuid from waiting where m.id = waiting.id`;
}
