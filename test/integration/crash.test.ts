import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCrash } from "#test/bench/crash/crash.ts";

const CHECKOUTS = 60;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "beckon-crash-"));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

// The whole of it, 5,000 checkouts and 20 rounds, is `npm run bench -- crash`.
it("kill -9 of web, worker and PostgreSQL loses nothing and sends nothing twice", async () => {
  const options = { rounds: 1, checkouts: CHECKOUTS, isShort: true, dataDir };
  const { rounds } = await runCrash({ ...options, say: () => undefined });
  expect(rounds).toMatchObject([
    { acknowledged: CHECKOUTS, unstored: 0, lost: 0, duplicates: 0, unexplained: 0 },
  ]);
  expect(rounds[0]?.accepted).toBeGreaterThan(CHECKOUTS / 2);
}, 240_000);
