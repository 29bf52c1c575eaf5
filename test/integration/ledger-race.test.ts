import { expect, it } from "vitest";
import { runLedger } from "#test/bench/consent/ledger.ts";
import { runRace } from "#test/bench/consent/race.ts";

const say = () => undefined;

// 2,000 of them: `npm run bench -- consent --only race`.
it("nothing is claimed for a person whose STOP was answered, with real processes", async () => {
  const { races, sent, dropped, untouched, afterStop } = await runRace({ say, rounds: 50 });
  expect({ races, all: sent + dropped + untouched, afterStop }).toEqual({
    races: 50,
    all: 50,
    afterStop: 0,
  });
}, 240_000);

// With 1,000,000 events: `npm run bench -- consent --only ledger`.
it("a ledger of thousands is whole, and everybody's state follows from it", async () => {
  const { events, different, proofMs } = await runLedger({ say, size: 5_000 });
  expect(events).toBeGreaterThan(4_900);
  expect(different).toBe(0);
  expect(proofMs).toBeLessThan(2_000);
}, 240_000);
