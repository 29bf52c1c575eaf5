import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { type FileRecord, readRecords, UnreadableFile } from "./read-records.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 7, delimiter = ";"): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const record of readRecords(inPieces(text, size), delimiter)) records.push(record);
  return records;
}

describe("records of a list", () => {
  it.each([1, 2, 3, 7, 1000])("are the same however the text is cut: %i", async (size) => {
    const text = 'a;b\r\n"x;1";"zwei\r\nZeilen"\r\n\r\n"mit ""Zitat""";\r\nletzte;';
    expect(await read(text, size)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["x;1", "zwei\nZeilen"] },
      { line: 3, cells: [""] },
      { line: 4, cells: ['mit "Zitat"', ""] },
      { line: 5, cells: ["letzte", ""] },
    ]);
  });

  it("come back as they were written, whatever the cells hold", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "ä", ";", '"', "\n", " ", "=", "9") });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (written, size) => {
        const text = Papa.unparse(written, { delimiter: ";", newline: "\n", quotes: true });
        const cells = (await read(text, size)).map((record) => record.cells);
        expect(cells).toEqual(written);
      }),
    );
  });

  it("may be a million characters long", async () => {
    const records = await read(`a;b\n${"x".repeat(1_000_000)};1\nc;d`, 262_144);
    expect(records.map(({ cells }) => cells.map((cell) => cell.length))).toEqual([
      [1, 1],
      [1_000_000, 1],
      [1, 1],
    ]);
  });

  it("end where a quote is never closed, instead of filling the memory", async () => {
    const endless = `a;b\n"${"x;\n".repeat(3_000_000)}`;
    await expect(read(endless, 262_144)).rejects.toBeInstanceOf(UnreadableFile);
    await expect(read('a;b\n"x;1', 4)).rejects.toBeInstanceOf(UnreadableFile);
  });

  it("hold no zero bytes", async () => {
    expect(await read("a;b\0\n1;2")).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "2"] },
    ]);
  });
});
