import { Matrix } from "ml-matrix";
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
const X_LOG_X = Float64Array.from({ length: 2 ** 15 }, (_, x) => (x === 0 ? 0 : x * Math.log(x)));

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

interface Best {
  ids: number[];
  significance: number[];
  counts: number[];
}

/** The most significant companions of a product. */
function bestOf(baskets: PersonBaskets, pairs: CoPurchases, product: number): Best {
  const one = buyersOf(baskets, product);
  const found: { id: number; count: number; llr: number }[] = [];
  const end = pairs.start[product + 1] ?? 0;
  for (let n = pairs.start[product] ?? 0; n < end; n++) {
    const id = pairs.other[n] ?? 0;
    const both = pairs.persons[n] ?? 0;
    const other = buyersOf(baskets, id);
    const llr = logLikelihoodRatio({ both, one, other, all: baskets.people });
    if (llr > 0) found.push({ id, count: both, llr });
  }
  found.sort((a, b) => b.llr - a.llr || a.id - b.id);
  const best = found.slice(0, NEIGHBOURS_PER_PRODUCT);
  return {
    ids: best.map((one) => one.id),
    significance: best.map((one) => one.llr),
    counts: best.map((one) => one.count),
  };
}

/** How often the neighbours meet each other: what keeps ten variants of one thing from counting ten times. */
function meetings(pairs: CoPurchases, ids: number[], place: Int16Array): Matrix {
  const gram = Matrix.zeros(ids.length, ids.length);
  for (const [n, id] of ids.entries()) place[id] = n + 1;
  for (const [row, id] of ids.entries()) {
    const end = pairs.start[id + 1] ?? 0;
    for (let n = pairs.start[id] ?? 0; n < end; n++) {
      const column = (place[pairs.other[n] ?? 0] ?? 0) - 1;
      if (column < 0) continue;
      gram.set(row, column, pairs.persons[n] ?? 0);
      gram.set(column, row, pairs.persons[n] ?? 0);
    }
  }
  for (const id of ids) place[id] = 0;
  return gram;
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
  const place = new Int16Array(products);
  const from: Int32Array = new Int32Array(products * NEIGHBOURS_PER_PRODUCT).fill(-1);
  const significance = new Float32Array(from.length);
  const weight = new Float32Array(from.length);
  const together = new Float32Array(from.length);
  for (let product = 0; product < products; product++) {
    const { ids, counts, significance: llr } = bestOf(baskets, pairs, product);
    const gram = meetings(pairs, ids, place);
    for (const [n, id] of ids.entries()) gram.set(n, n, buyersOf(baskets, id) + ridge);
    const at = product * NEIGHBOURS_PER_PRODUCT;
    from.set(ids, at);
    significance.set(llr, at);
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
  const places = Int32Array.from(from.keys());
  const { starts, values } = groupValues(from, places, products);
  return {
    start: starts,
    end: starts.subarray(1),
    target: values.map((place) => Math.floor(place / NEIGHBOURS_PER_PRODUCT)),
    together: Float32Array.from(values, (place) => together[place] ?? 0),
    significance: Float32Array.from(values, (place) => significance[place] ?? 0),
    weight: Float32Array.from(values, (place) => weight[place] ?? 0),
  };
}
