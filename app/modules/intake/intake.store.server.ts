import { Prisma } from "#app/generated/prisma/client.ts";
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
 * Locks the events among these that still wait and are due, in the order of their ids; what another
 * worker holds is passed over. Each is looked up by its key on its own: what the server knows of a
 * table in a burst is old, and any other plan reads all that waits.
 */
function lockedDue(shopId: string, wanted: { eventIds: string[]; now: Date }): Prisma.Sql {
  const ids = wanted.eventIds.toSorted();
  return Prisma.sql`
    select e.id from unnest(${ids}::uuid[]) as w(id) cross join lateral (
      select id, status, next_try_at, source, topic from intake_event
      where shop_id = ${shopId}::uuid and id = w.id limit 1 for no key update skip locked
    ) e where e.status = 'received' and e.next_try_at <= ${wanted.now}`;
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
    with due as materialized (${lockedDue(shopId, wanted)})
    update intake_event e set next_try_at = ${wanted.leaseUntil} from due where e.id = due.id
    returning e.id, e.source, e.topic, e.triggered_at, e.received_at,
      encode(e.body, 'base64') as body, e.attempts`;
  return eventRows(rows);
}

/**
 * Takes those of some `kinds` ("whatsapp:statuses") that wait and are due, oldest first, and settles
 * them as processed, holds and all: for whoever does in the same transaction what they ask for. Their bodies
 * are not kept: statuses name everybody we write to, and say nothing that the messages do not.
 */
export async function takeEvents(
  tx: Tx,
  shopId: string,
  wanted: { eventIds: string[]; kinds: string[]; now: Date },
): Promise<EventRow[]> {
  const rows = await tx.$queryRaw<RawEvent[]>`
    with due as materialized (
      ${lockedDue(shopId, wanted)} and e.source || ':' || e.topic = any(${wanted.kinds}::text[])
    ), taken as (
      update intake_event e set status = 'processed', processed_at = ${wanted.now}, body = null
      from due where e.id = due.id
      returning e.id, e.source, e.topic, e.triggered_at, e.received_at, old.body, e.attempts, e.holds
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
    ), locked as materialized (
      select e.id from unnest(${outcomes.map((o) => o.eventId).toSorted()}::uuid[]) as w(id) cross join lateral (
        select id, status from intake_event where shop_id = ${shopId}::uuid and id = w.id limit 1 for no key update
      ) e where e.status = 'received'
    ), settled as (
      update intake_event e set status = o.status, attempts = o.failures, next_try_at = o.next_try_at,
        last_error = o.error, processed_at = case when o.status = 'received' then null else ${now}::timestamptz end,
        body = case when o.status = 'ignored' or (o.status = 'processed' and e.topic = 'statuses') then null else e.body end
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

/** Whether another event than this one that is not processed yet names one of these hashes. */
export async function isHeldByOthers(
  tx: Tx,
  shopId: string,
  by: { hashes: string[]; eventId: string },
): Promise<boolean> {
  const { hashes, eventId } = by;
  const others = { shopId, hash: { in: hashes }, eventId: { not: eventId } };
  return (await tx.intakeHold.count({ where: others })) > 0;
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
