/**
 * A message as comparable words: lower case, without accents, invisible characters, look-alikes of other
 * scripts and repeated letters ("STOOOPP" reads "stop"). Every expression here takes one character at a
 * time, so that no text can make it slow.
 */

/** Longer messages are read at both ends only: nobody hides a "no" in the middle of ten pages. */
const READ_AT_START = 1_500;
const READ_AT_END = 500;

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[🛑🚫🙅⛔]/gu, " signstop "],
  [/[✋🤚]/gu, " signhand "],
  [/[❌✖❎]/gu, " signcross "],
  [/👎/gu, " signdown "],
];

/** Letters that no Unicode form turns into the one they look or stand like. */
const LOOK_ALIKES = new Map(
  Object.entries({
    ß: "ss",
    ł: "l",
    ı: "i",
    ø: "o",
    æ: "ae",
    œ: "oe",
    đ: "d",
    а: "a",
    е: "e",
    о: "o",
    р: "p",
    с: "c",
    т: "t",
    х: "x",
    у: "y",
    і: "i",
    ѕ: "s",
    ј: "j",
    п: "n",
    к: "k",
    м: "m",
    н: "h",
    в: "b",
    α: "a",
    ο: "o",
    ρ: "p",
    τ: "t",
    ε: "e",
    ι: "i",
    υ: "u",
    ν: "v",
    κ: "k",
  }),
);

const DIGITS = new Map(
  Object.entries({ "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", $: "s", "@": "a" }),
);

function cut(text: string): string {
  if (text.length <= READ_AT_START + READ_AT_END) return text;
  return `${text.slice(0, READ_AT_START)}\n${text.slice(-READ_AT_END)}`;
}

const isLetter = (char: string | undefined) => char !== undefined && /^\p{L}$/u.test(char);

/** "st0p" reads "stop"; a number stays one. */
function withoutDigits(text: string): string {
  const chars = Array.from(text);
  return chars
    .map((char, place) => {
      const letter = DIGITS.get(char);
      return letter && isLetter(chars[place - 1]) && isLetter(chars[place + 1]) ? letter : char;
    })
    .join("");
}

/** The whole message in plain letters, punctuation kept. */
export function plainText(text: string): string {
  // One sign can stand for a whole sentence: what was short may be long after it is spelled out.
  let plain = cut(cut(text).normalize("NFKD"))
    .toLowerCase()
    .replaceAll(/[\p{Mark}\p{Cf}]/gu, "")
    .replaceAll(/[^\p{ASCII}]/gu, (char) => LOOK_ALIKES.get(char) ?? char)
    .replaceAll(/n[’'`´]t/g, "nt")
    .replaceAll(/[’'`´]/g, " ");
  for (const [sign, word] of SIGNS) plain = plain.replaceAll(sign, word);
  return withoutDigits(plain);
}

/** A word without doubled letters: both sides of every comparison lose them. */
export function plainWord(word: string): string {
  return word.replaceAll(/(\p{L})\1+/gu, "$1");
}

const FEWEST_SPELLED = 4;

/** "s t o p" reads "stop", and so it does behind a greeting. */
function joinSpelled(words: readonly string[]): string[] {
  const joined: string[] = [];
  let letters: string[] = [];
  const close = () => {
    joined.push(...(letters.length >= FEWEST_SPELLED ? [letters.join("")] : letters));
    letters = [];
  };
  for (const word of words) {
    if (word.length === 1) letters.push(word);
    else {
      close();
      joined.push(word);
    }
  }
  close();
  return joined;
}

export function wordsOf(plain: string): string[] {
  return joinSpelled(plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(plainWord);
}

export interface Said {
  words: readonly string[];
  /** ends with a question mark */
  asks: boolean;
}

export interface Sentence {
  whole: Said;
  /** what stands between its commas */
  clauses: readonly Said[];
}

/** A message as sentences, and each of these as what stands between its commas. */
export function sentencesOf(plain: string): readonly Sentence[] {
  return splitAfter(plain, /[!?;\n\r…]|\.(?=\s|$)/gu).map((sentence) => {
    const asks = sentence.endsWith("?");
    const pieces = splitAfter(sentence, /[,]|\s[-–—]+\s/gu);
    const clauses = pieces.map((piece, place) => ({
      words: wordsOf(piece),
      asks: asks && place === pieces.length - 1,
    }));
    return { whole: { words: wordsOf(sentence), asks }, clauses };
  });
}

/** Pieces that end with their separator; those without words go. "?!" belongs to what came before. */
function splitAfter(text: string, separator: RegExp): string[] {
  const pieces: string[] = [];
  let start = 0;
  const add = (piece: string) => {
    const last = pieces.length - 1;
    if (/[\p{L}\p{N}]/u.test(piece)) pieces.push(piece);
    else if (last >= 0 && piece.includes("?")) pieces[last] = `${pieces[last]}?`;
  };
  for (const found of text.matchAll(separator)) {
    add(text.slice(start, found.index + found[0].length).trim());
    start = found.index + found[0].length;
  }
  add(text.slice(start).trim());
  return pieces;
}
