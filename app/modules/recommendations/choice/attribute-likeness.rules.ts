import type { CatalogueProduct, Likeness } from "./choice.types.ts";

/** How much two products share of each kind, 0 to 1. */
export type Parts = Record<Likeness, number>;

interface Features {
  type: string;
  collections: ReadonlySet<string>;
  tags: ReadonlySet<string>;
}

const plain = (text: string) => text.trim().toLowerCase();

function featuresOf({ productType, collections, tags }: CatalogueProduct): Features {
  return {
    type: plain(productType),
    collections: new Set(collections.map(plain)),
    tags: new Set(tags.map(plain)),
  };
}

type Rarity = (name: string) => number;

/** Near 1: few products have it; 0: all have it, so that it says nothing ("all products", "new"). */
function rarities(all: readonly Iterable<string>[]): Rarity {
  const counts = new Map<string, number>();
  for (const names of all) {
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return (name) => 1 - (counts.get(name) ?? 0) / Math.max(1, all.length);
}

/** What two products share, weighed by rarity, of all that they have. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number {
  let [shared, all] = [0, 0];
  for (const name of a) {
    all += rarity(name);
    if (b.has(name)) shared += rarity(name);
  }
  for (const name of b) if (!a.has(name)) all += rarity(name);
  return all === 0 ? 0 : shared / all;
}

function rarestShared(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number {
  let most = 0;
  for (const name of a) if (b.has(name)) most = Math.max(most, rarity(name));
  return most;
}

/** Product type, collections and tags of two products of a catalogue, by their numbers. */
export function attributeLikeness(products: readonly CatalogueProduct[]) {
  const features = products.map(featuresOf);
  const ofType = rarities(features.map(({ type }) => [type]));
  const ofCollection = rarities(features.map(({ collections }) => collections));
  const ofTag = rarities(features.map(({ tags }) => tags));
  return (a: number, b: number): Omit<Parts, "title"> => {
    const [one, other] = [features[a], features[b]];
    if (!one || !other) return { type: 0, collection: 0, tags: 0 };
    return {
      type: one.type !== "" && one.type === other.type ? ofType(one.type) : 0,
      collection: rarestShared(one.collections, other.collections, ofCollection),
      tags: overlap(one.tags, other.tags, ofTag),
    };
  };
}
