/** Without 0, O, 1, I and L: what somebody copies from a poster by hand. */
const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ";
const DIGITS = "23456789";
const ALL = LETTERS + DIGITS;
const LENGTH = 5;

const pick = (from: string, byte: number | undefined) => from[(byte ?? 0) % from.length] ?? "";

/** A code from random bytes: always a digit among the letters, so that no word of a message is one. */
export function pullCode(bytes: Uint8Array): string {
  const signs = Array.from({ length: LENGTH }, (_, place) => pick(ALL, bytes[place]));
  signs[1] = pick(DIGITS, bytes[LENGTH]);
  signs[2] = pick(LETTERS, bytes[LENGTH + 1]);
  return `WA-${signs.join("")}`;
}

const WRITTEN = new RegExp(`\\bwa[\\s\\p{Pd}_.:*]{0,3}([${ALL}]{${LENGTH}})\\b`, "giu");

/** Everything in a message that looks like a code of ours, however it was typed, in one spelling. */
export function codesIn(text: string): string[] {
  const found = [...text.normalize("NFKC").matchAll(WRITTEN)];
  return [...new Set(found.map(([, code = ""]) => `WA-${code.toUpperCase()}`))];
}

const WITH_WORD = new RegExp(
  `(?:\\b(?:code|código|codice|kod)\\b[\\s:]*)?${WRITTEN.source}`,
  "giu",
);

/** The message without what looks like a code, and without the word "code" before it. */
export function withoutCodes(text: string): string {
  return text.normalize("NFKC").replace(WITH_WORD, " ");
}
