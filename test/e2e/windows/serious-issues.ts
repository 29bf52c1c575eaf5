import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** In the browser: until nothing fades or slides any more, but for what turns for ever. */
async function untilStill(): Promise<void> {
  const moving = document.getAnimations().filter(({ effect }) => {
    return effect?.getComputedTiming().endTime !== Infinity;
  });
  await Promise.allSettled(moving.map(({ finished }) => finished));
}

/** All rules that axe finds broken on a page and in its frames. */
export async function brokenRules(page: Page) {
  // What is fading in has no colour yet that could be judged.
  for (const frame of page.frames()) await frame.evaluate(untilStill);
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations;
}

/** What axe finds serious or worse on a page and in its frames, with the elements. */
export async function seriousIssues(page: Page): Promise<string[]> {
  const violations = await brokenRules(page);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
