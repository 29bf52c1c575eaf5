import { readOptOut } from "#app/modules/consent/opt-out.rules.ts";
import { blindPhrases } from "#test/support/opt-out-phrases/blind.ts";
import { OWN_PHRASES } from "#test/support/opt-out-phrases/own.ts";
import { type Score, scoreOf } from "#test/support/opt-out-phrases/score.ts";
import type { BenchResult, BenchTable } from "../bench.types.ts";
import { round } from "../support/statistics.ts";
import type { ConsentPart } from "./part.types.ts";

/** Contract: issue "Consent that stands up in court". */
const WANTED = { precision: 0.99, recall: 0.98, unclear: 0.05, unclear_of_ordinary: 0.02 };

const HALVES = [
  { name: "own", phrases: OWN_PHRASES },
  { name: "blind", phrases: blindPhrases },
] as const;

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function tableOf(scores: readonly { name: string; size: number; score: Score }[]): BenchTable {
  return {
    title: "What shoppers write: how much of it is heard as a no, and how much of that was one",
    columns: ["half", "phrases", "precision", "recall", "unclear", "unclear of ordinary"],
    rows: scores.map(({ name, size, score }) => [
      name,
      String(size),
      percent(score.precision),
      percent(score.recall),
      percent(score.unclear),
      percent(score.unclearOfOrdinary),
    ]),
    notes: [
      "the blind half was written by somebody who has not seen the rules; the worse half counts",
    ],
  };
}

function run(): Promise<BenchResult> {
  const scores = HALVES.map(({ name, phrases }) => ({
    name,
    size: phrases.length,
    score: scoreOf(phrases, (text) => readOptOut(text).means),
  }));
  const worst = (pick: typeof Math.min, of: (score: Score) => number) =>
    round(pick(...scores.map(({ score }) => of(score))), 4);
  const figures = {
    precision: worst(Math.min, ({ precision }) => precision),
    recall: worst(Math.min, ({ recall }) => recall),
    unclear: worst(Math.max, ({ unclear }) => unclear),
    unclear_of_ordinary: worst(Math.max, ({ unclearOfOrdinary }) => unclearOfOrdinary),
  };
  const atLeast = (figure: "precision" | "recall") => ({
    figure,
    wanted: `at least ${WANTED[figure]}`,
    reached: figures[figure] >= WANTED[figure],
  });
  const atMost = (figure: "unclear" | "unclear_of_ordinary") => ({
    figure,
    wanted: `at most ${WANTED[figure]}`,
    reached: figures[figure] <= WANTED[figure],
  });
  const reached = [
    atLeast("precision"),
    atLeast("recall"),
    atMost("unclear"),
    atMost("unclear_of_ordinary"),
  ];
  return Promise.resolve({ figures, tables: [tableOf(scores)], reached });
}

/** Free-text "no" against labelled phrases, the two halves apart. */
export const phrasesPart: ConsentPart = { name: "phrases", run };
