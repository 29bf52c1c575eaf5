import { attributeLikeness, type Parts } from "./attribute-likeness.rules.ts";
import type { CatalogueProduct, Likeness } from "./choice.types.ts";
import { looksOf, looksTheSame, NEAR_IDENTICAL_TITLES } from "./near-identical.rules.ts";
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
  /** 0 to 1; 0 where one of them is unknown */
  readonly likeness: (a: string, b: string) => number;
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

const mostAlikeFirst = (a: Alike, b: Alike) =>
  b.likeness - a.likeness || (a.productId < b.productId ? -1 : 1);

/** One product beside all others of its catalogue. */
interface Neighbourhood {
  alike: readonly Alike[];
  twins: ReadonlySet<string>;
}

interface Measures {
  parts: (a: number, b: number, title: number) => Parts;
  titles: (n: number) => Float32Array;
  title: (a: number, b: number) => number;
  areTwins: (a: number, b: number, title: number) => boolean;
}

function measuresOf(products: readonly CatalogueProduct[]): Measures {
  const attributes = attributeLikeness(products);
  const vectors = titleVectors(products.map(({ title }) => title));
  const looks = products.map(({ title }) => looksOf(title));
  return {
    parts: (a, b, title) => ({ ...attributes(a, b), title }),
    titles: (n) => cosinesWith(vectors, n),
    title: (a, b) => cosineOf(vectors, a, b),
    areTwins: (a, b, title) => {
      const types = [products[a]?.productType, products[b]?.productType];
      if (types[0] && types[1] && types[0] !== types[1]) return false;
      if (title >= NEAR_IDENTICAL_TITLES) return true;
      const [one, other] = [looks[a], looks[b]];
      return one !== undefined && other !== undefined && looksTheSame(one, other);
    },
  };
}

function neighbourhoodOf(
  products: readonly CatalogueProduct[],
  measures: Measures,
  n: number,
): Neighbourhood {
  const titles = measures.titles(n);
  const twins = new Set<string>();
  const alike: Alike[] = [];
  for (const [other, product] of products.entries()) {
    if (other === n) continue;
    const title = titles[other] ?? 0;
    if (measures.areTwins(n, other, title)) twins.add(product.productId);
    else if (isRecommendable(product)) {
      const parts = measures.parts(n, other, title);
      const likeness = totalOf(parts);
      if (likeness < LEAST_LIKE) continue;
      alike.push({ productId: product.productId, likeness, by: strongestOf(parts) });
    }
  }
  return { alike: alike.sort(mostAlikeFirst).slice(0, MOST_ALIKE), twins };
}

function likenessOf(catalogue: readonly CatalogueProduct[]): CatalogueLikeness {
  // Sums of the same numbers in another order round differently.
  const products = catalogue.toSorted((a, b) => (a.productId < b.productId ? -1 : 1));
  const measures = measuresOf(products);
  const numberOf = new Map(products.map(({ productId }, n) => [productId, n]));
  const kept = new Map<number, Neighbourhood>();
  const around = (n: number) => {
    const found = kept.get(n) ?? neighbourhoodOf(products, measures, n);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(n, found);
    return found;
  };
  return {
    byId: new Map(products.map((product) => [product.productId, product])),
    alike: (productId) => {
      const n = numberOf.get(productId);
      return n === undefined ? [] : around(n).alike;
    },
    likeness: (a, b) => {
      const [one, other] = [numberOf.get(a), numberOf.get(b)];
      if (one === undefined || other === undefined) return 0;
      return totalOf(measures.parts(one, other, measures.title(one, other)));
    },
    isNearIdentical: (a, b) => {
      const n = numberOf.get(a);
      return a === b || (n !== undefined && around(n).twins.has(b));
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
