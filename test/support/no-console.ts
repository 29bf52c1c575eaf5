import { afterEach, beforeEach, expect, vi } from "vitest";

const LEVELS = ["error", "warn"] as const;

let announced: RegExp[] = [];
let heard: string[] = [];

/**
 * Announces that this test makes the console say something that matches; without it, any console.error or
 * console.warn fails the test, because a run that prints warnings hides the next one that matters.
 */
export function expectConsole(...patterns: RegExp[]): void {
  announced.push(...patterns);
}

beforeEach(() => {
  announced = [];
  heard = [];
  for (const level of LEVELS) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      heard.push(`console.${level}: ${words.map(String).join(" ")}`);
    });
  }
});

afterEach(() => {
  const unexpected = heard.filter((line) => !announced.some((pattern) => pattern.test(line)));
  const missing = announced.filter((pattern) => !heard.some((line) => pattern.test(line)));
  expect(unexpected, "the console spoke; announce it with expectConsole() or mend it").toEqual([]);
  expect(missing, "announced with expectConsole(), but never said").toEqual([]);
});
