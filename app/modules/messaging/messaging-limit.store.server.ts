import type { Tx } from "#app/ports/db.ts";

/**
 * Counts recipients against what a business portfolio may write to in 24 hours, across its shops and
 * workers, in the transaction that claims them.
 * @param recipients hashes that mean the same person in every shop of the portfolio
 * @returns for whom there is no place, by position, and when one is expected
 */
export async function takeRecipients(
  tx: Tx,
  portfolio: string,
  asked: { limit: number; now: Date; recipients: string[] },
): Promise<Map<number, Date>> {
  const rows = await tx.$queryRaw<{ place: number; free_at: Date }[]>`
    select place, free_at from portfolio_take(${portfolio}, ${asked.limit}::int, ${asked.now}::timestamptz,
      ${asked.recipients}::text[])`;
  return new Map(rows.map((row) => [row.place - 1, row.free_at]));
}
