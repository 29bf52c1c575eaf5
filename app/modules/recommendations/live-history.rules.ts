import { GrowingColumn } from "./growing.rules.ts";
import { itemsOf, ordersBefore, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/** One order as it comes in. */
export interface NewOrder {
  orderId: string;
  /** null: a guest whom nobody knows */
  personId: string | null;
  /** whole milliseconds */
  at: number;
  productIds: readonly string[];
}

/**
 * A history that takes orders in and out. Columns stay sorted by time: a late order moves those after
 * it, which costs a copy of memory and no more.
 */
export class LiveHistory implements PurchaseHistory {
  readonly products: string[];
  readonly productIndex: Map<string, number>;
  readonly personIndex: Map<string, number>;
  readonly orderIndex = new Map<string, number>();
  readonly guestsCount: boolean;
  readonly #orderAt: GrowingColumn<Float64Array>;
  readonly #orderPerson: GrowingColumn<Int32Array>;
  readonly #orderNumber: GrowingColumn<Int32Array>;
  readonly #orderStart: GrowingColumn<Int32Array>;
  readonly #orderItems: GrowingColumn<Int32Array>;
  readonly #personStart: GrowingColumn<Int32Array>;
  readonly #personOrders: GrowingColumn<Int32Array>;
  #nextNumber: number;

  /** Starts from the first `upTo` orders of a history. */
  constructor(from: PurchaseHistory, upTo: number) {
    const ints = (values: Int32Array) => new GrowingColumn(Int32Array, values);
    this.guestsCount = from.guestsCount;
    this.products = [...from.products];
    this.productIndex = new Map(from.productIndex);
    this.personIndex = new Map(from.personIndex);
    const numbers = from.orderNumber.subarray(0, upTo);
    const known = new Set(numbers);
    for (const [id, number] of from.orderIndex) {
      if (known.has(number)) this.orderIndex.set(id, number);
    }
    this.#nextNumber = from.orderNumber.reduce((most, number) => Math.max(most, number + 1), 0);
    this.#orderAt = new GrowingColumn(Float64Array, from.orderAt.subarray(0, upTo));
    this.#orderPerson = ints(from.orderPerson.subarray(0, upTo));
    this.#orderNumber = ints(numbers);
    this.#orderStart = ints(from.orderStart.subarray(0, upTo + 1));
    this.#orderItems = ints(from.orderItems.subarray(0, from.orderStart[upTo] ?? 0));
    const persons = from.personStart.length - 1;
    const counts = Int32Array.from({ length: persons }, (_, n) => ordersOf(from, n, upTo).length);
    const starts = new Int32Array(persons + 1);
    for (const [n, count] of counts.entries()) starts[n + 1] = (starts[n] ?? 0) + count;
    this.#personStart = ints(starts);
    this.#personOrders = ints(from.personOrders.filter((order) => order < upTo));
  }

  get orderAt(): Float64Array {
    return this.#orderAt.values;
  }
  get orderPerson(): Int32Array {
    return this.#orderPerson.values;
  }
  get orderNumber(): Int32Array {
    return this.#orderNumber.values;
  }
  get orderStart(): Int32Array {
    return this.#orderStart.values;
  }
  get orderItems(): Int32Array {
    return this.#orderItems.values;
  }
  get personStart(): Int32Array {
    return this.#personStart.values;
  }
  get personOrders(): Int32Array {
    return this.#personOrders.values;
  }

  /** Gives the place of the order among all. */
  insert(order: NewOrder): number {
    const items = Int32Array.from(new Set(order.productIds.map((id) => this.#product(id)))).sort();
    const person = this.#person(order.personId);
    // Behind those of the same moment, as a fit would put it.
    const place = ordersBefore(this, order.at + 1);
    this.#makeRoom(place, 1);
    const start = this.orderStart[place] ?? 0;
    this.#orderAt.insert(place, [order.at]);
    this.#orderPerson.insert(place, [person]);
    this.#orderNumber.insert(place, [this.#nextNumber]);
    this.orderIndex.set(order.orderId, this.#nextNumber++);
    this.#orderItems.insert(start, items);
    this.#orderStart.insert(place, [start]);
    this.#orderStart.shift(place + 1, items.length);
    if (person < 0) return place;
    this.#personOrders.insert(this.#placeOfPerson(person, place), [place]);
    this.#personStart.shift(person + 1, 1);
    return place;
  }

  /** Where the order of this id is, -1 where none is. */
  placeOf(orderId: string): number {
    const number = this.orderIndex.get(orderId);
    return number === undefined ? -1 : this.orderNumber.lastIndexOf(number);
  }

  remove(orderId: string): void {
    const place = this.placeOf(orderId);
    if (place < 0) return;
    const person = this.orderPerson[place] ?? -1;
    const items = itemsOf(this, place).length;
    if (person >= 0) {
      this.#personOrders.remove(this.#placeOfPerson(person, place), 1);
      this.#personStart.shift(person + 1, -1);
    }
    this.#orderItems.remove(this.orderStart[place] ?? 0, items);
    this.#orderStart.remove(place, 1);
    this.#orderStart.shift(place, -items);
    this.#orderAt.remove(place, 1);
    this.#orderPerson.remove(place, 1);
    this.#orderNumber.remove(place, 1);
    this.orderIndex.delete(orderId);
    this.#makeRoom(place, -1);
  }

  #product(id: string): number {
    const known = this.productIndex.get(id);
    if (known !== undefined) return known;
    this.productIndex.set(id, this.products.length);
    return this.products.push(id) - 1;
  }

  /** A guest who counts is somebody new every time. */
  #person(id: string | null): number {
    if (id === null && !this.guestsCount) return -1;
    const known = id === null ? undefined : this.personIndex.get(id);
    if (known !== undefined) return known;
    const number = this.personStart.length - 1;
    this.#personStart.insert(number + 1, [this.personOrders.length]);
    if (id !== null) this.personIndex.set(id, number);
    return number;
  }

  /** Where among the orders of a person an order stands, or would stand. */
  #placeOfPerson(person: number, order: number): number {
    const end = this.personStart[person + 1] ?? 0;
    let place = this.personStart[person] ?? 0;
    while (place < end && (this.personOrders[place] ?? 0) < order) place++;
    return place;
  }

  /** Renumbers the orders from `place` on; nothing to do for the latest. */
  #makeRoom(place: number, by: 1 | -1): void {
    if (place >= this.orderAt.length) return;
    const orders = this.personOrders;
    for (let n = 0; n < orders.length; n++) {
      if ((orders[n] ?? 0) >= place) orders[n] = (orders[n] ?? 0) + by;
    }
  }
}
