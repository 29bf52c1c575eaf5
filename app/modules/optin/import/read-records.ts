import Papa from "papaparse";
import type { FileProblem } from "./import.types.ts";

/** The file cannot be read from here on. */
export class UnreadableFile extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem);
    this.name = "UnreadableFile";
    this.problem = problem;
  }
}

export interface FileRecord {
  /** as a spreadsheet counts: the header is 1 */
  line: number;
  cells: string[];
}

/** A row that does not end within this has a quote that nobody closed; more is never held. */
const LONGEST_RECORD = 4_000_000;

/** Whole records of a text, and how much of it they take. The last one may go on in what comes next. */
function cut(text: string, delimiter: string, isLast: boolean) {
  const records: { cells: string[]; end: number }[] = [];
  let isOpen = false;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    step: ({ data, meta, errors }) => {
      isOpen = errors.some(({ code }) => code === "MissingQuotes");
      records.push({ cells: data, end: meta.cursor });
    },
  });
  if (isLast) {
    if (isOpen) throw new UnreadableFile("quote_open");
    return { rows: records.map(({ cells }) => cells), used: text.length };
  }
  const whole = records.slice(0, -1);
  return { rows: whole.map(({ cells }) => cells), used: whole.at(-1)?.end ?? 0 };
}

/** One kind of line end, and no zero bytes, which PostgreSQL cannot keep. */
function tidyText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll("\0", "");
}

/**
 * The records of a list, however its text is cut into pieces. Holds one piece and one record at a time.
 * @throws UnreadableFile
 */
export async function* readRecords(
  pieces: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<FileRecord> {
  let rest = "";
  let held = "";
  let line = 0;
  for await (const piece of pieces) {
    const text = held + piece;
    // A line end may be cut in two.
    held = text.endsWith("\r") ? "\r" : "";
    rest += tidyText(text.slice(0, text.length - held.length));
    const { rows, used } = cut(rest, delimiter, false);
    rest = rest.slice(used);
    if (rest.length > LONGEST_RECORD) throw new UnreadableFile("quote_open");
    for (const cells of rows) yield { line: (line += 1), cells };
  }
  const { rows } = cut(rest + tidyText(held), delimiter, true);
  for (const cells of rows) yield { line: (line += 1), cells };
}
