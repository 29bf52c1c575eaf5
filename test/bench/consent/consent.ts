import type { Bench, BenchOptions, BenchResult } from "../bench.types.ts";
import { historiesPart } from "./histories.ts";
import { ledgerPart } from "./ledger.ts";
import type { ConsentPart } from "./part.types.ts";
import { phrasesPart } from "./phrases.ts";
import { publicPart } from "./public-load.ts";
import { racePart } from "./race.ts";

/** In the order they run. Each names its figures and what they must reach. */
const PARTS: readonly ConsentPart[] = [
  ledgerPart,
  racePart,
  historiesPart,
  publicPart,
  phrasesPart,
];

function chosen(only: string | undefined): readonly ConsentPart[] {
  const parts = PARTS.filter(({ name }) => only === undefined || name === only);
  if (parts.length > 0) return parts;
  throw new Error(`--only takes one of ${PARTS.map(({ name }) => name).join(", ")}`);
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const all: BenchResult = { figures: {}, tables: [], reached: [] };
  for (const part of chosen(options.only)) {
    options.say(` ${part.name}`);
    const { figures, tables, reached } = await part.run(options);
    Object.assign(all.figures, figures);
    all.tables.push(...tables);
    all.reached.push(...reached);
  }
  return all;
}

export const consentBench: Bench = {
  name: "consent",
  about:
    "the ledger, races against a STOP, random histories, public pages under load, free-text no",
  run,
};
