import { LANGUAGES } from "./languages.rules.ts";
import { itemsOf } from "./match-words.rules.ts";
import { plainText, type Said, sentencesOf } from "./plain-text.rules.ts";
import { type Reading, readClause, splitAtAnd } from "./read-clause.rules.ts";

/**
 * Whether a shopper's own words mean "no more messages", in any of nine languages and without being told
 * which. `unclear` is for a human; until one decided, a careful sender sends no marketing.
 */
export type OptOutReading =
  | { readonly means: "stop"; readonly topic: "reminders" | "recommendations" | null }
  | { readonly means: "unclear" }
  | { readonly means: "ordinary" };

/** Of a long letter the first and the last words are read: they say what it is about. */
const WORDS_AT_START = 120;
const WORDS_AT_END = 60;
/** Typing errors are looked for in what people type on the go, not in letters. */
const MOST_GUESSED = 20;
/** Sentences and what stands between their commas: so many from the start, half as many from the end. */
const PIECES_AT_START = 24;

const ORDINARY: Reading = {
  says: "ordinary",
  bare: false,
  keeps: false,
  elsewhere: false,
  asks: false,
  topic: null,
  known: 0,
};

const WEIGHT = { ordinary: 0, unclear: 1, stop: 2 } as const;

const strongest = (readings: readonly Reading[]): Reading =>
  readings.reduce((a, b) => (WEIGHT[b.says] > WEIGHT[a.says] ? b : a), readings[0] ?? ORDINARY);

/** One piece in the languages that know most of its words. */
function readSaid(said: Said, guess: boolean): Reading[] {
  const readings = LANGUAGES.map((language) => {
    const all = itemsOf(language.words, said.words, guess);
    const whole = readClause(language, said, all);
    return { language, all, whole };
  });
  const best = Math.max(...readings.map(({ whole }) => whole.known));
  const likely = readings.filter(({ whole }) => whole.known === best);
  const read = likely.map(({ language, all, whole }) => {
    const pieces = splitAtAnd(said, all);
    if (pieces.length < 2) return [whole];
    return pieces.map((piece) =>
      readClause(language, piece, itemsOf(language.words, piece.words, guess)),
    );
  });
  return [strongest(read.flat()), ...(read[0] ?? [])];
}

function decide(readings: readonly Reading[]): OptOutReading {
  const stops = readings.filter(({ says }) => says === "stop");
  if (stops.length === 0) {
    return readings.some(({ says }) => says === "unclear") && !readings.some(({ keeps }) => keeps)
      ? { means: "unclear" }
      : { means: "ordinary" };
  }
  const topics = new Set(stops.map(({ topic }) => topic));
  const [only] = topics;
  const topic = topics.size === 1 ? (only ?? null) : null;
  // "Unsubscribe? No, keep it." and "Stop. No, wait, keep sending."
  if (topic === null && readings.some(({ keeps }) => keeps)) {
    return { means: stops.every(({ asks }) => asks) ? "ordinary" : "unclear" };
  }
  // "Stop! I ordered the wrong size."
  const shouted = stops.every(({ bare }) => bare) && readings.some(({ elsewhere }) => elsewhere);
  return shouted ? { means: "unclear" } : { means: "stop", topic };
}

type Sentence = ReturnType<typeof sentencesOf>[number];

/** As many sentences as have so many words; one that is too long is cut. */
function firstOf(sentences: readonly Sentence[], most: number): Sentence[] {
  let left = most;
  const taken: Sentence[] = [];
  for (const sentence of sentences) {
    if (left <= 0) break;
    const room = left;
    const short = (said: Said) => ({ ...said, words: said.words.slice(0, room) });
    taken.push({
      whole: short(sentence.whole),
      clauses: sentence.clauses.slice(0, room).map(short),
    });
    left -= sentence.whole.words.length;
  }
  return taken;
}

function worthReading(sentences: readonly Sentence[]): Sentence[] {
  const start = firstOf(sentences, WORDS_AT_START);
  const rest = sentences.slice(start.length).toReversed();
  return [...start, ...firstOf(rest, WORDS_AT_END).toReversed()];
}

/** What is said again says nothing new. */
function someOf(said: readonly Said[]): Said[] {
  const different = new Map(said.map((one) => [`${one.asks} ${one.words.join(" ")}`, one]));
  const all = [...different.values()];
  const rest = all.slice(PIECES_AT_START);
  return [...all.slice(0, PIECES_AT_START), ...rest.slice(-PIECES_AT_START / 2)];
}

/** What a whole message says about further messages. Answers any text of any length at once. */
export function readOptOut(text: string): OptOutReading {
  const sentences = worthReading(sentencesOf(plainText(text)));
  const words = sentences.reduce((sum, { whole }) => sum + whole.words.length, 0);
  const said = sentences.flatMap(({ whole, clauses }) =>
    clauses.length > 1 ? [...clauses, whole] : [whole],
  );
  return decide(someOf(said).flatMap((one) => readSaid(one, words <= MOST_GUESSED)));
}
