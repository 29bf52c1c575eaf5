import { DAY_MS } from "#app/shared/duration.ts";
import { itemsOf, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/** One purchase of a person: when, in milliseconds, and which products, by their number. */
export interface Purchase {
  at: number;
  items: ArrayLike<number>;
}

/** What a person's purchases say of one product they bought. */
export interface OwnPurchases {
  count: number;
  /** shares of the person's orders that held it, later ones counting more: half after 30 and 90 days */
  share30: number;
  share90: number;
  /** orders since the last one that held it */
  ordersSince: number;
  daysSince: number;
  inLast: boolean;
}

export interface Profile {
  orders: number;
  meanItems: number;
  own: Map<number, OwnPurchases>;
  last: ArrayLike<number>;
}

const half = (ageMs: number, days: number) => 0.5 ** (ageMs / DAY_MS / days);
/** A purchase or two must not look like a certainty. */
const PRIOR = { share30: { bought: 0.02, orders: 0.1 }, share90: { bought: 0.05, orders: 0.2 } };

function firstPurchase(): OwnPurchases {
  return { count: 0, share30: 0, share90: 0, ordersSince: 0, daysSince: 0, inLast: false };
}

/** Sums a person's purchases, oldest first, as seen at `at`; the last of them is the last purchase. */
export function profileOf(purchases: readonly Purchase[], at: number): Profile {
  const own = new Map<number, OwnPurchases>();
  const total = { share30: 0, share90: 0, items: 0 };
  for (const [n, purchase] of purchases.entries()) {
    const ageMs = Math.max(0, at - purchase.at);
    const weight = { share30: half(ageMs, 30), share90: half(ageMs, 90) };
    total.share30 += weight.share30;
    total.share90 += weight.share90;
    total.items += purchase.items.length;
    for (const item of Array.from(purchase.items)) {
      const sum = own.get(item) ?? firstPurchase();
      sum.count += 1;
      sum.share30 += weight.share30;
      sum.share90 += weight.share90;
      sum.ordersSince = purchases.length - 1 - n;
      sum.daysSince = ageMs / DAY_MS;
      sum.inLast = n === purchases.length - 1;
      own.set(item, sum);
    }
  }
  for (const sum of own.values()) {
    sum.share30 = (sum.share30 + PRIOR.share30.bought) / (total.share30 + PRIOR.share30.orders);
    sum.share90 = (sum.share90 + PRIOR.share90.bought) / (total.share90 + PRIOR.share90.orders);
  }
  const orders = Math.max(1, purchases.length);
  return {
    orders,
    meanItems: Math.max(1, total.items / orders),
    own,
    last: purchases.at(-1)?.items ?? [],
  };
}

/** A person's purchases among the first `upTo` orders, oldest first. */
export function purchasesOf(history: PurchaseHistory, person: number, upTo: number): Purchase[] {
  return Array.from(ordersOf(history, person, upTo), (order) => ({
    at: history.orderAt[order] ?? 0,
    items: itemsOf(history, order),
  }));
}
