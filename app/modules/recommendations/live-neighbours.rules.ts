import { widened } from "./growing.rules.ts";
import type { LiveBaskets } from "./live-baskets.rules.ts";
import {
  logLikelihoodRatio,
  type Neighbours,
  NEIGHBOURS_PER_PRODUCT as MOST,
} from "./neighbours.rules.ts";

/** A pair of which the first product speaks for the second. */
interface Pair {
  from: number;
  target: number;
  together: number;
}

/**
 * Neighbours that change with every order. Rows have room to grow: a full one moves to the end. A row's
 * significances are computed when it is read next, since one more person changes those of all pairs.
 */
export class LiveNeighbours implements Neighbours {
  start: Int32Array;
  end: Int32Array;
  target: Int32Array;
  together: Float32Array;
  significance: Float32Array;
  weight: Float32Array;
  readonly #baskets: LiveBaskets;
  /** up to where a row may grow */
  #limit: Int32Array;
  /** per row: as of which version its significances are */
  #fresh: Int32Array;
  /** per target `MOST` places: who speaks for it, -1 for nobody, and where in that row */
  #from: Int32Array;
  #entry: Int32Array;
  /** per entry: its place in the two columns above */
  #place: Int32Array;
  /** per target: a candidate below has no chance */
  #least: Float32Array;
  /** per target: as of which version the significances of those who speak for it are */
  #computed: Int32Array;
  /** room of `meet`; -1 between two */
  #speaksFor: Int32Array;
  #spokenFor: Int32Array;
  #used: number;
  #version = 0;

  constructor(fitted: Neighbours, baskets: LiveBaskets) {
    const products = fitted.start.length - 1;
    this.#baskets = baskets;
    this.start = fitted.start.slice(0, products);
    this.end = fitted.end.slice(0, products);
    this.#limit = this.end.slice();
    this.target = fitted.target.slice();
    this.together = fitted.together.slice();
    this.significance = fitted.significance.slice();
    this.weight = fitted.weight.slice();
    this.#fresh = new Int32Array(products);
    this.#from = new Int32Array(products * MOST).fill(-1);
    this.#entry = new Int32Array(products * MOST);
    this.#place = new Int32Array(this.target.length);
    this.#least = new Float32Array(products);
    this.#speaksFor = new Int32Array(products).fill(-1);
    this.#spokenFor = new Int32Array(products).fill(-1);
    this.#computed = new Int32Array(products);
    this.#used = fitted.target.length;
    // Room for the first newcomers now, not while an order waits.
    this.makeRoom(products + 1);
    this.#widenColumns(this.#used + 1);
    this.#linkAll(products);
  }

