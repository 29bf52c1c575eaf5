import { groupValues } from "../purchase-history.rules.ts";

/** A title's words without case, accents and punctuation. */
export function wordsOf(title: string): string[] {
  const plain = title.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll("ß", "ss").match(/\p{L}+|\p{N}+/gu) ?? [];
}

/**
 * Every three neighbouring characters of each word, its ends marked. Needs no word list and no language: it finds
 * "Tassen" in "Kaffeetassen", and likeness in scripts that put no spaces between words.
 */
export function piecesOf(title: string): string[] {
  return wordsOf(title).flatMap((word) => {
    const letters = ["^", ...Array.from(word), "$"];
    return letters.slice(2).map((_, n) => letters.slice(n, n + 3).join(""));
  });
}

/** Numbers in groups: those of group n from `start[n]` to `start[n + 1]`, each with its weight. */
interface Groups {
  readonly start: Int32Array;
  readonly member: Int32Array;
  readonly weight: Float32Array;
}

/** Titles of one catalogue as vectors of length 1, once by title and once by piece. */
export interface TitleVectors {
  readonly ofTitle: Groups;
  readonly ofPiece: Groups;
}

interface Counted {
  /** one entry per title and piece that it holds */
  title: Int32Array;
  piece: Int32Array;
  count: Float32Array;
  /** titles that hold each piece */
  holders: number[];
}

function countPieces(titles: readonly string[]): Counted {
  const numbers = new Map<string, number>();
  const [title, piece, count, holders]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (const [n, text] of titles.entries()) {
    const from = new Map<number, number>();
    for (const one of piecesOf(text)) {
      const number = numbers.get(one) ?? numbers.size;
      numbers.set(one, number);
      from.set(number, (from.get(number) ?? 0) + 1);
    }
    // By number, so that two titles can be compared like two sorted lists.
    for (const [number, times] of [...from].sort(([a], [b]) => a - b)) {
      title.push(n);
      piece.push(number);
      count.push(times);
      holders[number] = (holders[number] ?? 0) + 1;
    }
  }
  return {
    title: Int32Array.from(title),
    piece: Int32Array.from(piece),
    count: Float32Array.from(count),
    holders,
  };
}

function grouped(
  by: Int32Array,
  { members, weights, groups }: { members: Int32Array; weights: Float32Array; groups: number },
): Groups {
  const { starts, values } = groupValues(by, Int32Array.from(by.keys()), groups);
  return {
    start: starts,
    member: Int32Array.from(values, (n) => members[n] ?? 0),
    weight: Float32Array.from(values, (n) => weights[n] ?? 0),
  };
}

/** TF-IDF: a piece weighs more the fewer titles hold it, and less with each repetition in one. */
export function titleVectors(titles: readonly string[]): TitleVectors {
  const { title, piece, count, holders } = countPieces(titles);
  const weights = count.map((times, n) => {
    const rarity = Math.log(1 + titles.length / (holders[piece[n] ?? 0] ?? 1));
    return (1 + Math.log(times)) * rarity;
  });
  const squares = new Float64Array(titles.length);
  for (const [n, weight] of weights.entries()) {
    squares[title[n] ?? 0] = (squares[title[n] ?? 0] ?? 0) + weight * weight;
  }
  const normed = weights.map((weight, n) => weight / Math.sqrt(squares[title[n] ?? 0] || 1));
  return {
    ofTitle: grouped(title, { members: piece, weights: normed, groups: titles.length }),
    ofPiece: grouped(piece, { members: title, weights: normed, groups: holders.length }),
  };
}

/** 0: nothing in common, 1: the same pieces. Of one title with every other, by number. */
export function cosinesWith({ ofTitle, ofPiece }: TitleVectors, title: number): Float32Array {
  const sums = new Float32Array(ofTitle.start.length - 1);
  for (let n = ofTitle.start[title] ?? 0; n < (ofTitle.start[title + 1] ?? 0); n++) {
    const piece = ofTitle.member[n] ?? 0;
    const weight = ofTitle.weight[n] ?? 0;
    const end = ofPiece.start[piece + 1] ?? 0;
    for (let m = ofPiece.start[piece] ?? 0; m < end; m++) {
      const other = ofPiece.member[m] ?? 0;
      sums[other] = (sums[other] ?? 0) + weight * (ofPiece.weight[m] ?? 0);
    }
  }
  return sums.map((cosine) => Math.min(1, cosine));
}

const at = (column: Int32Array | Float32Array, n: number) => column[n] ?? 0;

/** Of two titles, by number. */
export function cosineOf({ ofTitle }: TitleVectors, a: number, b: number): number {
  const { start, member, weight } = ofTitle;
  const [endOfA, endOfB] = [at(start, a + 1), at(start, b + 1)];
  let [n, m] = [at(start, a), at(start, b)];
  let sum = 0;
  while (n < endOfA && m < endOfB) {
    const [one, other] = [at(member, n), at(member, m)];
    if (one === other) sum += at(weight, n) * at(weight, m);
    if (one <= other) n += 1;
    if (other <= one) m += 1;
  }
  return Math.min(1, sum);
}
