import type { Tx } from "#app/ports/db.ts";
import type { CalendarDay } from "./budget-period.rules.ts";
import type { Delta } from "./budget.store.server.ts";
import { type Charge, chargeSchema, type Settled } from "./charge.types.ts";

interface RawDelta {
  day: string;
  currency: string | null;
  micros: bigint;
}

/** Changes of charges, summed by day: there are few days and many messages. */
function summed(rows: RawDelta[]): Delta[] {
  const sums = new Map<string, Delta>();
  for (const { day, currency, micros } of rows) {
    const key = `${day} ${currency ?? ""}`;
    const before = sums.get(key)?.micros ?? 0;
    sums.set(key, { day, currency, micros: before + Number(micros) });
  }
  return [...sums.values()];
}

/** Gives reservations back; what is settled stays. */
export async function releaseCharges(
  tx: Tx,
  shopId: string,
  messageIds: string[],
): Promise<Delta[]> {
  const rows = await tx.$queryRaw<RawDelta[]>`
    update charge set state = 'released', micros = 0
    where shop_id = ${shopId}::uuid and message_id = any(${messageIds}::uuid[]) and state = 'reserved'
    returning day::text, currency, coalesce(new.micros - old.micros, 0) as micros`;
  return summed(rows);
}

/** Gives back what these days' messages reserved and no delivery has charged since. */
export async function releaseDays(tx: Tx, shopId: string, days: CalendarDay[]): Promise<Delta[]> {
  const rows = await tx.$queryRaw<RawDelta[]>`
    update charge set state = 'released', micros = 0
    where shop_id = ${shopId}::uuid and day = any(${days}::date[]) and state = 'reserved'
    returning day::text, currency, coalesce(new.micros - old.micros, 0) as micros`;
  return summed(rows);
}

export interface AsExpected {
  messageId: string;
  category: string;
  billedCategory: string;
  at: Date;
}

/**
 * Charges what came out as expected: the category that was reserved, on the day of the claim. Nearly all
 * do, and the budget's counts stay as they are, so this neither reads first nor meets other workers.
 * @returns the ids that were charged
 */
export async function chargeAsExpected(
  tx: Tx,
  shopId: string,
  billed: AsExpected[],
): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ message_id: string }[]>`
    update charge c set state = 'charged', billed_category = u.billed, settled_at = u.at
    from unnest(${billed.map((b) => b.messageId)}::uuid[], ${billed.map((b) => b.category)}::text[],
      ${billed.map((b) => b.billedCategory)}::text[], ${billed.map((b) => b.at)}::timestamptz[])
      as u(id, category, billed, at)
    where c.shop_id = ${shopId}::uuid and c.message_id = u.id and c.state = 'reserved' and c.claims = 1
      and c.category = u.category and c.micros is not null
      and (c.claimed_at at time zone 'UTC')::date = (u.at at time zone 'UTC')::date
    returning c.message_id`;
  return new Set(rows.map((row) => row.message_id));
}

interface RawCharge {
  message_id: string;
  market: string;
  category: string;
  currency: string | null;
  expected_micros: bigint | null;
  micros: bigint | null;
  claims: number;
  claimed_at: Date;
  state: string;
  billed_category: string | null;
}

const orNull = (value: bigint | null) => (value === null ? null : Number(value));

function chargeOf(row: RawCharge): Charge {
  return chargeSchema.parse({
    messageId: row.message_id,
    market: row.market,
    category: row.category,
    currency: row.currency,
    expectedMicros: orNull(row.expected_micros),
    micros: orNull(row.micros),
    claims: row.claims,
    claimedAt: row.claimed_at,
    state: row.state,
    billedCategory: row.billed_category,
  });
}

/** Charges of these messages, locked in the order of their ids. */
export async function lockCharges(tx: Tx, shopId: string, messageIds: string[]): Promise<Charge[]> {
  const rows = await tx.$queryRaw<RawCharge[]>`
    select message_id, market, category, currency, expected_micros, micros, claims, claimed_at, state,
      billed_category
    from charge where shop_id = ${shopId}::uuid and message_id = any(${messageIds}::uuid[])
    order by message_id for no key update`;
  return rows.map(chargeOf);
}

/** Writes locked charges as they became. */
export async function writeSettled(tx: Tx, shopId: string, rows: Settled[]): Promise<Delta[]> {
  const changed = await tx.$queryRaw<RawDelta[]>`
    update charge c set state = u.state, currency = u.currency, micros = u.micros, billed_category = u.billed,
      settled_at = u.at
    from unnest(${rows.map((r) => r.messageId)}::uuid[], ${rows.map((r) => r.state)}::text[],
      ${rows.map((r) => r.currency)}::text[], ${rows.map((r) => r.micros)}::bigint[],
      ${rows.map((r) => r.billedCategory)}::text[], ${rows.map((r) => r.settledAt)}::timestamptz[])
      as u(id, state, currency, micros, billed, at)
    where c.shop_id = ${shopId}::uuid and c.message_id = u.id
    returning c.day::text, new.currency, coalesce(new.micros, 0) - coalesce(old.micros, 0) as micros`;
  return summed(changed);
}
