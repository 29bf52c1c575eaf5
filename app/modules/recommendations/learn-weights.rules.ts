import { CALIBRATION_FEATURES, calibrationRow } from "./calibration.rules.ts";
import { ExampleRows } from "./example-rows.rules.ts";
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
import { fitLogistic, type Logistic } from "./logistic.rules.ts";
import type { RankMode, Weights } from "./model.types.ts";
import { type Judges, oddsRanker, type Ranked } from "./ranking.rules.ts";
import { shortlistOf } from "./shortlist.rules.ts";

/** Below, a shop's own past says too little. */
const FEWEST_PUPILS = 30;
/** And below, too little of which shortlist is best. */
const FEWEST_TO_COMPARE = 200;
/** On standardised features; between 10 and 200 results hardly differ. */
const L2 = 100;
const CALIBRATION_L2 = 5;
/** Chances are calibrated on what would be shown. */
const SHOWN = 10;
/**
 * Products per way of looking at them. Where pairs say much, a longer list has room for more of them; where they say
 * little, a short one keeps best sellers from crowding out what fits.
 */
const SHORTLISTS = [20, 40, 100] as const;

interface Notebook {
  fresh: ExampleRows;
  own: ExampleRows;
}

/**
 * What one pupil teaches: which of the products that they might have been shown they bought next. Not what else they
 * bought: to foresee that, best sellers would outweigh what fits.
 */
function study(
  notebook: Notebook,
  lesson: { signals: Lesson["signals"]; pupil: Lesson["pupils"][number]; pull: Pull },
  shortlist: number,
): void {
  const { signals, pupil, pull } = lesson;
  const { profile, bought } = pupil;
  pullOf(signals, profile, pull);
  const write = featureWriter(signals, profile, pull);
  const row = new Float64Array(OWN_FEATURES);
  const add = (rows: ExampleRows, item: number) => {
    write(item, row);
    rows.add(row, bought.has(item));
  };
  for (const item of profile.own.keys()) add(notebook.own, item);
  const wish = { mode: "new", top: SHOWN, shortlist } as const;
  for (const item of shortlistOf(signals, profile, { pull, wish })) add(notebook.fresh, item);
  release(pull);
}

function learnJudges(lessons: readonly Lesson[], shortlist: number): Judges["weights"] {
  const notebook = { fresh: new ExampleRows(NEW_FEATURES), own: new ExampleRows(OWN_FEATURES) };
  for (const { signals, pupils } of lessons) {
    const pull = pullRoom(signals.history.products.length);
    for (const pupil of pupils) study(notebook, { signals, pupil, pull }, shortlist);
  }
  return {
    fresh: fitLogistic(notebook.fresh.examples, L2),
    own: fitLogistic(notebook.own.examples, L2),
    shortlist,
  };
}

/** How early among ten new products stand those that were bought. */
function gain(ranked: readonly Ranked[], bought: ReadonlySet<number>): number {
  const gains = ranked.map(({ item }, place) => (bought.has(item) ? 1 / Math.log2(place + 2) : 0));
  return gains.reduce((sum, one) => sum + one, 0) / Math.min(SHOWN, bought.size);
}

function gainOf(lessons: readonly Lesson[], weights: Judges["weights"]): number {
  let sum = 0;
  for (const { signals, pupils } of lessons) {
    const rank = oddsRanker({ signals, weights });
    for (const { profile, bought } of pupils) {
      sum += gain(rank(profile, { mode: "new", top: SHOWN }), bought);
    }
  }
  return sum;
}

/** Every second pupil of each lesson: `which` 0 or 1. */
const halfOf = (lessons: readonly Lesson[], which: 0 | 1) =>
  lessons.map(({ signals, pupils }) => ({
    signals,
    pupils: pupils.filter((_, n) => n % 2 === which),
  }));

/** What half of the pupils teach is tried on the other half. */
function bestShortlist(lessons: readonly Lesson[]): number {
  const [taught, tried] = [halfOf(lessons, 0), halfOf(lessons, 1)];
  let best = { shortlist: GENERAL_WEIGHTS.shortlist, gain: -1 };
  for (const shortlist of SHORTLISTS) {
    const gain = gainOf(tried, learnJudges(taught, shortlist));
    if (gain > best.gain) best = { shortlist, gain };
  }
  return best.shortlist;
}

/** How the odds of the ten shown turned out, for one mode. */
function calibrate(
  lessons: readonly Lesson[],
  weights: Judges["weights"],
  mode: RankMode,
): Logistic {
  const rows = new ExampleRows(CALIBRATION_FEATURES);
  for (const { signals, pupils } of lessons) {
    const rank = oddsRanker({ signals, weights });
    for (const { profile, bought } of pupils) {
      for (const { item, odds } of rank(profile, { mode, top: SHOWN })) {
        rows.add(calibrationRow(odds, profile), bought.has(item));
      }
    }
  }
  return fitLogistic(rows.examples, CALIBRATION_L2);
}

/** Learns how to weigh the signals from what people bought after moments of the past. */
export function learnWeights(lessons: readonly Lesson[]): Weights {
  const learnedFrom = lessons.reduce((sum, { pupils }) => sum + pupils.length, 0);
  if (learnedFrom < FEWEST_PUPILS) return GENERAL_WEIGHTS;
  const shortlist =
    learnedFrom < FEWEST_TO_COMPARE ? GENERAL_WEIGHTS.shortlist : bestShortlist(lessons);
  const judges = learnJudges(lessons, shortlist);
  const calibration = {
    new: calibrate(lessons, judges, "new"),
    any: calibrate(lessons, judges, "any"),
  };
  return { ...judges, calibration, learnedFrom };
}
