import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { learnWeights } from "#app/modules/recommendations/learn-weights.rules.ts";
import { lessonsOf } from "#app/modules/recommendations/lessons.rules.ts";
import type { Model } from "#app/modules/recommendations/model.types.ts";
import { readSignals } from "#app/modules/recommendations/signals.rules.ts";
import { answerer } from "./recommend/answer-query.ts";
import {
  ArgumentsError,
  readArguments,
  type RecommendArguments,
  USAGE,
} from "./recommend/arguments.ts";
import { checkFiles } from "./recommend/check-files.ts";
import { type OrdersFile, readOrders } from "./recommend/read-orders.ts";
import { readQueries } from "./recommend/read-queries.ts";

/** Every row was read: the last one is in the past of the model too. */
const JUST_AFTER_MS = 1;
const PROBLEMS_SHOWN = 20;
const say = (line: string) => process.stderr.write(`${line}\n`);

function tell(file: OrdersFile): void {
  const { history, rows, used, withoutCustomer, dropped, damage } = file;
  say(
    `${rows} rows read, ${used} used: ${history.orderAt.length} orders, ${history.products.length} products,`,
  );
  say(`  ${history.personIndex.size} customers; ${withoutCustomer} used rows name no customer`);
  for (const [reason, count] of dropped)
    say(`  ${count} rows not used: ${reason.replaceAll("_", " ")}`);
  for (const { line, reason } of damage) say(`  line ${line}: ${reason.replaceAll("_", " ")}`);
}

const secondsSince = (startedAt: number) => ((performance.now() - startedAt) / 1000).toFixed(1);
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);

/** As `fitModel` does it, told step by step. */
function fitAndTell({ history }: OrdersFile, at: number): Model {
  say("Fitting the model ...");
  let startedAt = performance.now();
  const signals = readSignals(history, at);
  say(`  fitted in ${secondsSince(startedAt)} s, at most ${megabytes()} MB so far`);
  startedAt = performance.now();
  const weights = learnWeights(lessonsOf(history, at));
  const from = weights.learnedFrom;
  const how =
    from === 0 ? "too young to be tuned: general weights" : `tuned on what ${from} bought next`;
  say(`  ${how}, in ${secondsSince(startedAt)} s, at most ${megabytes()} MB`);
  return { signals, weights };
}

/** Writes an answer per question. Gives how many were answered. */
async function answerAll(args: RecommendArguments, file: OrdersFile): Promise<number> {
  const at = args.until ?? file.lastAt + JUST_AFTER_MS;
  const model = fitAndTell(file, at);
  const price = { of: file.prices, marginShare: args.margin, messagePrice: args["message-price"] };
  const answer = answerer(model, price, { top: args.top, export: file.export });
  const out = createWriteStream(args.out);
  await once(out, "open");
  let answered = 0;
  let unread = 0;
  for await (const read of readQueries(args.queries)) {
    if ("problem" in read) {
      unread += 1;
      if (unread <= PROBLEMS_SHOWN) say(`  question in line ${read.line} ${read.problem}`);
      continue;
    }
    answered += 1;
    if (!out.write(`${JSON.stringify(answer(read.query))}\n`)) await once(out, "drain");
  }
  out.end();
  await finished(out);
  if (unread > 0) say(`  ${unread} questions could not be read`);
  return answered;
}

async function main(argv: string[]): Promise<void> {
  const args = readArguments(argv);
  await checkFiles(args);
  say(`Reading ${args.orders} ...`);
  const onProgress = (rows: number) => say(`  ${rows} rows`);
  const file = await readOrders(args.orders, { until: args.until ?? null, onProgress });
  tell(file);
  if (file.used === 0)
    throw new Error("No row of the orders file can be used; the lines above say why.");
  const answered = await answerAll(args, file);
  if (answered === 0) throw new Error("No question could be read; the lines above say why.");
  say(`${answered} answers written to ${args.out}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (error instanceof ArgumentsError) say(`\n${USAGE}`);
  process.exitCode = 1;
}
