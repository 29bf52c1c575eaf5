import type { BenchResult, BenchTable, Reach } from "./bench.types.ts";

const isNumeric = (cell: string) => /^[\d<]/.test(cell);

function printTable({ title, columns, rows, notes = [] }: BenchTable): void {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, at) =>
        isNumeric(cell) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd();
  console.log(`\n${title}`);
  console.log(line(columns));
  console.log(widths.map((width) => "-".repeat(width)).join("  "));
  for (const row of rows) console.log(line(row));
  for (const note of notes) console.log(`  · ${note}`);
}

function printReach({ figure, wanted, reached }: Reach, value: number | undefined): void {
  console.log(`  ${reached ? "reached" : "MISSED "}  ${figure} = ${value}   (${wanted})`);
}

export function printResult(name: string, result: BenchResult): void {
  for (const table of result.tables) printTable(table);
  console.log(`\n${name}:`);
  for (const reach of result.reached) printReach(reach, result.figures[reach.figure]);
}
