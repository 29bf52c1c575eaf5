import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inHalves } from "./in-halves.ts";

function run(items: number[], bad: Set<number>) {
  const parts: number[][] = [];
  const results = inHalves(items, {
    together: async (part) => {
      parts.push(part);
      if (part.some((item) => bad.has(item))) throw new Error("bad");
      return part.map((item) => `done ${item}`);
    },
    onFailure: () => undefined,
    alone: (item) => `alone ${item}`,
  });
  return results.then((done) => ({ done, parts }));
}

describe("work in halves", () => {
  it("is done at once when nothing is bad", async () => {
    expect(await run([1, 2, 3], new Set())).toEqual({
      done: ["done 1", "done 2", "done 3"],
      parts: [[1, 2, 3]],
    });
  });

  it("does nothing for nothing", async () => {
    expect(await run([], new Set())).toEqual({ done: [], parts: [] });
  });

  it("leaves the bad ones alone, and only them, in the order given", async () => {
    const items = fc.uniqueArray(fc.nat(40), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(items, fc.func(fc.boolean()), async (all, isBad) => {
        const bad = new Set(all.filter((item) => isBad(item)));
        const { done } = await run(all, bad);
        expect(done).toEqual(all.map((item) => `${bad.has(item) ? "alone" : "done"} ${item}`));
      }),
    );
  });

  it("stops at once when a failure is nobody's fault", async () => {
    let tries = 0;
    const work = inHalves([1, 2, 3], {
      together: () => {
        tries += 1;
        return Promise.reject(new Error("away"));
      },
      onFailure: () => Promise.reject(new Error("the database is away")),
      alone: (item) => item,
    });
    await expect(work).rejects.toThrow("the database is away");
    expect(tries).toBe(1);
  });
});
