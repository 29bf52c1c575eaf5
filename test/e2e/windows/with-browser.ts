import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openBrowser, type StoryBrowser } from "./open-browser.ts";

/**
 * A browser for the tests of a file. After each its devices are closed, and nothing may have gone wrong in them that
 * the file does not expect.
 */
export function withBrowser(
  opened: (browser: StoryBrowser) => void,
  isExpected: (problem: string) => boolean = () => false,
): void {
  const problems: string[] = [];
  let browser: StoryBrowser | undefined;
  beforeAll(async () => {
    browser = await openBrowser(problems);
    opened(browser);
  });
  afterEach(async () => {
    await browser?.closeDevices();
    expect(problems.splice(0).filter((problem) => !isExpected(problem))).toEqual([]);
  });
  afterAll(() => browser?.close());
}
