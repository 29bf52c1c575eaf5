import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchOptions, BenchTable } from "../bench.types.ts";
import { type Fit, fitAlone } from "./fit.ts";
import { writeLargeOrders } from "./large-orders.ts";

const ROWS = 10_000_000;

/** Fits and tunes a made-up shop of `size` order lines. */
export async function fitLarge({ size = ROWS, say }: BenchOptions): Promise<Fit> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-large-"));
  try {
    const path = join(folder, "orders.csv");
    say(`  writing ${size} order lines`);
    await writeLargeOrders(path, size);
    say("  fitting them");
    return await fitAlone(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function largeTable(fit: Fit): BenchTable {
  const row = (what: string, ms: number, mb: number) => [
    what,
    `${(ms / 1000).toFixed(1)} s`,
    `${mb.toFixed(0)} MB`,
  ];
  return {
    title: `A made-up shop: ${fit.rows} order lines, 100,000 products`,
    columns: ["what", "time", "most memory of the process so far"],
    rows: [
      row("signals out of the orders", fit.fitMs, fit.fitMb),
      row("learning how to weigh them", fit.learnMs, fit.learnMb),
    ],
    notes: ["reading the file is not in the times, but in the memory"],
  };
}
