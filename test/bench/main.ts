// Measures ours and the peers in the same run:
//   npm run bench                               all benches
//   npm run bench -- intake --json FILE         one of them; FILE gets {"bench", "figures"}
//   npm run bench -- intake --rounds 3 --seconds 2
//   npm run bench -- send --only redis_batched   one of its runs
//   npm run bench -- recommend --orders FILE     on a shop's own orders
//   npm run bench -- recommend --only large      ten million order lines
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Bench, BenchOptions, BenchResult } from "./bench.types.ts";
import { benches } from "./benches.ts";
import { printResult } from "./print-result.ts";

class UsageError extends Error {}

function chosenBenches(names: string[]): readonly Bench[] {
  if (names.length === 0) return benches;
  return names.map((name) => {
    const bench = benches.find((one) => one.name === name);
    if (bench) return bench;
    const known = benches.map((one) => `  ${one.name.padEnd(12)} ${one.about}`).join("\n");
    throw new UsageError(`There is no bench "${name}". These there are:\n${known}`);
  });
}

function positive(name: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`--${name} needs a number above 0`);
  return { [name]: value };
}

function readArguments(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: "string" },
      rounds: { type: "string" },
      seconds: { type: "string" },
      size: { type: "string" },
      only: { type: "string" },
      orders: { type: "string" },
    },
  });
  const options: BenchOptions = {
    say: (line) => console.error(line),
    ...positive("rounds", values.rounds),
    ...positive("seconds", values.seconds),
    ...positive("size", values.size),
    ...(values.only === undefined ? {} : { only: values.only }),
    ...(values.orders === undefined ? {} : { orders: values.orders }),
  };
  return { chosen: chosenBenches(positionals), options, json: values.json };
}

async function main(): Promise<void> {
  const { chosen, options, json } = readArguments(process.argv.slice(2));
  const results: { bench: string; figures: BenchResult["figures"] }[] = [];
  for (const bench of chosen) {
    options.say(`${bench.name}: ${bench.about}`);
    const result = await bench.run(options);
    printResult(bench.name, result);
    results.push({ bench: bench.name, figures: result.figures });
  }
  // One bench is one object; several are a list of the same objects.
  const written = results.length === 1 ? results[0] : results;
  if (json !== undefined) await writeFile(json, `${JSON.stringify(written, null, 2)}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const known = error instanceof UsageError;
    console.error(known ? error.message : error);
    process.exit(1);
  },
);
