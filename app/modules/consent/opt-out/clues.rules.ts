import type { Part } from "./lexicon.types.ts";
import { isSkipped } from "./match-words.rules.ts";
import { notionsOf } from "./notions/find-notions.rules.ts";
import type { Said } from "./plain-text.rules.ts";
import type { Reading } from "./read-clause.rules.ts";
import type { Understand } from "./understand.rules.ts";

/** How far apart two words may stand and still be looked at together. */
const REACH = 4;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const MOST = 5;
/** Of a sentence without an end so many words are looked at together. */
const MOST_WORDS = 60;

type Sense = Part | "unknown";

/** Two senses, the second so many words after the first. */
function* cluesOfPair(one: Sense, other: Sense, how: { steps: number; mark: string }) {
  yield `${how.steps === 1 ? "next" : "later"} ${one} ${other}`;
  yield `pair ${one} ${other}${how.mark}`;
}

/** What its words mean, and in which order: the same in every language. */
function* cluesOfSenses(senses: readonly (readonly Sense[])[], asks: boolean): Generator<string> {
  const mark = asks ? "?" : "";
  yield `unknown ${Math.min(MOST, senses.filter(([sense]) => sense === "unknown").length)}`;
  const all = senses.flatMap((here, place) => here.map((sense) => ({ sense, place })));
  for (const { sense, place } of all) {
    yield `sense ${sense}${mark}`;
    if (place === 0) yield `first ${sense}`;
    for (const other of all) {
      const steps = other.place - place;
      if (steps >= 1 && steps <= REACH) yield* cluesOfPair(sense, other.sense, { steps, mark });
    }
  }
}

function* cluesOfReading({ says, bare, keeps, elsewhere, asks }: Reading): Generator<string> {
  yield `reads ${says}`;
  if (bare) yield "bare";
  if (keeps) yield "keeps";
  if (elsewhere) yield "elsewhere";
  if (asks) yield "asks";
}

/** Pieces of a word, which typing errors and endings leave alone. */
function* piecesOf(word: string): Generator<string> {
  const whole = `_${word}_`;
  for (let size = SHORTEST_PIECE; size <= LONGEST_PIECE; size += 1) {
    for (let at = 0; at + size <= whole.length; at += 1) yield `in ${whole.slice(at, at + size)}`;
  }
}

/** The words themselves and their neighbours. */
function* cluesOfWords(words: readonly string[]): Generator<string> {
  for (const [place, word] of words.entries()) {
    const [last = "^", before] = [words[place - 1], words[place - 2]];
    yield `word ${word}`;
    yield `words ${last} ${word}`;
    if (place === words.length - 1) yield `words ${word} $`;
    if (before !== undefined) {
      yield `words ${before} * ${word}`;
      yield `words ${before} ${last} ${word}`;
    }
    yield* piecesOf(word);
  }
  if (words.length === 1) yield `only ${words[0]}`;
}

/** Which notions stand in a sentence, close to each other and at all together: the same in every language. */
function* cluesOfNotions({ words, asks }: Said): Generator<string> {
  const said = notionsOf(words.slice(0, MOST_WORDS)).filter((notions) => notions.size > 0);
  for (const [place, here] of said.entries()) {
    for (const notion of here) {
      for (const next of said[place + 1] ?? []) yield `notions ${notion} then ${next}`;
      for (const near of [...(said[place + 1] ?? []), ...(said[place + 2] ?? [])])
        yield `notions ${notion} near ${near}`;
      if (said.length === 1) yield `notion only ${notion}`;
    }
  }
  const all = [...new Set(said.flatMap((notions) => [...notions]))].sort();
  for (const [place, notion] of all.entries()) {
    yield `notion ${notion}`;
    if (asks) yield `notion ${notion}?`;
    for (const other of all.slice(place + 1)) yield `notions ${notion} and ${other}`;
  }
}

function* cluesOfSentence(said: Said, understand: Understand): Generator<string> {
  if (said.asks) yield "question";
  yield* cluesOfWords(said.words);
  yield* cluesOfNotions(said);
  const [understood] = understand(said);
  if (!understood) return;
  const { reading, items } = understood;
  yield* cluesOfReading(reading);
  const senses = items
    .filter((item) => !isSkipped(item))
    .map(({ parts }): readonly Sense[] => (parts.size > 0 ? [...parts] : ["unknown"]));
  yield* cluesOfSenses(senses, reading.asks);
}

/** How much a clue counts: what holds in every language more than pieces of words. */
export function strengthOf(clue: string): number {
  if (clue.startsWith("notion")) return 2;
  return clue.startsWith("in ") ? 0.5 : 1;
}

/**
 * Everything in a message that may tell a "no" from anything else, each clue once. `reads` is what the rules made of
 * the whole message.
 */
export function cluesOf(
  sentences: readonly Said[],
  how: { reads: Reading["says"]; understand: Understand },
): ReadonlySet<string> {
  const clues = new Set([`message ${how.reads}`]);
  const count = sentences.reduce((sum, { words }) => sum + words.length, 0);
  clues.add(`length ${Math.min(MOST, Math.floor(Math.log2(count + 1)))}`);
  if (sentences.length > 1) clues.add("several");
  for (const said of sentences) {
    for (const clue of cluesOfSentence(said, how.understand)) clues.add(clue);
  }
  return clues;
}
