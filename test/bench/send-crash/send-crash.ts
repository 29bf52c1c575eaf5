import type { Bench, BenchOptions, BenchResult, BenchTable } from "../bench.types.ts";
import type { Counted } from "./send-crash-count.ts";
import { sendCrashRound } from "./send-crash-round.ts";
import { openSendCrashSite, type SendCrashSite } from "./send-crash-site.ts";

const MESSAGES = 2000;
const ROUNDS = 50;

/** What must be zero. */
const FIGURES = [
  "sent_twice",
  "lost",
  "over_budget",
  "without_outcome",
  "unknown_unexplained",
] as const satisfies (keyof Counted)[];
const COLUMNS = ["accepted", "held_back", "unknown", ...FIGURES] as const;

function sum(rounds: Counted[], field: (typeof COLUMNS)[number]): number {
  return rounds.reduce((total, round) => total + round[field], 0);
}

function tableOf(rounds: Counted[], site: SendCrashSite): BenchTable {
  const { one, two, web, postgres } = site.kills;
  const row = (name: string, of: Counted[]) => [
    name,
    ...COLUMNS.map((field) => String(sum(of, field))),
  ];
  return {
    title: "What came of every planned message, by the stand-in's own log",
    columns: ["round", ...COLUMNS.map((field) => field.replaceAll("_", " "))],
    rows: [...rounds.map((round, index) => row(String(index + 1), [round])), row("all", rounds)],
    notes: [
      `kill -9: workers ${one + two} times, web ${web} times, PostgreSQL ${postgres} times`,
      "timeouts, 5xx, 429 and dropped answers in turn; statuses shuffled, 5 % twice",
      site.durability,
    ],
  };
}

function told(round: number, counted: Counted, seconds: number): string {
  const reasons = [...counted.reasons].map(([said, count]) => `${said} ${count}`).join(", ");
  const zeros = FIGURES.map((figure) => `${figure} ${counted[figure]}`).join(", ");
  return `  round ${round} (${seconds} s): ${counted.accepted} accepted, ${zeros}; ${reasons}`;
}

/** Messages go out while web, workers and PostgreSQL are killed and WhatsApp misbehaves. */
export async function runSendCrash(
  options: BenchOptions,
): Promise<{ rounds: Counted[]; table: BenchTable }> {
  const { say, rounds: wanted = ROUNDS, size = MESSAGES } = options;
  const site = await openSendCrashSite(say, size);
  const rounds: Counted[] = [];
  try {
    for (let round = 1; round <= wanted; round += 1) {
      const startedAt = Date.now();
      const counted = await sendCrashRound(site, round);
      rounds.push(counted);
      say(told(round, counted, Math.round((Date.now() - startedAt) / 1000)));
    }
    return { rounds, table: tableOf(rounds, site) };
  } finally {
    await site.close();
  }
}

async function run(options: BenchOptions): Promise<BenchResult> {
  const { rounds, table } = await runSendCrash(options);
  const figures = Object.fromEntries(
    FIGURES.map((figure): [string, number] => [figure, sum(rounds, figure)]),
  );
  const reached = FIGURES.map((figure) => ({
    figure,
    wanted: "0",
    reached: figures[figure] === 0,
  }));
  return { figures, tables: [table], reached };
}

export const sendCrashBench: Bench = {
  name: "send-crash",
  about: "kill -9 of web, workers and PostgreSQL while messages go out and WhatsApp misbehaves",
  run,
};
