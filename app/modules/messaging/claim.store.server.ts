import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import type { DeferReason, SkipReason } from "./message.types.ts";

export interface DueMessage {
  id: string;
  kind: string;
  topic: string;
  contactId: string;
  toHash: string;
  checkoutId: string | null;
  checkoutToken: string | null;
  cartToken: string | null;
  personHashes: string[];
  boughtSince: Date | null;
  seriesId: string | null;
  step: number | null;
  templateId: string | null;
  payload: Uint8Array | null;
  plannedAt: Date;
  expiresAt: Date;
  purchaseCheckedAt: Date | null;
  attempts: number;
}

interface Batch {
  shopId: string;
  numberId: string;
  now: Date;
  limit: number;
}

interface RawDue {
  id: string;
  kind: string;
  topic: string;
  contact_id: string;
  to_hash: string;
  checkout_id: string | null;
  checkout_token: string | null;
  cart_token: string | null;
  person_hashes: string[];
  bought_since: Date | null;
  series_id: string | null;
  step: number | null;
  template_id: string | null;
  payload: string | null;
  planned_at: Date;
  expires_at: Date;
  purchase_checked_at: Date | null;
  attempts: number;
}

function dueMessage(row: RawDue): DueMessage {
  return {
    id: row.id,
    kind: row.kind,
    topic: row.topic,
    contactId: row.contact_id,
    toHash: row.to_hash,
    checkoutId: row.checkout_id,
    checkoutToken: row.checkout_token,
    cartToken: row.cart_token,
    personHashes: row.person_hashes,
    boughtSince: row.bought_since,
    seriesId: row.series_id,
    step: row.step,
    templateId: row.template_id,
    payload: row.payload === null ? null : Buffer.from(row.payload, "base64"),
    plannedAt: row.planned_at,
    expiresAt: row.expires_at,
    purchaseCheckedAt: row.purchase_checked_at,
    attempts: row.attempts,
  };
}

// Bytes come as text: the driver's adapter cannot hand a raw query's bytea on.
const COLUMNS = Prisma.sql`id, kind, topic, contact_id, to_hash, checkout_id, checkout_token, cart_token,
  person_hashes, bought_since, series_id, step, template_id, encode(payload, 'base64') as payload, planned_at,
  expires_at, purchase_checked_at, attempts`;

/** Before these Shopify is asked whether the person has bought. */
const ENDED_BY_PURCHASE = Prisma.sql`'cart_reminder', 'recommendation'`;

/** Due messages whose answer about purchases is older than `freshAfter`; nothing is locked. */
export async function dueUnchecked(
  tx: Tx,
  batch: Batch & { freshAfter: Date },
): Promise<DueMessage[]> {
  const rows = await tx.$queryRaw<RawDue[]>`
    with next as (
      select * from message where number_id = ${batch.numberId}::uuid and shop_id = ${batch.shopId}::uuid
        and phase = 0 and state = 'planned' and not_before <= ${batch.now} order by not_before limit ${batch.limit}
    )
    select ${COLUMNS} from next where kind in (${ENDED_BY_PURCHASE}) and expires_at >= ${batch.now}
      and (purchase_checked_at is null or purchase_checked_at < ${batch.freshAfter})`;
  return rows.map(dueMessage);
}

/**
 * Keeps Shopify's answers: what was bought ends the message at once, the rest is
 * fresh for a while. Gives the ids that were still planned.
 */
