import type { PersonBaskets } from "./co-purchase.rules.ts";
import { widened } from "./growing.rules.ts";
import type { Baskets } from "./people.rules.ts";

/** Up to so many products the count of every pair is kept, in some 80 MB; above, pairs are counted when asked for. */
export const KEEP_COUNTS_UP_TO = 6_000;

/** Room for a day's new products: widening millions of counts would keep an order waiting. */
const SPARE = 1.05;

/** What changed in one person's basket. */
export interface BasketChange {
  before: Int32Array;
  after: Int32Array;
  /** products that came, and products that went */
  added: number[];
  removed: number[];
}

/** Counts of every pair: half a square, row by row, so that new products go at its end. */
class PairTriangle {
  #counts: Uint32Array;

  constructor(products: number) {
    this.#counts = new Uint32Array(this.#placeOf(Math.ceil(products * SPARE) + 64, 0));
  }

  add(one: number, other: number, by: number): void {
    const place = this.#placeOf(Math.max(one, other), Math.min(one, other));
    this.#counts[place] = (this.#counts[place] ?? 0) + by;
  }

  of(one: number, other: number): number {
    return this.#counts[this.#placeOf(Math.max(one, other), Math.min(one, other))] ?? 0;
  }

  makeRoom(products: number): void {
    this.#counts = widened(Uint32Array, this.#counts, { length: this.#placeOf(products, 0) });
  }

  #placeOf(row: number, column: number): number {
    return (row * (row - 1)) / 2 + column;
  }
}

/** Everybody's baskets as fitted, with those on top that changed since. */
export class LiveBaskets implements Baskets {
  readonly #fitted: PersonBaskets;
  readonly #changed = new Map<number, Int32Array>();
  /** persons of whom the fit did not know that they have a product */
  readonly #joined = new Map<number, Set<number>>();
  /** products that somebody no longer has */
  readonly #left = new Set<number>();
  /** who has a product now, since somebody last asked and until it changes */
  readonly #having = new Map<number, Int32Array>();
  readonly #triangle: PairTriangle | null;
  /** room of `countTogether`; 0 between two */
  #place: Uint32Array;
  #isBuyer: Uint32Array;
  #buyers: Uint32Array;
  people: number;
  persons: number;

  constructor(fitted: PersonBaskets, keepCountsUpTo: number) {
    const { products, productStart } = fitted;
    this.#fitted = fitted;
    this.people = fitted.people;
    this.persons = fitted.persons;
    const sold = (_: unknown, n: number) => (productStart[n + 1] ?? 0) - (productStart[n] ?? 0);
    this.#buyers = Uint32Array.from({ length: products }, sold);
    this.#place = new Uint32Array(products);
    this.#isBuyer = new Uint32Array(fitted.persons);
    this.#triangle = products <= keepCountsUpTo ? new PairTriangle(products) : null;
    if (this.#triangle === null) return;
    for (let person = 0; person < fitted.persons; person++) {
      const basket = this.basketOf(person);
      this.#countPairs(basket, new Int32Array(), 1);
    }
  }

  buyersOf(product: number): number {
    return this.#buyers[product] ?? 0;
  }

  basketOf(person: number): Int32Array {
    const changed = this.#changed.get(person);
    if (changed) return changed;
    const { personStart, personItems, persons } = this.#fitted;
    if (person >= persons) return new Int32Array();
    return personItems.subarray(personStart[person], personStart[person + 1]);
  }

  makeRoom(products: number): void {
    this.#buyers = widened(Uint32Array, this.#buyers, { length: products });
    this.#place = widened(Uint32Array, this.#place, { length: products });
    this.#triangle?.makeRoom(products);
  }

  /** Gives a person another basket and counts what that changes. */
  change(person: number, products: readonly number[]): BasketChange {
    this.persons = Math.max(this.persons, person + 1);
    this.#isBuyer = widened(Uint32Array, this.#isBuyer, { length: this.persons });
    const before = this.basketOf(person);
    const after = Int32Array.from(products);
    const [had, has] = [new Set(before), new Set(after)];
    const added = products.filter((item) => !had.has(item));
    const removed = Array.from(before).filter((item) => !has.has(item));
    if (added.length + removed.length > 0) this.#changed.set(person, after);
    for (const item of added) this.#count(item, person, 1);
    for (const item of removed) this.#count(item, person, -1);
    const kept = after.filter((item) => had.has(item));
    this.#countPairs(Int32Array.from(removed), kept, -1);
    this.#countPairs(Int32Array.from(added), kept, 1);
    this.people += Math.sign(after.length) - Math.sign(before.length);
    return { before, after, added, removed };
  }

  /** How many persons bought a product together with each of `others`, written into `into`. */
  countTogether(product: number, others: Int32Array, into: Uint32Array): void {
    const triangle = this.#triangle;
    if (triangle) {
      for (const [n, other] of others.entries()) into[n] = triangle.of(product, other);
      return;
    }
    const buyers = this.personsWith(product);
    let [lines, otherBuyers] = [0, 0];
    for (const person of buyers) lines += this.basketOf(person).length;
    for (const other of others) otherBuyers += this.buyersOf(other);
    // Either way gives the same: the shorter is taken.
    if (lines < otherBuyers) this.#countInBaskets(buyers, others, into);
    else this.#countAmongBuyers(buyers, others, into);
  }

  /** Looks for the others in the baskets of who bought the product. */
  #countInBaskets(buyers: Int32Array, others: Int32Array, into: Uint32Array): void {
    const place = this.#place;
    for (let n = 0; n < others.length; n++) place[others[n] ?? 0] = n + 1;
    into.fill(0);
    for (const person of buyers) {
      const basket = this.basketOf(person);
      for (let n = 0; n < basket.length; n++) {
        const found = place[basket[n] ?? 0] ?? 0;
        if (found > 0) into[found - 1] = (into[found - 1] ?? 0) + 1;
      }
    }
    for (let n = 0; n < others.length; n++) place[others[n] ?? 0] = 0;
  }

