import fc from "fast-check";
import Papa from "papaparse";
import { expect, test } from "vitest";
import { csvCell } from "./export.rules.ts";

test.each([
  ["=1+1", `"'=1+1"`],
  ["+4915112345678", `"'+4915112345678"`],
  ["-2", `"'-2"`],
  ["@sum", `"'@sum"`],
  ["\t=1", `"'\t=1"`],
  [" =1", `"' =1"`],
  ['say "=1"', '"say ""=1"""'],
  [true, "true"],
  [null, ""],
] as const)("%j becomes %s", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});

test("whatever somebody writes is one cell again, and never a formula", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, two) => {
      const { data } = Papa.parse<string[]>(`${csvCell(one)},${csvCell(two)}\r\n`, {
        delimiter: ",",
      });
      const [cells = []] = data;
      expect(cells.map((cell) => cell.replace(/^'/, ""))).toEqual(
        [one, two].map((text) => text.replace(/^'/, "")),
      );
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }),
  );
});
