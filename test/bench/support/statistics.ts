function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** NaN for no values at all. */
export function median(values: readonly number[]): number {
  const all = sorted(values);
  const middle = all.length >> 1;
  const [low = NaN, high = NaN] = [all[middle - 1 + (all.length % 2)], all[middle]];
  return all.length % 2 === 1 ? high : (low + high) / 2;
}

/** The value that the given share (0 to 1) of all values does not exceed; `values` come sorted. */
export function percentile(values: Float64Array, share: number): number {
  return values[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? NaN;
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** "4100 (3900-4300)": the median and what it lies between. */
export function spread(values: readonly number[], digits = 0): string {
  const all = sorted(values);
  const [least = NaN, most = NaN] = [all[0], all.at(-1)];
  return `${median(all).toFixed(digits)} (${least.toFixed(digits)}-${most.toFixed(digits)})`;
}

/**
 * How many times as much ours is: the median over the rounds, each compared with its own neighbour, so
 * that what else the machine does between rounds drops out.
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, at) => value / (theirs[at] ?? NaN)));
}
