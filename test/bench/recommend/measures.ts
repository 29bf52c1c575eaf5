import { sequence } from "#app/shared/sequence.ts";

/** The first products of a ranking against what was bought. */
export const hitAmong = (ranked: readonly number[], bought: ReadonlySet<number>, top: number) =>
  ranked.slice(0, top).some((item) => bought.has(item)) ? 1 : 0;

export function recallAt(ranked: readonly number[], bought: ReadonlySet<number>, top: number) {
  return ranked.slice(0, top).filter((item) => bought.has(item)).length / bought.size;
}

const gain = (place: number) => 1 / Math.log2(place + 2);

/** Normalised discounted cumulative gain with yes-or-no relevance. */
export function ndcgAt(ranked: readonly number[], bought: ReadonlySet<number>, top: number) {
  const found = ranked
    .slice(0, top)
    .reduce((sum, item, place) => sum + (bought.has(item) ? gain(place) : 0), 0);
  const most = Array.from({ length: Math.min(top, bought.size) }, (_, place) => gain(place));
  return found / most.reduce((sum, one) => sum + one, 0);
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export interface Interval {
  mean: number;
  low: number;
  high: number;
}

const RESAMPLES = 1000;
const TAIL = 0.025;

/** Mean with its 95 % bootstrap interval over persons. */
export function bootstrap(values: readonly number[]): Interval {
  const random = sequence(values.length + 1);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let n = 0; n < values.length; n += 1) {
      sum += values[Math.floor(random() * values.length)] ?? 0;
    }
    return sum / values.length;
  }).toSorted((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (RESAMPLES - 1))] ?? NaN;
  return { mean: mean(values), low: at(TAIL), high: at(1 - TAIL) };
}

/** A product that was shown with a chance, and whether it was bought. */
export interface Forecast {
  /** among the person's ten, from 0 */
  place: number;
  chance: number;
  hit: number;
}

const BINS = 10;

/** Expected calibration error over bins of equal width: how far chances and outcomes lie apart, weighted. */
export function calibrationError(forecasts: readonly Forecast[]): number {
  const bins = Array.from({ length: BINS }, (): Forecast[] => []);
  for (const one of forecasts) bins[Math.min(BINS - 1, Math.floor(one.chance * BINS))]?.push(one);
  return bins
    .filter((bin) => bin.length > 0)
    .map((bin) => {
      const apart = Math.abs(mean(bin.map((one) => one.chance)) - mean(bin.map((one) => one.hit)));
      return (apart * bin.length) / forecasts.length;
    })
    .reduce((sum, one) => sum + one, 0);
}

/** How much oftener than on average the surest tenth comes true. */
export function topDecileRatio(forecasts: readonly Forecast[]): number {
  const surest = forecasts.toSorted((a, b) => b.chance - a.chance);
  const tenth = surest.slice(0, Math.ceil(surest.length / 10));
  return mean(tenth.map((one) => one.hit)) / mean(forecasts.map((one) => one.hit));
}
