import { expect, test } from "vitest";
import { sequence } from "#app/shared/sequence.ts";
import { LiveBestSellers } from "./live-best-sellers.rules.ts";
import { bestSellers } from "./popularity.rules.ts";

const PRODUCTS = 3_000;
const CHANGES = 3_000;

test("the best sellers after any change are those that all counts say", () => {
  const random = sequence(7);
  const some = () => Math.floor(random() ** 2 * PRODUCTS);
  const counts = Array.from({ length: 5 }, () => new Float32Array(PRODUCTS));
  const change = (item: number, by: number) => {
    for (const column of counts) column[item] = Math.max(0, (column[item] ?? 0) + by);
  };
  for (let n = 0; n < PRODUCTS; n++) change(some(), 1);
  const live = new LiveBestSellers(counts);
  const isTrue = Array.from({ length: CHANGES }, (_, n) => {
    const item = some();
    // Sales come, and whole weeks fall out of the window.
    change(item, n % 300 < 200 ? 1 : -2);
    live.note(counts, item);
    return n % 10 > 0 || live.list(counts).join() === bestSellers(counts).join();
  });
  expect(isTrue).not.toContain(false);
});
