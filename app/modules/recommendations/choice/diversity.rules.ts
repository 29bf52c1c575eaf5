import type { ProposedProduct } from "./choice.types.ts";

/** Variety costs at most this share of the expected hits of the likeliest products. */
export const MOST_HITS_LOST = 0.1;
/** How much a product loses by being just like one that is shown. */
const LOSS_BY_LIKENESS = 0.5;

export type LikenessOf = (a: string, b: string) => number;

const sumOf = (products: readonly ProposedProduct[]) =>
  products.reduce((sum, { probability }) => sum + probability, 0);

/** The first, in the order of what they are worth beside those shown, that leaves enough hits. */
function nextOf(
  open: readonly ProposedProduct[],
  { shown, likeness, places, least }: Turn,
): ProposedProduct | undefined {
  const worth = (one: ProposedProduct) => {
    const most = Math.max(0, ...shown.map((other) => likeness(one.productId, other.productId)));
    return one.probability * (1 - LOSS_BY_LIKENESS * most);
  };
  const byWorth = open
    .map((one) => ({ one, worth: worth(one) }))
    // `open` is likeliest first and sorting is stable, so that ties go to the likelier.
    .sort((a, b) => b.worth - a.worth);
  const affordable = byWorth.find(({ one }) => {
    const rest = open.filter((other) => other !== one).slice(0, places - shown.length - 1);
    return sumOf([...shown, one, ...rest]) >= least;
  });
  return affordable?.one ?? open[0];
}

interface Turn {
  shown: readonly ProposedProduct[];
  likeness: LikenessOf;
  places: number;
  least: number;
}

/**
 * Fills `places` one by one with what is likely and unlike those already chosen (maximal marginal relevance), as
 * long as the expected hits stay within `MOST_HITS_LOST` of those of the likeliest. `likeliestFirst` holds no
 * near-identical ones; the answer is in its order.
 */
export function pickVaried(
  likeliestFirst: readonly ProposedProduct[],
  likeness: LikenessOf,
  places: number,
): ProposedProduct[] {
  // A hair less, so that sums in another order do not fail by rounding.
  const least = sumOf(likeliestFirst.slice(0, places)) * (1 - MOST_HITS_LOST) * (1 - 1e-12);
  const shown: ProposedProduct[] = [];
  let open = [...likeliestFirst];
  while (shown.length < places && open.length > 0) {
    const next = nextOf(open, { shown, likeness, places, least });
    if (!next) break;
    shown.push(next);
    open = open.filter((one) => one !== next);
  }
  return likeliestFirst.filter((one) => shown.includes(one));
}
