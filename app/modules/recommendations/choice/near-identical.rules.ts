import { wordsOf } from "./title-likeness.rules.ts";

/** "500 g", "3er", "1 kg": an amount, and the short unit behind it. */
const AMOUNT = /\d+(?:[.,]\d+)?\s*\p{L}{0,3}(?!\p{L})/gu;
/** What shops put between a product's name and its colour or size. */
const APART = /\s[-–—|/•·]\s|[([,:]/u;
/** A shorter name in front, or a longer tail, is another product: "Linen – tablecloth, washed, hemmed". */
const FEWEST_NAME_WORDS = 2;
const MOST_TAIL_WORDS = 2;

/** What two titles have in common that name one thing in several sizes, amounts or colours. */
export interface Looks {
  /** all words but amounts; null where there are none */
  readonly words: string | null;
  /** what stands in front of " – ", "(" or a comma; null for a title of one word */
  readonly name: string | null;
}

const wordsWithoutAmounts = (title: string) => wordsOf(title.replaceAll(AMOUNT, " "));

function nameOf(title: string): string[] {
  const cut = title.search(APART);
  if (cut < 0) return wordsOf(title);
  const name = wordsOf(title.slice(0, cut));
  const tail = wordsWithoutAmounts(title.slice(cut));
  return name.length < FEWEST_NAME_WORDS || tail.length > MOST_TAIL_WORDS ? wordsOf(title) : name;
}

/** With the maker in front ("Le Creuset – pan"), what comes before the dash names no thing. */
export function looksOf(title: string, vendor = ""): Looks {
  const words = wordsWithoutAmounts(title);
  const name = nameOf(title);
  const isName = name.length >= FEWEST_NAME_WORDS && name.join(" ") !== wordsOf(vendor).join(" ");
  return {
    words: words.length === 0 ? null : words.sort().join(" "),
    name: isName ? name.join(" ") : null,
  };
}

/** Do two titles name the same thing in another size, amount or colour? */
export function looksTheSame(a: Looks, b: Looks): boolean {
  return (a.words !== null && a.words === b.words) || (a.name !== null && a.name === b.name);
}

/** Titles this much alike are near-identical, too: they differ in a word that many titles hold. */
export const NEAR_IDENTICAL_TITLES = 0.8;
