import type { OrderSum } from "./home-report.types.ts";

export interface CreditSum {
  kind: string;
  currency: string;
  orders: number;
  minor: number;
}

/** The orders of one kind of credit; amounts in different currencies are never added up. */
export function sumOf(credits: readonly CreditSum[], kind: string): OrderSum {
  const own = credits.filter((credit) => credit.kind === kind);
  return {
    orders: own.reduce((sum, credit) => sum + credit.orders, 0),
    amounts: own.map(({ minor, currency }) => ({ minor, currency })),
  };
}
