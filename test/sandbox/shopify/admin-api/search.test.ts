import { describe, expect, test } from "vitest";
import { matches, type SearchFields } from "./search-match.ts";
import { parseSearch, termsOf } from "./search-query.ts";

type Item = { tag: string; size: number; at: Date };
const fields: SearchFields<Item> = {
  tag: (item) => item.tag,
  size: (item) => item.size,
  at: (item) => item.at,
};
const item = { tag: "red-one", size: 5, at: new Date("2026-11-22T10:00:00Z") };
const hits = (text: string) => {
  const node = parseSearch(text);
  const plan = {
    documented: new Map<string, string>(),
    fields,
    now: new Date("2026-11-23T00:00:00Z"),
  };
  return node ? matches(plan, node, item) : true;
};

describe("search syntax", () => {
  test.each([
    ["", true],
    ["tag:red-one", true],
    ["tag:RED-ONE", true],
    ["tag:red", false],
    ["tag:red*", true],
    ["tag:'red-one'", true],
    ['tag:"red-one" size:5', true],
    ["tag:red-one size:6", false],
    ["tag:blue OR size:5", true],
    ["tag:blue OR size:4 OR size:5", true],
    ["tag:blue OR size:5 tag:green", false],
    ["(tag:blue OR size:5) AND tag:red-one", true],
    ["NOT tag:blue", true],
    ["-tag:red-one", false],
    ["size:>4 size:<=5", true],
    ["size:>5", false],
    ["at:>=2026-11-22", true],
    ["at:>2026-11-22", false],
    ["at:2026-11-22", true],
    ["at:2026", true],
    ["at:<'2026-11-22T10:00:00Z'", false],
    ["at:<='2026-11-22T10:00:00Z'", true],
    ["at:>=2026-11-22T09:59:59Z", true],
    ["at:<now", true],
    ["red", true],
    ["green", false],
  ])("%s matches: %s", (text, expected) => {
    expect(hits(text)).toBe(expected);
  });

  test("an escaped colon belongs to the value", () => {
    expect(termsOf(parseSearch(String.raw`tag:a\:b`))).toMatchObject([
      { field: "tag", value: "a:b" },
    ]);
  });
});
