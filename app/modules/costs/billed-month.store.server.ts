import type { Tx } from "#app/ports/db.ts";
import { addDays } from "#app/shared/duration.ts";
import { daysBetween } from "./budget-period.rules.ts";
import type { BilledLine, BilledMonth, OurCount } from "./cost-report.types.ts";

interface RawCount {
  market: string;
  category: string;
  currency: string;
  messages: number;
  free: number;
  micros: bigint | string;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** A message is delivered within 30 days of its claim or not at all (contract 1.8). */
export async function deliveredBetween(
  tx: Tx,
  shopId: string,
  span: { from: Date; to: Date },
): Promise<OurCount[]> {
  const days = daysBetween(dayOf(addDays(span.from, -32)), dayOf(addDays(span.to, 1)));
  const rows = await tx.$queryRaw<RawCount[]>`
    select market, category, currency, (count(*) filter (where state = 'charged'))::int as messages,
      (count(*) filter (where state = 'free'))::int as free, coalesce(sum(micros), 0)::bigint as micros
    from (
      select market, coalesce(lower(billed_category), category) as category, coalesce(currency, '') as currency, state,
        micros
      from charge where shop_id = ${shopId}::uuid and state in ('charged', 'free')
        and settled_at >= ${span.from} and settled_at < ${span.to}
        and day = any(${days}::date[])
    ) delivered group by market, category, currency`;
  return rows.map(({ micros, ...row }) => ({ ...row, micros: Number(micros) }));
}

/** Replaces what is known of a month. */
export async function writeBilledMonth(
  tx: Tx,
  shopId: string,
  billed: { month: string; lines: BilledLine[]; ourFree: number[]; at: Date },
): Promise<void> {
  const { month, lines, at } = billed;
  await tx.$executeRaw`
    delete from billed_month where shop_id = ${shopId}::uuid and month = ${`${month}-01`}::date`;
  await tx.$executeRaw`
    insert into billed_month (shop_id, month, market, category, currency, our_messages, our_free, our_micros,
      meta_messages, meta_free, meta_micros, read_at)
    select ${shopId}::uuid, ${`${month}-01`}::date, u.*, ${at}
    from unnest(${lines.map((l) => l.market)}::text[], ${lines.map((l) => l.category)}::text[],
      ${lines.map((l) => l.currency)}::text[], ${lines.map((l) => l.ourMessages)}::int[],
      ${billed.ourFree}::int[], ${lines.map((l) => l.ourMicros)}::bigint[],
      ${lines.map((l) => l.metaMessages)}::int[], ${lines.map((l) => l.metaFree)}::int[],
      ${lines.map((l) => l.metaMicros)}::bigint[]) as u`;
}

interface RawBilled {
  month: string;
  market: string;
  category: string;
  currency: string;
  our_messages: number;
  our_micros: bigint | string;
  meta_messages: number;
  meta_free: number;
  meta_micros: bigint | string;
  read_at: Date;
}

/** The newest months that were compared, the newest first. */
export async function billedMonths(tx: Tx, shopId: string, most: number): Promise<BilledMonth[]> {
  const rows = await tx.$queryRaw<RawBilled[]>`
    select to_char(month, 'YYYY-MM') as month, market, category, currency, our_messages, our_micros, meta_messages,
      meta_free, meta_micros, read_at
    from billed_month b where shop_id = ${shopId}::uuid and month in (
      select distinct month from billed_month where shop_id = ${shopId}::uuid order by month desc limit ${most})
    order by b.month desc, greatest(our_micros, meta_micros) desc, market, category`;
  return [...Map.groupBy(rows, (row) => row.month)].map(([month, lines]) => ({
    month,
    readAt: new Date(lines[0]?.read_at ?? 0).toISOString(),
    lines: lines.map((row) => ({
      market: row.market,
      category: row.category,
      currency: row.currency,
      ourMessages: row.our_messages,
      ourMicros: Number(row.our_micros),
      metaMessages: row.meta_messages,
      metaFree: row.meta_free,
      metaMicros: Number(row.meta_micros),
    })),
  }));
}
