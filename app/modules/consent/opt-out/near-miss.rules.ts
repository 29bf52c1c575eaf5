/** Short words have too many neighbours that mean something else. */
const SHORTEST = 5;
const LONG = 9;

/** The next row of the table of distances: `i` letters of `a` against every start of `b`. */
function nextRow(a: string, b: string, i: number, [last, before]: readonly number[][]): number[] {
  const row = [i];
  const at = (list: readonly number[] | undefined, place: number) => list?.[place] ?? Infinity;
  for (let j = 1; j <= b.length; j += 1) {
    const same = a[i - 1] === b[j - 1] ? 0 : 1;
    const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    row.push(
      Math.min(
        at(last, j) + 1,
        at(row, j - 1) + 1,
        at(last, j - 1) + same,
        swapped ? at(before, j - 2) + 1 : Infinity,
      ),
    );
  }
  return row;
}

/** Least number of letters added, dropped, changed or swapped with a neighbour; gives up above `most`. */
function distance(a: string, b: string, most: number): number {
  let rows = [Array.from({ length: b.length + 1 }, (_, place) => place)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow(a, b, i, rows);
    if (Math.min(...row) > most) return most + 1;
    rows = [row, ...rows.slice(0, 1)];
  }
  return rows[0]?.[b.length] ?? most + 1;
}

/** Which letters a word has, as bits: a look at these rules most words out. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let place = 0; place < word.length; place += 1)
    letters |= 1 << (word.charCodeAt(place) % 32);
  return letters;
}

function differingLetters(a: string, b: string): number {
  let differing = lettersOf(a) ^ lettersOf(b);
  let count = 0;
  for (; differing !== 0; differing &= differing - 1) count += 1;
  return count;
}

/** Whether a word is a known one with a typing error: one from 5 letters on, two from 9 on. */
export function isNear(word: string, known: string): boolean {
  if (known.length < SHORTEST || word.length < SHORTEST - 1) return false;
  const most = known.length >= LONG && word.length >= LONG - 1 ? 2 : 1;
  if (Math.abs(word.length - known.length) > most) return false;
  // One changed letter takes one away and brings another.
  if (differingLetters(word, known) > 2 * most) return false;
  return distance(word, known, most) <= most;
}
