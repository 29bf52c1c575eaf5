import { readShop } from "#app/modules/shops/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import { analyticsSchema } from "./analytics.types.ts";
import { deliveredBetween, writeBilledMonth } from "./billed-month.store.server.ts";
import { calendarDay, monthOf, monthSpan } from "./budget-period.rules.ts";
import { writeBilledCurrency } from "./budget.store.server.ts";
import { openBudget } from "./open-budget.ts";
import { reconcile } from "./reconcile.rules.ts";

/** The WhatsApp account that Meta bills. */
export interface BilledAccount {
  wabaId: string;
  token: string;
}

type Outcome = { outcome: "compared"; lines: number } | { outcome: "refused"; httpStatus: number };

const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

/** Meta's own sums of what it charged (contract 6.3). */
async function askMeta(deps: Deps, account: BilledAccount, span: { from: Date; to: Date }) {
  const fields =
    `currency,pricing_analytics.start(${seconds(span.from)}).end(${seconds(span.to)}).granularity(DAILY)` +
    ".dimensions(PRICING_CATEGORY,PRICING_TYPE,COUNTRY)";
  const answer = await deps.whatsapp.call({
    method: "GET",
    path: `${account.wabaId}?fields=${fields}`,
    token: account.token,
  });
  const parsed = analyticsSchema.safeParse(answer.json);
  return { httpStatus: answer.httpStatus, meta: parsed.success ? parsed.data : null };
}

/** Sets a month of ours beside Meta's, and keeps both. It may run again: the newest answer stands. */
async function reconcileMonth(
  deps: Deps,
  shopId: string,
  asked: { account: BilledAccount; month: string },
): Promise<Outcome> {
  const { account, month } = asked;
  const at = deps.clock.now();
  const { timeZone } = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const span = monthSpan(month, timeZone);
  const { httpStatus, meta } = await askMeta(deps, account, span);
  if (httpStatus !== 200 || !meta) return { outcome: "refused", httpStatus };
  return deps.db.inShop(shopId, async (tx) => {
    const budget = await openBudget(tx, shopId, { day: calendarDay(at, timeZone), at });
    if (meta.currency) await writeBilledCurrency(tx, shopId, meta.currency);
    const ours = await deliveredBetween(tx, shopId, span);
    const points = meta.pricing_analytics.data.flatMap((one) => one.data_points);
    const lines = reconcile(ours, points, meta.currency ?? budget.currency);
    const ourFree = lines.map((line) => line.ourFree);
    await writeBilledMonth(tx, shopId, { month, lines, ourFree, at });
    return { outcome: "compared", lines: lines.length };
  });
}

/** Meta's sums of a month that is over still change for a few days. */
const LAST_MONTH_UNTIL_DAY = 10;

/** Compares the month that runs and, early in it, the one before. */
export async function reconcileCosts(
  deps: Deps,
  shopId: string,
  account: BilledAccount,
): Promise<void> {
  const { timeZone } = await deps.db.inShop(shopId, (tx) => readShop(tx, shopId));
  const today = calendarDay(deps.clock.now(), timeZone);
  const month = monthOf(today);
  const isEarly = Number(today.slice(8)) <= LAST_MONTH_UNTIL_DAY;
  const before = new Date(Date.parse(`${month}-01T00:00:00Z`) - DAY_MS);
  const months = isEarly ? [before.toISOString().slice(0, 7), month] : [month];
  for (const one of months) {
    const done = await reconcileMonth(deps, shopId, { account, month: one });
    deps.log.info("costs.reconciled", { shopId, month: one, ...done });
  }
}
