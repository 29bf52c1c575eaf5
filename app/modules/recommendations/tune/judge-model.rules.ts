import type { Model } from "../model.types.ts";
import type { ModelReport } from "../model-report.types.ts";
import { ranker } from "../ranking.rules.ts";
import type { Signals } from "../signals.rules.ts";
import type { HeldOutPerson, HoldOut } from "./hold-out.rules.ts";

/** Products of a message, and of a ranking whose chances are told. */
const SHOWN = 3;
const TOLD = 10;
const CURVE_POINTS = 20;
const BINS = 10;

/** What one person would have been shown, and what came of it. */
export interface Trial {
  /** chance of the best match */
  best: number;
  hit: boolean;
  popularHit: boolean;
}

interface Forecast {
  chance: number;
  hit: boolean;
}

export interface Judgement {
  trials: Trial[];
  forecasts: Forecast[];
}

/** The best sellers of 60 days that the person does not have: what there is to beat. */
function popularHit({ popularity }: Signals, { profile, next }: HeldOutPerson): boolean {
  const shown: number[] = [];
  for (const item of popularity.best) {
    if (shown.length === SHOWN) break;
    if (!profile.own.has(item)) shown.push(item);
  }
  return shown.some((item) => next.has(item));
}

/** Asks a model as of the window's start for everybody in it: products that were new to them. */
export function judgeModel(model: Model, { persons }: HoldOut): Judgement {
  const rank = ranker(model);
  const trials: Trial[] = [];
  const forecasts: Forecast[] = [];
  for (const person of persons) {
    const ranked = rank(person.profile, { mode: "new", top: TOLD });
    for (const { item, probability } of ranked) {
      forecasts.push({ chance: probability, hit: person.next.has(item) });
    }
    trials.push({
      best: ranked[0]?.probability ?? 0,
      hit: ranked.slice(0, SHOWN).some(({ item }) => person.next.has(item)),
      popularHit: popularHit(model.signals, person),
    });
  }
  return { trials, forecasts };
}

const shareOf = (trials: readonly Trial[], has: (trial: Trial) => boolean) =>
  trials.length === 0 ? 0 : trials.filter(has).length / trials.length;

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;

/** From the surest few to everybody, in twenty steps. */
export function curveOf(trials: readonly Trial[]): ModelReport["curve"] {
  const surest = trials.toSorted((a, b) => b.best - a.best);
  const points = Array.from({ length: CURVE_POINTS }, (_, n) => {
    const least = surest[Math.ceil(((n + 1) / CURVE_POINTS) * surest.length) - 1]?.best ?? 0;
    const reached = surest.filter(({ best }) => best >= least);
    return {
      threshold: rounded(least),
      coverage: rounded(reached.length / surest.length),
      precision: rounded(shareOf(reached, ({ hit }) => hit)),
      persons: reached.length,
    };
  });
  return points.filter(({ persons }, n) => persons !== points[n - 1]?.persons);
}

export function calibrationOf(forecasts: readonly Forecast[]): ModelReport["calibration"] {
  const bins = Map.groupBy(forecasts, ({ chance }) =>
    Math.min(BINS - 1, Math.floor(chance * BINS)),
  );
  return [...bins]
    .toSorted(([a], [b]) => a - b)
    .map(([, bin]) => ({
      predicted: rounded(bin.reduce((sum, { chance }) => sum + chance, 0) / bin.length),
      seen: rounded(bin.filter(({ hit }) => hit).length / bin.length),
      count: bin.length,
    }));
}

export function hitRateOf(trials: readonly Trial[]): NonNullable<ModelReport["hitRate"]> {
  return {
    ours: rounded(shareOf(trials, ({ hit }) => hit)),
    popularity: rounded(shareOf(trials, (trial) => trial.popularHit)),
  };
}

/** Beyond this many standard errors a difference is no accident. */
const SURE = 2;

/**
 * Did general weights do better on the same persons than what the shop's own past taught, by more than chance? Then
 * it has taught its accidents.
 */
export function generalIsBetter(learned: readonly Trial[], general: readonly Trial[]): boolean {
  const gains = general.map(({ hit }, n) => Number(hit) - Number(learned[n]?.hit ?? false));
  if (gains.length === 0) return false;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length;
  return mean > SURE * Math.sqrt(variance / gains.length) && mean > 0;
}
