// Learns what tells a "no" from the labelled phrases and writes it where the app reads it.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Learned, learn } from "./learn-weights.ts";
import { LESSONS } from "./lessons.ts";

const TARGET = "app/modules/consent/opt-out/learned-weights.rules.ts";
const LARGEST = 127;

function compact({ bias, weights }: Learned): string {
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / LARGEST;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  const text = Buffer.from(bytes.buffer).toString("base64");
  const lines = [
    "{",
    `    bias: ${bias},`,
    `    scale: ${scale},`,
    "    bytes:",
    `      "${text}",`,
  ];
  return [...lines, "  }"].join("\n");
}

/** Names the phrases that were learned from, so that a test can tell when it has to be done again. */
export const lessonsDigest = () =>
  createHash("sha256").update(JSON.stringify(LESSONS)).digest("base64url");

/** What speaks for one meaning more than for another. */
const difference = (one: Learned, other: Learned): Learned => ({
  bias: one.bias - other.bias,
  weights: one.weights.map((weight, place) => weight - (other.weights[place] ?? 0)),
});

function write([ordinary, unclear, stop]: readonly Learned[]): void {
  if (!ordinary || !unclear || !stop) throw new Error("Nothing was learned");
  const lines = [
    "// Made by `node test/support/opt-out-phrases/learn.ts` from the phrases beside it: never changed by hand.",
    "export const LEARNED = {",
    `  phrases: "${lessonsDigest()}",`,
    `  unclear: ${compact(difference(unclear, ordinary))},`,
    `  stop: ${compact(difference(stop, ordinary))},`,
    "};",
  ];
  writeFileSync(resolve(import.meta.dirname, "../../..", TARGET), `${lines.join("\n")}\n`);
}

if (import.meta.main) {
  write(learn(LESSONS));
  process.stdout.write(`Learned from ${LESSONS.length} phrases: ${TARGET}\n`);
}
