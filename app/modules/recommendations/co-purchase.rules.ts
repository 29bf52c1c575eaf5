import type { Baskets } from "./people.rules.ts";
import { widened } from "./growing.rules.ts";
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
/** Of a large catalogue fewer of each product: some 160 MB. */
const MOST_PAIRS = 20_000_000;

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
  const personStart = new Int32Array(persons + 1);
  // Room for all: nobody has more distinct products than lines.
  const room = new Int32Array(history.orderStart[upTo] ?? 0);
  const owners = new Int32Array(room.length);
  let people = 0;
  let used = 0;
  for (let person = 0; person < persons; person++) {
    const items = basketOf(history, person, upTo);
    room.set(items, used);
    owners.fill(person, used, used + items.length);
    used += items.length;
    people += items.length > 0 ? 1 : 0;
    personStart[person + 1] = used;
  }
  const personItems = room.slice(0, used);
  const products = history.products.length;
  const byProduct = groupValues(personItems, owners.subarray(0, used), products);
  return {
    products,
    persons,
    people,
    personStart,
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
  const { persons, people, personStart, personItems, productStart, productPersons } = baskets;
  return {
    persons,
    people,
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

/** The `most` companions that were met most often. */
function mostFrequent(found: number[], counts: Uint32Array, most: number): number[] {
  if (found.length <= most) return found;
  const having: number[] = [];
  for (const item of found) {
    const count = counts[item] ?? 0;
    having[count] = (having[count] ?? 0) + 1;
  }
  let least = having.length - 1;
  let above = 0;
  while (least > 0 && above + (having[least] ?? 0) <= most) above += having[least--] ?? 0;
  // Of those met equally often the first found: who bought it last say who.
  let even = most - above;
  return found.filter((item) => {
    const count = counts[item] ?? 0;
    return count > least || (count === least && even-- > 0);
  });
}

/** Every pair's count, product by product, so that memory is that of one row. */
export function countCoPurchases(baskets: PersonBaskets): CoPurchases {
  const { products } = baskets;
  const counts = new Uint32Array(products);
  const start = new Int32Array(products + 1);
  const pairs = new PairColumns();
  const most =
    products <= KEEP_ALL_PAIRS_UP_TO
      ? products
      : Math.min(MOST_PAIRS_PER_PRODUCT, Math.ceil(MOST_PAIRS / products));
  for (let product = 0; product < products; product++) {
    const found = countCompanions(baskets, product, counts);
    counts[product] = 0;
    for (const other of mostFrequent(found, counts, most)) {
      const persons = counts[other] ?? 0;
      if (persons > 0) pairs.add(other, persons);
    }
    start[product + 1] = pairs.length;
    for (const other of found) counts[other] = 0;
  }
  return { start, other: pairs.other, persons: pairs.persons };
}

/** Two columns that grow by half, so that ten million pairs need no second copy in the end. */
class PairColumns {
  length = 0;
  #other = new Int32Array(1 << 16);
  #persons = new Float32Array(1 << 16);

  add(other: number, persons: number): void {
    if (this.length === this.#other.length) {
      const length = this.length + 1;
      this.#other = widened(Int32Array, this.#other, { length });
      this.#persons = widened(Float32Array, this.#persons, { length });
    }
    this.#other[this.length] = other;
    this.#persons[this.length++] = persons;
  }

  get other(): Int32Array {
    return this.#other.subarray(0, this.length);
  }

  get persons(): Float32Array {
    return this.#persons.subarray(0, this.length);
  }
}
