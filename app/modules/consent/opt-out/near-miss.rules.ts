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

/** Whether a word is a known one with a typing error: one from 5 letters on, two from 9 on. */
export function isNear(word: string, known: string): boolean {
  if (known.length < SHORTEST || word.length < SHORTEST - 1) return false;
  const most = known.length >= LONG && word.length >= LONG - 1 ? 2 : 1;
  if (Math.abs(word.length - known.length) > most) return false;
  return distance(word, known, most) <= most;
}
