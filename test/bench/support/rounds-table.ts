import type { BenchTable } from "../bench.types.ts";
import type { Measured } from "./rounds.ts";
import { pairedRatio, spread } from "./statistics.ts";

/** Median and min-max of every contender; the last column compares round by round. */
export function roundsTable(
  title: string,
  measured: Map<string, Measured>,
  comparedWith: string,
): BenchTable {
  const base = measured.get(comparedWith)?.perSecond ?? [];
  return {
    title,
    columns: ["server", "requests/s", "p50 ms", "p99 ms", "max ms", `x ${comparedWith}`],
    rows: [...measured].map(([name, of]) => [
      name,
      spread(of.perSecond),
      spread(of.p50Ms, 1),
      spread(of.p99Ms, 1),
      spread(of.maxMs, 0),
      pairedRatio(of.perSecond, base).toFixed(2),
    ]),
  };
}
