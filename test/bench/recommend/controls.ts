import {
  buyersOf,
  type CoPurchases,
  countCoPurchases,
  type PersonBaskets,
  personBaskets,
} from "#app/modules/recommendations/co-purchase.rules.ts";
import { logLikelihoodRatio } from "#app/modules/recommendations/neighbours.rules.ts";
import {
  itemsOf,
  ordersBefore,
  type PurchaseHistory,
} from "#app/modules/recommendations/purchase-history.rules.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import { invertSymmetric } from "./invert-symmetric.ts";
import type { Question } from "./temporal-split.ts";

/** A score per product for one person; higher is better. */
export type Control = (question: Question) => Float64Array;

const POPULAR_DAYS = 60;
/** What EASE adds to its diagonal: the best of 100, 300 and 1,000 on these orders. */
const EASE_LAMBDA = 300;

/** How many orders of the last 60 days held each product. */
function popularity(history: PurchaseHistory, cut: number): Float64Array {
  const counts = new Float64Array(history.products.length);
  const end = ordersBefore(history, cut);
  for (let order = ordersBefore(history, cut - POPULAR_DAYS * DAY_MS); order < end; order += 1) {
    for (const item of itemsOf(history, order)) counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

type PairScore = (pair: { both: number; one: number; other: number; all: number }) => number;

const lift: PairScore = ({ both, one, other, all }) => (both * all) / (one * other);
const cosine: PairScore = ({ both, one, other }) => both / Math.sqrt(one * other);

/** Sums a score of pairs over what the person bought. */
function neighbourhood(
  { baskets, pairs }: { baskets: PersonBaskets; pairs: CoPurchases },
  score: PairScore,
  bought: (question: Question) => Iterable<number>,
): Control {
  return (question) => {
    const sums = new Float64Array(baskets.products);
    for (const item of bought(question)) {
      const one = buyersOf(baskets, item);
      const end = pairs.start[item + 1] ?? 0;
      for (let n = pairs.start[item] ?? 0; n < end; n += 1) {
        const id = pairs.other[n] ?? 0;
        const pair = { both: pairs.persons[n] ?? 0, one, other: buyersOf(baskets, id) };
        sums[id] = (sums[id] ?? 0) + score({ ...pair, all: baskets.people });
      }
    }
    return sums;
  };
}

/** EASE (Steck, 2019) over persons: the item weights in closed form, with a diagonal of zero. */
function easeWeights(baskets: PersonBaskets, pairs: CoPurchases): Float64Array {
  const size = baskets.products;
  const gram = new Float64Array(size * size);
  for (let item = 0; item < size; item += 1) {
    gram[item * size + item] = buyersOf(baskets, item) + EASE_LAMBDA;
    const end = pairs.start[item + 1] ?? 0;
    for (let n = pairs.start[item] ?? 0; n < end; n += 1) {
      gram[item * size + (pairs.other[n] ?? 0)] = pairs.persons[n] ?? 0;
    }
  }
  invertSymmetric(gram, size);
  const diagonal = Float64Array.from({ length: size }, (_, item) => gram[item * size + item] ?? 1);
  for (let item = 0; item < size; item += 1) {
    for (let other = 0; other < size; other += 1) {
      const at = item * size + other;
      gram[at] = item === other ? 0 : -(gram[at] ?? 0) / (diagonal[other] ?? 1);
    }
  }
  return gram;
}

function ease(
  weights: Float64Array,
  size: number,
  bought: (question: Question) => Iterable<number>,
): Control {
  return (question) => {
    const sums = new Float64Array(size);
    for (const item of bought(question)) {
      const row = weights.subarray(item * size, (item + 1) * size);
      for (let other = 0; other < size; other += 1)
        sums[other] = (sums[other] ?? 0) + (row[other] ?? 0);
    }
    return sums;
  };
}

/** How often the person bought it themselves; ties go by what sells. */
function ownFrequency(popular: Float64Array): Control {
  const most = popular.reduce((a, b) => Math.max(a, b), 1);
  return ({ profile }) => {
    const scores = popular.map((count) => count / (most + 1));
    for (const [item, { count }] of profile.own) scores[item] = (scores[item] ?? 0) + count;
    return scores;
  };
}

const lastBasket = ({ last }: Question) => last;
const wholeHistory = ({ owned }: Question) => owned;

/** What others would do with the same orders before the cut. */
export function controlsAt(history: PurchaseHistory, cut: number): ReadonlyMap<string, Control> {
  const baskets = personBaskets(history, ordersBefore(history, cut));
  const counted = { baskets, pairs: countCoPurchases(baskets) };
  const popular = popularity(history, cut);
  const weights = easeWeights(baskets, counted.pairs);
  const size = baskets.products;
  return new Map<string, Control>([
    ["popularity of 60 days", () => popular],
    ["own frequency, then popularity", ownFrequency(popular)],
    ["lift, last basket", neighbourhood(counted, lift, lastBasket)],
    ["cosine, last basket", neighbourhood(counted, cosine, lastBasket)],
    ["cosine, whole history", neighbourhood(counted, cosine, wholeHistory)],
    ["LLR, last basket", neighbourhood(counted, logLikelihoodRatio, lastBasket)],
    ["LLR, whole history", neighbourhood(counted, logLikelihoodRatio, wholeHistory)],
    ["EASE, last basket", ease(weights, size, lastBasket)],
    ["EASE, whole history", ease(weights, size, wholeHistory)],
  ]);
}
