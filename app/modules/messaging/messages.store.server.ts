import type { Tx } from "#app/ports/db.ts";
import type { SkipReason } from "./message.types.ts";

export interface NewMessage {
  id: string;
  shopId: string;
  dedupeKey: string;
  kind: string;
  topic: string;
  contactId: string;
  numberId: string | null;
  toHash: string;
  checkoutId: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  boughtSince: Date | null;
  seriesId: string | null;
  step: number | null;
  state: "planned" | "skipped";
  reason: SkipReason | null;
  templateId: string | null;
  payload: Uint8Array | null;
  plannedAt: Date;
  dueAt: Date;
  notBefore: Date;
  expiresAt: Date;
  endedAt: Date | null;
}

/** The row's id: the new one's, or that of the row which already stands under this key. */
export async function insertMessage(tx: Tx, row: NewMessage): Promise<string> {
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, number_id, to_hash, checkout_id,
      checkout_token, cart_token, person_hashes, bought_since, series_id, step, state, reason, template_id, payload,
      planned_at, due_at, not_before, expires_at, ended_at)
    values (${row.id}::uuid, ${row.shopId}::uuid, ${row.dedupeKey}, ${row.kind}, ${row.topic}, ${row.contactId}::uuid,
      ${row.numberId}::uuid, ${row.toHash}, ${row.checkoutId}::uuid, ${row.checkoutToken}, ${row.cartToken},
      ${row.personHashes}::text[], ${row.boughtSince}, ${row.seriesId}::uuid, ${row.step}, ${row.state}, ${row.reason},
      ${row.templateId}::uuid, ${row.payload}, ${row.plannedAt}, ${row.dueAt}, ${row.notBefore}, ${row.expiresAt},
      ${row.endedAt})
    on conflict (shop_id, dedupe_key) do nothing returning id`;
  if (inserted[0]) return inserted[0].id;
  const standing = await tx.message.findFirstOrThrow({
    where: { shopId: row.shopId, dedupeKey: row.dedupeKey },
    select: { id: true },
  });
  return standing.id;
}

export interface PlannedOf {
  shopId: string;
  /** without any of the two: all of the shop */
  contactId?: string;
  checkoutIds?: string[];
}

/**
 * Ends what is planned, or claimed and not yet on its way: the step to `handing_over` finds it gone
 * and withdraws the request. Gives how many.
 */
export async function skipUnsent(
  tx: Tx,
  which: PlannedOf,
  skip: { reason: SkipReason; at: Date },
): Promise<number> {
  const contactId = which.contactId ?? null;
  const checkoutIds = which.checkoutIds ?? null;
  return tx.$executeRaw`
    with due as (
      select id from message where shop_id = ${which.shopId}::uuid and state in ('planned', 'claimed')
        and (${contactId}::uuid is null or contact_id = ${contactId}::uuid)
        and (${checkoutIds}::uuid[] is null or checkout_id = any(${checkoutIds}::uuid[]))
      order by id for no key update
    )
    update message m set state = 'skipped', reason = ${skip.reason}, ended_at = ${skip.at}, claim_id = null
    from due where m.id = due.id`;
}

/** Brings forward what waits for one of these reasons. Gives the numbers that have something due now. */
export async function wakeWaiting(
  tx: Tx,
  shopId: string,
  wake: { reasons: string[]; now: Date },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ number_id: string }[]>`
    with waiting as (
      select id from message where shop_id = ${shopId}::uuid and state = 'planned'
        and reason = any(${wake.reasons}::text[]) and not_before > ${wake.now} order by id for no key update
    ), woken as (
      update message m set not_before = ${wake.now} from waiting where m.id = waiting.id returning m.number_id
    )
    select distinct number_id from woken where number_id is not null`;
  return rows.map((row) => row.number_id);
}
