import type { Neighbours } from "./neighbours.rules.ts";
import { askPeople, PeopleRoom } from "./people.rules.ts";
import type { OwnPurchases, Profile } from "./profile.rules.ts";
import { ageDays, idleDays, logRate } from "./popularity.rules.ts";
import { logRepeat } from "./repeats.rules.ts";
import type { Signals } from "./signals.rules.ts";

/** What speaks for a product that the person never bought. */
export const NEW_FEATURES = 17;
/** For one they bought before, their own purchases come on top. */
export const OWN_FEATURES = NEW_FEATURES + 9;

/** What a person's purchases say of other products; one number per product in each column. */
export interface Pull {
  /** ridge weights of all that they bought, and of the last purchase alone */
  readonly all: Float32Array;
  readonly last: Float32Array;
  /** significances: summed over all, over the last purchase, and the largest */
  readonly significance: Float32Array;
  readonly significanceOfLast: Float32Array;
  readonly significanceMost: Float32Array;
  /** weights of the people alike who bought it */
  readonly people: Float32Array;
  /** weight of all people alike */
  peopleTotal: number;
  /** products that anything they bought speaks for */
  readonly touched: number[];
  /** products that people alike bought */
  readonly touchedByPeople: number[];
  readonly peopleRoom: PeopleRoom;
  /** 1 for what they bought themselves; asked thousands of times per person */
  readonly isOwn: Uint8Array;
  readonly owned: number[];
}

const COLUMNS = [
  "all",
  "last",
  "significance",
  "significanceOfLast",
  "significanceMost",
] as const satisfies readonly (keyof Pull)[];

/** Room for one person's pull at a time; `release` it before the next. */
export function pullRoom(products: number): Pull {
  const column = () => new Float32Array(products);
  return {
    all: column(),
    last: column(),
    significance: column(),
    significanceOfLast: column(),
    significanceMost: column(),
    people: column(),
    peopleTotal: 0,
    touched: [],
    touchedByPeople: [],
    peopleRoom: new PeopleRoom(),
    isOwn: new Uint8Array(products),
    owned: [],
  };
}

function clear(column: Float32Array, touched: readonly number[]): void {
  // Zeros in a row are written faster than here and there.
  if (touched.length * 8 > column.length) column.fill(0);
  else for (const item of touched) column[item] = 0;
}

export function release(pull: Pull): void {
  for (const name of COLUMNS) clear(pull[name], pull.touched);
  clear(pull.people, pull.touchedByPeople);
  for (const item of pull.owned) pull.isOwn[item] = 0;
  pull.touched.length = 0;
  pull.touchedByPeople.length = 0;
  pull.owned.length = 0;
}

const plus = (column: Float32Array, at: number, by: number) => {
  column[at] = (column[at] ?? 0) + by;
};

/** Lets one product that the person bought speak for its neighbours. */
function speak(neighbours: Neighbours, item: number, pull: Pull) {
  const { start, end, target, together, significance, weight } = neighbours;
  const last = end[item] ?? 0;
  for (let n = start[item] ?? 0; n < last; n++) {
    // A cancelled order was the only one that had both.
    if (together[n] === 0) continue;
    const to = target[n] ?? 0;
    const llr = significance[n] ?? 0;
    const most = pull.significanceMost[to] ?? 0;
    if (most === 0) pull.touched.push(to);
    if (llr > most) pull.significanceMost[to] = llr;
    plus(pull.all, to, weight[n] ?? 0);
    plus(pull.significance, to, llr);
  }
}

/** The same for the last purchase alone. */
function speakAsLast(neighbours: Neighbours, item: number, pull: Pull) {
  const { start, end, target, together, significance, weight } = neighbours;
  const last = end[item] ?? 0;
  for (let n = start[item] ?? 0; n < last; n++) {
    if (together[n] === 0) continue;
    const to = target[n] ?? 0;
    plus(pull.last, to, weight[n] ?? 0);
    plus(pull.significanceOfLast, to, significance[n] ?? 0);
  }
}

