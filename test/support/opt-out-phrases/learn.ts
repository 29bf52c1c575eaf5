// Learns what tells a "no" from the labelled phrases and writes it where the app reads it.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { meanings } from "#app/modules/consent/opt-out/weigh-clues.rules.ts";
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

function write(learned: readonly Learned[]): void {
  const of = meanings.map((meaning, at) => {
    const one = learned[at];
    if (!one) throw new Error(`Nothing was learned of ${meaning}`);
    return `  ${meaning}: ${compact(one)},`;
  });
  const lines = [
    "// Made by `node test/support/opt-out-phrases/learn.ts` from the phrases beside it: never changed by hand.",
    "export const LEARNED = {",
    `  phrases: "${lessonsDigest()}",`,
    ...of,
    "};",
  ];
  writeFileSync(resolve(import.meta.dirname, "../../..", TARGET), `${lines.join("\n")}\n`);
}

if (import.meta.main) {
  write(learn(LESSONS));
  process.stdout.write(`Learned from ${LESSONS.length} phrases: ${TARGET}\n`);
}
