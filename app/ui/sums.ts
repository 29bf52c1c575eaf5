import type { OrderSum } from "#app/modules/reports/home-report.types.ts";
import { amount, type Micros } from "./costs/amount.ts";
import type { Words } from "./words.tsx";

/** What orders came to, by currency; nothing is nothing in the shop's own. */
export function orderSum({ amounts }: OrderSum, { money }: Words, currency: string): string {
  return (amounts.length > 0 ? amounts : [{ minor: 0, currency }]).map(money).join(" + ");
}

/** What messages cost, by currency. */
export function costSum(costs: readonly Micros[], { locale }: Words, currency: string): string {
  const all = costs.length > 0 ? costs : [{ micros: 0, currency }];
  return all.map((one) => amount(one, locale)).join(" + ");
}
