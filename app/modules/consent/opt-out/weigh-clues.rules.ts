import { strengthOf } from "./clues.rules.ts";
import { LEARNED } from "./learned-weights.rules.ts";

export const meanings = ["ordinary", "unclear", "stop"] as const;
export type Meaning = (typeof meanings)[number];

/** How likely a message means each of them; they sum up to 1. */
export type Chances = Readonly<Record<Meaning, number>>;

/** Clues share this many places: a few collide, and what is learned makes up for it. */
export const PLACES = 1 << 16;

const FIRST_HASH = 2_166_136_261;
const HASH_FACTOR = 16_777_619;

/** FNV-1a of a clue, as one of the places. */
export function placeOf(clue: string): number {
  let hash = FIRST_HASH;
  for (let at = 0; at < clue.length; at += 1) {
    hash ^= clue.charCodeAt(at);
    hash = Math.imul(hash, HASH_FACTOR);
  }
  return (hash >>> 0) % PLACES;
}

/** What was learned of one meaning: a weight for each place and one for all messages. */
export interface Weights {
  bias: number;
  ofPlace: (place: number) => number;
}

/** A place of which something is known, and how much of a message it makes up. */
export interface Mark {
  place: number;
  share: number;
}

/** The clues of a message at their places, those without anything known left out; their squares sum up to 1. */
export function marksOf(clues: Iterable<string>, isKnown: (place: number) => boolean): Mark[] {
  const strengths = new Map<number, number>();
  for (const clue of clues) {
    const place = placeOf(clue);
    if (isKnown(place)) strengths.set(place, Math.max(strengths.get(place) ?? 0, strengthOf(clue)));
  }
  const squares = [...strengths.values()].reduce((sum, strength) => sum + strength ** 2, 0);
  const all = Math.sqrt(squares);
  return [...strengths].map(([place, strength]) => ({ place, share: strength / all }));
}

/** Only differences count: "ordinary" is what the others are measured against. */
const ORDINARY: Weights = { bias: 0, ofPlace: () => 0 };

function weightsOf({ bias, scale, bytes }: (typeof LEARNED)["stop"]): Weights {
  const weights = new Int8Array(Buffer.from(bytes, "base64"));
  return { bias, ofPlace: (place) => (weights[place] ?? 0) * scale };
}

const perMeaning = [ORDINARY, weightsOf(LEARNED.unclear), weightsOf(LEARNED.stop)];

/** The chances by these weights, one of each meaning in their order. */
export function chancesBy(weights: readonly Weights[], marks: readonly Mark[]): number[] {
  const sums = weights.map(
    ({ bias, ofPlace }) =>
      bias + marks.reduce((sum, { place, share }) => sum + share * ofPlace(place), 0),
  );
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

const isKnown = (place: number) => perMeaning.some(({ ofPlace }) => ofPlace(place) !== 0);

/** How likely a message with these clues means a "no", by what was learned from labelled phrases. */
export function chancesOf(clues: ReadonlySet<string>): Chances {
  const [ordinary = 0, unclear = 0, stop = 0] = chancesBy(perMeaning, marksOf(clues, isKnown));
  return { ordinary, unclear, stop };
}
