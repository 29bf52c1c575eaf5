import { readShop } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import { defaultCurrency } from "./account-currency.rules.ts";
import type { CalendarDay } from "./budget-period.rules.ts";
import { insertBudget, lockBudget } from "./budget.store.server.ts";
import type { Budget } from "./budget.types.ts";

/** The shop's budget, locked; made at its first use. */
export async function openBudget(
  tx: Tx,
  shopId: string,
  first: { day: CalendarDay; at: Date },
): Promise<Budget> {
  const known = await lockBudget(tx, shopId);
  if (known) return known;
  const { currency } = await readShop(tx, shopId);
  await insertBudget(tx, shopId, { ...first, currency: defaultCurrency(currency) });
  const made = await lockBudget(tx, shopId);
  if (!made) throw new Error(`The shop ${shopId} has no budget row after it was written`);
  return made;
}
