import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dataMap, overwrites, survivors } from "./data-map.rules.ts";
import { retentionRules } from "./retention.rules.ts";

const readme = readFileSync(join(import.meta.dirname, "README.md"), "utf8");

test("the written table of what survives an erasure names every field of the map, and no other", () => {
  const written = [...readme.matchAll(/`(\w+\.\w+)`/g)].map((match) => match[1]);
  const table = new Set(
    written.filter((one) => dataMap.some((map) => one?.startsWith(`${map.table}.`))),
  );
  const inMap = survivors().map(({ table: of, column }) => `${of}.${column}`);
  expect(table).toEqual(new Set(inMap));
});

test("the written table of retention has every period", () => {
  const rows = readme.split("\n").filter((line) => /\|\s*\d+\s*\|$/.test(line));
  const days = rows.map((line) => Number(/\|\s*(\d+)\s*\|$/.exec(line)?.[1]));
  const wanted = Object.values(retentionRules).map((rule) => rule.days);
  expect(days.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
});

test("each table stands in the map once, and what a message said is overwritten", () => {
  const names = dataMap.map(({ table }) => table);
  expect(new Set(names).size).toBe(names.length);
  const written = dataMap.flatMap((map) =>
    overwrites(map).map((one) => ({ ...one, of: map.table })),
  );
  expect(written).toContainEqual({ of: "message", column: "payload", value: "null" });
});
