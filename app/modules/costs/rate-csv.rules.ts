import { type MessageCategory, messageCategories, messageCategorySchema } from "./rate.types.ts";
import {
  readRate,
  type RateFields,
  type RateProblem,
  type WrittenRate,
} from "./written-rate.rules.ts";

/** What is wrong with a line of the file; the first line is the header. */
export interface RateRowError {
  line: number;
  problem: RateProblem | "columns" | "empty" | "twice";
  /** what was written there */
  value: string;
}

export interface ParsedRates {
  rates: (WrittenRate & { line: number })[];
  errors: RateRowError[];
}

const MOST_LINES = 5_000;

const COLUMNS: Readonly<Record<string, keyof RateFields>> = {
  market: "market",
  country: "market",
  land: "market",
  markt: "market",
  category: "category",
  kategorie: "category",
  currency: "currency",
  waehrung: "currency",
  währung: "currency",
  price: "price",
  rate: "price",
  preis: "price",
  valid_from: "validFrom",
  effective_date: "validFrom",
  gueltig_ab: "validFrom",
  gültig_ab: "validFrom",
};

/** The separator that the header uses most; spreadsheets of half of Europe write ";". */
function separatorOf(header: string): string {
  const count = (sign: string) => header.split(sign).length;
  return [";", "\t", ","].toSorted((a, b) => count(b) - count(a))[0] ?? ",";
}

/** The cells of one line; quotes may hold separators, and doubled ones stand for themselves. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === '"' && quoted && line.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === separator && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}

const columnKey = (cell: string) => cell.toLowerCase().replaceAll(/[\s-]+/g, "_");

interface Header {
  fields: ReadonlyMap<keyof RateFields, number>;
  /** Meta's own cards have a column of prices per category */
  categories: ReadonlyMap<MessageCategory, number>;
}

function headerOf(cells: string[]): Header {
  const fields = new Map<keyof RateFields, number>();
  const categories = new Map<MessageCategory, number>();
  cells.map(columnKey).forEach((key, index) => {
    const field = COLUMNS[key];
    const category = messageCategorySchema.safeParse(key);
    if (field && !fields.has(field)) fields.set(field, index);
    else if (category.success) categories.set(category.data, index);
  });
  return { fields, categories };
}

function isUsable({ fields, categories }: Header): boolean {
  const isLong = fields.has("category") && fields.has("price");
  return fields.has("market") && (isLong || categories.size > 0);
}

/** The rates of one line: one, or one per category that has a price. */
function fieldsOf(header: Header, cells: string[], defaults: Partial<RateFields>): RateFields[] {
  const cell = (field: keyof RateFields) =>
    cells[header.fields.get(field) ?? -1] || (defaults[field] ?? "");
  const [market, currency, validFrom] = [cell("market"), cell("currency"), cell("validFrom")];
  const one = { market, currency, validFrom };
  if (header.fields.has("category")) {
    return [{ ...one, category: cell("category"), price: cell("price") }];
  }
  return messageCategories.flatMap((category) => {
    const price = cells[header.categories.get(category) ?? -1] ?? "";
    // Meta writes "n/a" where a market has no such price.
    return price === "" || /^n\/?a$/i.test(price) ? [] : [{ ...one, category, price }];
  });
}

/** A line with several prices has the same fault once. */
function note(errors: RateRowError[], error: RateRowError): void {
  const { line, problem, value } = error;
  const known = errors.some(
    (one) => one.line === line && one.problem === problem && one.value === value,
  );
  if (!known) errors.push(error);
}

/**
 * Reads a rate card: a line per price (market, category, currency, price, valid_from), or as Meta's cards
 * are, a line per market with a column per category. `defaults` fill columns that the file does not have.
 */
export function parseRates(
  text: string,
  defaults: Partial<Pick<RateFields, "currency" | "validFrom">>,
): ParsedRates {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const [first = ""] = lines;
  const separator = separatorOf(first);
  const header = headerOf(cellsOf(first, separator));
  if (first.trim() === "") return { rates: [], errors: [{ line: 1, problem: "empty", value: "" }] };
  if (!isUsable(header)) {
    return { rates: [], errors: [{ line: 1, problem: "columns", value: first.slice(0, 80) }] };
  }
  const parsed: ParsedRates = { rates: [], errors: [] };
  const seen = new Set<string>();
  lines.slice(1, MOST_LINES).forEach((written, index) => {
    const line = index + 2;
    if (written.trim() === "") return;
    for (const fields of fieldsOf(header, cellsOf(written, separator), defaults)) {
      const read = readRate(fields);
      if (!read.ok) {
        const problems = Object.entries(read.problems);
        for (const [, { problem, value }] of problems)
          note(parsed.errors, { line, problem, value });
        continue;
      }
      const { market, category, currency, validFrom } = read.rate;
      const key = `${market} ${category} ${currency} ${validFrom}`;
      if (seen.has(key)) parsed.errors.push({ line, problem: "twice", value: key });
      else parsed.rates.push({ ...read.rate, line });
      seen.add(key);
    }
  });
  return parsed;
}
