import type { Tx } from "#app/ports/db.ts";

/** Products that the shop has not deleted, by a part of their title, whatever the case of its letters. */
export async function productsNamed(
  tx: Tx,
  shopId: string,
  { text, limit }: { text: string; limit: number },
): Promise<{ productId: string; title: string }[]> {
  return tx.$queryRaw<{ productId: string; title: string }[]>`
    select product_id as "productId", title from product
    where shop_id = ${shopId}::uuid and deleted_at is null and title <> ''
      and position(lower(${text}) in lower(title)) > 0
    order by lower(title), product_id limit ${limit}`;
}
