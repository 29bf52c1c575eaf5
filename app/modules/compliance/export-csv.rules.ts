import type { PersonExport } from "./export.types.ts";

/** A spreadsheet would run a cell that begins like a formula; an apostrophe keeps it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: unknown): string {
  const text = typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One line per field: what kind of record, its number, the field, the value. */
export function exportCsv(data: PersonExport): string {
  const lines = data.sections.flatMap(({ table, records }) =>
    records.flatMap((record, index) =>
      Object.entries(record).map(([field, value]) =>
        [table, String(index + 1), field, value].map(cell).join(","),
      ),
    ),
  );
  return `${["section,record,field,value", ...lines].join("\r\n")}\r\n`;
}
