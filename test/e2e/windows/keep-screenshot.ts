import { join, resolve } from "node:path";
import type { Page } from "playwright-core";

const FOLDER = resolve(import.meta.dirname, "../../../test-results");

/** Keeps what a page looks like as test-results/<name>.png, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  // Playwright hides the caret by a style on the page, which a page that is still waking up would notice.
  await page.screenshot({ path: join(FOLDER, `${name}.png`), caret: "initial" });
}
