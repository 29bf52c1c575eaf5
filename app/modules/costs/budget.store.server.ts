import type { Tx } from "#app/ports/db.ts";
import { type CalendarDay, daysOfMonthUpTo } from "./budget-period.rules.ts";
import {
  type Budget,
  type BudgetLimits,
  type BudgetStop,
  budgetStopSchema,
  type ReserveLine,
  type ShownBudget,
} from "./budget.types.ts";

interface RawBudget {
  currency: string;
  day_limit_micros: bigint | null;
  month_limit_micros: bigint | null;
  unknown_price_micros: bigint | null;
  day: string;
  day_micros: bigint;
  month_micros: bigint;
}

const orNull = (value: bigint | null) => (value === null ? null : Number(value));

function budgetOf(row: RawBudget): Budget {
  return {
    currency: row.currency,
    dayLimit: orNull(row.day_limit_micros),
    monthLimit: orNull(row.month_limit_micros),
    unknownPrice: orNull(row.unknown_price_micros),
    day: row.day,
    dayMicros: Number(row.day_micros),
    monthMicros: Number(row.month_micros),
  };
}

/** The shop's budget, locked until the transaction ends: parallel workers meet here. Null before its first use. */
export async function lockBudget(tx: Tx, shopId: string): Promise<Budget | null> {
  const rows = await tx.$queryRaw<RawBudget[]>`
    select currency, day_limit_micros, month_limit_micros, unknown_price_micros, day::text, day_micros, month_micros
    from budget where shop_id = ${shopId}::uuid for no key update`;
  return rows[0] ? budgetOf(rows[0]) : null;
}

/** The shop's budget as it stands, unlocked: for showing. */
export async function readBudget(tx: Tx, shopId: string): Promise<ShownBudget | null> {
  const rows = await tx.$queryRaw<
    (RawBudget & { billed_currency: string | null; stop: string | null; stopped_at: Date | null })[]
  >`
    select currency, day_limit_micros, month_limit_micros, unknown_price_micros, day::text, day_micros, month_micros,
      billed_currency, stop, stopped_at
    from budget where shop_id = ${shopId}::uuid`;
  const [row] = rows;
  if (!row) return null;
  const by = budgetStopSchema.safeParse(row.stop);
  const stop = by.success && row.stopped_at ? { by: by.data, at: row.stopped_at } : null;
  return { ...budgetOf(row), billedCurrency: row.billed_currency, stop };
}

