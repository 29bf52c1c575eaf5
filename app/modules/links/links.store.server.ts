import type { Tx } from "#app/ports/db.ts";

export interface NewLink {
  shopId: string;
  code: string;
  messageId: string;
  checkoutId: string | null;
  productId: string | null;
  target: Uint8Array<ArrayBuffer>;
  tracked: boolean;
  language: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Stores links of one shop in one statement. */
export async function insertLinks(tx: Tx, shopId: string, links: NewLink[]): Promise<void> {
  if (links.length === 0) return;
  const targets = links.map(({ target }) => Buffer.from(target).toString("base64"));
  await tx.$executeRaw`
    insert into link (shop_id, code, message_id, checkout_id, product_id, target, tracked, language, created_at,
      expires_at)
    select ${shopId}::uuid, u.code, u.message_id, u.checkout_id, u.product_id, decode(u.target, 'base64'), u.tracked,
      u.language, u.created_at, u.expires_at
    from unnest(${links.map((l) => l.code)}::text[], ${links.map((l) => l.messageId)}::uuid[],
      ${links.map((l) => l.checkoutId)}::uuid[], ${links.map((l) => l.productId)}::text[], ${targets}::text[],
      ${links.map((l) => l.tracked)}::boolean[],
      ${links.map((l) => l.language)}::text[], ${links.map((l) => l.createdAt)}::timestamptz[],
      ${links.map((l) => l.expiresAt)}::timestamptz[])
      as u(code, message_id, checkout_id, product_id, target, tracked, language, created_at, expires_at)`;
}

export interface Tap {
  shopId: string;
  linkId: string;
  messageId: string;
  /** whether the person agreed to the tracking of taps; otherwise only a total is counted */
  tracked: boolean;
  preview: boolean;
  at: Date;
}

/**
 * Counts a batch of taps of one shop: totals for all, a row per tap only where that was agreed to. Whoever did
 * not agree has tapped on the message, whatever product it was: that counts with the message's first link.
 * One statement in plain SQL, with as few values as it takes: for a batch of hundreds Prisma's own
 * would take longer to be built than to run.
 */
export async function insertTaps(tx: Tx, shopId: string, taps: Tap[]): Promise<void> {
  await tx.$executeRaw`
    with tap as materialized (
      select t.link_id, t.preview, t.click, to_timestamp(t.at_ms / 1000) as at
      from unnest(${taps.map((tap) => tap.linkId)}::uuid[], ${taps.map((tap) => tap.preview)}::boolean[],
        ${taps.map((tap) => tap.tracked && !tap.preview)}::boolean[], ${taps.map((tap) => tap.at.getTime())}::float8[])
        as t(link_id, preview, click, at_ms)
    ), counted as (
      update link l set taps = l.taps + t.taps, previews = l.previews + t.previews
      from (select case when tap.click or own.product_id is null then tap.link_id else (
                select one.id from link one where one.shop_id = own.shop_id and one.message_id = own.message_id
                order by one.id limit 1) end as link_id,
              count(*) filter (where not preview) as taps, count(*) filter (where preview) as previews
            from tap join link own on own.id = tap.link_id and own.shop_id = ${shopId}::uuid group by 1) t
      where l.id = t.link_id and l.shop_id = ${shopId}::uuid
    )
    insert into click (shop_id, link_id, message_id, at)
    select ${shopId}::uuid, l.id, l.message_id, tap.at
    from tap join link l on l.id = tap.link_id and l.shop_id = ${shopId}::uuid
    where tap.click`;
}

export interface TapOfMessage {
  messageId: string;
  at: Date;
  /** which product the tap was about; null: about none */
  productId: string | null;
}

export async function tapsOfMessages(
  tx: Tx,
  shopId: string,
  messageIds: string[],
): Promise<TapOfMessage[]> {
  if (messageIds.length === 0) return [];
  return tx.$queryRaw<TapOfMessage[]>`
    select c.message_id as "messageId", c.at, l.product_id as "productId"
    from click c join link l on l.shop_id = c.shop_id and l.id = c.link_id
    where c.shop_id = ${shopId}::uuid and c.message_id = any(${messageIds}::uuid[]) order by c.at`;
}

/** Links of a bought checkout lead to a friendly page from now on. */
export async function markLinksUsed(
  tx: Tx,
  shopId: string,
  checkoutIds: string[],
  at: Date,
): Promise<void> {
  await tx.link.updateMany({
    where: { shopId, checkoutId: { in: checkoutIds }, usedAt: null },
    data: { usedAt: at },
  });
}
