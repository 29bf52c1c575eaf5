import type { Tx } from "#app/ports/db.ts";
import { type IntakeSource, intakeSourceSchema, type IntakeStatus } from "./intake.types.ts";

export interface EventRow {
  id: string;
  source: IntakeSource;
  topic: string;
  triggeredAt: Date | null;
  receivedAt: Date;
  body: Uint8Array | null;
  attempts: number;
}

interface RawEvent {
  id: string;
  source: string;
  topic: string;
  triggered_at: Date | null;
  received_at: Date;
  /** as text: the driver's adapter cannot hand a raw query's bytea on */
  body: string | null;
  attempts: number;
}

/** What became of one event; `holdsEnd` lets marketing for the persons it names go on. */
export interface EventOutcome {
  eventId: string;
  status: IntakeStatus;
  failures: number;
  nextTryAt: Date;
  error: string | null;
  holdsEnd: boolean;
}

function eventRows(rows: RawEvent[]): EventRow[] {
  return rows
    .map((row) => ({
      id: row.id,
      source: intakeSourceSchema.parse(row.source),
      topic: row.topic,
      triggeredAt: row.triggered_at,
      receivedAt: row.received_at,
      body: row.body === null ? null : Buffer.from(row.body, "base64"),
      attempts: row.attempts,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1)); // time-ordered ids
}

/**
 * Takes the events that still wait and are due, oldest first, and keeps others from taking them
 * until `leaseUntil`.
 */
export async function leaseEvents(
  tx: Tx,
  shopId: string,
  wanted: { eventIds: string[]; now: Date; leaseUntil: Date },
): Promise<EventRow[]> {
  const rows = await tx.$queryRaw<RawEvent[]>`
    with due as (
      select id from intake_event
      where shop_id = ${shopId}::uuid and id = any(${wanted.eventIds}::uuid[])
        and status = 'received' and next_try_at <= ${wanted.now}
      order by id for no key update skip locked
    )
    update intake_event e set next_try_at = ${wanted.leaseUntil} from due where e.id = due.id
    returning e.id, e.source, e.topic, e.triggered_at, e.received_at,
      encode(e.body, 'base64') as body, e.attempts`;
  return eventRows(rows);
}

/**
 * Takes events that wait and are due, oldest first, and settles them as processed, holds and all: for
 * whoever does in the same transaction what they ask for. Takes only some `kinds` ("whatsapp:statuses"),
 * and so many that their bodies stay within `maxBytes`, but at least one.
 */
export async function takeEvents(
  tx: Tx,
  shopId: string,
  wanted: { eventIds: string[]; kinds: string[]; maxBytes: number; now: Date },
): Promise<EventRow[]> {
  const { eventIds, kinds, maxBytes, now } = wanted;
  const rows = await tx.$queryRaw<RawEvent[]>`
    with due as (
      select id, sum(coalesce(octet_length(body), 0)) over (order by id rows unbounded preceding)
        - coalesce(octet_length(body), 0) as before
      from intake_event where shop_id = ${shopId}::uuid and id = any(${eventIds}::uuid[])
        and status = 'received' and next_try_at <= ${now} and source || ':' || topic = any(${kinds}::text[])
    ), locked as (
      select id from intake_event
      where id in (select id from due where before < ${maxBytes}::bigint) and status = 'received'
      order by id for no key update skip locked
    ), taken as (
      update intake_event e set status = 'processed', processed_at = ${now} from locked where e.id = locked.id
      returning e.id, e.source, e.topic, e.triggered_at, e.received_at, e.body, e.attempts, e.holds
    ), freed as (
      delete from intake_hold h using taken t, unnest(t.holds) as k(hash)
      where h.shop_id = ${shopId}::uuid and h.hash = k.hash and h.event_id = t.id
    )
    select id, source, topic, triggered_at, received_at, encode(body, 'base64') as body, attempts from taken`;
  return eventRows(rows);
}

/** Writes outcomes and drops holds, in one statement. Only events that still wait are touched. */
export async function settleEvents(
  tx: Tx,
  shopId: string,
  task: { outcomes: EventOutcome[]; now: Date },
): Promise<void> {
  const { outcomes, now } = task;
  await tx.$executeRaw`
    with outcome as (
      select * from unnest(${outcomes.map((o) => o.eventId)}::uuid[], ${outcomes.map((o) => o.status)}::text[],
        ${outcomes.map((o) => o.failures)}::int[], ${outcomes.map((o) => o.nextTryAt)}::timestamptz[],
        ${outcomes.map((o) => o.error)}::text[], ${outcomes.map((o) => o.holdsEnd)}::boolean[])
        as u(id, status, failures, next_try_at, error, holds_end)
    ), locked as (
      select id from intake_event where shop_id = ${shopId}::uuid and status = 'received'
        and id in (select id from outcome) order by id for no key update
    ), settled as (
      update intake_event e set status = o.status, attempts = o.failures, next_try_at = o.next_try_at,
        last_error = o.error, processed_at = case when o.status = 'received' then null else ${now}::timestamptz end
      from outcome o join locked using (id) where e.id = o.id
      returning e.id, o.holds_end, e.holds
    )
    delete from intake_hold h using settled s, unnest(s.holds) as k(hash)
      where s.holds_end and h.shop_id = ${shopId}::uuid and h.hash = k.hash and h.event_id = s.id`;
}

/** Which of these persons, checkouts or carts an unprocessed event names. */
export async function holdsFor(tx: Tx, shopId: string, hashes: string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ hash: string }[]>`
    select distinct hash from intake_hold where shop_id = ${shopId}::uuid and hash = any(${hashes}::text[])`;
  return new Set(rows.map((row) => row.hash));
}

/** Deliveries by status: how the merchant's page shows that webhooks arrive, and what is parked. */
export async function countEvents(
  tx: Tx,
  shopId: string,
): Promise<{ seen: boolean; parked: number }> {
  const [any, parked] = await Promise.all([
    tx.intakeEvent.findFirst({ where: { shopId, source: "shopify" }, select: { id: true } }),
    tx.intakeEvent.count({ where: { shopId, status: "parked" } }),
  ]);
  return { seen: any !== null, parked };
}

/** Drops bodies that were settled before the given time; ids and hashes stay. Gives how many. */
export async function dropBodies(tx: Tx, shopId: string, settledBefore: Date): Promise<number> {
  return tx.$executeRaw`
    update intake_event set body = null where shop_id = ${shopId}::uuid and body is not null
      and status in ('processed', 'ignored') and processed_at < ${settledBefore}`;
}
