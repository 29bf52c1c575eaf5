import type pg from "pg";
import type { StoredDelivery } from "#app/ports/db.ts";

const BYTEA = 17;

/**
 * A `bytea[]` in PostgreSQL's binary form. As text each body would be written in hex twice over, and
 * bodies are most of what intake sends.
 */
function byteaArray(items: Uint8Array[]): Buffer {
  const size = items.reduce((sum, item) => sum + 4 + item.length, 20);
  const array = Buffer.allocUnsafe(size);
  [1, 0, BYTEA, items.length, 1].forEach((value, index) => array.writeInt32BE(value, index * 4));
  let at = 20;
  for (const item of items) {
    at = array.writeInt32BE(item.length, at);
    array.set(item, at);
    at += item.length;
  }
  return array;
}

const NEEDS_ESCAPE = /["\\]/g;

/** A `text[]` in PostgreSQL's text form: the driver's own takes several times as long. */
function textArray(items: (string | null)[]): string {
  const quoted = items.map((item) =>
    item === null ? "NULL" : `"${item.replace(NEEDS_ESCAPE, "\\$&")}"`,
  );
  return `{${quoted.join(",")}}`;
}

/** Two batches that share deliveries must insert them in the same order, or each waits for the other. */
function inLockOrder(batch: StoredDelivery[]): StoredDelivery[] {
  const keyed = batch.map((delivery) => {
    const { shopId, source, deliveryId } = delivery;
    return { delivery, key: `${shopId} ${source} ${deliveryId}` };
  });
  return keyed
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map((one) => one.delivery);
}

function holdsText({ holds }: StoredDelivery): string {
  return (holds.length > 1 ? [...new Set(holds)] : holds).join(" ");
}

/** Calls `intake_store`: a batch of deliveries and their holds in one statement. */
export async function storeDeliveries(
  pool: pg.Pool,
  batch: StoredDelivery[],
  receivedAt: Date,
): Promise<{ shopId: string; eventId: string }[]> {
  const deliveries = inLockOrder(batch);
  const { rows } = await pool.query<{ shop_id: string; event_id: string }>({
    name: "intake_store",
    text: "select * from intake_store($1::uuid[],$2::text[],$3::text[],$4::text[],$5::timestamptz[],$6::timestamptz,$7::bytea[],$8::text[])",
    values: [
      textArray(deliveries.map((d) => d.shopId)),
      textArray(deliveries.map((d) => d.source)),
      textArray(deliveries.map((d) => d.topic)),
      textArray(deliveries.map((d) => d.deliveryId)),
      textArray(deliveries.map((d) => d.triggeredAt?.toISOString() ?? null)),
      receivedAt,
      byteaArray(deliveries.map((d) => d.body)),
      textArray(deliveries.map(holdsText)),
    ],
  });
  return rows.map((row) => ({ shopId: row.shop_id, eventId: row.event_id }));
}
