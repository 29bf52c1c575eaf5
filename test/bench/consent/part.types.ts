import type { BenchOptions, BenchResult } from "../bench.types.ts";

/** One part of the bench "consent"; `--only NAME` runs it alone. */
export interface ConsentPart {
  name: "ledger" | "race" | "histories" | "public" | "phrases";
  run(options: BenchOptions): Promise<BenchResult>;
}
