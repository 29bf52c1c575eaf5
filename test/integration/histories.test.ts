import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";
import { historyOf } from "#test/support/histories/generate-history.ts";
import { playOnDatabase } from "#test/support/histories/play-database.ts";
import type { Played } from "#test/support/histories/play-pure.ts";

const HISTORIES = 200;
const LENGTH = 12;
const AT_ONCE = 4;

let world: TestDeps;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());

async function playAll(seeds: number[]): Promise<Played[]> {
  const played: Played[] = [];
  const waiting = [...seeds];
  const lane = async () => {
    for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
      played.push(await playOnDatabase(world, historyOf(seed, LENGTH)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return played;
}

test("two hundred random histories: nothing leaves that is forbidden, and the ledger alone gives every past state", async () => {
  const played = await playAll(Array.from({ length: HISTORIES }, (_, seed) => seed));
  expect(played.flatMap(({ violations }) => violations)).toEqual([]);
  expect(played.flatMap(({ differences }) => differences)).toEqual([]);
  const sum = (of: (one: Played) => number) => played.reduce((all, one) => all + of(one), 0);
  expect(sum(({ sends }) => sends)).toBeGreaterThan(sum(({ allowed }) => allowed) / 2);
}, 180_000);
