import { Prisma } from "#app/generated/prisma/client.ts";
import type { Tx } from "#app/ports/db.ts";
import type { AttemptEnd, MessageNow } from "./landing.types.ts";
import { messageStateSchema } from "./message.types.ts";

interface RawMessage {
  id: string;
  kind: string;
  topic: string;
  contact_id: string;
  checkout_id: string | null;
  series_id: string | null;
  step: number | null;
  number_id: string | null;
  template_id: string | null;
  to_hash: string;
  attempt_id: string | null;
  attempts: number;
  expires_at: Date;
  handed_over_at: Date | null;
  state: string;
  reason: string | null;
  not_before: Date;
  wamid: string | null;
  error_code: number | null;
  accepted_at: Date | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  ended_at: Date | null;
  price_micros: bigint | null;
}

function messageNow(row: RawMessage): MessageNow {
  return {
    id: row.id,
    kind: row.kind,
    topic: row.topic,
    contactId: row.contact_id,
    checkoutId: row.checkout_id,
    seriesId: row.series_id,
    step: row.step,
    numberId: row.number_id,
    templateId: row.template_id,
    toHash: row.to_hash,
    attemptId: row.attempt_id,
    attempts: row.attempts,
    expiresAt: row.expires_at,
    handedOverAt: row.handed_over_at,
    state: messageStateSchema.parse(row.state),
    reason: row.reason,
    notBefore: row.not_before,
    wamid: row.wamid,
    errorCode: row.error_code,
    acceptedAt: row.accepted_at,
    sentAt: row.sent_at,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
    endedAt: row.ended_at,
    priceMicros: row.price_micros === null ? null : Number(row.price_micros),
  };
}

const COLUMNS = Prisma.sql`id, kind, topic, contact_id, checkout_id, series_id, step, number_id, template_id,
  to_hash, attempt_id, attempts, expires_at, handed_over_at, state, reason, not_before, wamid, error_code,
  accepted_at, sent_at, delivered_at, read_at, ended_at, price_micros`;

/**
 * Locks messages in the order of their ids, as every writer of results does: two of them must not wait
 * for each other.
 */
export async function lockMessages(
  tx: Tx,
  shopId: string,
  which: { ids: string[]; wamids?: string[] },
): Promise<MessageNow[]> {
  const rows = await tx.$queryRaw<RawMessage[]>`
    select ${COLUMNS} from message where shop_id = ${shopId}::uuid
      and (id = any(${which.ids}::uuid[]) or wamid = any(${which.wamids ?? []}::text[]))
    order by id for no key update`;
  return rows.map(messageNow);
}

/** Writes locked messages as they became, in one statement. */
export async function writeMessages(tx: Tx, shopId: string, rows: MessageNow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update message m set state = u.state, reason = u.reason, error_code = u.error_code,
      not_before = u.not_before, wamid = u.wamid, accepted_at = u.accepted_at, sent_at = u.sent_at,
      delivered_at = u.delivered_at, read_at = u.read_at, ended_at = u.ended_at,
      price_micros = u.price_micros, claim_id = case when u.state = 'planned' then null else m.claim_id end
    from unnest(${rows.map((m) => m.id)}::uuid[], ${rows.map((m) => m.state)}::text[],
      ${rows.map((m) => m.reason)}::text[], ${rows.map((m) => m.errorCode)}::int[],
      ${rows.map((m) => m.notBefore)}::timestamptz[], ${rows.map((m) => m.wamid)}::text[],
      ${rows.map((m) => m.acceptedAt)}::timestamptz[], ${rows.map((m) => m.sentAt)}::timestamptz[],
      ${rows.map((m) => m.deliveredAt)}::timestamptz[], ${rows.map((m) => m.readAt)}::timestamptz[],
      ${rows.map((m) => m.endedAt)}::timestamptz[], ${rows.map((m) => m.priceMicros)}::bigint[])
      as u(id, state, reason, error_code, not_before, wamid, accepted_at, sent_at, delivered_at, read_at,
        ended_at, price_micros)
    where m.id = u.id and m.shop_id = ${shopId}::uuid`;
}

/** Notes how attempts ended. A later, definite answer replaces "unknown". */
export async function writeAttemptEnds(
  tx: Tx,
  shopId: string,
  ends: { rows: AttemptEnd[]; at: Date },
): Promise<void> {
  const { rows, at } = ends;
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update attempt a set ended_at = ${at}, outcome = u.outcome, http_status = u.http_status, code = u.code,
      detail = u.detail
    from unnest(${rows.map((r) => r.id)}::uuid[], ${rows.map((r) => r.outcome)}::text[],
      ${rows.map((r) => r.httpStatus)}::int[], ${rows.map((r) => r.code)}::int[],
      ${rows.map((r) => r.detail)}::text[]) as u(id, outcome, http_status, code, detail)
    where a.id = u.id and a.shop_id = ${shopId}::uuid and (a.outcome is null or a.outcome = 'unknown')`;
}

export interface KnownAttempt {
  messageId: string;
  /** nothing definite is known of its end yet */
  isOpen: boolean;
}

/** Which message each of these attempts was for. */
export async function knownAttempts(
  tx: Tx,
  shopId: string,
  attemptIds: string[],
): Promise<Map<string, KnownAttempt>> {
  if (attemptIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; message_id: string; outcome: string | null }[]>`
    select id, message_id, outcome from attempt
    where shop_id = ${shopId}::uuid and id = any(${attemptIds}::uuid[])`;
  return new Map(
    rows.map(({ id, message_id: messageId, outcome }) => [
      id,
      { messageId, isOpen: outcome === null || outcome === "unknown" },
    ]),
  );
}
