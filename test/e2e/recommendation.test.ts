import { expect, inject, test } from "vitest";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor } from "./stand-ins.ts";
import { AdminWindow } from "./windows/admin-window.ts";
import { DemoWindow } from "./windows/demo-window.ts";
import type { StoryBrowser } from "./windows/open-browser.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { withBrowser } from "./windows/with-browser.ts";

const SOON = { timeout: 15_000, interval: 200 };
const VIEWPORT = { width: 1440, height: 900 };

let browser: StoryBrowser;

withBrowser((opened) => {
  browser = opened;
});

/** The page about recommendations, in a window of its own. */
async function openAdmin() {
  const page = await browser.newDevice({ locale: "de-DE", viewport: VIEWPORT });
  const { shopifyUrl } = inject("demo");
  await page.goto(`${shopifyUrl}/store/demo/apps/beckon/app/recommendations?locale=de`);
  const admin = new AdminWindow(page);
  await admin.app.getByRole("heading", { name: "Letzte Entscheidungen" }).waitFor();
  return { page, admin };
}

/** Opts in at the checkout and buys, then two weeks pass. */
async function buyAndWait(demo: DemoWindow, product: string, firstName: string) {
  const person = newPerson(firstName);
  await demo.shop.fillCart(product);
  await demo.shop.typeContact(person);
  await demo.shop.optIn(person.phone);
  await demo.shop.buy();
  await settle();
  await demo.press("+2 Wochen");
  await settle();
  await moveOn(0);
  return person;
}

test("what fits a purchase comes two weeks later as a carousel, and the order after a tap is credited", async () => {
  const { page: office, admin } = await openAdmin();
  const earnedBefore = await admin.amount("Umsatz aus Empfehlungen");
  const page = await browser.newDevice({ locale: "de-DE", viewport: VIEWPORT });
  const demo = await DemoWindow.open(page, "de");
  const { shop, phone } = demo;
  const mara = await buyAndWait(demo, "Tischdecke aus Leinen", "Mara");

  await phone.show(mara.phone);
  const message = await phone.newest();
  await expect.poll(() => message.innerText(), SOON).toContain("Hallo Mara");
  const words = await message.innerText();
  expect(words).toContain("Servietten, vier Stück");
  expect(words).toContain("36,00 €");
  expect(await acceptedFor(mara.phone)).toEqual([
    expect.stringMatching(/^beckon_recommendation_carousel_[23]$/),
  ]);
  await keepScreenshot(page, "recommendation-1-carousel");

  await phone.tapCard("Servietten, vier Stück", "Ansehen");
  await demo.frame("shop").getByRole("heading", { name: "Servietten, vier Stück" }).waitFor();
  await shop.putIntoCart();
  await shop.typeContact(mara);
  await shop.buy();
  await settle();

  const row = admin.app.locator("li", { hasText: `Mara · +49…${mara.phone.slice(-3)}` }).first();
  await row.getByText("Nachricht gesendet").waitFor();
  expect(await row.innerText()).toMatch(/Servietten, vier Stück[^]*Tischdecke aus Leinen gekauft/);
  await expect.poll(() => admin.amount("Umsatz aus Empfehlungen"), SOON).toBe(earnedBefore + 36);
  await keepScreenshot(office, "recommendation-2-credited");
}, 120_000);

test("whose purchase nothing goes with gets nothing, and the admin says why", async () => {
  const { page: office, admin } = await openAdmin();
  const page = await browser.newDevice({ locale: "de-DE", viewport: VIEWPORT });
  const demo = await DemoWindow.open(page, "de");
  const ole = await buyAndWait(demo, "Perlmuttknopf als Ersatz", "Ole");
  const row = admin.app.locator("li", { hasText: `Ole · +49…${ole.phone.slice(-3)}` }).first();
  await row.getByText("Keine Nachricht").waitFor();
  await row.getByText("Kein Produkt passt gut genug").waitFor();
  await row.getByText(/\d+ weit teurer, als diese Person sonst kauft/).waitFor();
  expect(await acceptedFor(ole.phone)).toEqual([]);
  await row.evaluate((element) => {
    element.scrollIntoView({ block: "center" });
  });
  await keepScreenshot(office, "recommendation-3-silent");
}, 120_000);
