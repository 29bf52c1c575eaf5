import type { Tx } from "#app/ports/db.ts";
import type { DeferReason, SkipReason, Topic } from "./message.types.ts";

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

/** A row as `jsonb_to_recordset` reads it; JSON holds no bytes. */
function recordOf(row: NewMessage) {
  return {
    id: row.id,
    dedupe_key: row.dedupeKey,
    kind: row.kind,
    topic: row.topic,
    contact_id: row.contactId,
    number_id: row.numberId,
    to_hash: row.toHash,
    checkout_id: row.checkoutId,
    checkout_token: row.checkoutToken,
    cart_token: row.cartToken,
    person_hashes: row.personHashes,
    bought_since: row.boughtSince,
    series_id: row.seriesId,
    step: row.step,
    state: row.state,
    reason: row.reason,
    template_id: row.templateId,
    payload: row.payload && Buffer.from(row.payload).toString("base64"),
    planned_at: row.plannedAt,
    due_at: row.dueAt,
    not_before: row.notBefore,
    expires_at: row.expiresAt,
    ended_at: row.endedAt,
  };
}

/** Writes messages of one shop in one statement. Gives the ids of those whose key was free. */
export async function insertMessages(
  tx: Tx,
  shopId: string,
  rows: NewMessage[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const records = JSON.stringify(rows.map(recordOf));
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    insert into message (id, shop_id, dedupe_key, kind, topic, contact_id, number_id, to_hash, checkout_id,
      checkout_token, cart_token, person_hashes, bought_since, series_id, step, state, reason, template_id, payload,
      planned_at, due_at, not_before, expires_at, ended_at)
    select id, ${shopId}::uuid, dedupe_key, kind, topic, contact_id, number_id, to_hash, checkout_id,
      checkout_token, cart_token, person_hashes, bought_since, series_id, step, state, reason, template_id,
      decode(payload, 'base64'), planned_at, due_at, not_before, expires_at, ended_at
    from jsonb_to_recordset(${records}::jsonb) as u(id uuid, dedupe_key text, kind text, topic text,
      contact_id uuid, number_id uuid, to_hash text, checkout_id uuid, checkout_token text, cart_token text,
      person_hashes text[], bought_since timestamptz, series_id uuid, step int, state text, reason text,
      template_id uuid, payload text, planned_at timestamptz, due_at timestamptz, not_before timestamptz,
      expires_at timestamptz, ended_at timestamptz)
    on conflict (shop_id, dedupe_key) do nothing returning id`;
  return new Set(inserted.map((row) => row.id));
}

/** The message that stands under a key. */
export async function messageByKey(tx: Tx, shopId: string, dedupeKey: string): Promise<string> {
  const where = { shopId, dedupeKey };
  const { id } = await tx.message.findFirstOrThrow({ where, select: { id: true } });
  return id;
}

export interface PlannedOf {
  shopId: string;
  /** without any of the two: all of the shop */
  contactId?: string;
  checkoutIds?: string[];
  topic?: Topic;
}

/**
 * Ends what is planned, or claimed and not yet on its way: the step to `handing_over` finds it gone
 * and withdraws the request. Gives how many, and which of them were claimed.
 */
export async function skipUnsent(
  tx: Tx,
  which: PlannedOf,
  skip: { reason: SkipReason; at: Date; spared: string[] },
): Promise<{ count: number; claimed: string[] }> {
  const contactId = which.contactId ?? null;
  const checkoutIds = which.checkoutIds ?? null;
  const topic = which.topic ?? null;
  const rows = await tx.$queryRaw<{ count: number; claimed: string[] }[]>`
    with due as (
      select id from message where shop_id = ${which.shopId}::uuid and state in ('planned', 'claimed')
        and (${contactId}::uuid is null or contact_id = ${contactId}::uuid)
        and (${checkoutIds}::uuid[] is null or checkout_id = any(${checkoutIds}::uuid[]))
        and (${topic}::text is null or topic = ${topic}) and kind <> all(${skip.spared}::text[])
      order by id for no key update
    ), ended as (
      update message m set state = 'skipped', reason = ${skip.reason}, ended_at = ${skip.at}, claim_id = null
      from due where m.id = due.id returning m.id, old.state as was
    )
    select count(*)::int as count, coalesce(array_agg(id) filter (where was = 'claimed'), '{}') as claimed
    from ended`;
  return rows[0] ?? { count: 0, claimed: [] };
}

/** When something planned about a checkout may leave instead. */
export interface PutOff {
  checkoutId: string;
  until: Date;
  expiresAt: Date;
  reason: DeferReason;
}

/** Puts off what is planned about these checkouts; what lies later already stays there. */
export async function putOffUnsent(tx: Tx, shopId: string, later: PutOff[]): Promise<void> {
  if (later.length === 0) return;
  await tx.$executeRaw`
    with own as (
      select m.id, u.until, u.expires_at, u.reason from message m
      join unnest(${later.map((l) => l.checkoutId)}::uuid[], ${later.map((l) => l.until)}::timestamptz[],
        ${later.map((l) => l.expiresAt)}::timestamptz[], ${later.map((l) => l.reason)}::text[])
        as u(checkout_id, until, expires_at, reason) on u.checkout_id = m.checkout_id and u.until > m.not_before
      where m.shop_id = ${shopId}::uuid and m.state = 'planned' order by m.id for no key update of m
    )
    update message m set not_before = own.until, expires_at = own.expires_at, reason = own.reason
    from own where m.id = own.id`;
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
