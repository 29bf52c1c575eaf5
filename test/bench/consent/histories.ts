import { historyOf } from "#test/support/histories/generate-history.ts";
import { playPure } from "#test/support/histories/play-pure.ts";
import type { BenchOptions, BenchResult } from "../bench.types.ts";
import type { ConsentPart } from "./part.types.ts";

const HISTORIES = 10_000;
const LENGTH = 16;
/** Not those of the unit tests. */
const FIRST_SEED = 1_000_000;

function run(options: BenchOptions): Promise<BenchResult> {
  const histories = options.size ?? HISTORIES;
  let [violations, sends, allowed, moments] = [0, 0, 0, 0];
  for (let seed = FIRST_SEED; seed < FIRST_SEED + histories; seed += 1) {
    const played = playPure(historyOf(seed, LENGTH));
    for (const one of played.violations.slice(0, 1)) options.say(`  ${JSON.stringify(one)}`);
    // A state that the ledger does not tell is one, too (invariant 9).
    violations += played.violations.length + played.differences.length;
    sends += played.sends;
    allowed += played.allowed;
    moments += LENGTH;
  }
  const figures = { histories, violations };
  return Promise.resolve({
    figures,
    tables: [
      {
        title: "Random histories: messages that would leave against invariants 1, 2 and 9",
        columns: ["histories", "moments", "would leave", "allowed", "against the invariants"],
        rows: [[histories, moments, sends, allowed, violations].map(String)],
        notes: ["the app's rules in memory, against an oracle that knows nothing of them"],
      },
    ],
    reached: [{ figure: "violations", wanted: "0", reached: violations === 0 }],
  });
}

/** Histories of every kind of event, late, twice and out of order. */
export const historiesPart: ConsentPart = { name: "histories", run };
