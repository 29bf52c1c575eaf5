import type { Profile } from "./profile.rules.ts";

/** Who bought what, by person. */
export interface Baskets {
  /** numbers of persons lie below */
  readonly persons: number;
  /** those of them who bought anything */
  readonly people: number;
  buyersOf(product: number): number;
  personsWith(product: number): Int32Array;
  /** distinct products of a person */
  basketOf(person: number): Int32Array;
}

/** So many people alike are asked: more say what all buy, fewer know too little. */
const MOST_PEOPLE = 300;
/** Of a best seller's buyers a part is looked at: it says little about anybody's taste. */
const MOST_BUYERS = 512;
/** A person's latest products; resellers have thousands. */
const MOST_PRODUCTS = 120;
/** Products that they may have bought altogether, so that no answer takes long. */
const MOST_LINES = 100_000;
/** In persons or products: keeps a product that two people bought from deciding everything. */
const SHRINK = 3;

/** Room for one person's people alike at a time. */
export class PeopleRoom {
  weight = new Float32Array();
  shared = new Int32Array();
  found: number[] = [];

  makeRoom(persons: number): void {
    if (this.weight.length >= persons) return;
    this.weight = new Float32Array(persons);
    this.shared = new Int32Array(persons);
  }
}

/** How rare what they share is, before the size of their baskets counts. */
function findPeople(baskets: Baskets, items: readonly number[], room: PeopleRoom): void {
  room.makeRoom(baskets.persons);
  const { weight, shared, found } = room;
  for (const item of items) {
    const buyers = baskets.personsWith(item);
    const step = Math.max(1, buyers.length / MOST_BUYERS);
    const rarity = step / Math.sqrt(buyers.length + SHRINK);
    for (let n = 0; n < buyers.length; n += step) {
      const person = buyers[Math.floor(n)] ?? 0;
      if (shared[person] === 0) found.push(person);
      weight[person] = (weight[person] ?? 0) + rarity;
      shared[person] = (shared[person] ?? 0) + 1;
    }
  }
}

const BINS = 512;
const bits = new Int32Array(1);
const asNumber = new Float32Array(bits.buffer);
/** Floats of one sign are ordered as their bits are: sixteen bins for every power of two. */
function binOf(weight: number): number {
  asNumber[0] = weight;
  return Math.max(0, Math.min(BINS - 1, ((bits[0] ?? 0) >> 19) - 1_650));
}

/** The lowest bin of the `most` heaviest people, and how many of that bin are among them. */
function lowestBin(weights: Float32Array, found: readonly number[], most: number) {
  const having = new Int32Array(BINS);
  for (const person of found) {
    const bin = binOf(weights[person] ?? 0);
    having[bin] = (having[bin] ?? 0) + 1;
  }
  let bin = BINS - 1;
  let above = 0;
  while (bin > 0 && above + (having[bin] ?? 0) <= most) above += having[bin--] ?? 0;
  return { bin, places: most - above };
}

/** From how rare what they share is to how alike they are. */
function weighPeople(baskets: Baskets, { weight, shared, found }: PeopleRoom): void {
  for (const person of found) {
    const size = baskets.basketOf(person).length;
    // The person themselves, and whoever knows nothing else.
    const nothingNew = size <= (shared[person] ?? 0);
    weight[person] = nothingNew ? 0 : (weight[person] ?? 0) / Math.sqrt(size + SHRINK);
  }
}

/** The most alike, without those that would make the answer slow; leaves the room as it was. */
function mostAlike(baskets: Baskets, { weight, shared, found }: PeopleRoom) {
  const lowest = lowestBin(weight, found, MOST_PEOPLE);
  const chosen: { basket: Int32Array; by: number }[] = [];
  let lines = 0;
  for (const person of found) {
    const by = weight[person] ?? 0;
    weight[person] = 0;
    shared[person] = 0;
    const bin = binOf(by);
    if (by === 0 || bin < lowest.bin || lines > MOST_LINES) continue;
    if (bin === lowest.bin && lowest.places-- <= 0) continue;
    const basket = baskets.basketOf(person);
    lines += basket.length;
    chosen.push({ basket, by });
  }
  found.length = 0;
  return chosen;
}

/**
 * Writes what people alike bought, each weighing as much as they are alike; `touched` gets the products whose entry is
 * not 0. Gives the weight of all of them.
 */
export function askPeople(
  baskets: Baskets,
  profile: Profile,
  { room, into, touched }: { room: PeopleRoom; into: Float32Array; touched: number[] },
): number {
  findPeople(baskets, [...profile.own.keys()].slice(-MOST_PRODUCTS), room);
  weighPeople(baskets, room);
  let total = 0;
  for (const { basket, by } of mostAlike(baskets, room)) {
    total += by;
    for (let n = 0; n < basket.length; n++) {
      const item = basket[n] ?? 0;
      if (into[item] === 0) touched.push(item);
      into[item] = (into[item] ?? 0) + by;
    }
  }
  return total;
}
