import type { CatalogueProduct, Likeness } from "./choice.types.ts";
import { isSameThing, NEAR_IDENTICAL_TITLES } from "./near-identical.rules.ts";
import { cosine, cosinesWith, type TitleVectors, titleVectors } from "./title-likeness.rules.ts";

/** How much each kind of likeness counts; together 1. */
const SHARES = { title: 0.4, type: 0.25, collection: 0.2, tags: 0.15 } as const satisfies Record<
  Likeness,
  number
>;
const KINDS = ["type", "collection", "tags", "title"] as const satisfies readonly Likeness[];
/** Below, two products have too little in common to say so. */
const LEAST_LIKE = 0.2;
const MOST_ALIKE = 20;

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
  readonly isNearIdentical: (a: string, b: string) => boolean;
}

/** Published in the online store and not a draft, as last heard of. */
export function isRecommendable({ status, published }: CatalogueProduct): boolean {
  return published && status === "active";
}

const plain = (text: string) => text.trim().toLowerCase();

interface Features {
  type: string | null;
  collections: ReadonlySet<string>;
  tags: ReadonlySet<string>;
}

function featuresOf(product: CatalogueProduct): Features {
  const type = plain(product.productType);
  return {
    type: type === "" ? null : type,
    collections: new Set(product.collections.map(plain)),
    tags: new Set(product.tags.map(plain)),
  };
}

/** 1: one product of many has it; 0: all have it, so that it says nothing ("all products", "sale"). */
function rarities(all: readonly (Iterable<string> | null)[]): (name: string) => number {
  const counts = new Map<string, number>();
  for (const names of all) {
    for (const name of names ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => 1 - (counts.get(name) ?? 0) / Math.max(1, all.length);
}

/** What two products share, weighed by rarity, of all that they have. */
function overlap(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  rarity: (name: string) => number,
): number {
  const sum = (names: Iterable<string>) =>
    [...names].reduce((total, name) => total + rarity(name), 0);
  const all = sum(new Set([...a, ...b]));
  return all === 0 ? 0 : sum([...a].filter((name) => b.has(name))) / all;
}

function attributeLikeness(features: readonly Features[]) {
  const ofType = rarities(features.map(({ type }) => (type === null ? null : [type])));
  const ofCollection = rarities(features.map(({ collections }) => collections));
  const ofTag = rarities(features.map(({ tags }) => tags));
  return (a: Features, b: Features): Record<Exclude<Likeness, "title">, number> => ({
    type: a.type !== null && a.type === b.type ? ofType(a.type) : 0,
    collection: Math.max(
      0,
      ...[...a.collections].filter((name) => b.collections.has(name)).map(ofCollection),
    ),
    tags: overlap(a.tags, b.tags, ofTag),
  });
}

type Parts = Record<Likeness, number>;

const totalOf = (parts: Parts) => KINDS.reduce((sum, kind) => sum + SHARES[kind] * parts[kind], 0);

function strongestOf(parts: Parts): Likeness {
  return KINDS.reduce((best, kind) =>
    SHARES[kind] * parts[kind] > SHARES[best] * parts[best] ? kind : best,
  );
}

const byLikeness = (a: Alike, b: Alike) =>
  b.likeness - a.likeness || (a.productId < b.productId ? -1 : 1);

interface Measured {
  products: readonly CatalogueProduct[];
  numberOf: ReadonlyMap<string, number>;
  vectors: TitleVectors;
  parts: (a: number, b: number, title: number) => Parts;
}

function measure(products: readonly CatalogueProduct[]): Measured {
  const features = products.map(featuresOf);
  const attributes = attributeLikeness(features);
  return {
    products,
    numberOf: new Map(products.map(({ productId }, n) => [productId, n])),
    vectors: titleVectors(products.map(({ title }) => title)),
    parts: (a, b, title) => {
      const [one, other] = [features[a], features[b]];
      return one && other
        ? { ...attributes(one, other), title }
        : { type: 0, collection: 0, tags: 0, title };
    },
  };
}

function nearIdentical({ products }: Measured, a: number, b: number, title: number): boolean {
  const [one, other] = [products[a], products[b]];
  if (!one || !other) return false;
  const differentTypes =
    one.productType && other.productType && one.productType !== other.productType;
  return isSameThing(one, other) || (!differentTypes && title >= NEAR_IDENTICAL_TITLES);
}

function alikeOf(measured: Measured, n: number): Alike[] {
  const titles = cosinesWith(measured.vectors, n);
  const found: Alike[] = [];
  for (const [other, product] of measured.products.entries()) {
    const title = titles.get(other) ?? 0;
    if (other === n || !isRecommendable(product) || nearIdentical(measured, n, other, title))
      continue;
    const parts = measured.parts(n, other, title);
    const likeness = totalOf(parts);
    if (likeness < LEAST_LIKE) continue;
    found.push({ productId: product.productId, likeness, by: strongestOf(parts) });
  }
  return found.sort(byLikeness).slice(0, MOST_ALIKE);
}

function likenessOf(products: readonly CatalogueProduct[]): CatalogueLikeness {
  const measured = measure(products);
  const kept = new Map<string, readonly Alike[]>();
  const pair = <T>(
    ids: readonly [string, string],
    ask: (a: number, b: number, title: number) => T,
  ) => {
    const [a, b] = ids.map((id) => measured.numberOf.get(id));
    if (a === undefined || b === undefined) return null;
    const [one, other] = [measured.vectors.of[a], measured.vectors.of[b]];
    return ask(a, b, one && other ? cosine(one, other) : 0);
  };
  return {
    byId: new Map(products.map((product) => [product.productId, product])),
    alike: (productId) => {
      const n = measured.numberOf.get(productId);
      const known = kept.get(productId) ?? (n === undefined ? [] : alikeOf(measured, n));
      kept.set(productId, known);
      return known;
    },
    likeness: (a, b) => pair([a, b], (...args) => totalOf(measured.parts(...args))) ?? 0,
    isNearIdentical: (a, b) =>
      a === b || (pair([a, b], (...args) => nearIdentical(measured, ...args)) ?? false),
  };
}

const known = new WeakMap<readonly CatalogueProduct[], CatalogueLikeness>();

/** Which products of a catalogue resemble each other. Computed once per list: pass the same one for many people. */
export function catalogueLikeness(products: readonly CatalogueProduct[]): CatalogueLikeness {
  const found = known.get(products) ?? likenessOf(products);
  known.set(products, found);
  return found;
}
