import { describe, expect, it } from "vitest";
import { historyOf } from "./generate-history.ts";
import type { Happening } from "./history.types.ts";
import { Oracle } from "./oracle.ts";
import { type Played, playPure } from "./play-pure.ts";

const HISTORIES = 10_000;
const LENGTH = 16;
const AT = new Date("2026-11-22T10:00:00Z");

function playAll(count: number): Played {
  const all: Played = { violations: [], sends: 0, allowed: 0, differences: [] };
  for (let seed = 0; seed < count; seed += 1) {
    const played = playPure(historyOf(seed, LENGTH));
    all.violations.push(...played.violations);
    all.differences.push(...played.differences);
    all.sends += played.sends;
    all.allowed += played.allowed;
  }
  return all;
}

describe("random histories of everything that may happen to a person's consent", () => {
  it("let nothing leave that is forbidden and most that is not, and the ledger tells every past state", () => {
    const { violations, differences, sends, allowed } = playAll(HISTORIES);
    expect(violations).toEqual([]);
    expect(differences).toEqual([]);
    expect(sends).toBeGreaterThan(allowed / 2);
  }, 120_000);

  it("are the same for the same seed", () => {
    expect(historyOf(7, LENGTH)).toEqual(historyOf(7, LENGTH));
    expect(historyOf(7, LENGTH)).not.toEqual(historyOf(8, LENGTH));
  });

  it("hold every kind of event", () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 50; seed += 1) {
      for (const { what } of historyOf(seed, LENGTH).moments) kinds.add(what.do);
    }
    expect(kinds.size).toBe(17);
  });
});

describe("the oracle", () => {
  const tick: Happening = { do: "tick", phone: "p0", place: "checkout", topics: ["offers"] };
  const pull: Happening = { do: "pull", phone: "p0", topics: ["offers"] };
  const told = (...all: Happening[]) => {
    const oracle = new Oracle();
    for (const what of all) oracle.see(what, AT, true);
    return oracle.forbids("p0", "offers", AT);
  };
  const user = { phone: "p0", user: "u0" } as const;

  it.each<[string, Happening[], boolean]>([
    ["nobody said yes", [], true],
    ["yes", [tick], false],
    ["yes, then no", [tick, { do: "stop", from: user, by: "text" }], true],
    [
      "no, then somebody types the number",
      [tick, { do: "stop", from: user, by: "text" }, tick],
      true,
    ],
    ["no, then yes from the number", [tick, { do: "stop", from: user, by: "text" }, pull], false],
    [
      "no under the user id alone, found out later",
      [
        tick,
        { do: "stop", from: { phone: null, user: "u0" }, by: "text" },
        { do: "write", from: user },
      ],
      true,
    ],
    ["the number moved on", [tick, { do: "change_number", from: "p0", to: "p1" }], true],
    [
      "no, then an import",
      [
        tick,
        { do: "stop", from: user, by: "text" },
        { do: "import", phone: "p0", topics: ["offers"] },
      ],
      true,
    ],
    [
      "no of one who was joined",
      [
        tick,
        { do: "stop", from: { phone: "p1", user: null }, by: "text" },
        { do: "merge", one: "p0", two: "p1" },
      ],
      true,
    ],
  ])("%s: forbidden %#", (_name, all, forbidden) => {
    expect(told(...all) !== null).toBe(forbidden);
  });
});
