import { LEARNED } from "./learned-weights.rules.ts";

export const meanings = ["ordinary", "unclear", "stop"] as const;
export type Meaning = (typeof meanings)[number];

/** How likely a message means each of them; they sum up to 1. */
export type Chances = Readonly<Record<Meaning, number>>;

/** Clues share this many places: a few collide, and what is learned makes up for it. */
export const PLACES = 1 << 15;

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

const perMeaning = meanings.map((meaning): Weights => {
  const { bias, scale, bytes } = LEARNED[meaning];
  const weights = new Int8Array(Buffer.from(bytes, "base64"));
  return { bias, ofPlace: (place) => (weights[place] ?? 0) * scale };
});

/** The chances by these weights, one of each meaning in their order. */
export function chancesBy(weights: readonly Weights[], clues: ReadonlySet<string>): number[] {
  const places = [...new Set([...clues].map(placeOf))];
  const share = 1 / Math.sqrt(places.length);
  const sums = weights.map(
    ({ bias, ofPlace }) => bias + share * places.reduce((sum, place) => sum + ofPlace(place), 0),
  );
  const most = Math.max(...sums);
  const powers = sums.map((sum) => Math.exp(sum - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

/** How likely a message with these clues means a "no", by what was learned from labelled phrases. */
export function chancesOf(clues: ReadonlySet<string>): Chances {
  const [ordinary = 0, unclear = 0, stop = 0] = chancesBy(perMeaning, clues);
  return { ordinary, unclear, stop };
}
