import { DAY_MS } from "#app/shared/duration.ts";
import { ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/** The window within which the chances of the model mean a next order. */
const WINDOW_DAYS = 60;
const LOOK_BACK_DAYS = 365;
const FEWEST_ORDERS = 50;

/**
 * Share of a shop's orders that the same person followed by another within 60 days, of the year whose 60 days are
 * over at `at`, in milliseconds. Null where there are too few to say.
 */
export function orderChanceAt(history: PurchaseHistory, at: number): number | null {
  const until = at - WINDOW_DAYS * DAY_MS;
  const from = until - LOOK_BACK_DAYS * DAY_MS;
  let orders = 0;
  let followed = 0;
  // Of guests nobody knows whether they came back.
  for (const person of history.personIndex.values()) {
    const own = ordersOf(history, person, Infinity);
    for (const [n, order] of own.entries()) {
      const orderedAt = history.orderAt[order] ?? 0;
      if (orderedAt < from || orderedAt > until) continue;
      const next = own[n + 1];
      const nextAt = next === undefined ? Infinity : (history.orderAt[next] ?? Infinity);
      orders += 1;
      if (nextAt - orderedAt <= WINDOW_DAYS * DAY_MS) followed += 1;
    }
  }
  return orders < FEWEST_ORDERS ? null : followed / orders;
}
