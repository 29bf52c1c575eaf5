import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMs } from "#app/shared/duration.ts";
import { paceAfter, tokens } from "./pace.rules.ts";

const now = new Date("2026-11-22T10:00:00.000Z");
const full = { freeAt: now, now };

describe("a number's token bucket", () => {
  it.each([
    [15, 3],
    [60, 15],
    [750, 187],
    [4000, 200],
  ])("at %s per second lets a burst of %s go", (perSecond, take) => {
    expect(tokens(full, perSecond)).toEqual({ take });
  });

  it("lets a very slow number send one at a time", () => {
    expect(tokens(full, 0.5)).toEqual({ take: 1 });
    const freeAt = paceAfter(full, 1, 0.5);
    expect(tokens({ freeAt, now }, 0.5)).toEqual({ waitMs: 2000 });
    expect(tokens({ freeAt, now: addMs(now, 2000) }, 0.5)).toEqual({ take: 1 });
  });

  it("waits for a batch that is worth a claim", () => {
    const freeAt = paceAfter(full, 187, 750);
    const asked = tokens({ freeAt, now }, 750);
    if (!("waitMs" in asked)) throw new Error("It should wait");
    expect(asked.waitMs).toBeLessThan(200);
    expect(tokens({ freeAt, now: addMs(now, asked.waitMs) }, 750)).toHaveProperty("take");
  });

  it("never lets more go in any time than the rate and one burst, however it is asked", () => {
    const asks = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    const rates = fc.constantFrom(15, 60, 750);
    fc.assert(
      fc.property(asks, rates, (pauses, perSecond) => {
        let [at, freeAt, taken] = [now, now, 0];
        for (const pause of pauses) {
          at = addMs(at, pause);
          const asked = tokens({ freeAt, now: at }, perSecond);
          if (!("take" in asked)) continue;
          taken += asked.take;
          freeAt = paceAfter({ freeAt, now: at }, asked.take, perSecond);
        }
        const seconds = (at.getTime() - now.getTime()) / 1000;
        expect(taken).toBeLessThanOrEqual(perSecond * (seconds + 0.25) + 1);
      }),
    );
  });
});
