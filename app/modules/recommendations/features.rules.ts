import type { Neighbours } from "./neighbours.rules.ts";
import type { OwnPurchases, Profile } from "./profile.rules.ts";
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
  const { start, target, significance, weight } = neighbours;
  const end = start[item + 1] ?? 0;
  for (let n = start[item] ?? 0; n < end; n++) {
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
  for (const [item, { inLast }] of profile.own) speak(signals.neighbours, item, { pull, inLast });
  return pull;
}

/** One person's features of one product after the other, written into a row of the caller's. */
export function featureWriter(signals: Signals, profile: Profile, pull: Pull) {
  const { popularity, logRepeat } = signals;
  const rootOfAll = Math.sqrt(Math.max(1, profile.own.size));
  const rootOfLast = Math.sqrt(Math.max(1, profile.last.length));
  const of = (column: Float32Array, item: number) => column[item] ?? 0;
  const person = [
    Math.log(profile.orders),
    Math.log(profile.meanItems),
    Math.log(Math.max(1, profile.own.size)),
  ];
  const writeOwn = (row: Float64Array, at: number, item: number, own: OwnPurchases) => {
    row[at] = Math.log((own.count + 0.3) / (profile.orders + 0.6));
    row[at + 1] = Math.log1p(own.count);
    row[at + 2] = Math.log(own.share30);
    row[at + 3] = Math.log(own.share90);
    row[at + 4] = Math.log1p(own.ordersSince);
    row[at + 5] = own.inLast ? 1 : 0;
    row[at + 6] = of(logRepeat, item);
    row[at + 7] = Math.log1p(own.count) * Math.log(profile.orders);
    row[at + 8] = Math.log1p(own.daysSince / 7);
  };
  /** Writes `NEW_FEATURES`, or for a product of their own `OWN_FEATURES`, from `at` on. */
  return (item: number, row: Float64Array, at = 0): void => {
    row[at] = of(pull.all, item);
    row[at + 1] = of(pull.last, item);
    row[at + 2] = Math.log1p(of(pull.significanceOfLast, item) / rootOfLast);
    row[at + 3] = Math.log1p(of(pull.significanceMost, item));
    row[at + 4] = Math.log1p(of(pull.significance, item) / rootOfAll);
    for (const [n, rates] of popularity.logRates.entries()) row[at + 5 + n] = of(rates, item);
    row[at + 10] = of(popularity.idleDays, item) / 10;
    row[at + 11] = of(popularity.ageDays, item) / 30;
    for (const [n, value] of person.entries()) row[at + 12 + n] = value;
    const own = profile.own.get(item);
    if (own) writeOwn(row, at + NEW_FEATURES, item, own);
  };
}