/** Notes that the budget held messages back. */
export async function writeStop(
  tx: Tx,
  shopId: string,
  stop: { by: BudgetStop; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    update budget set stop = ${stop.by}, stopped_at = ${stop.at} where shop_id = ${shopId}::uuid`;
}

/** What held messages back for this reason does so no more. */
export async function clearStop(tx: Tx, shopId: string, by: BudgetStop): Promise<void> {
  await tx.$executeRaw`
    update budget set stop = null, stopped_at = null where shop_id = ${shopId}::uuid and stop = ${by}`;
}

/** What Meta bills the account in. */
export async function writeBilledCurrency(tx: Tx, shopId: string, currency: string): Promise<void> {
  await tx.$executeRaw`
    update budget set billed_currency = ${currency} where shop_id = ${shopId}::uuid`;
}

/** Makes the row where there is none yet. */
export async function insertBudget(
  tx: Tx,
  shopId: string,
  first: { currency: string; day: CalendarDay; at: Date },
): Promise<void> {
  await tx.$executeRaw`
    insert into budget (shop_id, currency, day, updated_at)
    values (${shopId}::uuid, ${first.currency}, ${first.day}::date, ${first.at})
    on conflict (shop_id) do nothing`;
}

/**
 * Writes the budget's new counts and a charge per covered message, in one statement. The caller holds the
 * budget's lock. A charge that still stands belongs to an earlier claim whose fate is unknown: both count.
 */
export async function writeReservations(
  tx: Tx,
  shopId: string,
  reserved: { budget: Budget; lines: readonly ReserveLine[]; day: CalendarDay; at: Date },
): Promise<void> {
  const { budget, lines, day, at } = reserved;
  await tx.$executeRaw`
    with kept as (
      insert into charge as c (shop_id, message_id, day, claimed_at, market, category, currency, expected_micros,
        micros, estimate)
      select ${shopId}::uuid, u.id, ${day}::date, ${at}, u.market, u.category, u.currency, u.micros, u.micros,
        u.estimate
      from unnest(${lines.map((l) => l.messageId)}::uuid[], ${lines.map((l) => l.market)}::text[],
        ${lines.map((l) => l.category)}::text[], ${lines.map((l) => l.currency)}::text[],
        ${lines.map((l) => l.micros)}::bigint[], ${lines.map((l) => l.estimate)}::boolean[])
        as u(id, market, category, currency, micros, estimate)
      on conflict (message_id) do update set
        day = case when c.state = 'reserved' then c.day else excluded.day end,
        claimed_at = excluded.claimed_at, market = excluded.market, category = excluded.category,
        currency = excluded.currency, expected_micros = excluded.expected_micros,
        micros = excluded.micros + case when c.state = 'reserved' then coalesce(c.micros, 0) else 0 end,
        estimate = excluded.estimate, claims = case when c.state = 'reserved' then c.claims + 1 else 1 end,
        state = 'reserved', billed_category = null, settled_at = null
    )
    update budget set day = ${budget.day}::date, day_micros = ${budget.dayMicros},
      month_micros = ${budget.monthMicros}
    where shop_id = ${shopId}::uuid`;
}

/** By how much charges of a day changed. */
export interface Delta {
  day: CalendarDay;
  currency: string | null;
  micros: number;
}

/** Corrects the counts by what came back, or came out otherwise; days and months that are over stay. */
export async function correctBudget(tx: Tx, shopId: string, deltas: Delta[]): Promise<void> {
  const changed = deltas.filter(({ micros, currency }) => micros !== 0 && currency !== null);
  if (changed.length === 0) return;
  const days = changed.map(({ day }) => day);
  const currencies = changed.map(({ currency }) => currency);
  const micros = changed.map((one) => one.micros);
  await tx.$executeRaw`
    update budget b set
      day_micros = greatest(0, b.day_micros + coalesce((
        select sum(u.micros) from unnest(${days}::date[], ${currencies}::text[], ${micros}::bigint[])
          as u(day, currency, micros) where u.currency = b.currency and u.day = b.day), 0)),
      month_micros = greatest(0, b.month_micros + coalesce((
        select sum(u.micros) from unnest(${days}::date[], ${currencies}::text[], ${micros}::bigint[])
          as u(day, currency, micros)
        where u.currency = b.currency and date_trunc('month', u.day) = date_trunc('month', b.day)), 0))
    where b.shop_id = ${shopId}::uuid`;
}

/** Writes limits; with another currency the counts are made anew from the charges in it. */
export async function writeLimits(
  tx: Tx,
  shopId: string,
  wish: { limits: BudgetLimits; day: CalendarDay; recount: boolean; at: Date },
): Promise<void> {
  const { limits, day, at } = wish;
  await tx.$executeRaw`
    update budget set currency = ${limits.currency}, day_limit_micros = ${limits.dayLimit},
      month_limit_micros = ${limits.monthLimit}, unknown_price_micros = ${limits.unknownPrice}, updated_at = ${at},
      stop = null, stopped_at = null
    where shop_id = ${shopId}::uuid`;
  if (!wish.recount) return;
  await tx.$executeRaw`
    update budget b set day = ${day}::date, day_micros = c.day, month_micros = c.month
    from (
      select coalesce(sum(micros) filter (where day = ${day}::date), 0) as day, coalesce(sum(micros), 0) as month
      from charge where shop_id = ${shopId}::uuid and currency = ${limits.currency}
        and day = any(${daysOfMonthUpTo(day)}::date[])
    ) c where b.shop_id = ${shopId}::uuid`;
}
