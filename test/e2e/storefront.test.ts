import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { newPerson } from "./person.ts";
import { every, goTo, PHONE_WIDTH, untilLedger, watchShifts } from "./places.ts";
import type { StoryBrowser } from "./windows/open-browser.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import { withBrowser } from "./windows/with-browser.ts";

// The theme's block and floating button, from the shop's own domain through the app proxy to the ledger.
let browser: StoryBrowser;
let since: Date;

withBrowser((opened) => {
  browser = opened;
});
beforeEach(() => {
  since = new Date();
});

const WORDS = {
  de: {
    phone: "Mobilnummer für WhatsApp",
    save: "Speichern",
    withdraw: "Widerrufen",
    saved: /Gespeichert|bestätige auf WhatsApp/,
    withdrawn: "Deine Einwilligung ist widerrufen",
    tickFirst: "kreuze zuerst das Kästchen an",
    incomplete: "vollständige Mobilnummer",
    parts: ["Leinenwerk", "WhatsApp", "Warenkorb", "Empfehlungen", "Angebote", "Links", "STOP"],
    close: "Schließen",
    title: "Angebote per WhatsApp",
  },
  en: {
    phone: "Mobile number for WhatsApp",
    save: "Save",
    withdraw: "Withdraw",
    saved: /Saved|confirm on WhatsApp/,
    withdrawn: "Your consent has been withdrawn",
    tickFirst: "Please tick the box first",
    incomplete: "complete mobile number",
    parts: ["Leinenwerk", "WhatsApp", "cart", "recommendations", "offers", "links", "STOP"],
    close: "Close",
    title: "Offers on WhatsApp",
  },
};
type Words = (typeof WORDS)["de"];

function at(page: Page, words: Words) {
  const form = page.locator("form[data-beckon-form]");
  return {
    box: form.getByRole("checkbox"),
    number: form.getByLabel(words.phone),
    save: form.getByRole("button", { name: words.save, exact: true }),
    withdraw: form.getByRole("button", { name: words.withdraw, exact: true }),
    status: form.getByRole("status"),
    problem: form.getByRole("alert"),
  };
}

/** `granted` where the demo's shop takes the tick as it is, `requested` where the phone confirms. */
async function untilAgreed(): Promise<void> {
  const events = await untilLedger("storefront", since, 4);
  expect([every("granted"), every("requested")]).toContainEqual(events);
}

