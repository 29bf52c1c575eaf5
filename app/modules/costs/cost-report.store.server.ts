import type { Tx } from "#app/ports/db.ts";
import { type CalendarDay, daysBetween, daysOfMonthUpTo } from "./budget-period.rules.ts";
import type { OtherCategory, SpendLine } from "./cost-report.types.ts";
import { type Market, marketSchema, messageCategorySchema } from "./rate.types.ts";

// Days are listed one by one: the index begins with them.
interface Span {
  from: CalendarDay;
  to: CalendarDay;
}

interface RawLine {
  market: string;
  category: string;
  currency: string | null;
  messages: number;
  delivered: number;
  free: number;
  open: number;
  micros: bigint | string;
  today: bigint | string;
}

/** The month up to today, by market and category; what came back unsent is left out. */
export async function spendOfMonth(
  tx: Tx,
  shopId: string,
  today: CalendarDay,
): Promise<SpendLine[]> {
  const rows = await tx.$queryRaw<RawLine[]>`
    select market, category, currency, count(*)::int as messages,
      (count(*) filter (where state = 'charged'))::int as delivered,
      (count(*) filter (where state = 'free'))::int as free,
      (count(*) filter (where state = 'reserved'))::int as open, coalesce(sum(micros), 0)::bigint as micros,
      coalesce(sum(micros) filter (where day = ${today}::date), 0)::bigint as today
    from charge where shop_id = ${shopId}::uuid and state <> 'released'
      and day = any(${daysOfMonthUpTo(today)}::date[])
    group by market, category, currency order by 8 desc, 4 desc`;
  return rows.map(({ market, category, micros, today: ofToday, ...counts }) => ({
    ...counts,
    market: marketSchema.parse(market),
    category: messageCategorySchema.parse(category),
    micros: Number(micros),
    todayMicros: Number(ofToday),
  }));
}

/** What WhatsApp calls the month's messages, where it bills another category than was reserved. */
export async function categoriesBilled(
  tx: Tx,
  shopId: string,
  today: CalendarDay,
): Promise<OtherCategory[]> {
  return tx.$queryRaw<OtherCategory[]>`
    select category, billed_category as billed, count(*)::int as messages
    from charge where shop_id = ${shopId}::uuid and state = 'charged' and billed_category is not null
      and day = any(${daysOfMonthUpTo(today)}::date[])
    group by category, billed_category order by 3 desc`;
}

/** How many messages went to which market in these days. */
export async function marketsSince(
  tx: Tx,
  shopId: string,
  span: Span,
): Promise<Map<Market, number>> {
  const rows = await tx.$queryRaw<{ market: string; messages: number }[]>`
    select market, count(*)::int as messages from charge
    where shop_id = ${shopId}::uuid and day = any(${daysBetween(span.from, span.to)}::date[]) group by market`;
  return new Map(rows.map((row) => [marketSchema.parse(row.market), row.messages]));
}

/** Service messages of the month that were charged, free or are on their way. */
export async function serviceMessages(tx: Tx, shopId: string, today: CalendarDay): Promise<number> {
  const rows = await tx.$queryRaw<{ messages: number }[]>`
    select count(*)::int as messages from charge
    where shop_id = ${shopId}::uuid and category = 'service' and state <> 'released'
      and day = any(${daysOfMonthUpTo(today)}::date[])`;
  return rows[0]?.messages ?? 0;
}

/** What messages of these days cost, by currency, in millionths. */
export async function spentSince(
  tx: Tx,
  shopId: string,
  span: Span,
): Promise<{ currency: string; micros: number }[]> {
  const rows = await tx.$queryRaw<{ currency: string; micros: bigint | string }[]>`
    select currency, sum(micros)::bigint as micros from charge
    where shop_id = ${shopId}::uuid and day = any(${daysBetween(span.from, span.to)}::date[]) and currency is not null and state <> 'released'
    group by currency order by 2 desc`;
  return rows.map(({ currency, micros }) => ({ currency, micros: Number(micros) }));
}
