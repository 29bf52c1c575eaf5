import { attributeLikeness, type Parts } from "./attribute-likeness.rules.ts";
import type { CatalogueProduct, Likeness } from "./choice.types.ts";
import {
  type Looks,
  looksOf,
  looksTheSame,
  NEAR_IDENTICAL_TITLES,
} from "./near-identical.rules.ts";
import { cosineOf, cosinesWith, titleVectors } from "./title-likeness.rules.ts";

/** How much each kind of likeness counts; together 1. */
const SHARES: Readonly<Parts> = { title: 0.4, type: 0.25, collection: 0.2, tags: 0.15 };
const KINDS = ["type", "collection", "tags", "title"] as const satisfies readonly Likeness[];
/** Below, two products have too little in common to say so. */
const LEAST_LIKE = 0.15;
const MOST_ALIKE = 20;
/** Products whose neighbours are remembered: about 10 MB. */
const MOST_KEPT = 5_000;

export interface Alike {
  readonly productId: string;
  /** 0 to 1 */
  readonly likeness: number;
  /** what counts most in it */
  readonly by: Likeness;
}

export interface CatalogueLikeness {
  readonly byId: ReadonlyMap<string, CatalogueProduct>;
  /** the published products most like this one, most alike first; near-identical ones are not among them */
  readonly alike: (productId: string) => readonly Alike[];
  /** one product beside others: 0 to 1 each; 0 where one of the two is unknown */
  readonly likeness: (productId: string) => (other: string) => number;
  /** the same thing in another size or colour, or the same product */
  readonly isNearIdentical: (a: string, b: string) => boolean;
}

/** Published in the online store and not a draft, as last heard of. */
export function isRecommendable({ status, published }: CatalogueProduct): boolean {
  return published && status === "active";
}

const totalOf = (parts: Parts) => KINDS.reduce((sum, kind) => sum + SHARES[kind] * parts[kind], 0);

function strongestOf(parts: Parts): Likeness {
  return KINDS.reduce((best, kind) =>
    SHARES[kind] * parts[kind] > SHARES[best] * parts[best] ? kind : best,
  );
}

export const mostAlikeFirst = (a: Alike, b: Alike): number =>
  b.likeness - a.likeness || (a.productId < b.productId ? -1 : 1);

/** What is asked of a catalogue, by the products' numbers. */
interface Measures {
  partsWith: (product: number) => (other: number) => Parts;
  areTwins: (a: number, b: number) => boolean;
}

function twinTest(
  products: readonly CatalogueProduct[],
  titleOf: (a: number, b: number) => number,
): Measures["areTwins"] {
  const looks: Looks[] = [];
  const looksOfProduct = (n: number) =>
    (looks[n] ??= looksOf(products[n]?.title ?? "", products[n]?.vendor));
  return (a, b) => {
    const [one, other] = [products[a]?.productType, products[b]?.productType];
    if (one && other && one !== other) return false;
    return (
      titleOf(a, b) >= NEAR_IDENTICAL_TITLES || looksTheSame(looksOfProduct(a), looksOfProduct(b))
    );
  };
}

function measuresOf(products: readonly CatalogueProduct[]): Measures {
  const attributesOf = attributeLikeness(products);
  const vectors = titleVectors(products.map(({ title }) => title));
  return {
    partsWith: (product) => {
      const { type, collection, tags } = attributesOf(product);
      const titles = cosinesWith(vectors, product);
      return (other) => ({
        type: type[other] ?? 0,
        collection: collection[other] ?? 0,
        tags: tags[other] ?? 0,
        title: titles[other] ?? 0,
      });
    },
    areTwins: twinTest(products, (a, b) => cosineOf(vectors, a, b)),
  };
}

function alikeOf(
  products: readonly CatalogueProduct[],
  { partsWith, areTwins }: Measures,
  n: number,
): Alike[] {
  const partsOf = partsWith(n);
  const found: Alike[] = [];
  for (const [other, product] of products.entries()) {
    if (other === n || !isRecommendable(product)) continue;
    const parts = partsOf(other);
    const likeness = totalOf(parts);
    if (likeness < LEAST_LIKE || areTwins(n, other)) continue;
    found.push({ productId: product.productId, likeness, by: strongestOf(parts) });
  }
  return found.sort(mostAlikeFirst).slice(0, MOST_ALIKE);
}

function likenessOf(catalogue: readonly CatalogueProduct[]): CatalogueLikeness {
  // Sums of the same numbers in another order round differently.
  const products = catalogue.toSorted((a, b) => (a.productId < b.productId ? -1 : 1));
  const measures = measuresOf(products);
  const numberOf = new Map(products.map(({ productId }, n) => [productId, n]));
  const kept = new Map<number, readonly Alike[]>();
  return {
    byId: new Map(products.map((product) => [product.productId, product])),
    alike: (productId) => {
      const n = numberOf.get(productId);
      if (n === undefined) return [];
      const found = kept.get(n) ?? alikeOf(products, measures, n);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(n, found);
      return found;
    },
    likeness: (productId) => {
      const n = numberOf.get(productId);
      const partsOf = n === undefined ? null : measures.partsWith(n);
      return (otherId) => {
        const other = numberOf.get(otherId);
        return partsOf && other !== undefined ? totalOf(partsOf(other)) : 0;
      };
    },
    isNearIdentical: (a, b) => {
      const [one, other] = [numberOf.get(a), numberOf.get(b)];
      return a === b || (one !== undefined && other !== undefined && measures.areTwins(one, other));
    },
  };
}

const known = new WeakMap<readonly CatalogueProduct[], CatalogueLikeness>();

/** Which products of a catalogue resemble each other. Computed once per list: pass the same one for many people. */
export function catalogueLikeness(products: readonly CatalogueProduct[]): CatalogueLikeness {
  const found = known.get(products) ?? likenessOf(products);
  known.set(products, found);
  return found;
}
