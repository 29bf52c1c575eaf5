import { expect, it } from "vitest";
import { runFairness } from "#test/bench/send/fairness.ts";
import { runSendCrash } from "#test/bench/send-crash/send-crash.ts";

const say = () => undefined;
const ZEROS = {
  sent_twice: 0,
  lost: 0,
  over_budget: 0,
  without_outcome: 0,
  unknown_unexplained: 0,
};

// The whole of it, 50 rounds of 2,000 messages, is `npm run bench -- send-crash`.
it("kill -9 of web, workers and PostgreSQL sends nothing twice and leaves nothing without an outcome", async () => {
  const { rounds } = await runSendCrash({ say, rounds: 2, size: 200 });
  expect(rounds).toMatchObject([ZEROS, ZEROS]);
  expect(rounds[0]?.accepted).toBeGreaterThan(100);
}, 300_000);

// With 50,000 waiting: `npm run bench -- fairness`.
it("a shop with much to send does not hold up the others", async () => {
  const { seconds } = await runFairness({ say, size: 2000 });
  expect(Math.max(...seconds)).toBeLessThan(10);
}, 300_000);
