import { takeApart } from "#app/modules/consent/opt-out/read-opt-out.rules.ts";
import {
  chancesBy,
  type Mark,
  marksOf,
  type Meaning,
  meanings,
  PLACES,
  placeOf,
} from "#app/modules/consent/opt-out/weigh-clues.rules.ts";
import { sequence } from "#app/shared/sequence.ts";
import type { LabelledPhrase } from "./phrase.types.ts";

/** Rounds through all phrases, the step, and how strongly weights are drawn back to nothing. */
const ROUNDS = 10;
const STEP = 0.5;
const DECAY = 2e-4;
const FIRST_SUM = 1e-3;
/** What stands in fewer phrases teaches nothing about others. */
const FEWEST = 2;

export interface Learned {
  bias: number;
  weights: Float64Array;
}

interface Lesson {
  marks: readonly Mark[];
  means: Meaning;
}

/** What adapts the step of each weight: the sum of its squared slopes so far (AdaGrad). */
interface Slopes {
  bias: number;
  weights: Float64Array;
}

function shuffle(all: Lesson[], random: () => number): void {
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [all[last], all[other]];
    if (one === undefined || two === undefined) continue;
    [all[last], all[other]] = [two, one];
  }
}

function lessonsOf(phrases: readonly LabelledPhrase[]): Lesson[] {
  const read = phrases.map(({ text, label }) => ({ clues: takeApart(text).clues(), means: label }));
  const counts = new Map<string, number>();
  for (const { clues } of read)
    for (const clue of clues) counts.set(clue, (counts.get(clue) ?? 0) + 1);
  const often = (clue: string) => (counts.get(clue) ?? 0) >= FEWEST;
  const known = new Set([...counts.keys()].filter(often).map(placeOf));
  return read.map(({ clues, means }) => ({
    means,
    marks: marksOf([...clues].filter(often), (place) => known.has(place)),
  }));
}

function stepDown(learned: Learned, slopes: Slopes, lesson: Lesson, error: number): void {
  slopes.bias += error * error;
  learned.bias -= (STEP * error) / Math.sqrt(slopes.bias);
  for (const { place, share } of lesson.marks) {
    const weight = learned.weights[place] ?? 0;
    const slope = error * share + DECAY * weight;
    const sum = (slopes.weights[place] ?? 0) + slope * slope;
    slopes.weights[place] = sum;
    learned.weights[place] = weight - (STEP * slope) / Math.sqrt(sum);
  }
}

function learnOne(learned: readonly Learned[], slopes: readonly Slopes[], lesson: Lesson): void {
  const chances = chancesBy(readers(learned), lesson.marks);
  for (const [at, meaning] of meanings.entries()) {
    const [one, slope] = [learned[at], slopes[at]];
    if (!one || !slope) continue;
    stepDown(one, slope, lesson, (chances[at] ?? 0) - (meaning === lesson.means ? 1 : 0));
  }
}

/** Multinomial logistic regression over the clues: weights of each meaning, in their order. */
export function learn(phrases: readonly LabelledPhrase[]): Learned[] {
  const lessons = lessonsOf(phrases);
  const learned = meanings.map((): Learned => ({ bias: 0, weights: new Float64Array(PLACES) }));
  const slopes = meanings.map((): Slopes => ({
    bias: FIRST_SUM,
    weights: new Float64Array(PLACES).fill(FIRST_SUM),
  }));
  const random = sequence(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(lessons, random);
    for (const lesson of lessons) learnOne(learned, slopes, lesson);
  }
  return learned;
}

/** What was learned, as the app reads it. */
function readers(learned: readonly Learned[]) {
  return learned.map(({ bias, weights }) => ({
    bias,
    ofPlace: (place: number) => weights[place] ?? 0,
  }));
}
