import type { Tx } from "#app/ports/db.ts";
import type { ProductFacts, ProductRecord, ProductStatus } from "./product.types.ts";

const STATUSES: readonly ProductStatus[] = ["active", "draft", "archived", "unlisted"];

/**
 * Writes products unless a newer version is there, or the shop has deleted them. Where collections are
 * told, they are kept in any case: adding to one does not change a product's `updated_at`.
 */
export async function upsertProducts(
  tx: Tx,
  shopId: string,
  products: readonly ProductRecord[],
): Promise<void> {
  if (products.length === 0) return;
  const rows = JSON.stringify(products);
  await tx.$executeRaw`
    insert into product (shop_id, product_id, title, handle, product_type, vendor, tags, collections, status,
      published, price_minor, compare_at_minor, currency, picture_url, available, variant_id, created_at,
      updated_at, triggered_at)
    select ${shopId}::uuid, p."productId", p.title, p.handle, p."productType", p.vendor, p.tags,
      coalesce(p.collections, '{}'), p.status, p.published, p."priceMinor", p."compareAtMinor", p.currency,
      p."pictureUrl", p.available, p."variantId", p."createdAt", p."updatedAt", p."triggeredAt"
    from jsonb_to_recordset(${rows}::jsonb) as p("productId" text, title text, handle text, "productType" text,
      vendor text, tags text[], collections text[], status text, published boolean, "priceMinor" bigint,
      "compareAtMinor" bigint, currency text, "pictureUrl" text, available boolean, "variantId" text,
      "createdAt" timestamptz, "updatedAt" timestamptz, "triggeredAt" timestamptz)
    order by p."productId"
    on conflict (shop_id, product_id) do update set
      title = excluded.title, handle = excluded.handle, product_type = excluded.product_type,
      vendor = excluded.vendor, tags = excluded.tags, status = excluded.status, published = excluded.published,
      price_minor = excluded.price_minor, compare_at_minor = excluded.compare_at_minor,
      currency = excluded.currency, picture_url = excluded.picture_url, available = excluded.available,
      variant_id = excluded.variant_id, updated_at = excluded.updated_at, triggered_at = excluded.triggered_at
    where product.deleted_at is null
      and (product.updated_at, coalesce(product.triggered_at, product.updated_at))
       <= (excluded.updated_at, coalesce(excluded.triggered_at, excluded.updated_at))`;
  await writeCollections(tx, shopId, products);
}

async function writeCollections(
  tx: Tx,
  shopId: string,
  products: readonly ProductRecord[],
): Promise<void> {
  const told = products.filter((product) => product.collections !== null);
  if (told.length === 0) return;
  const rows = told.map(({ productId, collections }) => ({ productId, collections }));
  await tx.$executeRaw`
    update product set collections = p.collections
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p("productId" text, collections text[])
    where product.shop_id = ${shopId}::uuid and product.product_id = p."productId"
      and product.collections <> p.collections`;
}

/** For good: the row stays, so that a version which comes late does not bring the product back. */
export async function markDeleted(
  tx: Tx,
  shopId: string,
  deleted: { productId: string; currency: string; at: Date },
): Promise<void> {
  const { productId, currency, at } = deleted;
  await tx.$executeRaw`
    insert into product (shop_id, product_id, currency, created_at, updated_at, deleted_at)
    values (${shopId}::uuid, ${productId}, ${currency}, ${at}, ${at}, ${at})
    on conflict (shop_id, product_id) do update set deleted_at = coalesce(product.deleted_at, excluded.deleted_at)`;
}

/** What the shop sells, or of these; without those that it has deleted. */
export async function productsOf(
  tx: Tx,
  shopId: string,
  ids?: readonly string[],
): Promise<ProductFacts[]> {
  const rows = await tx.product.findMany({
    where: { shopId, deletedAt: null, ...(ids ? { productId: { in: [...ids] } } : {}) },
    orderBy: { productId: "asc" },
  });
  return rows.map((row) => {
    const { shopId: _shop, triggeredAt: _sent, deletedAt: _gone, ...facts } = row;
    return {
      ...facts,
      status: STATUSES.find((status) => status === row.status) ?? "draft",
      priceMinor: row.priceMinor === null ? null : Number(row.priceMinor),
      compareAtMinor: row.compareAtMinor === null ? null : Number(row.compareAtMinor),
    };
  });
}

/**
 * What may be recommended beside these products: all of a small catalogue, of a larger one those with
 * most in common (a collection, a type, a tag) and of equal ones the newest. A hundred thousand
 * products would take 400 MB.
 */
export async function productsAround(
  tx: Tx,
  shopId: string,
  around: { productIds: readonly string[]; most: number },
): Promise<ProductFacts[]> {
  const rows = await tx.$queryRaw<{ productId: string }[]>`
    with known as (
      select product_type, tags, collections from product
      where shop_id = ${shopId}::uuid and product_id = any(${around.productIds}::text[])
    ), shared as (
      select array(select distinct product_type from known where product_type <> '') as types,
        array(select distinct unnest(tags) from known) as tags,
        array(select distinct unnest(collections) from known) as collections
    )
    select p.product_id as "productId" from product p cross join shared s
    where p.shop_id = ${shopId}::uuid and p.deleted_at is null and p.status = 'active' and p.published
    order by 3 * (p.collections && s.collections)::int + 2 * (p.product_type = any(s.types))::int
      + (p.tags && s.tags)::int desc, p.created_at desc, p.product_id
    limit ${around.most}`;
  return productsOf(
    tx,
    shopId,
    rows.map((row) => row.productId),
  );
}
