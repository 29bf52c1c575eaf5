import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { countryOfZone } from "#app/shared/time-zone.ts";
import { defaultCurrency } from "./account-currency.rules.ts";
import { billedMonths } from "./billed-month.store.server.ts";
import { calendarDay } from "./budget-period.rules.ts";
import { alertsOf, onDay } from "./budget.rules.ts";
import { readBudget } from "./budget.store.server.ts";
import type { CostAlert, ShownBudget } from "./budget.types.ts";
import { categoryBehind } from "./charge.rules.ts";
import {
  categoriesBilled,
  marketsSince,
  spendOfMonth,
  spentSince,
} from "./cost-report.store.server.ts";
import type { CostReport } from "./cost-report.types.ts";
import { forecast, hundredOf } from "./forecast.rules.ts";
import { openCard } from "./load-prices.ts";
import { marketOf } from "./market.rules.ts";
import { shownRates, upcomingRates } from "./shown-rates.rules.ts";

const MONTHS_SHOWN = 3;
const MARKETS_OF_DAYS = 90;

/** A shop that never sent anything has spent nothing, and has no limit. */
async function budgetOf(tx: Tx, shop: ShopRow, today: string): Promise<ShownBudget> {
  const known = await readBudget(tx, shop.id);
  if (known) return known;
  const limits = { dayLimit: null, monthLimit: null, unknownPrice: null };
  const counts = { day: today, dayMicros: 0, monthMicros: 0, billedCurrency: null, stop: null };
  return { currency: defaultCurrency(shop.currency), ...limits, ...counts };
}

/** The shop's days of a while. */
function daysOf({ timeZone }: ShopRow, from: Date, to: Date) {
  return { from: calendarDay(from, timeZone), to: calendarDay(to, timeZone) };
}

/** Where the shop's messages went lately; where it stands before the first one. */
async function shares(tx: Tx, shop: ShopRow, now: Date) {
  const found = await marketsSince(tx, shop.id, daysOf(shop, addDays(now, -MARKETS_OF_DAYS), now));
  return found.size > 0 ? found : new Map([[marketOf(countryOfZone(shop.timeZone)), 1]]);
}

async function reportOf(tx: Tx, shop: ShopRow, now: Date): Promise<CostReport> {
  const { timeZone } = shop;
  const today = calendarDay(now, timeZone);
  const shown = await budgetOf(tx, shop, today);
  const { dayMicros, monthMicros } = onDay(shown, today);
  const { currency, dayLimit, monthLimit, unknownPrice, billedCurrency } = shown;
  const { book, own, cards } = await openCard(tx, shop.id, shop);
  const groups = hundredOf(await shares(tx, shop, now));
  const billed = await categoriesBilled(tx, shop.id, today);
  return {
    timeZone,
    today,
    limits: { currency, dayLimit, monthLimit, unknownPrice },
    used: { day: dayMicros, month: monthMicros },
    alerts: alertsOf(shown, now, timeZone),
    billedCurrency,
    lines: await spendOfMonth(tx, shop.id, today),
    otherCategories: billed.filter((one) => categoryBehind(one.billed) !== one.category),
    rates: shownRates(cards, { currency, at: now }),
    upcoming: upcomingRates(own, now),
    forecast: forecast(groups, { category: "marketing", at: now, book, freeServiceLeft: 0 }),
    billed: await billedMonths(tx, shop.id, MONTHS_SHOWN),
  };
}

/** Everything the merchant's page about costs shows. */
export async function costReport(deps: Deps, shopId: string): Promise<CostReport> {
  const now = deps.clock.now();
  return deps.db.inShop(shopId, async (tx) => reportOf(tx, await readShop(tx, shopId), now));
}

/** What the merchant should know of the budget now. */
export async function costAlerts(deps: Deps, tx: Tx, shop: ShopRow): Promise<CostAlert[]> {
  const shown = await readBudget(tx, shop.id);
  return shown ? alertsOf(shown, deps.clock.now(), shop.timeZone) : [];
}

/** What the messages of a while cost, by currency, in millionths: charged and reserved. */
export async function costsBetween(
  tx: Tx,
  shop: ShopRow,
  [from, to]: readonly [from: Date, to: Date],
): Promise<{ currency: string; micros: number }[]> {
  return spentSince(tx, shop.id, daysOf(shop, from, to));
}
