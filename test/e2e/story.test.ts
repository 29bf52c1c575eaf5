import { expect, test } from "vitest";
import { hoursToFitTime, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor } from "./stand-ins.ts";
import { DemoWindow } from "./windows/demo-window.ts";
import type { StoryBrowser } from "./windows/open-browser.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { withBrowser } from "./windows/with-browser.ts";

const SOON = { timeout: 15_000, interval: 200 };
/** The first reminder comes two hours after the last activity. */
const FIRST_STEP_HOURS = 3;

let browser: StoryBrowser;

withBrowser((opened) => {
  browser = opened;
});

/** In the browser: 0 until the picture is there. */
function pictureWidth(image: object): number {
  return "naturalWidth" in image ? Number(image.naturalWidth) : 0;
}

test("a cart that was left behind comes back through WhatsApp and is bought", async () => {
  const mara = newPerson("Mara");
  const page = await browser.newDevice({ locale: "de-DE", viewport: { width: 1440, height: 900 } });
  const demo = await DemoWindow.open(page, "de");
  const { shop, phone, admin } = demo;
  await admin.app.getByText("Letzte 30 Tage").first().waitFor();
  const recoveredBefore = await admin.funnel("recovered");
  const revenueBefore = await admin.amount("Zurückgewonnener Umsatz");

  await shop.fillCart("Kissenbezug Leinen");
  expect(await shop.optInBox.isChecked()).toBe(false);
  await shop.typeContact(mara);
  await shop.optIn(mara.phone);
  await keepScreenshot(page, "story-1-opted-in");
  await shop.walkAway();

  await settle();
  await demo.plusHours(await hoursToFitTime(FIRST_STEP_HOURS));
  await phone.show(mara.phone);
  const message = await phone.newest();
  await expect.poll(() => message.innerText(), SOON).toContain("Hallo Mara");
  const words = await message.innerText();
  expect(words).toContain("Leinenwerk");
  expect(words).toContain("Kissenbezug Leinen");
  expect(words).toContain("Keine Werbung mehr");
  await expect.poll(() => message.locator("img").evaluate(pictureWidth), SOON).toBeGreaterThan(100);
  expect(await acceptedFor(mara.phone)).toEqual(["beckon_cart_reminder_1"]);
  await keepScreenshot(page, "story-2-reminded");

  await phone.tap("Zum Warenkorb");
  await expect.poll(() => shop.email.inputValue(), SOON).toBe(mara.email);
  await demo.frame("shop").getByText("Kissenbezug Leinen").waitFor();
  await shop.buy();

  await expect.poll(() => admin.funnel("recovered"), SOON).toBe(recoveredBefore + 1);
  expect(await admin.funnel("tapped")).toBeGreaterThan(0);
  expect(await admin.amount("Zurückgewonnener Umsatz")).toBeCloseTo(revenueBefore + 34);
  const row = admin.reminderOf(mara);
  await expect.poll(() => row.innerText(), SOON).toMatch(/Gelesen[^]*Erinnerung 1/);
  await keepScreenshot(page, "story-3-recovered");
});

test("the same in English on a phone, one window after the other", async () => {
  const june = newPerson("June");
  const page = await browser.newDevice({ locale: "en-GB", viewport: { width: 390, height: 844 } });
  const demo = await DemoWindow.open(page, "en");
  const { shop, phone, admin } = demo;
  expect(await page.locator("#frame-phone").isVisible()).toBe(false);

  await shop.fillCart("Linen tablecloth");
  await shop.typeContact(june);
  await shop.optIn(june.phone);
  await keepScreenshot(page, "story-phone-1-shop");
  await shop.walkAway();

  await settle();
  await demo.plusHours(await hoursToFitTime(FIRST_STEP_HOURS));
  await demo.turnTo("phone");
  await phone.show(june.phone);
  const message = await phone.newest();
  await expect.poll(() => message.innerText(), SOON).toContain("Hi June");
  await keepScreenshot(page, "story-phone-2-phone");

  await phone.tap("Back to my cart");
  await expect.poll(() => shop.email.inputValue(), SOON).toBe(june.email);
  expect(await page.locator("#frame-shop").isVisible()).toBe(true);
  await shop.buy();

  await demo.turnTo("admin");
  await admin.reminderOf(june).getByText("Read").waitFor();
  await keepScreenshot(page, "story-phone-3-admin");
});
