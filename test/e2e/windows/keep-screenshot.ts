import { join, resolve } from "node:path";
import type { Page } from "playwright-core";

const FOLDER = resolve(import.meta.dirname, "../../../test-results");

/** Keeps what a page looks like as test-results/<name>.png, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
