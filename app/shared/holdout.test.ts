import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignArm } from "./holdout.ts";

describe("assignArm", () => {
  it("always draws the same arm for the same person and id", () => {
    const facts = { personHash: "p1", drawId: "s1", percent: 50 };
    expect(assignArm(facts)).toBe(assignArm({ ...facts }));
    // A stored arm must survive a new version of the code: these never change.
    const arms = ["s1", "s2", "s3", "s4", "s5", "s6"].map((drawId) =>
      assignArm({ ...facts, drawId }),
    );
    expect(arms).toMatchInlineSnapshot(`
      [
        "treated",
        "treated",
        "holdout",
        "treated",
        "holdout",
        "treated",
      ]
    `);
  });

  it("leaves nobody out at 0 and everybody at 100", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (personHash, drawId) => {
        expect(assignArm({ personHash, drawId, percent: 0 })).toBe("treated");
        expect(assignArm({ personHash, drawId, percent: 100 })).toBe("holdout");
      }),
    );
  });

  it("keeps whom it left out when the part grows", () => {
    const percent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(fc.string(), percent, percent, (drawId, a, b) => {
        const facts = { personHash: "p1", drawId };
        if (assignArm({ ...facts, percent: Math.min(a, b) }) === "treated") return;
        expect(assignArm({ ...facts, percent: Math.max(a, b) })).toBe("holdout");
      }),
    );
  });

  it("leaves out the part that was asked for, whatever the ids look like", () => {
    const shapes = fc.constantFrom(
      (n: number) => `${n}`,
      (n: number) => `series-${String(n).padStart(8, "0")}`,
      (n: number) => `0196a3c1-7e2b-7000-8000-${n.toString(16).padStart(12, "0")}`,
    );
    fc.assert(
      fc.property(
        fc.string(),
        shapes,
        fc.constantFrom(5, 10, 25, 50),
        (personHash, shape, percent) => {
          const count = 20_000;
          let heldOut = 0;
          for (let n = 0; n < count; n += 1) {
            const arm = assignArm({ personHash, drawId: shape(n), percent });
            if (arm === "holdout") heldOut += 1;
          }
          // Five standard deviations of a fair draw.
          const part = percent / 100;
          const tolerance = 5 * Math.sqrt(count * part * (1 - part));
          expect(Math.abs(heldOut - count * part)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 20 },
    );
  });
});
