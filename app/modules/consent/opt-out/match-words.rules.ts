import type { Lexicon, Part } from "./lexicon.types.ts";
import { parts } from "./lexicon.types.ts";
import { isNear } from "./near-miss.rules.ts";
import { plainText, wordsOf } from "./plain-text.rules.ts";

type Meaning = ReadonlySet<Part>;
interface Phrase {
  words: readonly string[];
  stem: boolean;
  first: boolean;
  meaning: Set<Part>;
}
export interface Dictionary {
  /** phrases by their first word, longest first */
  exact: ReadonlyMap<string, readonly Phrase[]>;
  /** phrases whose first word is a stem, by its first letters */
  stems: ReadonlyMap<string, readonly Phrase[]>;
  /** words that a typing error may have changed, by first letter */
  typed: ReadonlyMap<string, readonly Phrase[]>;
}

/** One word or phrase as it was understood; no parts: unknown. */
export interface Item {
  parts: Meaning;
  from: number;
  length: number;
  /** a typing error was assumed */
  guessed: boolean;
}

const STEM_KEY = 2;
/** Near misses of these would turn an ordinary word into something. */
const NEVER_TYPED: ReadonlySet<Part> = new Set([
  "polite", "filler", "and", "none", "want", "keep", "other", "trouble", "asks", "request",
  "enough", "puzzled", "got", "self", "law", "send",
]); // prettier-ignore

function phraseOf(text: string, meaning: readonly Part[]): Phrase[] {
  const stem = text.trim().endsWith("*");
  const words = wordsOf(plainText(text));
  if (words.length === 0) return [];
  return [{ words, stem, first: text.trim().startsWith("^"), meaning: new Set(meaning) }];
}

const isPart = (name: string): name is Part => parts.some((part) => part === name);

function joinedPhrases(joined: string): Phrase[] {
  return joined.split(";").flatMap((line) => {
    const [names = "", list = ""] = line.split(":");
    const meaning = names.trim().split("+").filter(isPart);
    return list.split(",").flatMap((text) => phraseOf(text, meaning));
  });
}

function phrasesOf(lexicon: Lexicon, wanted: readonly Part[]): Phrase[] {
  const single = wanted.flatMap((part) =>
    (lexicon[part] ?? "").split(",").flatMap((text) => phraseOf(text, [part])),
  );
  const joined = wanted.includes("not") ? joinedPhrases(lexicon.joined ?? "") : [];
  return [...single, ...joined];
}

/** The same phrase in two lists means both. */
function merged(phrases: readonly Phrase[]): Phrase[] {
  const byText = new Map<string, Phrase>();
  for (const phrase of phrases) {
    const key = `${phrase.first}${phrase.stem}${phrase.words.join(" ")}`;
    const known = byText.get(key);
    if (known) for (const part of phrase.meaning) known.meaning.add(part);
    else byText.set(key, phrase);
  }
  return [...byText.values()].sort((a, b) => b.words.length - a.words.length);
}

function grouped(phrases: readonly Phrase[], key: (phrase: Phrase) => string) {
  const groups = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const group = groups.get(key(phrase));
    if (group) group.push(phrase);
    else groups.set(key(phrase), [phrase]);
  }
  return groups;
}

export function dictionaryOf(lexicons: readonly Lexicon[], wanted: readonly Part[]): Dictionary {
  const phrases = merged(lexicons.flatMap((lexicon) => phrasesOf(lexicon, wanted)));
  const isStem = ({ stem, words }: Phrase) => stem && words.length === 1;
  const firstWord = ({ words }: Phrase) => words[0] ?? "";
  const typed = phrases.filter(
    (phrase) =>
      phrase.words.length === 1 && [...phrase.meaning].every((part) => !NEVER_TYPED.has(part)),
  );
  return {
    exact: grouped(
      phrases.filter((phrase) => !isStem(phrase)),
      firstWord,
    ),
    stems: grouped(phrases.filter(isStem), (phrase) => firstWord(phrase).slice(0, STEM_KEY)),
    typed: grouped(typed, (phrase) => firstWord(phrase).slice(0, 1)),
  };
}

function fits(phrase: Phrase, words: readonly string[], from: number, atStart: boolean): boolean {
  if (phrase.first && !atStart) return false;
  const last = phrase.words.length - 1;
  return phrase.words.every((word, place) => {
    const said = words[from + place] ?? "";
    return phrase.stem && place === last ? said.startsWith(word) : said === word;
  });
}

const union = (phrases: readonly Phrase[]): Meaning =>
  new Set(phrases.flatMap(({ meaning }) => [...meaning]));

/** "kuendigen" for "kündigen". */
const withoutUmlautE = (word: string) => word.replaceAll(/([aou])e/g, "$1");

function itemAt(
  book: Dictionary,
  words: readonly string[],
  from: number,
  atStart: boolean,
): Item | null {
  const word = words[from] ?? "";
  const found = (book.exact.get(word) ?? []).filter((one) => fits(one, words, from, atStart));
  const length = found[0]?.words.length;
  if (length) {
    const longest = found.filter((one) => one.words.length === length);
    return { parts: union(longest), from, length, guessed: false };
  }
  const stems = (book.stems.get(word.slice(0, STEM_KEY)) ?? []).filter((one) =>
    fits(one, words, from, atStart),
  );
  return stems.length > 0 ? { parts: union(stems), from, length: 1, guessed: false } : null;
}

function guessAt(book: Dictionary, words: readonly string[], from: number, guess: boolean): Item {
  const word = words[from] ?? "";
  const plain = withoutUmlautE(word);
  const respelled = plain === word ? null : itemAt(book, [plain], 0, false);
  if (respelled) return { ...respelled, from };
  if (!guess) return { parts: new Set(), from, length: 1, guessed: true };
  const near = (book.typed.get(word.slice(0, 1)) ?? []).filter((one) =>
    isNear(word, one.words[0] ?? ""),
  );
  return { parts: union(near), from, length: 1, guessed: true };
}

/** Nothing but grammar and courtesy. */
export const isSkipped = ({ parts: meaning }: Item) =>
  meaning.size > 0 && [...meaning].every((part) => part === "polite" || part === "filler");

/** What was said, item by item: the longest phrase that fits, then single words, then near misses. */
export function itemsOf(
  book: Dictionary,
  words: readonly string[],
  /** whether to look for typing errors, too: that takes time */
  guess: boolean,
): Item[] {
  const items: Item[] = [];
  let atStart = true;
  for (let from = 0; from < words.length;) {
    const item: Item = itemAt(book, words, from, atStart) ?? guessAt(book, words, from, guess);
    items.push(item);
    atStart = atStart && isSkipped(item);
    from += item.length;
  }
  return items;
}

/** The words that phrases of a kind cover, without taking them from other phrases. */
export function coveredBy(book: Dictionary, words: readonly string[]): ReadonlySet<number> {
  const covered = new Set<number>();
  words.forEach((word, from) => {
    const stems = book.stems.get(word.slice(0, STEM_KEY)) ?? [];
    const found = [...(book.exact.get(word) ?? []), ...stems].find((one) =>
      fits(one, words, from, true),
    );
    found?.words.forEach((_, place) => covered.add(from + place));
  });
  return covered;
}
