import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupLines, type LineGroup } from "./group-lines.ts";
import { LONGEST_LINE_BYTES, readJsonl } from "./read-jsonl.ts";

async function* chunksOf(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    const to = Math.min(Math.max(cut, from), bytes.length);
    yield await Promise.resolve(bytes.subarray(from, to));
    from = to;
  }
}

async function groupsOf(text: string, cuts: readonly number[] = [], fromByte = 0) {
  const bytes = Buffer.from(text).subarray(fromByte);
  const groups: LineGroup[] = [];
  for await (const group of groupLines(readJsonl(chunksOf(bytes, cuts), fromByte))) {
    groups.push(group);
  }
  return groups;
}

const parent = (id: string) => JSON.stringify({ id, name: "Kissenbezug „Söder“ 🛏" });
const child = (id: string, of: string) => JSON.stringify({ id, __parentId: of });
const idsOf = (groups: LineGroup[]) => groups.map(({ objects }) => objects.map(idOf));
const idOf = (object: unknown) => JSON.stringify(object).replace(/^\{"id":"(\w+)".*$/, "$1");

const FILE = [
  parent("a"),
  child("a1", "a"),
  child("a2", "a"),
  parent("b"),
  parent("c"),
  child("c1", "c"),
];

describe("a file of objects with their children", () => {
  it("is read the same way however it is cut into chunks, with and without a last line break", async () => {
    const expected = [["a", "a1", "a2"], ["b"], ["c", "c1"]];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(400), { maxLength: 12 }),
        fc.boolean(),
        async (cuts, ends) => {
          const text = FILE.join("\n") + (ends ? "\n" : "");
          const groups = await groupsOf(text, cuts);
          expect(idsOf(groups)).toEqual(expected);
          expect(groups.at(-1)?.endByte).toBe(Buffer.byteLength(text));
          expect(groups.map(({ read }) => read)).toEqual([3, 1, 2]);
        },
      ),
    );
  });

  it("goes on at the end of any group as if it had never stopped", async () => {
    const text = `${FILE.join("\n")}\n`;
    const whole = await groupsOf(text);
    for (const [index, { endByte }] of whole.entries()) {
      expect(await groupsOf(text, [5, 9], endByte)).toEqual(whole.slice(index + 1));
    }
  });

  it.each<[string, string]>([
    ["no JSON", "{"],
    ["JSON that is no object", "null"],
    ["a list", "[]"],
    ["an object without an id", '{"name":"x"}'],
    ["an id that is no text", '{"id":7}'],
    ["a child whose parent is another", child("z", "q")],
    ["a line without end", `{"id":"${"x".repeat(LONGEST_LINE_BYTES)}"}`],
  ])("refuses %s between the lines, and nothing else", async (_what, line) => {
    const spoilt = [line, ...FILE.slice(0, 2), line, ...FILE.slice(2), line].join("\n");
    const groups = await groupsOf(spoilt, [7, 300, 90_000]);
    expect(idsOf(groups).filter((ids) => ids.length > 0)).toEqual([
      ["a", "a1", "a2"],
      ["b"],
      ["c", "c1"],
    ]);
    expect(groups.reduce((sum, { refused }) => sum + refused, 0)).toBe(3);
    expect(groups.reduce((sum, { read }) => sum + read, 0)).toBe(FILE.length + 3);
  });

  it("has no more of an object in memory than some thousand children", async () => {
    const many = Array.from({ length: 6000 }, (_, nth) => child(`k${nth}`, "a"));
    const [group] = await groupsOf([parent("a"), ...many].join("\n"), []);
    expect(group?.objects.length).toBeLessThanOrEqual(5001);
    expect(group?.refused).toBe(6001 - (group?.objects.length ?? 0));
  });
});
