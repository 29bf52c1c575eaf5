import { z } from "zod";
import type { Tx } from "#app/ports/db.ts";
import type { PictureFault, PictureRecord } from "./picture.rules.ts";

const statusSchema = z.enum(["uploading", "ready", "failed", "refused"]);

interface Of {
  shopId: string;
  numberId: string;
}

/** What is known of these pictures, by source key. */
export async function mediaByKeys(
  tx: Tx,
  of: Of,
  keys: string[],
): Promise<Map<string, PictureRecord>> {
  const rows = await tx.media.findMany({ where: { ...of, sourceKey: { in: keys } } });
  return new Map(
    rows.map((row) => [row.sourceKey, { ...row, status: statusSchema.parse(row.status) }]),
  );
}

/**
 * Takes the upload of pictures for this process: those that nobody else holds. The row is the lock, and
 * ends by itself at `until` when the process dies.
 * @returns the keys that were taken
 */
export async function takeUploads(
  tx: Tx,
  of: Of,
  wish: { keys: string[]; now: Date; until: Date; expiringBefore: Date },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ source_key: string }[]>`
    insert into media as m (shop_id, number_id, source_key, status, attempts, next_try_at)
    select ${of.shopId}::uuid, ${of.numberId}::uuid, k, 'uploading', 1, ${wish.until}
    from (select distinct k from unnest(${wish.keys}::text[]) as k order by k) as keys
    on conflict (shop_id, number_id, source_key) do update
      set status = 'uploading', attempts = m.attempts + 1, next_try_at = excluded.next_try_at
      where (m.status <> 'ready' and m.next_try_at <= ${wish.now})
        or (m.status = 'ready' and m.expires_at <= ${wish.expiringBefore})
    returning m.source_key`;
  return rows.map((row) => row.source_key);
}

export async function writeUploaded(
  tx: Tx,
  of: Of & { sourceKey: string },
  upload: { mediaId: string; mimeType: string; bytes: number; at: Date; expiresAt: Date },
): Promise<void> {
  const { at, ...facts } = upload;
  await tx.media.updateMany({
    where: of,
    data: {
      ...facts,
      status: "ready",
      reason: null,
      attempts: 0,
      uploadedAt: at,
      nextTryAt: at,
    },
  });
}

export async function writeFailed(
  tx: Tx,
  of: Of & { sourceKey: string },
  failure: { fault: PictureFault; nextTryAt: Date },
): Promise<void> {
  const { fault, nextTryAt } = failure;
  await tx.media.updateMany({
    where: of,
    data: { status: "failed", reason: fault, nextTryAt },
  });
}

/** Takes an upload out of use that WhatsApp refused in a message (131053). */
export async function writeRefused(
  tx: Tx,
  upload: { shopId: string; mediaId: string },
  nextTryAt: Date,
): Promise<void> {
  await tx.media.updateMany({
    where: upload,
    data: { status: "refused", reason: "refused_by_whatsapp", nextTryAt },
  });
}

/** Forgets uploads that WhatsApp has forgotten. Gives how many. */
export async function deleteExpired(tx: Tx, shopId: string, before: Date): Promise<number> {
  const { count } = await tx.media.deleteMany({ where: { shopId, expiresAt: { lt: before } } });
  return count;
}
