import { itemsOf } from "./match-words.rules.ts";
import type { Said, Sentence } from "./plain-text.rules.ts";
import { type Reading, readClause, splitAtAnd } from "./read-clause.rules.ts";
import { keyOf, type Understand } from "./understand.rules.ts";

export type RuledReading =
  | {
      readonly means: "stop";
      readonly topic: "reminders" | "recommendations" | null;
      readonly bare: boolean;
    }
  | { readonly means: "unclear" }
  | { readonly means: "ordinary" };

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
function readSaid(said: Said, understand: Understand, guess: boolean): Reading[] {
  const read = understand(said).map(({ language, items, reading }) => {
    const pieces = splitAtAnd(said, items);
    if (pieces.length < 2) return [reading];
    return pieces.map((piece) =>
      readClause(language, piece, itemsOf(language.words, piece.words, guess)),
    );
  });
  return [strongest(read.flat()), ...(read[0] ?? [])];
}

function decide(readings: readonly Reading[]): RuledReading {
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
  const bare = stops.some((stop) => stop.bare);
  return shouted ? { means: "unclear" } : { means: "stop", topic, bare };
}

/** What is said again says nothing new. */
function someOf(said: readonly Said[]): Said[] {
  const different = new Map(said.map((one) => [keyOf(one), one]));
  const all = [...different.values()];
  const rest = all.slice(PIECES_AT_START);
  return [...all.slice(0, PIECES_AT_START), ...rest.slice(-PIECES_AT_START / 2)];
}

/** What the words of a message say about further messages, by the rules alone. */
export function readByRules(
  sentences: readonly Sentence[],
  { understand, guess }: { understand: Understand; guess: boolean },
): RuledReading {
  const said = sentences.flatMap(({ whole, clauses }) =>
    clauses.length > 1 ? [...clauses, whole] : [whole],
  );
  return decide(someOf(said).flatMap((one) => readSaid(one, understand, guess)));
}