  /** Looks for who bought the product among the buyers of the others. */
  #countAmongBuyers(buyers: Int32Array, others: Int32Array, into: Uint32Array): void {
    const isBuyer = this.#isBuyer;
    for (const person of buyers) isBuyer[person] = 1;
    for (let n = 0; n < others.length; n++) {
      const theirs = this.personsWith(others[n] ?? 0);
      let count = 0;
      for (let k = 0; k < theirs.length; k++) count += isBuyer[theirs[k] ?? 0] ?? 0;
      into[n] = count;
    }
    for (const person of buyers) isBuyer[person] = 0;
  }

  #count(item: number, person: number, by: 1 | -1): void {
    this.#buyers[item] = this.buyersOf(item) + by;
    this.#having.delete(item);
    const joined = this.#joined.get(item) ?? new Set();
    if (by > 0) this.#joined.set(item, joined.add(person));
    else this.#left.add(item);
  }

  /** Pairs among `items`, and of each with each of `kept`. */
  #countPairs(items: Int32Array, kept: Int32Array, by: 1 | -1): void {
    const triangle = this.#triangle;
    if (!triangle) return;
    for (let n = 0; n < items.length; n++) {
      const item = items[n] ?? 0;
      for (let k = 0; k < n; k++) triangle.add(item, items[k] ?? 0, by);
      for (let k = 0; k < kept.length; k++) triangle.add(item, kept[k] ?? 0, by);
    }
  }

  personsWith(product: number): Int32Array {
    const joined = this.#joined.get(product);
    if (!joined && !this.#left.has(product)) return this.#fittedPersonsWith(product);
    const known = this.#having.get(product) ?? this.#findPersonsWith(product, joined ?? new Set());
    this.#having.set(product, known);
    return known;
  }

  /** Of those it was ever known of, whose basket still holds it. */
  #findPersonsWith(product: number, joined: ReadonlySet<number>): Int32Array {
    const fitted = this.#fittedPersonsWith(product).filter((person) => !joined.has(person));
    const ever = Int32Array.from([...fitted, ...joined]);
    if (!this.#left.has(product)) return ever;
    return ever.filter(
      (person) => !this.#changed.has(person) || this.basketOf(person).includes(product),
    );
  }

  #fittedPersonsWith(product: number): Int32Array {
    const { productStart, productPersons, products } = this.#fitted;
    if (product >= products) return new Int32Array();
    return productPersons.subarray(productStart[product], productStart[product + 1]);
  }
}
