import type { Baskets } from "./people.rules.ts";
import { groupValues, itemsOf, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/**
 * Who bought what, by person: everything one person ever bought is one basket. On real orders this
 * finds better matches than counting by order, and one order of a wholesaler counts once.
 */
export interface PersonBaskets {
  readonly products: number;
  readonly persons: number;
  /** those of them who bought anything by then */
  readonly people: number;
  readonly personStart: Int32Array;
  /** distinct products of each person */
  readonly personItems: Int32Array;
  readonly productStart: Int32Array;
  /** persons who bought each product */
  readonly productPersons: Int32Array;
}

/** Products bought together with each product, and by how many persons. */
export interface CoPurchases {
  readonly start: Int32Array;
  readonly other: Int32Array;
  readonly persons: Float32Array;
}

/** A reseller's thousands of products say little about any pair of them, and cost their square. */
const MOST_PER_PERSON = 1_000;
/** Up to so many products every pair is kept, above only the more frequent pairs of each product. */
const KEEP_ALL_PAIRS_UP_TO = 6_000;
const MOST_PAIRS_PER_PRODUCT = 768;

/** The products a person bought in the first `upTo` orders, latest first, each once. */
export function distinctItems(history: PurchaseHistory, person: number, upTo: number): number[] {
  const seen = new Set<number>();
  const orders = ordersOf(history, person, upTo);
  for (let n = orders.length - 1; n >= 0; n--) {
    for (const item of itemsOf(history, orders[n] ?? 0)) seen.add(item);
  }
  return [...seen];
}

/** The same, no more than count. */
export function basketOf(history: PurchaseHistory, person: number, upTo: number): number[] {
  return distinctItems(history, person, upTo).slice(0, MOST_PER_PERSON);
}

export function personBaskets(history: PurchaseHistory, upTo: number): PersonBaskets {
  const persons = history.personStart.length - 1;
  const starts = new Int32Array(persons + 1);
  const parts: number[][] = [];
  for (let person = 0; person < persons; person++) {
    const items = basketOf(history, person, upTo);
    parts.push(items);
    starts[person + 1] = (starts[person] ?? 0) + items.length;
  }
  const personItems = new Int32Array(starts[persons] ?? 0);
  const owners = new Int32Array(personItems.length);
  for (const [person, items] of parts.entries()) {
    personItems.set(items, starts[person]);
    owners.fill(person, starts[person], starts[person + 1]);
  }
  const products = history.products.length;
  const byProduct = groupValues(personItems, owners, products);
  return {
    products,
    persons,
    people: parts.filter((items) => items.length > 0).length,
    personStart: starts,
    personItems,
    productStart: byProduct.starts,
    productPersons: byProduct.values,
  };
}

export function buyersOf(baskets: PersonBaskets, product: number): number {
  return (baskets.productStart[product + 1] ?? 0) - (baskets.productStart[product] ?? 0);
}

/** To be asked person by person and product by product. */
export function fittedBaskets(baskets: PersonBaskets): Baskets {
  const { persons, personStart, personItems, productStart, productPersons } = baskets;
  return {
    persons,
    buyersOf: (product) => buyersOf(baskets, product),
    personsWith: (product) =>
      productPersons.subarray(productStart[product], productStart[product + 1]),
    basketOf: (person) => personItems.subarray(personStart[person], personStart[person + 1]),
  };
}

/** Counts the companions of one product into `counts`; gives who they are. */
function countCompanions(baskets: PersonBaskets, product: number, counts: Uint32Array): number[] {
  const { productStart, productPersons, personStart, personItems } = baskets;
  const found: number[] = [];
  const last = productStart[product + 1] ?? 0;
  for (let n = productStart[product] ?? 0; n < last; n++) {
    const person = productPersons[n] ?? 0;
    const end = personStart[person + 1] ?? 0;
    for (let k = personStart[person] ?? 0; k < end; k++) {
      const item = personItems[k] ?? 0;
      const before = counts[item] ?? 0;
      if (before === 0) found.push(item);
      counts[item] = before + 1;
    }
  }
  return found;
}

function mostFrequent(found: number[], counts: Uint32Array): number[] {
  if (found.length <= MOST_PAIRS_PER_PRODUCT) return found;
  return found
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, MOST_PAIRS_PER_PRODUCT);
}

/** Every pair's count, product by product, so that memory is that of one row. */
export function countCoPurchases(baskets: PersonBaskets): CoPurchases {
  const { products } = baskets;
  const counts = new Uint32Array(products);
  const start = new Int32Array(products + 1);
  const others: Int32Array[] = [];
  const persons: Float32Array[] = [];
  for (let product = 0; product < products; product++) {
    const found = countCompanions(baskets, product, counts);
    const kept = products <= KEEP_ALL_PAIRS_UP_TO ? found : mostFrequent(found, counts);
    const row = Int32Array.from(kept.filter((other) => other !== product));
    others.push(row);
    persons.push(Float32Array.from(row, (other) => counts[other] ?? 0));
    start[product + 1] = (start[product] ?? 0) + row.length;
    for (const other of found) counts[other] = 0;
  }
  return { start, other: joined(Int32Array, others), persons: joined(Float32Array, persons) };
}

function joined<A extends Int32Array | Float32Array>(
  kind: new (length: number) => A,
  parts: A[],
): A {
  const whole = new kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
