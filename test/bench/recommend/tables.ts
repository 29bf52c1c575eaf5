import type { RankMode } from "#app/modules/recommendations/model.types.ts";
import type { BenchTable } from "../bench.types.ts";
import { percentile } from "../support/statistics.ts";
import { type Answered, type Comparison, OURS } from "./compare.ts";
import { bootstrap, calibrationError, mean, topDecileRatio } from "./measures.ts";
import type { Fit } from "./fit.ts";

const part = (share: number) => `${(share * 100).toFixed(0)} %`;

function interval(values: readonly number[]): string {
  const { mean: middle, low, high } = bootstrap(values);
  return `${middle.toFixed(3)} (${low.toFixed(3)}-${high.toFixed(3)})`;
}

/** Every method on the same people, with 95 % intervals. */
export function comparisonTable({ answered, forecasts }: Comparison, mode: RankMode): BenchTable {
  const all = [...answered[mode]];
  const error = calibrationError(forecasts[mode]).toFixed(4);
  const ratio = topDecileRatio(forecasts[mode]).toFixed(2);
  const ofBest = topDecileRatio(forecasts[mode].filter(({ place }) => place === 0)).toFixed(2);
  return {
    title:
      mode === "new"
        ? "Products the person never bought before"
        : "Anything in the next order, bought before or not",
    columns: ["method", "people", "hit among 3", "NDCG@10", "recall@10"],
    rows: all.map(([method, people]) => [
      method,
      String(people.length),
      interval(people.map(({ hit3 }) => hit3)),
      interval(people.map(({ ndcg10 }) => ndcg10)),
      interval(people.map(({ recall10 }) => recall10)),
    ]),
    notes: [
      `our chances: calibration error ${error} (10 bins); the surest tenth comes true ${ratio} times as often as the mean, of everybody's best product alone ${ofBest} times`,
    ],
  };
}

const GROUPS: readonly { name: string; has: (orders: number) => boolean }[] = [
  { name: "1", has: (orders) => orders === 1 },
  { name: "2 to 4", has: (orders) => orders >= 2 && orders <= 4 },
  { name: "5 and more", has: (orders) => orders >= 5 },
];

/** The same by how many orders the person had before. */
export function earlierOrdersTable({ answered }: Comparison): BenchTable {
  const of = (people: Answered[] | undefined, has: (orders: number) => boolean) =>
    (people ?? []).filter(({ earlierOrders }) => has(earlierOrders)).map(({ hit3 }) => hit3);
  return {
    title: "New products, hit among 3, by earlier orders",
    columns: ["method", ...GROUPS.map(({ name }) => name)],
    rows: [...answered.new].map(([method, people]) => [
      method,
      ...GROUPS.map(({ has }) => interval(of(people, has))),
    ]),
  };
}

const COVERAGES = [0.05, 0.1, 0.25, 0.5, 0.75, 1];

/** How often a message of three new products hits, when only the surest so many people get one. */
export function worthTable({ worth }: Comparison): BenchTable {
  const surest = worth.toSorted((a, b) => b.chance - a.chance);
  return {
    title: "Precision and coverage: who gets a message, and how often it hits",
    columns: ["people", "messages", "least chance", "hit among 3"],
    rows: COVERAGES.map((share) => {
      const chosen = surest.slice(0, Math.max(1, Math.round(surest.length * share)));
      const least = chosen.at(-1)?.chance ?? 0;
      return [
        part(share),
        String(chosen.length),
        least.toFixed(3),
        interval(chosen.map(({ hit }) => hit)),
      ];
    }),
    notes: [`ours; all people: ${mean(surest.map(({ hit }) => hit)).toFixed(3)}`],
  };
}

/** Time and memory, each fit in a process of its own. */
export function costTable(fit: Fit, { rankMs, answered }: Comparison): BenchTable {
  const sorted = Float64Array.from(rankMs).sort();
  const ms = (share: number) => `${percentile(sorted, share).toFixed(2)} ms`;
  return {
    title: "What it costs",
    columns: ["what", "time", "most memory of the process"],
    rows: [
      [
        `signals out of ${fit.rows} rows`,
        `${(fit.fitMs / 1000).toFixed(2)} s`,
        `${fit.fitMb.toFixed(0)} MB`,
      ],
      [
        "learning how to weigh them",
        `${(fit.learnMs / 1000).toFixed(1)} s`,
        `${fit.learnMb.toFixed(0)} MB`,
      ],
      [
        `one person of ${answered.any.get(OURS)?.length ?? 0}`,
        `p50 ${ms(0.5)}, p99 ${ms(0.99)}`,
        "",
      ],
    ],
  };
}