export async function writePurchaseAnswers(
  tx: Tx,
  shopId: string,
  answers: { id: string; reason: SkipReason | null; checkedAt: Date }[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with answer as (
      select * from unnest(${answers.map((a) => a.id)}::uuid[], ${answers.map((a) => a.reason)}::text[],
        ${answers.map((a) => a.checkedAt)}::timestamptz[]) as u(id, reason, checked_at)
    ), due as (
      select id from message where shop_id = ${shopId}::uuid and state = 'planned'
        and id in (select id from answer) order by id for no key update
    )
    update message m set purchase_checked_at = a.checked_at,
      state = case when a.reason is null then m.state else 'skipped' end,
      reason = coalesce(a.reason, m.reason),
      ended_at = case when a.reason is null then m.ended_at else a.checked_at end
    from answer a join due using (id) where m.id = a.id returning m.id`;
  return rows.map((row) => row.id);
}

/**
 * Takes due messages out of reach of other dispatchers until the transaction ends: what a purchase ends only with
 * an answer about purchases that is not older than `checkedAfter`, or to end them when they are too late.
 */
export async function lockDue(
  tx: Tx,
  batch: Batch & { checkedAfter: Date },
): Promise<DueMessage[]> {
  const rows = await tx.$queryRaw<RawDue[]>`
    select ${COLUMNS} from message where number_id = ${batch.numberId}::uuid and shop_id = ${batch.shopId}::uuid
      and phase = 0 and state = 'planned' and not_before <= ${batch.now}
      and (kind not in (${ENDED_BY_PURCHASE}) or purchase_checked_at >= ${batch.checkedAfter} or expires_at < ${batch.now})
    order by not_before limit ${batch.limit} for no key update skip locked`;
  return rows.map(dueMessage);
}

export interface Ended {
  id: string;
  state: "skipped" | "failed";
  reason: string;
}

export async function writeEnded(
  tx: Tx,
  shopId: string,
  ended: { rows: Ended[]; at: Date },
): Promise<void> {
  if (ended.rows.length === 0) return;
  await tx.$executeRaw`
    update message m set state = u.state, reason = u.reason, ended_at = ${ended.at}
    from unnest(${ended.rows.map((r) => r.id)}::uuid[], ${ended.rows.map((r) => r.state)}::text[],
      ${ended.rows.map((r) => r.reason)}::text[]) as u(id, state, reason)
    where m.id = u.id and m.shop_id = ${shopId}::uuid and m.state = 'planned'`;
}

export async function writeDeferred(
  tx: Tx,
  shopId: string,
  rows: { id: string; until: Date; reason: DeferReason }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update message m set not_before = u.until, reason = u.reason
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.until)}::timestamptz[],
      ${rows.map((r) => r.reason)}::text[]) as u(id, until, reason)
    where m.id = u.id and m.shop_id = ${shopId}::uuid and m.state = 'planned'`;
}

export interface ClaimedRow {
  id: string;
  /** null: plain text */
  templateId: string | null;
  /** what it will cost, as far as known: millionths of the currency */
  priceMicros: number | null;
  priceCurrency: string | null;
}

/**
 * Moves messages to `claimed` and writes down the claim, by which a dead worker's messages are found.
 * `claimedAt` is taken before the facts were read, so a claim is never younger than they are.
 */
export async function writeClaimed(
  tx: Tx,
  shopId: string,
  claim: { claimId: string; numberId: string; claimedAt: Date; rows: ClaimedRow[] },
): Promise<void> {
  if (claim.rows.length === 0) return;
  const ids = claim.rows.map((row) => row.id);
  await tx.$executeRaw`
    with noted as (
      insert into claim (id, shop_id, number_id, claimed_at, message_ids)
      values (${claim.claimId}::uuid, ${shopId}::uuid, ${claim.numberId}::uuid, ${claim.claimedAt}, ${ids}::uuid[])
    )
    update message m set state = 'claimed', claimed_at = ${claim.claimedAt}, claim_id = ${claim.claimId}::uuid,
      template_id = u.template_id, price_micros = u.price_micros, price_currency = u.price_currency, reason = null
    from unnest(${ids}::uuid[], ${claim.rows.map((r) => r.templateId)}::uuid[],
      ${claim.rows.map((r) => r.priceMicros)}::bigint[], ${claim.rows.map((r) => r.priceCurrency)}::text[])
      as u(id, template_id, price_micros, price_currency)
    where m.id = u.id and m.shop_id = ${shopId}::uuid and m.state = 'planned'`;
}
