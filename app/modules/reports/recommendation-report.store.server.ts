import type { Tx } from "#app/ports/db.ts";
import type { PersonsAlike } from "#app/modules/recommendations/lift.rules.ts";
import { addDays } from "#app/shared/duration.ts";
import { type CaseFacts, caseOutcome } from "./case-outcome.rules.ts";
import type { MessageCounts, OutcomeCount } from "./recommendation-report.types.ts";

/** The cases decided since then, by what became of them, the commonest first. */
export async function outcomeCounts(tx: Tx, shopId: string, since: Date): Promise<OutcomeCount[]> {
  const rows = await tx.$queryRaw<(CaseFacts & { cases: number })[]>`
    select c.state, c.reason, m.state as "messageState", m.reason as "messageReason", count(*)::int as cases
    from recommendation_case c
    left join message m on m.shop_id = c.shop_id and m.id = c.message_id and c.state = 'planned'
    where c.shop_id = ${shopId}::uuid and c.decided_at >= ${since} and c.state <> 'waiting'
    group by 1, 2, 3, 4`;
  const counts = new Map<string, OutcomeCount>();
  for (const { cases, ...facts } of rows) {
    const found = caseOutcome(facts);
    const key = `${found.outcome} ${found.reason ?? ""}`;
    counts.set(key, { ...found, cases: cases + (counts.get(key)?.cases ?? 0) });
  }
  return [...counts.values()].toSorted((a, b) => b.cases - a.cases);
}

/**
 * Cases whose time has not come, when the first one's does, and how many of them had their time and are asked about
 * again, as nobody answered.
 */
export async function waitingCases(
  tx: Tx,
  shopId: string,
): Promise<{ cases: number; nextAt: Date | null; unanswered: number }> {
  const rows = await tx.$queryRaw<{ cases: number; nextAt: Date | null; unanswered: number }[]>`
    select count(*)::int as cases, min(due_at) as "nextAt",
      (count(*) filter (where reason = 'no_answer'))::int as unanswered
    from recommendation_case where shop_id = ${shopId}::uuid and state = 'waiting'`;
  return rows[0] ?? { cases: 0, nextAt: null, unanswered: 0 };
}

/**
 * How far the messages of the cases decided since then came. Tapped: on which people tapped who agreed to being
 * followed, and the taps of everybody else; of those nobody knows which message they were on.
 */
export async function messageCounts(tx: Tx, shopId: string, since: Date): Promise<MessageCounts> {
  const rows = await tx.$queryRaw<MessageCounts[]>`
    select count(*)::int as sent,
      (count(*) filter (where m.state in ('delivered', 'read')))::int as delivered,
      (count(*) filter (where m.state = 'read'))::int as read,
      least(count(*), count(*) filter (where exists (
          select from link l where l.shop_id = c.shop_id and l.message_id = m.id and l.taps > 0))
        + coalesce((select sum(t.taps) from tap_total t where t.shop_id = ${shopId}::uuid
            and t.kind = 'recommendation' and t.day >= (${since} at time zone 'UTC')::date), 0))::int as tapped
    from recommendation_case c join message m on m.shop_id = c.shop_id and m.id = c.message_id
    where c.shop_id = ${shopId}::uuid and c.decided_at >= ${since} and c.state = 'planned'
      and m.state in ('accepted', 'held', 'sent', 'delivered', 'read', 'unknown')`;
  return rows[0] ?? { sent: 0, delivered: 0, read: 0, tapped: 0 };
}

/** What the messages of the cases decided since then cost, by currency, in millionths: charged and reserved. */
export async function recommendationCosts(
  tx: Tx,
  shopId: string,
  since: Date,
): Promise<{ currency: string; micros: number }[]> {
  const rows = await tx.$queryRaw<{ currency: string; micros: bigint | string }[]>`
    select h.currency, sum(h.micros)::bigint as micros
    from recommendation_case c join charge h on h.shop_id = c.shop_id and h.message_id = c.message_id
    where c.shop_id = ${shopId}::uuid and c.decided_at >= ${since} and c.state = 'planned'
      and h.state <> 'released' and h.currency is not null
    group by h.currency order by 2 desc`;
  return rows.map(({ currency, micros }) => ({ currency, micros: Number(micros) }));
}

interface ArmRow extends PersonsAlike {
  arm: string;
  /** old enough for every order to have been seen */
  over: boolean;
}

/**
 * The cases that were drawn into an arm in a span of days, and how many of them an order followed: how many persons
 * have the same of both.
 */
export async function armCounts(
  tx: Tx,
  shopId: string,
  { now, days, windowDays }: { now: Date; days: number; windowDays: number },
): Promise<ArmRow[]> {
  const end = addDays(now, -windowDays);
  return tx.$queryRaw<ArmRow[]>`
    select arm, over, cases, buyers, count(*)::int as persons from (
      select arm, decided_at <= ${end} as over, count(*)::int as cases, count(bought_order_id)::int as buyers
      from recommendation_case
      where shop_id = ${shopId}::uuid and arm is not null and decided_at >= ${addDays(end, -days)}
      group by arm, 2, contact_id
    ) person group by arm, over, cases, buyers`;
}

export interface CaseRow extends CaseFacts {
  id: string;
  decidedAt: Date;
  kind: string;
  orderName: string | null;
  contactId: string;
  toHash: string | null;
  products: unknown;
  leftOut: unknown;
  marginMinor: number | null;
  currency: string | null;
}

/** The cases that were decided last, the newest first. */
export async function latestCases(tx: Tx, shopId: string, limit: number): Promise<CaseRow[]> {
  const rows = await tx.$queryRaw<
    (Omit<CaseRow, "marginMinor"> & { marginMinor: bigint | string | null })[]
  >`
    select c.id, c.decided_at as "decidedAt", c.kind, c.state, c.reason, c.contact_id as "contactId", c.products,
      c.left_out as "leftOut", c.expected_margin_minor as "marginMinor", c.currency, o.name as "orderName", m.to_hash as "toHash",
      m.state as "messageState", m.reason as "messageReason"
    from (select * from recommendation_case where shop_id = ${shopId}::uuid and decided_at is not null and state <> 'waiting'
      order by decided_at desc limit ${limit}) c
    left join shop_order o on o.shop_id = c.shop_id and o.id = c.order_id
    left join message m on m.shop_id = c.shop_id and m.id = c.message_id
    order by c.decided_at desc, c.id desc`;
  return rows.map((row) => ({
    ...row,
    marginMinor: row.marginMinor === null ? null : Number(row.marginMinor),
  }));
}

/** What one piece of a product costs as a rule: the middle of the shop's last thousand orders in its own currency. */
export async function usualPrice(tx: Tx, shopId: string, currency: string): Promise<number | null> {
  const rows = await tx.$queryRaw<{ price: bigint | string | null }[]>`
    select percentile_disc(0.5) within group (order by l.price_minor) as price
    from (select id from shop_order where shop_id = ${shopId}::uuid and currency = ${currency} and not test
      order by created_at desc limit 1000) o
    join order_line l on l.shop_id = ${shopId}::uuid and l.order_id = o.id
    where l.kind = 'product' and l.price_minor > 0`;
  const price = rows[0]?.price ?? null;
  return price === null ? null : Number(price);
}
