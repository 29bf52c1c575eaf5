/** Orders in columns, oldest first: years of a shop's history in a few dozen megabytes. */
export interface PurchaseHistory {
  readonly products: readonly string[];
  readonly productIndex: ReadonlyMap<string, number>;
  /** persons with a name */
  readonly personIndex: ReadonlyMap<string, number>;
  /** number of each order by its id; `orderNumber` says which order has which */
  readonly orderIndex: ReadonlyMap<string, number>;
  readonly orderNumber: Int32Array;
  /** per order: when, in milliseconds */
  readonly orderAt: Float64Array;
  /**
   * where most orders name nobody, each of those is a person of one order, for else nothing would be known of what goes
   * together; where few do, they say what others buy than those who come back
   */
  readonly guestsCount: boolean;
  /** per order: whose, -1 for a guest who does not count */
  readonly orderPerson: Int32Array;
  /** per order: where its products start in `orderItems`; one entry more than orders */
  readonly orderStart: Int32Array;
  /** distinct products of each order */
  readonly orderItems: Int32Array;
  /** per person: where their orders start in `personOrders`; one entry more than persons */
  readonly personStart: Int32Array;
  /** orders of each person, oldest first */
  readonly personOrders: Int32Array;
}

export interface PurchaseLine {
  orderId: string;
  /** null: a guest whom nobody knows */
  personId: string | null;
  /** milliseconds */
  at: number;
  productId: string;
}

/** Numbers in a typed array that grows: ten million lines must not become ten million objects. */
class Column {
  #values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Int32Array(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  get values(): Int32Array {
    return this.#values.subarray(0, this.length);
  }
}

function indexOf(map: Map<string, number>, key: string): number {
  const known = map.get(key);
  if (known !== undefined) return known;
  // A copy: an id cut out of a file's text would keep all of that text in memory.
  map.set(` ${key}`.slice(1), map.size);
  return map.size - 1;
}

/** Where each group starts when `groups` are sorted by number: a counting sort's first half. */
function startsOf(groups: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1);
  for (const group of groups) if (group >= 0) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  for (let group = 0; group < count; group++) {
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  }
  return starts;
}

/** Values in the order of their groups, within a group in the order given. */
export function groupValues(
  groups: Int32Array,
  values: Int32Array,
  count: number,
): { starts: Int32Array; values: Int32Array } {
  const starts = startsOf(groups, count);
  const next = starts.slice();
  const sorted = new Int32Array(starts[count] ?? 0);
  for (let position = 0; position < groups.length; position++) {
    const group = groups[position] ?? -1;
    if (group < 0) continue;
    const place = next[group] ?? 0;
    sorted[place] = values[position] ?? 0;
    next[group] = place + 1;
  }
  return { starts, values: sorted };
}

/** Each product of an order once, orders by time. */
function distinctByTime(
  grouped: { starts: Int32Array; values: Int32Array },
  byTime: Int32Array,
): { orderStart: Int32Array; orderItems: Int32Array } {
  const orderStart = new Int32Array(byTime.length + 1);
  const items = new Column();
  for (const [place, order] of byTime.entries()) {
    const lines = grouped.values.subarray(grouped.starts[order], grouped.starts[order + 1]).sort();
    for (const [n, item] of lines.entries()) if (n === 0 || lines[n - 1] !== item) items.push(item);
    orderStart[place + 1] = items.length;
  }
  return { orderStart, orderItems: items.values.slice() };
}

/** Takes order lines in any order; lines of one order may be apart. */
export class HistoryBuilder {
  readonly #products = new Map<string, number>();
  readonly #persons = new Map<string, number>();
  readonly #orders = new Map<string, number>();
  readonly #at: number[] = [];
  readonly #person: (number | null)[] = [];
  readonly #lineOrder = new Column();
  readonly #lineProduct = new Column();

  /** The first line of an order says when and whose it is. */
  add(line: PurchaseLine): void {
    const order = indexOf(this.#orders, line.orderId);
    if (order === this.#at.length) {
      this.#at.push(line.at);
      this.#person.push(line.personId === null ? null : indexOf(this.#persons, line.personId));
    }
    this.#lineOrder.push(order);
    this.#lineProduct.push(indexOf(this.#products, line.productId));
  }

  #mostAreGuests(): boolean {
    const guests = this.#person.filter((person) => person === null).length;
    return guests > this.#person.length / 2;
  }

  build(guestsCount = this.#mostAreGuests()): PurchaseHistory {
    const grouped = groupValues(this.#lineOrder.values, this.#lineProduct.values, this.#at.length);
    const at = this.#at;
    const byTime = Int32Array.from(at.keys()).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
    // They come after everybody with a name.
    let persons = this.#persons.size;
    const guest = () => (guestsCount ? persons++ : -1);
    const orderPerson = byTime.map((order) => this.#person[order] ?? guest());
    const ofPerson = groupValues(orderPerson, Int32Array.from(byTime.keys()), persons);
    return {
      products: [...this.#products.keys()],
      productIndex: this.#products,
      personIndex: this.#persons,
      orderIndex: this.#orders,
      guestsCount,
      orderNumber: byTime,
      orderAt: Float64Array.from(byTime, (order) => at[order] ?? 0),
      orderPerson,
      ...distinctByTime(grouped, byTime),
      personStart: ofPerson.starts,
      personOrders: ofPerson.values,
    };
  }
}

/** How many of the orders, which are sorted by time, lie before a moment. */
export function ordersBefore(history: PurchaseHistory, at: number): number {
  let low = 0;
  let high = history.orderAt.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((history.orderAt[middle] ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function itemsOf(history: PurchaseHistory, order: number): Int32Array {
  return history.orderItems.subarray(history.orderStart[order], history.orderStart[order + 1]);
}

/** A person's orders among the first `upTo`, oldest first. */
export function ordersOf(history: PurchaseHistory, person: number, upTo: number): Int32Array {
  const all = history.personOrders.subarray(
    history.personStart[person],
    history.personStart[person + 1],
  );
  let end = all.length;
  while (end > 0 && (all[end - 1] ?? 0) >= upTo) end--;
  return all.subarray(0, end);
}
