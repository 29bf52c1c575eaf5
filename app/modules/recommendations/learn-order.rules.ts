import { basketOf, distinctItems } from "./co-purchase.rules.ts";
import type { NewOrder } from "./live-history.rules.ts";
import type { LiveModel, LiveSignals } from "./live-model.rules.ts";
import { itemsOf, ordersOf } from "./purchase-history.rules.ts";
import { countRepeat, countRepeats } from "./repeats.rules.ts";

export type Learned =
  | "learned"
  /** the same order a second time, or one that was cancelled before it came */
  | "known"
  /** dated in the future: it would push all others out of the windows */
  | "not_yet"
  | "without_products";

/** Learns again what is in the person's basket, and who in it goes with whom. */
function learnBasket({ history, baskets, neighbours, upTo }: LiveSignals, person: number): void {
  if (person < 0) return;
  const change = baskets.change(person, basketOf(history, person, upTo));
  if (change.added.length + change.removed.length === 0) return;
  neighbours.outdate();
  const others = Int32Array.from(new Set([...change.before, ...change.after]));
  const together = new Uint32Array(others.length);
  for (const product of [...change.removed, ...change.added]) {
    baskets.countTogether(product, others, together);
    neighbours.meet(product, others, together);
  }
}

/** Adds to, or takes off, all that a person's orders say of buying again. */
function countPerson({ history, repeats, upTo }: LiveSignals, person: number, by: 1 | -1): void {
  if (person < 0) return;
  countRepeats(repeats, { history, orders: ordersOf(history, person, upTo), by });
}

/** Does the person have a later order than one of this moment? */
function hasLater({ history, upTo }: LiveSignals, person: number, at: number): boolean {
  if (person < 0) return false;
  const last = ordersOf(history, person, upTo).at(-1);
  return last !== undefined && (history.orderAt[last] ?? 0) > at;
}

/** Gives the order's place; counts of buying again follow. */
function insert(signals: LiveSignals, order: NewOrder): number {
  const { history } = signals;
  const known = history.personIndex.get(order.personId ?? "") ?? -1;
  const person = order.personId === null ? -1 : known;
  const late = hasLater(signals, person, order.at);
  if (late) countPerson(signals, person, -1);
  const place = history.insert(order);
  signals.makeRoom();
  if (late) countPerson(signals, person, 1);
  else if (person >= 0) {
    // The usual case, without counting all of the person's orders again.
    const seen = new Set(distinctItems(history, person, place));
    countRepeat(signals.repeats, { seen, items: itemsOf(history, place), by: 1 });
  }
  return place;
}

/** Time passes: what is older than a window no longer counts in it. Never goes back. */
export function moveTo({ signals }: LiveModel, at: number): void {
  if (at <= signals.at) return;
  signals.at = at;
  signals.popularity.moveTo(at);
}

/**
 * Learns one order, in milliseconds and once per order id, as a fit on the same orders would, except
 * for what only a fit does: companions that have just become significant carry no ridge weight yet, and
 * the weights of the signals stay as they are.
 */
export function learnOrder(model: LiveModel, order: NewOrder, now: number): Learned {
  const { signals, cancelled } = model;
  if (signals.history.orderIndex.has(order.orderId)) return "known";
  if (cancelled.has(order.orderId)) return "known";
  if (order.productIds.length === 0) return "without_products";
  if (order.at >= now) return "not_yet";
  if (now > signals.at) {
    signals.at = now;
    signals.popularity.moveTo(now);
  }
  const place = insert(signals, order);
  signals.popularity.add(place);
  learnBasket(signals, signals.history.orderPerson[place] ?? -1);
  return "learned";
}

/**
 * Takes a cancelled order back, as if it had never been, and remembers it: should it arrive after all, it
 * is not learned. A companion that it pushed out comes back with the next fit.
 */
export function forgetOrder({ signals, cancelled }: LiveModel, orderId: string): boolean {
  cancelled.add(orderId);
  const { history } = signals;
  const place = history.placeOf(orderId);
  if (place < 0) return false;
  const person = history.orderPerson[place] ?? -1;
  const at = history.orderAt[place] ?? 0;
  const items = itemsOf(history, place).slice();
  countPerson(signals, person, -1);
  history.remove(orderId);
  countPerson(signals, person, 1);
  signals.popularity.remove(items, at);
  learnBasket(signals, person);
  return true;
}
