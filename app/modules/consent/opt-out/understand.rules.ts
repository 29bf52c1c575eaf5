import { type Language, LANGUAGES } from "./languages.rules.ts";
import { type Item, itemsOf } from "./match-words.rules.ts";
import type { Said } from "./plain-text.rules.ts";
import { type Reading, readClause } from "./read-clause.rules.ts";

/** One piece of a message in one language. */
export interface Understood {
  language: Language;
  items: readonly Item[];
  reading: Reading;
}

export type Understand = (said: Said) => readonly Understood[];

/** The same words, asked or said, mean the same. */
export const keyOf = ({ asks, words }: Said): string => `${asks} ${words.join(" ")}`;

function inLikelyLanguages(said: Said, guess: boolean): Understood[] {
  const all = LANGUAGES.map((language): Understood => {
    const items = itemsOf(language.words, said.words, guess);
    return { language, items, reading: readClause(language, said, items) };
  });
  const best = Math.max(...all.map(({ reading }) => reading.known));
  return all.filter(({ reading }) => reading.known === best);
}

/**
 * Reads the pieces of one message in the languages that know most of their words, each piece once however often it is
 * asked for. `guess`: typing errors are allowed for.
 */
export function understander(guess: boolean): Understand {
  const known = new Map<string, readonly Understood[]>();
  return (said) => {
    const key = keyOf(said);
    const understood = known.get(key) ?? inLikelyLanguages(said, guess);
    known.set(key, understood);
    return understood;
  };
}
