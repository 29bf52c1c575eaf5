import type { Tx } from "#app/ports/db.ts";

export interface CreditRow {
  orderId: string;
  kind: string;
  reason: string;
  messageId: string | null;
  seriesId: string | null;
  checkoutId: string | null;
  arm: string | null;
  amountMinor: number;
  currency: string;
  at: Date;
}

/** One order, one credit: a later look at the same order replaces it. */
export async function writeCredit(tx: Tx, shopId: string, credit: CreditRow): Promise<void> {
  const { orderId, ...rest } = credit;
  const row = { ...rest, amountMinor: BigInt(rest.amountMinor) };
  await tx.credit.upsert({
    where: { shopId_orderId: { shopId, orderId } },
    create: { shopId, orderId, ...row },
    update: row,
  });
}
