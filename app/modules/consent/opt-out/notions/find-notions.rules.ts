import { plainText, wordsOf } from "../plain-text.rules.ts";
import { ASKING } from "./asking.rules.ts";
import { DOING } from "./doing.rules.ts";
import { ENDING } from "./ending.rules.ts";
import { GOODS } from "./goods.rules.ts";
import { GRAMMAR } from "./grammar.rules.ts";
import { LIFE } from "./life.rules.ts";
import { MESSAGES } from "./messages.rules.ts";
import { type Notions, type Spoken, spoken } from "./notion.types.ts";
import { SMALL } from "./small.rules.ts";

const ALL: readonly Notions[] = [GRAMMAR, ASKING, DOING, ENDING, MESSAGES, LIFE, GOODS, SMALL];
/** Only tells the language. */
const SILENT = "small";

/** How many words later the second half of a phrase may stand. */
const LATER = 7;
/** Letters that name a place inside of words, and the most that are read of one word. */
const KEY = 4;
const LONGEST = 28;

interface Entry {
  language: Spoken;
  notion: string;
  word: string;
  /** of a phrase: what follows, the last one maybe a stem, next or some words later */
  tail: readonly string[];
  later: boolean;
}

type Shelf = Map<string, Entry[]>;

/** Entries by their whole word, by the letters that it starts with, and by letters inside of it. */
interface Shelves {
  exact: Shelf;
  stems: Shelf;
  inside: Shelf;
}

function shelve(shelf: Shelf, key: string, entry: Entry): void {
  const known = shelf.get(key);
  if (known) known.push(entry);
  else shelf.set(key, [entry]);
}

function add(
  { exact, stems, inside }: Shelves,
  text: string,
  by: Pick<Entry, "language" | "notion">,
) {
  const [word = "", ...tail] = wordsOf(plainText(text.replaceAll(/[_~*]/g, " ")));
  if (word === "") return;
  const open = text.endsWith("*");
  const last = tail.length - 1;
  if (open && last >= 0) tail[last] = `${tail[last]}*`;
  const entry = { ...by, word, tail, later: text.includes("~") };
  if (last >= 0) shelve(exact, word, entry);
  else if (text.startsWith("*")) shelve(inside, word.slice(0, KEY), entry);
  else shelve(open ? stems : exact, word, entry);
}

function filledShelves(): Shelves {
  const filled: Shelves = { exact: new Map(), stems: new Map(), inside: new Map() };
  for (const [notion, words] of ALL.flatMap((notions) => Object.entries(notions))) {
    for (const language of spoken) {
      for (const text of (words[language] ?? "").split(" "))
        add(filled, text, { language, notion });
    }
  }
  return filled;
}

const shelves = filledShelves();

/** What may be meant by one word, in any language. */
function entriesOf(whole: string): Entry[] {
  const word = whole.slice(0, LONGEST);
  const found = [...(shelves.exact.get(word) ?? [])];
  for (let end = 1; end <= word.length; end += 1)
    found.push(...(shelves.stems.get(word.slice(0, end)) ?? []));
  for (let from = 0; from + KEY <= word.length; from += 1) {
    const inside = shelves.inside.get(word.slice(from, from + KEY)) ?? [];
    found.push(...inside.filter((entry) => word.startsWith(entry.word, from)));
  }
  return found;
}

const isSame = (said: string | undefined, word: string) =>
  said !== undefined && (word.endsWith("*") ? said.startsWith(word.slice(0, -1)) : said === word);

function follows({ tail, later }: Entry, said: readonly string[], at: number): boolean {
  const fits = (from: number) => tail.every((word, place) => isSame(said[from + place], word));
  if (!later) return fits(at + 1);
  return said.slice(at + 1, at + 1 + LATER).some((_, step) => fits(at + 1 + step));
}

function likeliest(found: readonly (readonly Entry[])[]): Spoken {
  const known = new Map<Spoken, number>(spoken.map((language) => [language, 0]));
  for (const entries of found) {
    const languages = new Set(entries.map(({ language }) => language));
    for (const language of languages) known.set(language, (known.get(language) ?? 0) + 1);
  }
  const count = (language: Spoken) => known.get(language) ?? 0;
  return spoken.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** What the words of a sentence stand for, one after the other, in the language that knows most of them. */
export function notionsOf(said: readonly string[]): ReadonlySet<string>[] {
  const known = new Map<string, Entry[]>();
  const found = said.map((word, at) => {
    const entries = known.get(word) ?? entriesOf(word);
    known.set(word, entries);
    return entries.filter((entry) => entry.tail.length === 0 || follows(entry, said, at));
  });
  const language = likeliest(found);
  return found.map((entries) => {
    const spokenHere = entries.filter((entry) => entry.language === language);
    return new Set(spokenHere.map(({ notion }) => notion).filter((notion) => notion !== SILENT));
  });
}
