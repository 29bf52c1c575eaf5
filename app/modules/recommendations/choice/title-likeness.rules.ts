/** A title as counted pieces: its words without case, accents and punctuation. */
export function wordsOf(title: string): string[] {
  const plain = title.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll("ß", "ss").match(/\p{L}+|\p{N}+/gu) ?? [];
}

/**
 * Every three neighbouring characters of each word, its ends marked. Needs no word list and no language: it finds
 * "Tassen" in "Kaffeetasse", and titles of scripts that put no spaces between words.
 */
export function piecesOf(title: string): string[] {
  return wordsOf(title).flatMap((word) => {
    const letters = ["^", ...Array.from(word), "$"];
    if (letters.length === 3) return [letters.join("")];
    return letters.slice(2).map((_, n) => letters.slice(n, n + 3).join(""));
  });
}

type Weights = ReadonlyMap<string, number>;

/** Titles of one catalogue as vectors of length 1. */
export interface TitleVectors {
  readonly of: readonly Weights[];
  /** the titles that hold a piece, by number */
  readonly holders: ReadonlyMap<string, readonly number[]>;
}

function countsOf(pieces: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}

function holdersOf(counted: readonly ReadonlyMap<string, number>[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  for (const [n, counts] of counted.entries()) {
    for (const piece of counts.keys()) {
      const known = holders.get(piece);
      if (known) known.push(n);
      else holders.set(piece, [n]);
    }
  }
  return holders;
}

/** TF-IDF: a piece weighs more the fewer titles hold it, and less with each repetition. */
export function titleVectors(titles: readonly string[]): TitleVectors {
  const counted = titles.map((title) => countsOf(piecesOf(title)));
  const holders = holdersOf(counted);
  const rarity = (piece: string) => Math.log(1 + titles.length / (holders.get(piece)?.length ?? 1));
  const of = counted.map((counts) => {
    const weighed = [...counts].map(
      ([piece, count]) => [piece, (1 + Math.log(count)) * rarity(piece)] as const,
    );
    const length = Math.hypot(...weighed.map(([, weight]) => weight)) || 1;
    return new Map(weighed.map(([piece, weight]) => [piece, weight / length]));
  });
  return { of, holders };
}

/** 0: nothing in common, 1: the same pieces. */
export function cosine(a: Weights, b: Weights): number {
  const [few, many] = a.size <= b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [piece, weight] of few) sum += weight * (many.get(piece) ?? 0);
  return Math.min(1, sum);
}

/** The cosine of one title with every other that shares a piece, by number. */
export function cosinesWith({ of, holders }: TitleVectors, n: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [piece, weight] of of[n] ?? []) {
    for (const other of holders.get(piece) ?? []) {
      const shared = weight * (of[other]?.get(piece) ?? 0);
      sums.set(other, (sums.get(other) ?? 0) + shared);
    }
  }
  sums.delete(n);
  return sums;
}
