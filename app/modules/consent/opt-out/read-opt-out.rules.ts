import { cluesOf } from "./clues.rules.ts";
import { withoutGreetings } from "./greetings.rules.ts";
import { plainText, type Said, type Sentence, sentencesOf } from "./plain-text.rules.ts";
import { readByRules, type RuledReading } from "./read-by-rules.rules.ts";
import { understander } from "./understand.rules.ts";
import { type Chances, chancesOf } from "./weigh-clues.rules.ts";

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
/** From this chance on it is taken for a "no": what the rules read as one needs less than what they do not. */
const STOP_FROM = { stop: 0.4, unclear: 0.75, ordinary: 0.76 } as const;
/** Below this a bare "stop" is explained by what stands around it ("and it does not stop, is it broken?"). */
const SHOUTED_FROM = 0.15;
/** From this chance on a human decides; one that may mean anything counts for half. */
const ASK_FROM = 0.45;

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

/** What the rules make of a message, and everything in it that may tell a "no" once that is asked for. */
export function takeApart(text: string) {
  const sentences = worthReading(sentencesOf(plainText(text)));
  const words = sentences.reduce((sum, { whole }) => sum + whole.words.length, 0);
  const guess = words <= MOST_GUESSED;
  const understand = understander(guess);
  const ruled = readByRules(sentences, { understand, guess });
  const wholes = withoutGreetings(sentences).map(({ whole }) => whole);
  return { ruled, clues: () => cluesOf(wholes, { reads: ruled.means, understand }) };
}

function weigh(ruled: RuledReading, { stop, unclear }: Chances): OptOutReading {
  const topic = ruled.means === "stop" ? ruled.topic : null;
  if (stop >= STOP_FROM[ruled.means]) return { means: "stop", topic };
  return { means: stop + unclear / 2 >= ASK_FROM ? "unclear" : "ordinary" };
}

/**
 * What a whole message says about further messages. Answers any text of any length at once. What the rules make of it
 * is one clue among many, weighed as labelled phrases have taught; a bare "stop" is never less than unclear.
 */
export function readOptOut(text: string): OptOutReading {
  const { ruled, clues } = takeApart(text);
  const chances = chancesOf(clues());
  if (ruled.means !== "stop" || !ruled.bare) return weigh(ruled, chances);
  return chances.stop >= SHOUTED_FROM
    ? { means: "stop", topic: ruled.topic }
    : { means: "unclear" };
}
