import { buyersOf, type CoPurchases, type PersonBaskets } from "./co-purchase.rules.ts";
import { groupValues } from "./purchase-history.rules.ts";
import { ridgeWeights } from "./ridge.rules.ts";

/** A product's best companions: memory stays bounded, whatever the catalogue. */
export const NEIGHBOURS_PER_PRODUCT = 64;

/**
 * For each product that a person has: which products it speaks for, how significantly, and with what
 * weight beside the others.
 */
export interface Neighbours {
  /** where a product's row starts and ends in the columns below */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly target: Int32Array;
  /** persons who bought both */
  readonly together: Float32Array;
  /** log-likelihood ratio of the pair */
  readonly significance: Float32Array;
  /** ridge weight among the target's neighbours */
  readonly weight: Float32Array;
  /** where orders are learned one by one: brings a row up to date, to be called before it is read */
  readonly freshen?: (product: number) => void;
}

/** Counts of persons come again and again: looking up is ten times as fast as a logarithm. */
const X_LOG_X = Float64Array.from({ length: 2 ** 17 }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

const xLogX = (x: number) => (x <= 0 ? 0 : (X_LOG_X[x] ?? x * Math.log(x)));

/**
 * Dunning's log-likelihood ratio: how surprising it is that `both` of `all` persons bought the two
 * products, of which `one` and `other` persons bought each. 0 where they meet less often than by chance.
 */
export function logLikelihoodRatio(pair: {
  both: number;
  one: number;
  other: number;
  all: number;
}): number {
  const { both, one, other, all } = pair;
  if (both * all <= one * other) return 0;
  const rows = xLogX(one) + xLogX(all - one);
  const columns = xLogX(other) + xLogX(all - other);
  const cells =
    xLogX(both) + xLogX(one - both) + xLogX(other - both) + xLogX(all - one - other + both);
  return Math.max(0, 2 * (cells - rows - columns + xLogX(all)));
}

/** The most significant companions of one product after the other, best first; keeps its room between them. */
class BestCompanions {
  readonly ids = new Int32Array(NEIGHBOURS_PER_PRODUCT);
  readonly counts = new Float64Array(NEIGHBOURS_PER_PRODUCT);
  readonly significance = new Float64Array(NEIGHBOURS_PER_PRODUCT);
  size = 0;

  find(baskets: PersonBaskets, pairs: CoPurchases, product: number): void {
    this.size = 0;
    const one = buyersOf(baskets, product);
    const end = pairs.start[product + 1] ?? 0;
    for (let n = pairs.start[product] ?? 0; n < end; n++) {
      const id = pairs.other[n] ?? 0;
      const both = pairs.persons[n] ?? 0;
      const other = buyersOf(baskets, id);
      const llr = logLikelihoodRatio({ both, one, other, all: baskets.people });
      if (llr > 0) this.#offer(id, both, llr);
    }
  }

  /** Most are weaker than all that are kept: nothing is moved for them. */
  #offer(id: number, count: number, llr: number): void {
    const { ids, counts, significance } = this;
    const isWorse = (place: number) =>
      (significance[place] ?? 0) < llr || (significance[place] === llr && (ids[place] ?? 0) > id);
    const isFull = this.size === NEIGHBOURS_PER_PRODUCT;
    if (isFull && !isWorse(this.size - 1)) return;
    let place = isFull ? this.size - 1 : this.size++;
    for (; place > 0 && isWorse(place - 1); place--) {
      ids[place] = ids[place - 1] ?? 0;
      counts[place] = counts[place - 1] ?? 0;
      significance[place] = significance[place - 1] ?? 0;
    }
    ids[place] = id;
    counts[place] = count;
    significance[place] = llr;
  }
}

/** How often the neighbours meet each other: what keeps ten variants of one thing from counting ten times. */
class Meetings {
  readonly #pairs: CoPurchases;
  /** of each neighbour that is looked at: its number among them, counted from 1 */
  readonly #place: Int16Array;
  readonly #square = new Float64Array(NEIGHBOURS_PER_PRODUCT ** 2);

  constructor(pairs: CoPurchases, products: number) {
    this.#pairs = pairs;
    this.#place = new Int16Array(products);
  }

  /** As a square of which the diagonal is not filled; good until the next is asked for. */
  of(ids: Int32Array): Float64Array {
    const size = ids.length;
    const square = this.#square.subarray(0, size * size).fill(0);
    for (let row = 0; row < size; row++) this.#place[ids[row] ?? 0] = row + 1;
    for (let row = 0; row < size; row++) this.#fillRow(square, ids[row] ?? 0, { row, size });
    for (let row = 0; row < size; row++) this.#place[ids[row] ?? 0] = 0;
    return square;
  }

  #fillRow(square: Float64Array, id: number, { row, size }: { row: number; size: number }): void {
    const { start, other, persons } = this.#pairs;
    const end = start[id + 1] ?? 0;
    for (let n = start[id] ?? 0; n < end; n++) {
      const column = (this.#place[other[n] ?? 0] ?? 0) - 1;
      if (column < 0) continue;
      square[row * size + column] = persons[n] ?? 0;
      square[column * size + row] = persons[n] ?? 0;
    }
  }
}

/**
 * Neighbours of all products. The weights solve, for each product, a ridge regression on its most
 * significant companions: as good as EASE on the whole catalogue, at a cost that grows with it linearly.
 */
export function findNeighbours(
  baskets: PersonBaskets,
  pairs: CoPurchases,
  ridge: number,
): Neighbours {
  const { products } = baskets;
  const met = new Meetings(pairs, products);
  const from: Int32Array = new Int32Array(products * NEIGHBOURS_PER_PRODUCT).fill(-1);
  const significance = new Float32Array(from.length);
  const weight = new Float32Array(from.length);
  const together = new Float32Array(from.length);
  const best = new BestCompanions();
  for (let product = 0; product < products; product++) {
    best.find(baskets, pairs, product);
    const ids = best.ids.subarray(0, best.size);
    const counts = best.counts.subarray(0, best.size);
    const gram = met.of(ids);
    for (let n = 0; n < best.size; n++) {
      gram[n * best.size + n] = buyersOf(baskets, ids[n] ?? 0) + ridge;
    }
    const at = product * NEIGHBOURS_PER_PRODUCT;
    from.set(ids, at);
    significance.set(best.significance.subarray(0, best.size), at);
    together.set(counts, at);
    weight.set(ridgeWeights(gram, counts), at);
  }
  return turnAround({ products, from, together, significance, weight });
}

/** From "who speaks for a product" to "for whom a product speaks", which is what a history asks. */
function turnAround(found: {
  products: number;
  from: Int32Array;
  together: Float32Array;
  significance: Float32Array;
  weight: Float32Array;
}): Neighbours {
  const { products, from, together, significance, weight } = found;
  const places = new Int32Array(from.length);
  for (let place = 0; place < places.length; place++) places[place] = place;
  const { starts, values } = groupValues(from, places, products);
  const size = values.length;
  const turned = {
    together: new Float32Array(size),
    significance: new Float32Array(size),
    weight: new Float32Array(size),
  };
  for (let n = 0; n < size; n++) {
    const place = values[n] ?? 0;
    turned.together[n] = together[place] ?? 0;
    turned.significance[n] = significance[place] ?? 0;
    turned.weight[n] = weight[place] ?? 0;
    values[n] = Math.floor(place / NEIGHBOURS_PER_PRODUCT);
  }
  return { start: starts, end: starts.subarray(1), target: values, ...turned };
}
