import type { Tx } from "#app/ports/db.ts";

export interface NewLink {
  shopId: string;
  code: string;
  messageId: string;
  checkoutId: string | null;
  target: Uint8Array<ArrayBuffer>;
  tracked: boolean;
  language: string;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertLink(tx: Tx, link: NewLink): Promise<void> {
  await tx.link.create({ data: link });
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
 * Counts a batch of taps of one shop: totals for all, a row per tap only where that was agreed to.
 * One statement in plain SQL: for a batch of 100 Prisma's own would take longer to be built than to run.
 */
export async function insertTaps(tx: Tx, shopId: string, taps: Tap[]): Promise<void> {
  const byLink = [...Map.groupBy(taps, (tap) => tap.linkId)];
  const clicks = taps.filter((tap) => tap.tracked && !tap.preview);
  await tx.$executeRaw`
    with counted as (
      update link l set taps = l.taps + u.taps, previews = l.previews + u.previews
      from unnest(${byLink.map(([id]) => id)}::uuid[],
        ${byLink.map(([, of]) => of.filter((tap) => !tap.preview).length)}::int[],
        ${byLink.map(([, of]) => of.filter((tap) => tap.preview).length)}::int[]) as u(id, taps, previews)
      where l.id = u.id and l.shop_id = ${shopId}::uuid
    )
    insert into click (shop_id, link_id, message_id, at)
    select ${shopId}::uuid, u.link_id, u.message_id, u.at from unnest(${clicks.map((tap) => tap.linkId)}::uuid[],
      ${clicks.map((tap) => tap.messageId)}::uuid[], ${clicks.map((tap) => tap.at)}::timestamptz[])
      as u(link_id, message_id, at)`;
}

export async function tapsOfMessages(
  tx: Tx,
  shopId: string,
  messageIds: string[],
): Promise<{ messageId: string; at: Date }[]> {
  return tx.click.findMany({
    where: { shopId, messageId: { in: messageIds } },
    select: { messageId: true, at: true },
    orderBy: { at: "asc" },
  });
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
