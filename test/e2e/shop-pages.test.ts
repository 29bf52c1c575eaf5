import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rig, startRig } from "#test/sandbox/shopify/rig.ts";
import { launchBrowser, type TestBrowser } from "#test/support/browser.ts";
import { brokenRules } from "./windows/serious-issues.ts";

// Every page of the stand-in's shop, on a narrow phone and on a desktop, in both languages.
let rig: Rig;
let browser: TestBrowser;
beforeAll(async () => {
  rig = await startRig();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rig?.close();
});

const WORDS = {
  de: { add: "In den Warenkorb", checkout: "Zur Kasse", buy: "Jetzt kaufen" },
  en: { add: "Add to cart", checkout: "Checkout", buy: "Buy now" },
};

/** What is wrong with the page that is open: rules of WCAG that it breaks, and sideways scrolling. */
async function faults(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  const rules = await brokenRules(page);
  const broken = rules.map(({ id, nodes }) => `${id}: ${nodes.length}`);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return overflow > 0 ? [...broken, `${overflow} px too wide`] : broken;
}

describe.each(["de", "en"] as const)("the shop in %s", (lang) => {
  test.each([360, 1440])("is readable by everybody and fits %i px", async (width) => {
    const context = await browser.openContext({ locale: lang, viewport: { width, height: 800 } });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const words = WORDS[lang];
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

    await page.goto(`${rig.url}/shop`);
    found["range"] = await faults(page);
    await page.goto(`${rig.url}/shop/products/leinen-kissen`);
    found["product"] = await faults(page);
    await press(words.add);
    found["cart"] = await faults(page);
    await press(words.checkout);
    found["checkout"] = await faults(page);
    await press(words.buy);
    await page.getByRole("alert").waitFor();
    found["checkout with errors"] = await faults(page);
    await page.goto(`${rig.url}/shop/privacy`);
    found["privacy"] = await faults(page);
    await page.goto(`${rig.url}/shop/account`);
    found["sign in"] = await faults(page);
    await page.locator("#email").fill("mia@example.org");
    await page.locator("main form button").click();
    found["account"] = await faults(page);
    await context.close();

    const nothing = Object.fromEntries(Object.keys(found).map((name) => [name, []]));
    expect(found).toEqual(nothing);
  });
});
