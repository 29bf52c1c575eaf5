import type { Logistic } from "./logistic.rules.ts";
import type { Neighbours } from "./neighbours.rules.ts";
import type { OwnPurchases, Profile } from "./profile.rules.ts";
import { ageDays, idleDays, logRate } from "./popularity.rules.ts";
import { logRepeat } from "./repeats.rules.ts";
import type { Signals } from "./signals.rules.ts";

/** What speaks for a product that the person never bought. */
export const NEW_FEATURES = 15;
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
  /** products that anything speaks for */
  readonly touched: number[];
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
    touched: [],
  };
}

export function release(pull: Pull): void {
  for (const item of pull.touched) for (const name of COLUMNS) pull[name][item] = 0;
  pull.touched.length = 0;
}

const plus = (column: Float32Array, at: number, by: number) => {
  column[at] = (column[at] ?? 0) + by;
};

/** Lets one product that the person bought speak for its neighbours. */
function speak(
  neighbours: Neighbours,
  item: number,
  { pull, inLast }: { pull: Pull; inLast: boolean },
) {
  const { start, end, target, significance, weight } = neighbours;
  const last = end[item] ?? 0;
  for (let n = start[item] ?? 0; n < last; n++) {
    const to = target[n] ?? 0;
    const llr = significance[n] ?? 0;
    const most = pull.significanceMost[to] ?? 0;
    if (most === 0) pull.touched.push(to);
    if (llr > most) pull.significanceMost[to] = llr;
    plus(pull.all, to, weight[n] ?? 0);
    plus(pull.significance, to, llr);
    if (!inLast) continue;
    plus(pull.last, to, weight[n] ?? 0);
    plus(pull.significanceOfLast, to, llr);
  }
}

/** Lets everything the person bought speak for its neighbours. */
export function pullOf(signals: Signals, profile: Profile, pull: Pull): Pull {
  const { neighbours } = signals;
  for (const [item, { inLast }] of profile.own) {
    neighbours.freshen?.(item);
    speak(neighbours, item, { pull, inLast });
  }
  return pull;
}

/** Where the groups of features begin; the first holds what is pulled. */
const OF_PRODUCT = 5;
const OF_PERSON = 12;

/** What the person's purchases say of the product. */
function pullWriter(profile: Profile, pull: Pull) {
  const rootOfAll = Math.sqrt(Math.max(1, profile.own.size));
  const rootOfLast = Math.sqrt(Math.max(1, profile.last.length));
  const { all, last, significance, significanceOfLast, significanceMost } = pull;
  return (item: number, row: Float64Array, at: number): void => {
    row[at] = all[item] ?? 0;
    row[at + 1] = last[item] ?? 0;
    row[at + 2] = Math.log1p((significanceOfLast[item] ?? 0) / rootOfLast);
    row[at + 3] = Math.log1p(significanceMost[item] ?? 0);
    row[at + 4] = Math.log1p((significance[item] ?? 0) / rootOfAll);
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
  const writePull = pullWriter(profile, pull);
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

/** Sums a group of features under their coefficients. */
function dot({ coefficients }: Logistic, row: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let n = 0; n < count; n++) sum += (coefficients[from + n] ?? 0) * (row[n] ?? 0);
  return sum;
}

/** What a model says of every product before anybody is asked for: it is the same for all of them. */
export function oddsOfProducts(signals: Signals, judge: Logistic): Float64Array {
  const row = new Float64Array(OF_PERSON - OF_PRODUCT);
  return Float64Array.from(signals.history.products, (_, item) => {
    writeProduct(signals, item, row, 0);
    return judge.intercept + dot(judge, row, OF_PRODUCT, row.length);
  });
}

/** A model with its `oddsOfProducts`. */
export interface Judge {
  model: Logistic;
  ofProducts: Float64Array;
}

/**
 * The log-odds that `logOdds` gives for the features of `featureWriter`, for one person and one product after the
 * other; what is the same for all persons or all products is not computed again.
 */
export function oddsOf(signals: Signals, profile: Profile, pull: Pull) {
  const writePull = pullWriter(profile, pull);
  const writeOwn = ownWriter(signals, profile);
  const person = new Float64Array(NEW_FEATURES - OF_PERSON);
  const pulled = new Float64Array(OF_PRODUCT);
  const owned = new Float64Array(OWN_FEATURES - NEW_FEATURES);
  writePerson(profile, person, 0);
  /** The part of a model that asks only who it is; one per model. */
  const ofPerson = ({ model }: Judge) => dot(model, person, OF_PERSON, person.length);
  return {
    ofPerson,
    of: (judge: Judge, item: number, personPart: number): number => {
      const { model, ofProducts } = judge;
      writePull(item, pulled, 0);
      const base = personPart + (ofProducts[item] ?? 0) + dot(model, pulled, 0, OF_PRODUCT);
      const own = profile.own.get(item);
      if (!own || model.coefficients.length < OWN_FEATURES) return base;
      writeOwn(item, own, owned, 0);
      return base + dot(model, owned, NEW_FEATURES, owned.length);
    },
  };
}
