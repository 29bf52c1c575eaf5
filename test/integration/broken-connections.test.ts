import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDeps, type TestDeps } from "#test/support/deps.ts";

const POOL = 8;
let world: TestDeps;

beforeAll(async () => {
  world = await createTestDeps();
});
afterAll(() => world.close());

/** What a restart of the database does to everybody who is at work. */
async function breakAll(): Promise<number> {
  const { rows } = await world.owner.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query like '%pg_sleep%' and pid <> pg_backend_pid()`,
  );
  return rows.length;
}

test("connections that break in the middle of transactions are replaced, however often", async () => {
  const { deps, addShop } = world;
  const shopId = await addShop();
  for (let round = 0; round < 3; round += 1) {
    const broken = Array.from({ length: POOL }, () =>
      deps.db.inShop(shopId, (tx) => tx.$queryRaw`select pg_sleep(60)::text`),
    );
    const ended = Promise.allSettled(broken);
    for (let killed = 0; killed < POOL; killed += await breakAll()) await pause(20);
    expect((await ended).map(({ status }) => status)).toEqual(broken.map(() => "rejected"));
  }
  const rows = await deps.db.inShop(shopId, (tx) => tx.shop.findMany({ select: { id: true } }));
  expect(rows).toEqual([{ id: shopId }]);
});
