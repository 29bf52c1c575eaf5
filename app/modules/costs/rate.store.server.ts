import type { Tx } from "#app/ports/db.ts";
import { type Rate, rateSchema } from "./rate.types.ts";
import type { WrittenRate } from "./written-rate.rules.ts";

interface RawRate {
  market: string;
  category: string;
  currency: string;
  valid_from: string;
  micros: bigint;
  estimate: boolean;
  source: string;
}

/** A rate holds from midnight UTC of its day on: in which zone Meta's day begins we are not told. */
function rateOf(row: RawRate): Rate {
  return rateSchema.parse({
    market: row.market,
    category: row.category,
    currency: row.currency,
    micros: Number(row.micros),
    validFrom: new Date(`${row.valid_from}T00:00:00Z`),
    source: row.source,
    estimate: row.estimate,
  });
}

/** The merchant's own prices, and the account's currency where it is set, in one statement. */
export async function readOwnRates(
  tx: Tx,
  shopId: string,
): Promise<{ currency: string | null; rates: Rate[] }> {
  const rows = await tx.$queryRaw<(RawRate & { account: string | null; has_rate: boolean })[]>`
    select (select currency from budget where shop_id = ${shopId}::uuid) as account, r.market is not null as has_rate,
      r.market, r.category, r.currency, r.valid_from::text, r.micros, r.estimate, r.source
    from (select 1) as one left join rate r on r.shop_id = ${shopId}::uuid`;
  return {
    currency: rows[0]?.account ?? null,
    rates: rows.filter((row) => row.has_rate).map(rateOf),
  };
}

/** Enters prices. One that has begun stays as it is, whoever asks. */
export async function writeRates(
  tx: Tx,
  shopId: string,
  entered: { rates: WrittenRate[]; source: string; at: Date },
): Promise<void> {
  const { rates, source, at } = entered;
  await tx.$executeRaw`
    insert into rate as r (shop_id, market, category, currency, valid_from, micros, estimate, source, entered_at)
    select ${shopId}::uuid, u.market, u.category, u.currency, u.valid_from, u.micros, false, ${source}, ${at}
    from unnest(${rates.map((r) => r.market)}::text[], ${rates.map((r) => r.category)}::text[],
      ${rates.map((r) => r.currency)}::text[], ${rates.map((r) => r.validFrom)}::date[],
      ${rates.map((r) => r.micros)}::bigint[]) as u(market, category, currency, valid_from, micros)
    on conflict (shop_id, market, category, currency, valid_from) do update set micros = excluded.micros,
      source = excluded.source, entered_at = excluded.entered_at
    where r.valid_from > (${at}::timestamptz at time zone 'UTC')::date`;
}