  #linkAll(products: number): void {
    const filled = new Int32Array(products);
    for (let from = 0; from < products; from++) {
      for (let entry = this.start[from] ?? 0; entry < (this.end[from] ?? 0); entry++) {
        const target = this.target[entry] ?? 0;
        const place = target * MOST + (filled[target] ?? 0);
        filled[target] = (filled[target] ?? 0) + 1;
        this.#link(place, from, entry);
      }
    }
    for (let target = 0; target < products; target++)
      this.#least[target] = this.#weakestOf(target).least;
  }

  makeRoom(products: number): void {
    const length = products;
    this.start = widened(Int32Array, this.start, { length });
    this.end = widened(Int32Array, this.end, { length });
    this.#limit = widened(Int32Array, this.#limit, { length });
    this.#fresh = widened(Int32Array, this.#fresh, { length });
    this.#computed = widened(Int32Array, this.#computed, { length });
    this.#speaksFor = widened(Int32Array, this.#speaksFor, { length, empty: -1 });
    this.#spokenFor = widened(Int32Array, this.#spokenFor, { length, empty: -1 });
    this.#least = widened(Float32Array, this.#least, { length });
    this.#from = widened(Int32Array, this.#from, { length: length * MOST, empty: -1 });
    this.#entry = widened(Int32Array, this.#entry, { length: length * MOST });
  }

  /** Counts have changed: every row is to be computed anew before it is read. */
  outdate(): void {
    this.#version += 1;
  }

  readonly freshen = (product: number): void => {
    if (this.#fresh[product] === this.#version) return;
    this.#fresh[product] = this.#version;
    for (let entry = this.start[product] ?? 0; entry < (this.end[product] ?? 0); entry++) {
      this.#compute(product, entry);
    }
  };

  /** Notes how many bought a product together with each of `others`, which may become companions. */
  meet(product: number, others: Int32Array, together: Uint32Array): void {
    const noted = this.#findPlaces(product);
    for (const [n, other] of others.entries()) {
      if (other === product) continue;
      const pair = { from: product, target: other, together: together[n] ?? 0 };
      this.#note(pair, this.#speaksFor[other] ?? -1);
      pair.from = other;
      pair.target = product;
      this.#note(pair, this.#spokenFor[other] ?? -1);
    }
    // Not all of it: with a hundred thousand products that alone would take a millisecond.
    for (const other of noted) {
      this.#speaksFor[other] = -1;
      this.#spokenFor[other] = -1;
    }
  }

  /** For whom a product speaks and who speaks for it, by the other's number: where that is noted. Gives who they are. */
  #findPlaces(product: number): number[] {
    const noted: number[] = [];
    for (let n = this.start[product] ?? 0; n < (this.end[product] ?? 0); n++) {
      const target = this.target[n] ?? 0;
      this.#speaksFor[target] = this.#place[n] ?? 0;
      noted.push(target);
    }
    for (let place = product * MOST; place < (product + 1) * MOST; place++) {
      const from = this.#from[place] ?? -1;
      if (from < 0) continue;
      this.#spokenFor[from] = place;
      noted.push(from);
    }
    return noted;
  }

  #note(pair: Pair, place: number): void {
    // Its place may have gone to a better one a moment ago.
    if (place < 0 || this.#from[place] !== pair.from) {
      this.#offer(pair);
      return;
    }
    const entry = this.#entry[place] ?? 0;
    this.together[entry] = pair.together;
    this.#compute(pair.from, entry);
  }

  /** A better companion takes the place of the weakest. Its weight stays 0 until the next fit. */
  #offer(pair: Pair): void {
    const { from, target, together } = pair;
    const significance = this.#significanceOf(pair);
    if (significance <= (this.#least[target] ?? 0)) return;
    this.#computeAll(target);
    const { place, least, next } = this.#weakestOf(target);
    this.#least[target] = least;
    if (significance <= least) return;
    if ((this.#from[place] ?? -1) >= 0) this.#drop(place);
    const entry = this.#append(from);
    this.target[entry] = target;
    this.together[entry] = together;
    this.significance[entry] = significance;
    this.weight[entry] = 0;
    this.#link(place, from, entry);
    this.#least[target] = Math.min(next, significance);
  }

  #significanceOf({ from, target, together }: Pair): number {
    const baskets = this.#baskets;
    return logLikelihoodRatio({
      both: together,
      one: baskets.buyersOf(target),
      other: baskets.buyersOf(from),
      all: baskets.people,
    });
  }

  #compute(from: number, entry: number): number {
    const pair = {
      from,
      target: this.target[entry] ?? 0,
      together: this.together[entry] ?? 0,
    };
    const significance = this.#significanceOf(pair);
    this.significance[entry] = significance;
    return significance;
  }

  /** The significances of all who speak for a product, once per version. */
  #computeAll(target: number): void {
    if (this.#computed[target] === this.#version) return;
    this.#computed[target] = this.#version;
    for (let place = target * MOST; place < (target + 1) * MOST; place++) {
      const from = this.#from[place] ?? -1;
      if (from >= 0) this.#compute(from, this.#entry[place] ?? 0);
    }
  }

  /** The place of the least significant companion, or a free one; `next` is the least of the others. */
  #weakestOf(target: number): { place: number; least: number; next: number } {
    const weakest = { place: -1, least: Infinity, next: Infinity };
    for (let place = target * MOST; place < (target + 1) * MOST; place++) {
      const free = (this.#from[place] ?? -1) < 0;
      const value = free ? 0 : (this.significance[this.#entry[place] ?? 0] ?? 0);
      if (value < weakest.least) {
        weakest.next = weakest.least;
        weakest.least = value;
        weakest.place = place;
      } else if (value < weakest.next) weakest.next = value;
      if (free && weakest.next === 0) break;
    }
    return weakest;
  }

  #link(place: number, from: number, entry: number): void {
    this.#from[place] = from;
    this.#entry[place] = entry;
    this.#place[entry] = place;
  }

  #copyEntry(entry: number, to: number): void {
    this.target[to] = this.target[entry] ?? 0;
    this.together[to] = this.together[entry] ?? 0;
    this.significance[to] = this.significance[entry] ?? 0;
    this.weight[to] = this.weight[entry] ?? 0;
    const place = this.#place[entry] ?? 0;
    this.#link(place, this.#from[place] ?? -1, to);
  }

  /** Takes an entry out of its row: the last of the row fills the gap. */
  #drop(place: number): void {
    const from = this.#from[place] ?? 0;
    const last = (this.end[from] ?? 0) - 1;
    this.#copyEntry(last, this.#entry[place] ?? 0);
    this.end[from] = last;
  }

  /** Room for one more entry in a row; gives where. */
  #append(from: number): number {
    if ((this.end[from] ?? 0) === (this.#limit[from] ?? 0)) this.#moveRow(from);
    const entry = this.end[from] ?? 0;
    this.end[from] = entry + 1;
    return entry;
  }

  /** To the end of the columns, with room for half as many entries again. */
  #moveRow(from: number): void {
    const [start, length] = [
      this.start[from] ?? 0,
      (this.end[from] ?? 0) - (this.start[from] ?? 0),
    ];
    const room = Math.ceil(length * 1.5) + 4;
    const to = this.#used;
    this.#used += room;
    this.#widenColumns(this.#used);
    for (let n = 0; n < length; n++) this.#copyEntry(start + n, to + n);
    this.start[from] = to;
    this.end[from] = to + length;
    this.#limit[from] = to + room;
  }

  #widenColumns(length: number): void {
    this.target = widened(Int32Array, this.target, { length });
    this.together = widened(Float32Array, this.together, { length });
    this.significance = widened(Float32Array, this.significance, { length });
    this.weight = widened(Float32Array, this.weight, { length });
    this.#place = widened(Int32Array, this.#place, { length });
  }
}
