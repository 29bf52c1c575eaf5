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
  /** the mean of the last three orders */
  recentItems: number;
  /** since the last order */
  idleDays: number;
  /** of the last 90 days */
  ordersLately: number;
  /** share of what later orders held that an earlier one had held, too */
  boughtAgain: number;
  own: Map<number, OwnPurchases>;
  last: ArrayLike<number>;
}

const half = (ageMs: number, days: number) => 0.5 ** (ageMs / DAY_MS / days);
/** A purchase or two must not look like a certainty. */
const PRIOR = { share30: { bought: 0.02, orders: 0.1 }, share90: { bought: 0.05, orders: 0.2 } };

const RECENT_ORDERS = 3;
const LATELY_DAYS = 90;
/** As if two products more had been bought, and so many of them again. */
const PRIOR_AGAIN = { again: 0.3, bought: 2 };

/** How the person's orders come, and how large they are. */
function habitsOf(purchases: readonly Purchase[], at: number) {
  const recent = purchases.slice(-RECENT_ORDERS);
  const items = recent.reduce((sum, purchase) => sum + purchase.items.length, 0);
  const since = at - LATELY_DAYS * DAY_MS;
  return {
    recentItems: items / Math.max(1, recent.length),
    idleDays: Math.max(0, at - (purchases.at(-1)?.at ?? at)) / DAY_MS,
    ordersLately: purchases.filter((purchase) => purchase.at >= since).length,
  };
}

function firstPurchase(): OwnPurchases {
  return { count: 0, share30: 0, share90: 0, ordersSince: 0, daysSince: 0, inLast: false };
}

/** Sums a person's purchases, oldest first, as seen at `at`; the last of them is the last purchase. */
export function profileOf(purchases: readonly Purchase[], at: number): Profile {
  const own = new Map<number, OwnPurchases>();
  const total = { share30: 0, share90: 0, items: 0 };
  const later = { ...PRIOR_AGAIN };
  for (const [n, purchase] of purchases.entries()) {
    const ageMs = Math.max(0, at - purchase.at);
    const weight = { share30: half(ageMs, 30), share90: half(ageMs, 90) };
    total.share30 += weight.share30;
    total.share90 += weight.share90;
    total.items += purchase.items.length;
    for (const item of Array.from(purchase.items)) {
      const sum = own.get(item) ?? firstPurchase();
      if (n > 0) later.bought += 1;
      if (sum.count > 0) later.again += 1;
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
    ...habitsOf(purchases, at),
    boughtAgain: later.again / later.bought,
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
