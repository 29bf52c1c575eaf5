import { describe, expect, it } from "vitest";
import { LEARNED } from "#app/modules/consent/opt-out/learned-weights.rules.ts";
import { blindPhrases } from "./blind.ts";
import { lessonsDigest } from "./learn.ts";
import { LESSONS } from "./lessons.ts";
import { OWN_PHRASES } from "./own.ts";
import { scoreOf } from "./score.ts";

/**
 * Says nothing of how well the blind half is read: it is scored apart (`npm run bench -- consent --only phrases`),
 * without anybody mending the rules by it.
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

describe("what was learned", () => {
  it("was learned from the phrases as they are; if not, run learn.ts beside them", () => {
    expect(LEARNED.phrases).toBe(lessonsDigest());
  });

  it("was learned from none of the blind phrases but what anybody would write", () => {
    const lessons = new Set(LESSONS.map(({ text }) => text.toLowerCase()));
    const longer = blindPhrases.filter(({ text }) => text.split(" ").length > 4);
    expect(longer.filter(({ text }) => lessons.has(text.toLowerCase()))).toEqual([]);
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
