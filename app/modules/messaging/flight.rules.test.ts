import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FEWEST_ON_THEIR_WAY, MOST_ON_THEIR_WAY, roomAfter } from "./flight.rules.ts";

describe("how many messages may be on their way at once", () => {
  it.each([
    ["doubles while WhatsApp takes them all", 100, { sent: 100, notReached: 0 }, 200],
    ["ends where the connections do", 500, { sent: 200, notReached: 0 }, 800],
    ["halves when one could not be opened in time", 800, { sent: 199, notReached: 1 }, 400],
    ["never ends sending", 100, { sent: 0, notReached: 100 }, 100],
    ["stays when all were withdrawn", 400, { sent: 0, notReached: 0 }, 400],
  ])("%s", (_name, room, handed, next) => {
    expect(roomAfter(room, handed)).toBe(next);
  });

  it("stays within its bounds, whatever happens", () => {
    const handed = fc.record({ sent: fc.nat({ max: 200 }), notReached: fc.nat({ max: 200 }) });
    fc.assert(
      fc.property(fc.array(handed, { maxLength: 40 }), (all) => {
        const room = all.reduce(roomAfter, FEWEST_ON_THEIR_WAY);
        expect(room).toBeGreaterThanOrEqual(FEWEST_ON_THEIR_WAY);
        expect(room).toBeLessThanOrEqual(MOST_ON_THEIR_WAY);
      }),
    );
  });
});
