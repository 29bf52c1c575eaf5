import { type HistoryOrder, ordersOfPerson } from "#app/modules/orders/index.ts";
import type { Deps } from "#app/ports/deps.ts";
import type { Tx } from "#app/ports/db.ts";
import { forgetOrder, learnOrder } from "../learn-order.rules.ts";
import type { LiveModel } from "../live-model.rules.ts";
import { type KnownOrder, knownOrder } from "../load/collect-history.rules.ts";
import { itemsOf } from "../purchase-history.rules.ts";

/** An identifier of so many orders is no person's; see `Persons`. */
const MOST_ORDERS = 1_000;

/** Who has a model's orders, by their number. */
function personOfOrder({ signals }: LiveModel, orderId: string): number {
  const { history } = signals;
  const place = history.placeOf(orderId);
  return place < 0 ? -1 : (history.orderPerson[place] ?? -1);
}

function nameOf({ signals }: LiveModel, person: number): string | null {
  for (const [name, number] of signals.history.personIndex) if (number === person) return name;
  return null;
}

/**
 * Whom the model calls the person behind an order: by their other orders in the database. Where an order shows that
 * two of the model are one person, it counts for the one with more orders; the next fit joins them.
 */
async function personIdOf(
  tx: Tx,
  { shopId, live }: { shopId: string; live: LiveModel },
  order: KnownOrder,
): Promise<string | null> {
  if (order.personHashes.length === 0) return null;
  const personHashes = [...order.personHashes];
  const orderIds = await ordersOfPerson(tx, shopId, { personHashes, most: MOST_ORDERS });
  if (orderIds.length === 0) return null;
  const persons = new Map<number, number>();
  for (const orderId of orderIds) {
    const person = personOfOrder(live, orderId);
    if (person >= 0) persons.set(person, (persons.get(person) ?? 0) + 1);
  }
  const [most] = [...persons].toSorted(([, a], [, b]) => b - a);
  return most === undefined ? order.orderId : (nameOf(live, most[0]) ?? order.orderId);
}

/** Does the model know the order just as it is now? */
function isAsKnown({ signals }: LiveModel, order: KnownOrder): boolean {
  const { history } = signals;
  const place = history.placeOf(order.orderId);
  if (place < 0) return false;
  const items = Array.from(itemsOf(history, place), (item) => history.products[item] ?? "");
  return (
    items.length === order.productIds.length && order.productIds.every((id) => items.includes(id))
  );
}

/**
 * Learns orders as the database has them now: new ones, changed ones anew, and takes back those that came to
 * nothing. What is known already changes nothing. Gives how many changed the model.
 */
export async function learnOrders(
  deps: Pick<Deps, "db">,
  { shopId, live }: { shopId: string; live: LiveModel },
  { orders, now }: { orders: readonly HistoryOrder[]; now: Date },
): Promise<number> {
  const changed = orders.map(knownOrder).filter((order) => !isAsKnown(live, order));
  if (changed.length === 0) return 0;
  return deps.db.inShop(shopId, async (tx) => {
    let learned = 0;
    for (const order of changed) {
      const personId =
        order.productIds.length === 0 ? null : await personIdOf(tx, { shopId, live }, order);
      const wasKnown = forgetOrder(live, order.orderId);
      // The database says that it counts again, or still.
      if (order.productIds.length > 0) live.cancelled.delete(order.orderId);
      const outcome = learnOrder(live, { ...order, personId }, now.getTime());
      if (wasKnown || outcome === "learned") learned += 1;
    }
    return learned;
  });
}
