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
  /** whether the person agreed to the tracking of taps; otherwise only the shop's total of the day is counted */
  tracked: boolean;
  preview: boolean;
  at: Date;
}

/**
 * Counts a batch of taps of one shop. Of people who agreed to it, with the link, and a row for each tap; of everybody
 * else how many there were that day, and no more: a count on the link of one person's message would be one on
 * the person. One statement in plain SQL, with as few values as it takes: for a batch of hundreds Prisma's own
 * would take longer to be built than to run.
 */
export async function insertTaps(tx: Tx, shopId: string, taps: Tap[]): Promise<void> {
  await tx.$executeRaw`
    with tap as materialized (
      select t.link_id, t.preview, t.tracked, to_timestamp(t.at_ms / 1000) as at
      from unnest(${taps.map((tap) => tap.linkId)}::uuid[], ${taps.map((tap) => tap.preview)}::boolean[],
        ${taps.map((tap) => tap.tracked)}::boolean[], ${taps.map((tap) => tap.at.getTime())}::float8[])
        as t(link_id, preview, tracked, at_ms)
    ), counted as (
      update link l set taps = l.taps + t.taps, previews = l.previews + t.previews
      from (select link_id, count(*) filter (where not preview) as taps, count(*) filter (where preview) as previews
            from tap where tracked group by 1) t
      where l.id = t.link_id and l.shop_id = ${shopId}::uuid
    ), nobodys as (
      insert into tap_total (shop_id, day, kind, taps, previews)
      select ${shopId}::uuid, (tap.at at time zone 'UTC')::date,
        case when l.product_id is null then 'reminder' else 'recommendation' end,
        count(*) filter (where not tap.preview), count(*) filter (where tap.preview)
      from tap join link l on l.id = tap.link_id and l.shop_id = ${shopId}::uuid
      where not tap.tracked group by 2, 3 order by 2, 3
      on conflict (shop_id, day, kind) do update set taps = tap_total.taps + excluded.taps,
        previews = tap_total.previews + excluded.previews
    )
    insert into click (shop_id, link_id, message_id, at)
    select ${shopId}::uuid, l.id, l.message_id, tap.at
    from tap join link l on l.id = tap.link_id and l.shop_id = ${shopId}::uuid
    where tap.tracked and not tap.preview`;
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
