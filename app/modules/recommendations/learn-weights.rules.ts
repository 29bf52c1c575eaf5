import { sequence } from "#app/shared/sequence.ts";
import {
  featureWriter,
  NEW_FEATURES,
  OWN_FEATURES,
  type Pull,
  pullOf,
  pullRoom,
  release,
} from "./features.rules.ts";
import { GENERAL_WEIGHTS } from "./general-weights.rules.ts";
import type { Lesson } from "./lessons.rules.ts";
import { type Examples, fitLogistic, type Logistic } from "./logistic.rules.ts";
import type { RankMode, Weights } from "./model.types.ts";
import type { Profile } from "./profile.rules.ts";
import { oddsRanker } from "./ranking.rules.ts";

/** Below, a shop's own past says too little. */
const FEWEST_PUPILS = 100;
/** On standardised features; between 10 and 50 results hardly differ. */
const L2 = 50;
const CALIBRATION_L2 = 0.01;
const HARD_MISSES = 100;
const OTHER_MISSES = 150;
/** Chances are calibrated on what would be shown. */
const SHOWN = 10;

class ExampleRows {
  readonly width: number;
  readonly #features: number[] = [];
  readonly #happened: number[] = [];
  readonly #weight: number[] = [];

  constructor(width: number) {
    this.width = width;
  }

  add(row: Float64Array, happened: boolean, weight: number): void {
    for (let n = 0; n < this.width; n++) this.#features.push(row[n] ?? 0);
    this.#happened.push(happened ? 1 : 0);
    this.#weight.push(weight);
  }

  get examples(): Examples {
    return {
      width: this.width,
      features: Float64Array.from(this.#features),
      happened: Uint8Array.from(this.#happened),
      weight: Float64Array.from(this.#weight),
    };
  }
}

/** Missed products to learn from: the likeliest ones all, the many unlikely ones by a sample. */
function missesOf(
  products: number,
  { profile, bought, pull }: { profile: Profile; bought: Set<number>; pull: Pull },
  random: () => number,
): { item: number; weight: number }[] {
  const open = (item: number) => !bought.has(item) && !profile.own.has(item);
  const likely = (item: number) => pull.all[item] ?? 0;
  const hard = pull.touched.filter(open).sort((a, b) => likely(b) - likely(a) || a - b);
  const near = new Set(hard.slice(0, HARD_MISSES));
  const rest = products - near.size - profile.own.size;
  const others: number[] = [];
  for (let n = 0; n < OTHER_MISSES; n++) {
    const item = Math.floor(random() * products);
    if (open(item) && !near.has(item)) others.push(item);
  }
  const weight = others.length === 0 ? 1 : Math.max(1, rest / others.length);
  return [
    ...[...near].map((item) => ({ item, weight: 1 })),
    ...others.map((item) => ({ item, weight })),
  ];
}

interface Notebook {
  fresh: ExampleRows;
  own: ExampleRows;
}

/** What one pupil teaches: every product they bought next, and a weighted choice of those they did not. */
function study(
  notebook: Notebook,
  lesson: { signals: Lesson["signals"]; pupil: Lesson["pupils"][number]; pull: Pull },
  random: () => number,
): void {
  const { signals, pupil, pull } = lesson;
  const { profile, bought } = pupil;
  pullOf(signals, profile, pull);
  const write = featureWriter(signals, profile, pull);
  const row = new Float64Array(OWN_FEATURES);
  const add = (rows: ExampleRows, item: number, weight: number) => {
    write(item, row);
    rows.add(row, bought.has(item), weight);
  };
  for (const item of profile.own.keys()) add(notebook.own, item, 1);
  for (const item of bought) if (!profile.own.has(item)) add(notebook.fresh, item, 1);
  const products = signals.history.products.length;
  for (const miss of missesOf(products, { profile, bought, pull }, random)) {
    add(notebook.fresh, miss.item, miss.weight);
  }
  release(pull);
}

/** How the odds of the ten shown turned out, for one mode. */
function calibrate(
  lessons: readonly Lesson[],
  judges: Pick<Weights, "fresh" | "own">,
  mode: RankMode,
): Logistic {
  const rows = new ExampleRows(1);
  for (const { signals, pupils } of lessons) {
    const rank = oddsRanker({ signals, weights: judges });
    for (const { profile, bought } of pupils) {
      for (const { item, odds } of rank(profile, { mode, top: SHOWN })) {
        rows.add(Float64Array.of(odds), bought.has(item), 1);
      }
    }
  }
  return fitLogistic(rows.examples, CALIBRATION_L2);
}

/** Learns how to weigh the signals from what people bought after moments of the past. */
export function learnWeights(lessons: readonly Lesson[]): Weights {
  const learnedFrom = lessons.reduce((sum, { pupils }) => sum + pupils.length, 0);
  if (learnedFrom < FEWEST_PUPILS) return GENERAL_WEIGHTS;
  const notebook = { fresh: new ExampleRows(NEW_FEATURES), own: new ExampleRows(OWN_FEATURES) };
  const random = sequence(learnedFrom);
  for (const { signals, pupils } of lessons) {
    const pull = pullRoom(signals.history.products.length);
    for (const pupil of pupils) study(notebook, { signals, pupil, pull }, random);
  }
  const fresh = fitLogistic(notebook.fresh.examples, L2);
  const own = fitLogistic(notebook.own.examples, L2);
  const calibration = {
    new: calibrate(lessons, { fresh, own }, "new"),
    any: calibrate(lessons, { fresh, own }, "any"),
  };
  return { fresh, own, calibration, learnedFrom };
}
