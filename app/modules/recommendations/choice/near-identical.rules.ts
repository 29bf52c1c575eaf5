import { wordsOf } from "./title-likeness.rules.ts";

/** What tells one product from another for people who look at a message. */
export interface Look {
  readonly title: string;
  readonly productType: string;
}

/** "500 g", "3er", "1 kg": an amount, and the short unit behind it. */
const AMOUNT = /\d+(?:[.,]\d+)?\s*\p{L}{0,3}(?!\p{L})/gu;
/** What shops put between a product's name and its colour or size. */
const APART = /\s[-–—|/•·]\s|[([,:]/u;
/** A shorter name in front, or a longer tail, is another product: "Linen – tablecloth, washed, 2 m". */
const FEWEST_NAME_WORDS = 2;
const MOST_TAIL_WORDS = 2;

const sameWords = (a: readonly string[], b: readonly string[]) =>
  a.length > 0 && a.length === b.length && a.every((word, n) => word === b[n]);

const withoutAmounts = (title: string) => wordsOf(title.replaceAll(AMOUNT, " ")).sort();

function nameOf(title: string): string[] {
  const cut = title.search(APART);
  if (cut < 0) return wordsOf(title);
  const name = wordsOf(title.slice(0, cut));
  const tail = wordsOf(title.slice(cut).replaceAll(AMOUNT, " "));
  return name.length < FEWEST_NAME_WORDS || tail.length > MOST_TAIL_WORDS ? wordsOf(title) : name;
}

/**
 * Do two titles name the same thing in another size, amount or colour? Same words apart from amounts, or the same
 * name in front of " – ", "(" or a comma. Products of different types never are.
 */
export function isSameThing(a: Look, b: Look): boolean {
  if (a.productType && b.productType && a.productType !== b.productType) return false;
  if (sameWords(withoutAmounts(a.title), withoutAmounts(b.title))) return true;
  const [one, other] = [nameOf(a.title), nameOf(b.title)];
  return one.length >= FEWEST_NAME_WORDS && sameWords(one, other);
}

/** Titles this much alike are near-identical, too: they differ in a word that many titles hold. */
export const NEAR_IDENTICAL_TITLES = 0.8;
