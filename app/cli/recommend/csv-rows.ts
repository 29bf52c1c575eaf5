import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";

/** Cells of a row, and the line of the file on which it starts. */
export interface CsvRow {
  line: number;
  cells: string[];
}

const GZIP = [0x1f, 0x8b];

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return GZIP.every((byte, n) => buffer[n] === byte);
  } finally {
    await file.close();
  }
}

const LINE_END = /\r\n|\r|\n/;

function lineEndsIn(cells: readonly string[]): number {
  let ends = 0;
  for (const cell of cells) {
    // Nearly no cell has one, and there are millions.
    if (cell.includes("\n") || cell.includes("\r")) ends += cell.split(LINE_END).length - 1;
  }
  return ends;
}

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");

/**
 * Numbers rows by the lines of the file, and leaves empty ones out. A quote that nobody closed makes one row of all that
 * follow: such a row has line ends in its cells but not as many cells as the header, and is taken apart by lines again.
 */
function rowNumberer() {
  let line = 1;
  let width = 0;
  const takeApart = (cells: readonly string[], delimiter: string): CsvRow[] =>
    cells
      .join(delimiter)
      .split(LINE_END)
      .map((text) => ({ line: line++, cells: text.replaceAll('"', "").split(delimiter) }));
  return (rows: readonly string[][], delimiter: string): CsvRow[] => {
    const found: CsvRow[] = [];
    for (const cells of rows) {
      if (width === 0 && cells.length > 1) width = cells.length;
      const ends = lineEndsIn(cells);
      if (ends > 0 && cells.length !== width) {
        for (const row of takeApart(cells, delimiter)) found.push(row);
      } else {
        found.push({ line, cells });
        line += 1 + ends;
      }
    }
    return found.filter((row) => !isEmpty(row.cells));
  };
}

/** Streams the rows, so that a file of any size takes the memory of its orders only. */
function parseRows(stream: Readable, onRows: (rows: CsvRow[]) => void): Promise<void> {
  const numbered = rowNumberer();
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(stream, {
      delimitersToGuess: [",", ";", "\t"],
      chunk: ({ data, meta }, parser) => {
        try {
          onRows(numbered(data, meta.delimiter));
        } catch (error) {
          // First: aborting counts as complete.
          reject(error instanceof Error ? error : new Error(String(error)));
          parser.abort();
        }
      },
      complete: () => resolve(),
      error: reject,
    });
  });
}

const isDamage = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && String(error.code).startsWith("Z_");

/**
 * The rows of a CSV file with commas, semicolons or tabs, plain or compressed; empty ones are left out.
 * @throws Error in words when a compressed file is damaged or cut off
 */
export async function readRows(path: string, onRows: (rows: CsvRow[]) => void): Promise<void> {
  const text = new PassThrough();
  const source = createReadStream(path);
  const filled = (await isGzip(path))
    ? pipeline(source, createGunzip(), text)
    : pipeline(source, text);
  try {
    await Promise.all([filled, parseRows(text, onRows)]);
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new Error(`${path} is damaged or cut off: ${error.message}`, { cause: error });
  }
}
