import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { readOrders } from "#app/cli/recommend/read-orders.ts";
import { DAY_MS } from "#app/shared/duration.ts";
import type { Bench, BenchOptions, BenchResult, Reach } from "../bench.types.ts";
import { percentile, round } from "../support/statistics.ts";
import { compareAt, type Comparison, emptyComparison, OURS } from "./compare.ts";
import { fitLarge, largeTable } from "./large.ts";
import { type Fit, fitAlone } from "./fit.ts";
import { bootstrap, calibrationError, topDecileRatio } from "./measures.ts";
import { servingFigures, servingOf, servingTable } from "./serving.ts";
import { smallBasketTables } from "./small-baskets.ts";
import { updateP99, type Updates, updatesAt, updatesTable } from "./update.ts";
import { comparisonTable, costTable, earlierOrdersTable, worthTable } from "./tables.ts";

/** Where the orders of a real shop may lie; `--orders FILE` names another file. */
const GIVEN = resolve(
  import.meta.dirname,
  "../../../../shared/data/online-retail/orders-until-2011-09-08.csv.gz",
);
const CUTS = 2;
/** How far apart the cuts lie, and how much time people have to come back after the last. */
const STEP_DAYS = 30;

function ordersFile(options: BenchOptions): string {
  const path = options.orders ?? GIVEN;
  if (existsSync(path)) return path;
  throw new Error(
    `There is no file of orders at ${path}. Give one: npm run bench -- recommend --orders FILE`,
  );
}

function figuresOf(all: Comparison, fit: Fit, updates: Updates): Record<string, number> {
  const ours = (mode: "new" | "any") => all.answered[mode].get(OURS) ?? [];
  const one = ours("new").filter(({ earlierOrders }) => earlierOrders === 1);
  const meanOf = (values: number[]) => round(bootstrap(values).mean, 4);
  return {
    hr3_new_one_order: meanOf(one.map(({ hit3 }) => hit3)),
    hr3_new: meanOf(ours("new").map(({ hit3 }) => hit3)),
    ndcg10_new: meanOf(ours("new").map(({ ndcg10 }) => ndcg10)),
    ndcg10_any: meanOf(ours("any").map(({ ndcg10 }) => ndcg10)),
    recall10_any: meanOf(ours("any").map(({ recall10 }) => recall10)),
    recall10_new: meanOf(ours("new").map(({ recall10 }) => recall10)),
    calibration_error_new: round(calibrationError(all.forecasts.new), 4),
    calibration_error_any: round(calibrationError(all.forecasts.any), 4),
    top_decile_ratio_new: round(topDecileRatio(all.forecasts.new), 2),
    top_decile_ratio_any: round(topDecileRatio(all.forecasts.any), 2),
    fit_s: round(fit.fitMs / 1000, 2),
    fit_mb: Math.round(fit.fitMb),
    learn_s: round(fit.learnMs / 1000, 1),
    learn_mb: Math.round(fit.learnMb),
    rank_p99_ms: round(percentile(Float64Array.from(all.rankMs).sort(), 0.99), 2),
    update_ms: round(updateP99(updates), 2),
  };
}

const AT_LEAST: Readonly<Record<string, number>> = {
  hr3_new_one_order: 0.245,
  hr3_new: 0.24,
  ndcg10_new: 0.095,
  ndcg10_any: 0.29,
  top_decile_ratio_new: 2,
  top_decile_ratio_any: 2,
};
const AT_MOST: Readonly<Record<string, number>> = {
  calibration_error_new: 0.02,
  calibration_error_any: 0.02,
  fit_s: 4,
  fit_mb: 300,
  learn_s: 120,
  rank_p99_ms: 2,
  update_ms: 5,
  large_fit_s: 120,
  large_learn_s: 120,
  large_mb: 2_000,
};

function reachesOf(figures: Record<string, number>): Reach[] {
  return Object.entries(figures).flatMap(([figure, value]): Reach[] => {
    const [least, most] = [AT_LEAST[figure], AT_MOST[figure]];
    if (least !== undefined)
      return [{ figure, wanted: `at least ${least}`, reached: value >= least }];
    return most === undefined
      ? []
      : [{ figure, wanted: `at most ${most}`, reached: value <= most }];
  });
}

/** A made-up shop of ten million order lines: minutes and a gigabyte of disk, so only where asked for. */
async function runLarge(options: BenchOptions): Promise<BenchResult> {
  const fit = await fitLarge(options);
  const figures = {
    large_fit_s: round(fit.fitMs / 1000, 1),
    large_learn_s: round(fit.learnMs / 1000, 1),
    large_mb: Math.round(fit.learnMb),
  };
  return { figures, tables: [largeTable(fit)], reached: reachesOf(figures) };
}

async function run(options: BenchOptions): Promise<BenchResult> {
  if (options.only === "large") return runLarge(options);
  const path = ordersFile(options);
  const fit = await fitAlone(path);
  options.say(`  ${fit.rows} rows fitted in ${(fit.fitMs / 1000).toFixed(1)} s`);
  const { history, lastAt } = await readOrders(path, { until: null, onProgress: () => undefined });
  const all = emptyComparison();
  for (let back = options.rounds ?? CUTS; back >= 1; back -= 1) {
    const cut = lastAt - back * STEP_DAYS * DAY_MS;
    const people = compareAt(history, cut, all);
    options.say(`  cut at ${new Date(cut).toISOString().slice(0, 10)}: ${people} people came back`);
  }
  const updates = updatesAt(history, lastAt - STEP_DAYS * DAY_MS);
  options.say("  the same orders with small baskets");
  const smallBaskets = smallBasketTables(history);
  options.say("  the same orders served from a database");
  const serving = await servingOf(history, lastAt);
  const figures = { ...figuresOf(all, fit, updates), ...servingFigures(serving) };
  return {
    figures,
    tables: [
      comparisonTable(all, "new"),
      comparisonTable(all, "any"),
      earlierOrdersTable(all),
      ...smallBaskets,
      worthTable(all),
      costTable(fit, all),
      updatesTable(updates),
      servingTable(serving),
    ],
    reached: reachesOf(figures),
  };
}

/** Ours against what others would do with the same orders, on what people really bought next. */
export const recommendBench: Bench = {
  name: "recommend",
  about:
    "next purchases of a real shop's customers, against popularity, lift, cosine, LLR and EASE",
  run,
};