/** Lets everything the person bought speak for its neighbours, and people alike for what they bought. */
export function pullOf(signals: Signals, profile: Profile, pull: Pull): Pull {
  const { neighbours, baskets } = signals;
  for (const [item, { inLast }] of profile.own) {
    pull.isOwn[item] = 1;
    pull.owned.push(item);
    neighbours.freshen?.(item);
    speak(neighbours, item, pull);
    if (inLast) speakAsLast(neighbours, item, pull);
  }
  const { peopleRoom: room, people: into, touchedByPeople: touched } = pull;
  pull.peopleTotal = askPeople(baskets, profile, { room, into, touched });
  return pull;
}

/** Share of the people alike who bought it; of all people where nobody is known to be alike. */
function shareOfPeople({ baskets }: Signals, pull: Pull, item: number): number {
  if (pull.peopleTotal > 0) return (pull.people[item] ?? 0) / pull.peopleTotal;
  return baskets.buyersOf(item) / Math.max(1, baskets.people);
}

/** The same for how many bought it at all: how much more theirs it is than everybody's. */
export function tasteFor(signals: Signals, pull: Pull, item: number): number {
  return shareOfPeople(signals, pull, item) / Math.sqrt(signals.baskets.buyersOf(item) + 3);
}

/** Where the groups of features begin; the first holds what is pulled. */
const OF_PRODUCT = 7;
const OF_PERSON = 14;

/** What the person's purchases say of the product. */
function pullWriter(signals: Signals, profile: Profile, pull: Pull) {
  const rootOfAll = Math.sqrt(Math.max(1, profile.own.size));
  const rootOfLast = Math.sqrt(Math.max(1, profile.last.length));
  const { all, last, significance, significanceOfLast, significanceMost } = pull;
  return (item: number, row: Float64Array, at: number): void => {
    row[at] = all[item] ?? 0;
    row[at + 1] = last[item] ?? 0;
    row[at + 2] = Math.log1p((significanceOfLast[item] ?? 0) / rootOfLast);
    row[at + 3] = Math.log1p(significanceMost[item] ?? 0);
    row[at + 4] = Math.log1p((significance[item] ?? 0) / rootOfAll);
    row[at + 5] = Math.log(shareOfPeople(signals, pull, item) + 0.001);
    row[at + 6] = Math.log(tasteFor(signals, pull, item) + 0.0001);
  };
}

/** How the product sells, whoever is asked for. */
function writeProduct(signals: Signals, item: number, row: Float64Array, at: number): void {
  const { counts, orders } = signals.popularity;
  for (let n = 0; n < counts.length; n++) {
    row[at + n] = logRate(counts[n]?.[item] ?? 0, orders[n] ?? 0);
  }
  row[at + counts.length] = idleDays(signals.popularity, item, signals.at) / 10;
  row[at + counts.length + 1] = ageDays(signals.popularity, item, signals.at) / 30;
}

function writePerson({ orders, meanItems, own }: Profile, row: Float64Array, at: number): void {
  row[at] = Math.log(orders);
  row[at + 1] = Math.log(meanItems);
  row[at + 2] = Math.log(Math.max(1, own.size));
}

/** How the person themselves bought the product. */
function ownWriter({ repeats }: Signals, { orders }: Profile) {
  return (item: number, own: OwnPurchases, row: Float64Array, at: number): void => {
    row[at] = Math.log((own.count + 0.3) / (orders + 0.6));
    row[at + 1] = Math.log1p(own.count);
    row[at + 2] = Math.log(own.share30);
    row[at + 3] = Math.log(own.share90);
    row[at + 4] = Math.log1p(own.ordersSince);
    row[at + 5] = own.inLast ? 1 : 0;
    row[at + 6] = logRepeat(repeats, item);
    row[at + 7] = Math.log1p(own.count) * Math.log(orders);
    row[at + 8] = Math.log1p(own.daysSince / 7);
  };
}

/** One person's features of one product after the other, written into a row of the caller's. */
export function featureWriter(signals: Signals, profile: Profile, pull: Pull) {
  const writePull = pullWriter(signals, profile, pull);
  const writeOwn = ownWriter(signals, profile);
  /** Writes `NEW_FEATURES`, or for a product of their own `OWN_FEATURES`, from `at` on. */
  return (item: number, row: Float64Array, at = 0): void => {
    writePull(item, row, at);
    writeProduct(signals, item, row, at + OF_PRODUCT);
    writePerson(profile, row, at + OF_PERSON);
    const own = profile.own.get(item);
    if (own) writeOwn(item, own, row, at + NEW_FEATURES);
  };
}
