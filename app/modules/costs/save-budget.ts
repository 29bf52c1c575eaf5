import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { calendarDay } from "./budget-period.rules.ts";
import { onDay } from "./budget.rules.ts";
import { writeLimits } from "./budget.store.server.ts";
import { type BudgetLimits, budgetLimitsSchema } from "./budget.types.ts";
import { openBudget } from "./open-budget.ts";

/**
 * Sets the shop's limits. What is reserved stays reserved: a limit below it lets nothing more through.
 * The lock orders this among the claims, so none that begins later sees the old limit.
 */
export async function saveBudget(deps: Deps, shopId: string, wish: BudgetLimits): Promise<void> {
  const limits = budgetLimitsSchema.parse(wish);
  const at = deps.clock.now();
  await deps.db.inShop(shopId, async (tx) => {
    const { timeZone } = await readShop(tx, shopId);
    const today = calendarDay(at, timeZone);
    const before = await openBudget(tx, shopId, { day: today, at });
    const { day } = onDay(before, today);
    const recount = before.currency !== limits.currency;
    await writeLimits(tx, shopId, { limits, day, recount, at });
  });
  deps.log.info("budget.saved", { shopId, ...limits });
}
