import { describe, expect, it } from "vitest";
import { blindPhrases } from "./blind.ts";
import { OWN_PHRASES } from "./own.ts";
import { scoreOf } from "./score.ts";

/**
 * Says nothing of how well the rules read the blind half: it is scored apart, without anybody mending
 * the rules by it, and they did not reach what is asked when it was first scored.
 */
describe("the labelled phrases", () => {
  it.each([
    ["own", OWN_PHRASES],
    ["blind", blindPhrases],
  ])("of the %s half have every language and label", (_, phrases) => {
    expect(phrases.length).toBeGreaterThanOrEqual(200);
    expect(new Set(phrases.map(({ language }) => language)).size).toBe(9);
    expect(new Set(phrases.map(({ label }) => label)).size).toBe(3);
  });
});

describe("the score", () => {
  it("counts what was taken for a stop, what was missed, and what was left to a human", () => {
    const answers = new Map([
      ["a", "stop"],
      ["b", "unclear"],
      ["c", "stop"],
      ["d", "ordinary"],
    ] as const);
    const phrases = [
      { text: "a", language: "en", label: "stop" },
      { text: "b", language: "en", label: "stop" },
      { text: "c", language: "en", label: "ordinary" },
      { text: "d", language: "en", label: "ordinary" },
    ] as const;
    const read = (text: string) => [...answers].find(([one]) => one === text)?.[1] ?? "ordinary";
    expect(scoreOf(phrases, read)).toEqual({
      precision: 0.5,
      recall: 0.5,
      unclear: 0.25,
      unclearOfOrdinary: 0,
    });
  });
});
