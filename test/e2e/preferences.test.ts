import { setTimeout as wait } from "node:timers/promises";
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestDemo, type TestDemo } from "#test/support/demo.ts";
import { berlinHour, HOUR_MS, hoursUntil } from "./berlin.ts";
import { newPerson, type Person } from "./person.ts";
import { demoPort } from "./shared-demo.ts";
import { post } from "./stand-ins.ts";
import { AdminWindow } from "./windows/admin-window.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { openBrowser, type StoryBrowser } from "./windows/open-browser.ts";
import { PhoneWindow } from "./windows/phone-window.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import { ShopWindow } from "./windows/shop-window.ts";

/**
 * The page behind a message, from the phone: a tap on the link, a tap on the page, out. In a demo of its own, since
 * the way out is the same for all messages of a shop, and every other story has it as a button.
 */

const PATIENCE_MS = 60_000;
const PHONE = { width: 390, height: 844 };

let demo: TestDemo;
let browser: StoryBrowser;
const problems: string[] = [];

const device = (options: BrowserContextOptions = {}): Promise<Page> =>
  browser.newDevice({ locale: "de-DE", viewport: PHONE, ...options });

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await wait(250);
  }
}

/** The merchant chooses the link; the stand-in of WhatsApp approves the new templates. */
async function chooseLink(): Promise<void> {
  const page = await device({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${demo.shopifyUrl}/store/demo/apps/beckon/app/templates?locale=de`);
  const { app } = new AdminWindow(page);
  // Polaris draws its own circle over the browser's.
  await app.locator("label", { hasText: "Ein Link auf eine eigene Seite" }).first().click();
  const form = app.locator("form", { hasText: "Wie man sich abmeldet" });
  await form.getByRole("button", { name: "Speichern" }).click();
  await app
    .getByText("Gespeichert. Neue Versionen liegen bei WhatsApp", { exact: false })
    .waitFor();
  await page.reload();
  await app.getByRole("link", { name: "Deutsch: Erste Warenkorb-Erinnerung ansehen" }).waitFor();
  await until(
    "approved templates",
    async () => (await app.getByText("neue Version in Prüfung").count()) === 0,
  );
  await browser.closeDevices();
}

/** The reminder's time, by day in Berlin: nothing is sent at night. */
function hoursToDay(): number {
  return hoursUntil(new Date(), 3, (at) => berlinHour(at) >= 9 && berlinHour(at) < 20);
}

async function leaveCart(person: Person): Promise<void> {
  const page = await device({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${demo.shopifyUrl}/shop?lang=de`);
  const shop = new ShopWindow(page, "de");
  await shop.fillCart("Küchenschürze Leinen");
  await shop.typeContact(person);
  await shop.optIn(person.phone);
  await page.goto("about:blank");
}

async function phoneOf({ phone }: Person): Promise<PhoneWindow> {
  const page = await device();
  const query = new URLSearchParams({ number: phone, lang: "de" });
  await page.goto(`${demo.whatsappUrl}/phone?${query}`);
  const window = new PhoneWindow(page);
  await window.untilShown(phone);
  return window;
}

/** Everybody of these stories has left a cart and got one reminder, with the link below it. */
const people = ["Mara", "Nora", "Emil", "Lotte"].map(newPerson);
let at = 0;
let link = "";

beforeAll(async () => {
  demo = await startTestDemo({ port: demoPort() });
  browser = await openBrowser(problems);
  await chooseLink();
  for (const person of people) await leaveCart(person);
  await browser.closeDevices();
  await post(`${demo.url}/api/clock`, { forwardMs: hoursToDay() * HOUR_MS });
}, 180_000);
afterAll(async () => {
  await browser.close();
  await demo.stop();
});
beforeEach(async () => {
  const person = people[at];
  if (!person) throw new Error("Nobody is left");
  at += 1;
  const phone = await phoneOf(person);
  await until("the reminder", async () => (await phone.fromShop.count()) > 0);
  const message = await phone.newest();
  link = (await message.getByRole("link", { name: "Abmelden" }).getAttribute("href")) ?? "";
}, 90_000);
afterEach(async () => {
  await browser.closeDevices();
  expect(problems.splice(0)).toEqual([]);
});

const ALL = { de: "Alle Nachrichten beenden", en: "Stop all messages" };
const DONE = { de: "schickt dir keine Werbung mehr", en: "sends you no more advertising" };

/** Nothing may need to be moved sideways on a phone. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test("two taps on the phone end all messages, on the shop's own domain, without JavaScript", async () => {
  expect(link).toContain("/p/");
  const page = await device({ javaScriptEnabled: false });
  await page.goto(link);
  await page.getByRole("heading", { name: "WhatsApp-Nachrichten von", level: 1 }).waitFor();
  await page.getByRole("button", { name: ALL.de }).click();
  await page.getByText(DONE.de, { exact: false }).waitFor();
  expect(await page.getByRole("button").count()).toBe(0);
  // And it stays so, for whoever opens the link again.
  await page.goto(link);
  await page.getByText("Du bekommst keine Werbung von", { exact: false }).waitFor();
});

test("one topic is turned off with the keyboard alone, and the rest stays on", async () => {
  const page = await device();
  await page.goto(link);
  const button = page.getByRole("button", { name: "Ausschalten: Angebote" });
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    if (await button.evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("status").getByText("Ausgeschaltet: Angebote.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: /^Ausschalten: / }).count()).toBe(3);
  expect(await button.count()).toBe(0);
});

test("speaks another language on demand, and does the same in it", async () => {
  const page = await device();
  await page.goto(link);
  await page.getByRole("navigation").getByRole("link", { name: "English" }).click();
  await page.getByRole("button", { name: ALL.en }).click();
  await page.getByText(DONE.en, { exact: false }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
});

test("is fit for everybody: axe, a phone's width, a link that does not work", async () => {
  for (const language of ["de", "en"] as const) {
    const page = await device();
    await page.goto(`${link}?lang=${language}`);
    await page.getByRole("button", { name: ALL[language] }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await keepScreenshot(page, `preferences-${language}-390`);
  }
  const page = await device();
  const broken = await page.goto(`${link.slice(0, -4)}AAAA`);
  expect(broken?.status()).toBe(404);
  await page.getByText("STOP", { exact: false }).first().waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  await keepScreenshot(page, "preferences-unknown-390");
  // The browser itself reports a page that was not found.
  problems.length = 0;
});