describe.each(["de", "en"] as const)("the storefront's block in %s", (lang) => {
  const words = WORDS[lang];

  test.each([
    ["product page", "/products/leinen-kissen"],
    ["cart", "/cart"],
  ])(
    "asks on the %s, on a phone, moves nothing, and takes back what is unticked",
    async (name, path) => {
      const page = await browser.newDevice(PHONE_WIDTH);
      const shifts = await watchShifts(page);
      await goTo(page, `${path}?lang=${lang}`);
      const { box, number, save, status } = at(page, words);
      expect(await box.isChecked()).toBe(false);
      const label = (await page.locator("label", { has: page.locator("a") }).textContent()) ?? "";
      for (const part of words.parts) expect(label).toContain(part);
      expect(await seriousIssues(page)).toEqual([]);
      await box.check();
      await number.fill(newPerson("Ida").phone);
      await save.click();
      await status.getByText(words.saved).waitFor();
      await untilAgreed();
      await keepScreenshot(page, `storefront-${name.replace(" ", "-")}-${lang}-390`);
      await box.uncheck();
      await status.getByText(words.withdrawn).waitFor();
      const events = await untilLedger("storefront", since, 8);
      expect(events.slice(4).toSorted()).toEqual(every("withdrawn").toSorted());
      expect(await seriousIssues(page)).toEqual([]);
      expect(await shifts()).toBe(0);
    },
  );

  test("says what is missing, where a screen reader hears it, and sends nothing", async () => {
    const page = await browser.newDevice();
    const sent: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") sent.push(request.url());
    });
    await goTo(page, `/cart?lang=${lang}`);
    const { box, number, save, problem } = at(page, words);
    await number.fill(newPerson("Ida").phone);
    await save.click();
    await problem.getByText(words.tickFirst).waitFor();
    expect(await box.evaluate((one) => one === document.activeElement)).toBe(true);
    await box.check();
    await number.fill("0151");
    await save.click();
    await problem.getByText(words.incomplete).waitFor();
    expect(await number.getAttribute("aria-invalid")).toBe("true");
    expect(await number.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(sent).toEqual([]);
  });

  test("lets a number out without a tick", async () => {
    const { phone } = newPerson("Ida");
    const page = await browser.newDevice();
    await goTo(page, `/cart?lang=${lang}`);
    const first = at(page, words);
    await first.box.check();
    await first.number.fill(phone);
    await first.save.click();
    await untilAgreed();
    await page.reload();
    const later = at(page, words);
    expect(await later.box.isChecked()).toBe(false);
    await later.number.fill(phone);
    await later.withdraw.click();
    await later.status.getByText(words.withdrawn).waitFor();
    expect(await untilLedger("storefront", since, 8)).toHaveLength(8);
  });

  test("is used with the keyboard alone", async () => {
    const page = await browser.newDevice();
    await goTo(page, `/products/leinen-kissen?lang=${lang}`);
    const { box, status } = at(page, words);
    await box.focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab"); // the policy in the sentence
    await page.keyboard.press("Tab");
    await page.keyboard.type(newPerson("Ida").phone);
    await page.keyboard.press("Enter");
    await status.getByText(words.saved).waitFor();
    await untilAgreed();
    expect(await box.isChecked()).toBe(true);
  });

  test("works without JavaScript", async () => {
    const { phone } = newPerson("Ida");
    const page = await browser.newDevice({ javaScriptEnabled: false });
    await goTo(page, `/cart?lang=${lang}`);
    const { box, number, save } = at(page, words);
    await box.check();
    await number.fill(phone);
    await save.click();
    await page
      .getByRole("heading", { level: 1 })
      .getByText(/Gespeichert|Saved|WhatsApp/)
      .waitFor();
    await untilAgreed();
    expect(await page.locator("form").count()).toBe(0);
    await page.goBack();
    const again = at(page, words);
    await again.number.fill(phone);
    await again.withdraw.click();
    await page
      .getByRole("heading", { level: 1 })
      .getByText(/widerrufen|withdrawn/)
      .waitFor();
    await untilLedger("storefront", since, 8);
  });

  test("floats as a panel that holds the focus and closes with Escape", async () => {
    const page = await browser.newDevice(PHONE_WIDTH);
    const shifts = await watchShifts(page);
    await goTo(page, `?lang=${lang}`);
    const opener = page.locator("summary", { hasText: "WhatsApp" });
    await opener.focus();
    await page.keyboard.press("Enter");
    const panel = page.getByRole("dialog", { name: words.title });
    await panel.waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await keepScreenshot(page, `storefront-panel-${lang}-390`);
    for (let presses = 0; presses < 9; presses += 1) {
      await page.keyboard.press("Tab");
      expect(await panel.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    }
    for (let presses = 0; presses < 9; presses += 1) {
      await page.keyboard.press("Shift+Tab");
      expect(await panel.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
    expect(await opener.evaluate((one) => one === document.activeElement)).toBe(true);
    await opener.click();
    const { box, number, save, status } = at(page, words);
    await box.check();
    await number.fill(newPerson("Ida").phone);
    await save.click();
    await status.getByText(words.saved).waitFor();
    await untilAgreed();
    await page.getByRole("button", { name: words.close }).click();
    await panel.waitFor({ state: "hidden" });
    expect(await shifts()).toBe(0);
  });
});

test("pages without the block load nothing of it", async () => {
  const page = await browser.newDevice();
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await goTo(page, "/privacy");
  expect(loaded.filter((url) => url.includes("beckon"))).toEqual([]);
});
