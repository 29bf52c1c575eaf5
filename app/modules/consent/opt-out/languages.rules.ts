import { DUTCH } from "./dutch.rules.ts";
import { ENGLISH } from "./english.rules.ts";
import { FRENCH } from "./french.rules.ts";
import { GERMAN } from "./german.rules.ts";
import { ITALIAN } from "./italian.rules.ts";
import { type Lexicon, type Part, parts } from "./lexicon.types.ts";
import { type Dictionary, dictionaryOf } from "./match-words.rules.ts";
import { POLISH } from "./polish.rules.ts";
import { PORTUGUESE } from "./portuguese.rules.ts";
import { SHARED_WORDS } from "./shared-words.rules.ts";
import { SPANISH } from "./spanish.rules.ts";
import { TURKISH } from "./turkish.rules.ts";

/** These run across other phrases: "too many messages" must leave the messages to be seen. */
const ACROSS: readonly Part[] = ["enough", "puzzled"];

export interface Language {
  words: Dictionary;
  enough: Dictionary;
  puzzled: Dictionary;
}

function language(lexicon: Lexicon): Language {
  const both = [SHARED_WORDS, lexicon];
  return {
    words: dictionaryOf(
      both,
      parts.filter((part) => !ACROSS.includes(part)),
    ),
    enough: dictionaryOf(both, ["enough"]),
    puzzled: dictionaryOf(both, ["puzzled"]),
  };
}

/** Everyone may write in any of these, whatever the shop's or their own language is. */
export const LANGUAGES: readonly Language[] = [
  ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, PORTUGUESE, POLISH, TURKISH,
].map(language); // prettier-ignore
