import { resolve } from "node:path";
import type { Bench, BenchOptions, BenchResult, BenchTable } from "../bench.types.ts";
import type { Counted } from "./crash-count.ts";
import { crashRound } from "./crash-round.ts";
import { type CrashSite, openCrashSite } from "./crash-site.ts";

const BENCH_DIR = resolve(import.meta.dirname, "../../../.beckon/crash");
const CHECKOUTS = 5000;
const ROUNDS = 20;
const LEAST_ACCEPTED = 0.9;

const COLUMNS = [
  ["acknowledged", "acknowledged"],
  ["accepted once", "accepted"],
  ["skipped", "skipped"],
  ["unknown", "unknown"],
  ["not stored", "unstored"],
  ["lost", "lost"],
  ["twice", "duplicates"],
  ["unexplained", "unexplained"],
] as const satisfies [string, keyof Counted][];

function sum(rounds: Counted[], field: (typeof COLUMNS)[number][1]): number {
  return rounds.reduce((total, round) => total + round[field], 0);
}

function tableOf(rounds: Counted[], site: CrashSite): BenchTable {
  const row = (name: string, of: Counted[]) => [
    name,
    ...COLUMNS.map(([, field]) => String(sum(of, field))),
  ];
  const { web, worker, postgres } = site.kills;
  return {
    title: "What came of every acknowledged checkout, by the stand-ins' own logs",
    columns: ["round", ...COLUMNS.map(([title]) => title)],
    rows: [...rounds.map((round, index) => row(String(index + 1), [round])), row("all", rounds)],
    notes: [
      `kill -9: web ${web} times, worker ${worker} times, PostgreSQL ${postgres} times`,
      `${site.durability}; ${CHECKOUTS} checkouts per round unless said otherwise`,
    ],
  };
}

function told(round: number, counted: Counted, seconds: number): string {
  const { acknowledged, accepted, unknown, lost, duplicates, unstored } = counted;
  const reasons = [...counted.reasons].map(([reason, count]) => `${reason} ${count}`).join(", ");
  return `  round ${round} (${seconds} s): ${acknowledged} acknowledged, ${accepted} accepted, ${unknown} unknown, ${unstored} not stored, ${lost} lost, ${duplicates} twice${reasons ? `; ${reasons}` : ""}`;
}

export interface CrashOptions extends BenchOptions {
  checkouts?: number;
  dataDir?: string;
  isShort?: boolean;
}

/** Kills web, worker and PostgreSQL in bursts of checkouts, and counts what the stand-ins saw. */
export async function runCrash(options: CrashOptions): Promise<{
  rounds: Counted[];
  table: BenchTable;
}> {
  const { say, rounds: wanted = ROUNDS, checkouts = CHECKOUTS, isShort = false } = options;
  const { dataDir = BENCH_DIR } = options;
  const site = await openCrashSite({ dataDir, people: checkouts, say });
  const rounds: Counted[] = [];
  try {
    for (let number = 1; number <= wanted; number += 1) {
      const startedAt = Date.now();
      const counted = await crashRound(site, { number, checkouts, isShort });
      rounds.push(counted);
      say(told(number, counted, Math.round((Date.now() - startedAt) / 1000)));
    }
    return { rounds, table: tableOf(rounds, site) };
  } finally {
    await site.close();
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const { size: checkouts = CHECKOUTS } = options;
  const { rounds, table } = await runCrash({ ...options, checkouts });
  const figures = {
    lost: sum(rounds, "lost") + sum(rounds, "unstored"),
    duplicates: sum(rounds, "duplicates"),
    unknown_unexplained: sum(rounds, "unexplained"),
  };
  const reached = Object.entries(figures).map(([figure, value]) => ({
    figure,
    wanted: "0",
    reached: value === 0,
  }));
  // Rounds in which nothing was sent would prove nothing.
  const accepted_share = Math.min(...rounds.map((one) => one.accepted / one.acknowledged));
  const sent = {
    figure: "accepted_share",
    wanted: `>= ${LEAST_ACCEPTED} in every round`,
    reached: accepted_share >= LEAST_ACCEPTED,
  };
  return { figures: { ...figures, accepted_share }, tables: [table], reached: [...reached, sent] };
}

export const crashBench: Bench = {
  name: "crash",
  about: "kill -9 of web, worker and PostgreSQL in bursts of 5,000 checkouts",
  run,
};
