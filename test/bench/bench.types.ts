export interface BenchTable {
  title: string;
  columns: string[];
  rows: string[][];
  /** What a reader needs to trust the figures: settings, sizes, what did not run. */
  notes?: string[];
}

/** A figure that the project wants to reach, and whether this run did. */
export interface Reach {
  figure: string;
  /** in words: "at least 0.8" */
  wanted: string;
  reached: boolean;
}

export interface BenchResult {
  figures: Record<string, number>;
  tables: BenchTable[];
  reached: Reach[];
}

export interface BenchOptions {
  /** Progress, on stderr. */
  say(line: string): void;
  /** How often everything is measured; each bench has its own default. */
  rounds?: number;
  /** How long one measurement lasts; each bench has its own default. */
  seconds?: number;
  /** How many messages one measurement has; each bench has its own default. */
  size?: number;
  /** One part of a bench alone, by the name that the bench gives it; the others' figures are then missing. */
  only?: string;
  /** A file of orders, where a bench needs a shop's history. */
  orders?: string;
}

/** One entry of `npm run bench`. */
export interface Bench {
  name: string;
  about: string;
  run(options: BenchOptions): Promise<BenchResult>;
}
