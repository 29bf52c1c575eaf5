import type { ProposedProduct } from "./choice.types.ts";

/** Variety costs at most this share of the expected hits of the likeliest products. */
export const MOST_HITS_LOST = 0.1;
/** How much a product loses by being just like one that is shown. */
const LOSS_BY_LIKENESS = 0.5;

/** One product beside others, 0 to 1. */
export type LikenessOf = (productId: string) => (other: string) => number;

const sumOf = (products: readonly ProposedProduct[]) =>
  products.reduce((sum, { probability }) => sum + probability, 0);

interface Candidate {
  readonly product: ProposedProduct;
  /** how much it resembles what is shown already */
  readonly alike: number;
}

const worthOf = ({ product, alike }: Candidate) =>
  product.probability * (1 - LOSS_BY_LIKENESS * alike);

/** The one that is worth most beside those shown, of those that leave enough hits to the rest. */
function nextOf(
  open: readonly Candidate[],
  left: { places: number; hits: number },
): Candidate | undefined {
  const likeliest = open.slice(0, left.places).map(({ product }) => product);
  const most = sumOf(likeliest);
  const lastChance = likeliest.at(-1)?.probability ?? 0;
  let best: Candidate | undefined;
  for (const [n, one] of open.entries()) {
    // Taking one that is not among the likeliest costs the last of these its place.
    const cost = n < left.places ? 0 : lastChance - one.product.probability;
    if (most - cost < left.hits) break;
    if (!best || worthOf(one) > worthOf(best)) best = one;
  }
  return best ?? open[0];
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
  const shown = new Set<ProposedProduct>();
  let open: Candidate[] = likeliestFirst.map((product) => ({ product, alike: 0 }));
  while (shown.size < places && open.length > 0) {
    const next = nextOf(open, { places: places - shown.size, hits: least - sumOf([...shown]) });
    if (!next) break;
    shown.add(next.product);
    const likenessWith = likeness(next.product.productId);
    open = open
      .filter((one) => one !== next)
      .map(({ product, alike }) => ({
        product,
        alike: Math.max(alike, likenessWith(product.productId)),
      }));
  }
  return likeliestFirst.filter((one) => shown.has(one));
}
