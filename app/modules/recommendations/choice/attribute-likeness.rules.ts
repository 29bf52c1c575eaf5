import { groupValues } from "../purchase-history.rules.ts";
import type { CatalogueProduct, Likeness } from "./choice.types.ts";

/** How much two products share of each kind, 0 to 1. */
export type Parts = Record<Likeness, number>;

/** Shared by nearly all products, a name says nothing, and comparing its many holders costs time. */
const LEAST_RARE = 0.02;

/** Names (tags, collections) that products carry, as numbers, both ways. */
interface Names {
  /** per name, near 1: few products have it; 0: all have it ("all products", "new") */
  readonly rarity: Float32Array;
  readonly namesStart: Int32Array;
  readonly names: Int32Array;
  readonly holdersStart: Int32Array;
  readonly holders: Int32Array;
}

const plain = (text: string) => text.trim().toLowerCase();

function namesOf(all: readonly (readonly string[])[]): Names {
  const numbers = new Map<string, number>();
  const [holder, name]: [number[], number[]] = [[], []];
  for (const [n, names] of all.entries()) {
    for (const one of new Set(names.map(plain))) {
      if (one === "") continue;
      const number = numbers.get(one) ?? numbers.size;
      numbers.set(one, number);
      holder.push(n);
      name.push(number);
    }
  }
  const [holders, names] = [Int32Array.from(holder), Int32Array.from(name)];
  const byProduct = groupValues(holders, names, all.length);
  const byName = groupValues(names, holders, numbers.size);
  const share = (n: number) => ((byName.starts[n + 1] ?? 0) - (byName.starts[n] ?? 0)) / all.length;
  return {
    rarity: Float32Array.from({ length: numbers.size }, (_, n) => 1 - share(n)),
    namesStart: byProduct.starts,
    names: byProduct.values,
    holdersStart: byName.starts,
    holders: byName.values,
  };
}

const at = (column: Int32Array | Float32Array, n: number) => column[n] ?? 0;

/** The names of a product that say anything. */
function tellingNames({ namesStart, names, rarity }: Names, product: number): Int32Array {
  const all = names.subarray(at(namesStart, product), at(namesStart, product + 1));
  return all.filter((name) => at(rarity, name) >= LEAST_RARE);
}

/** Adds up what every other product shares with one: its rarest name, or all of them. */
function sharedWith(found: Names, product: number, how: "rarest" | "all"): Float32Array {
  const shared = new Float32Array(found.namesStart.length - 1);
  for (const name of tellingNames(found, product)) {
    const rarity = at(found.rarity, name);
    const end = at(found.holdersStart, name + 1);
    for (let h = at(found.holdersStart, name); h < end; h++) {
      const other = at(found.holders, h);
      const before = at(shared, other);
      shared[other] = how === "all" ? before + rarity : Math.max(before, rarity);
    }
  }
  return shared;
}

/** The rarities of all names of each product. */
function totalsOf(found: Names): Float32Array {
  return Float32Array.from({ length: found.namesStart.length - 1 }, (_, product) =>
    tellingNames(found, product).reduce((sum, name) => sum + at(found.rarity, name), 0),
  );
}

export type AttributesOfAll = Readonly<Record<Exclude<Likeness, "title">, Float32Array>>;

/** Product type, collections and tags of one product beside those of every other, by their numbers. */
export function attributeLikeness(
  products: readonly CatalogueProduct[],
): (product: number) => AttributesOfAll {
  const types = namesOf(products.map(({ productType }) => [productType]));
  const collections = namesOf(products.map(({ collections }) => collections));
  const tags = namesOf(products.map(({ tags }) => tags));
  const tagTotals = totalsOf(tags);
  return (product) => {
    const own = at(tagTotals, product);
    return {
      type: sharedWith(types, product, "rarest"),
      collection: sharedWith(collections, product, "rarest"),
      tags: sharedWith(tags, product, "all").map((shared, other) =>
        shared === 0 ? 0 : shared / (own + at(tagTotals, other) - shared),
      ),
    };
  };
}
