import { type HistoryCursor, type HistoryOrder, historyPage } from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { PurchaseHistory } from "../purchase-history.rules.ts";
import { HistoryCollector, knownOrder } from "./collect-history.rules.ts";

const ORDERS_AT_ONCE = 1_000;

/**
 * Reads what was written of a shop's orders after a moment, page by page, each in a transaction of its own: however
 * many there are, none is long. Gives where it ended.
 */
export async function readOrders(
  deps: Pick<Deps, "db">,
  { shopId, after }: { shopId: string; after: HistoryCursor | null },
  take: (orders: HistoryOrder[]) => Promise<void> | void,
): Promise<HistoryCursor | null> {
  let cursor = after;
  for (;;) {
    const from = cursor;
    const page = await deps.db.inShop(shopId, (tx) =>
      historyPage(tx, shopId, from, ORDERS_AT_ONCE),
    );
    await take(page.orders);
    cursor = page.next;
    if (page.orders.length < ORDERS_AT_ONCE) return cursor;
  }
}

/** All orders of a shop that count, as the engine takes them, and where reading ended. */
export async function loadHistory(
  deps: Pick<Deps, "db">,
  shopId: string,
): Promise<{ history: PurchaseHistory; cursor: HistoryCursor | null }> {
  const collector = new HistoryCollector();
  const cursor = await readOrders(deps, { shopId, after: null }, (orders) => {
    for (const order of orders) collector.add(knownOrder(order));
  });
  return { history: collector.build(), cursor };
}
