import type { Page } from "playwright-core";
import { beforeEach, describe, expect, test } from "vitest";
import { newPerson, type Person } from "./person.ts";
import { goTo, PHONE_WIDTH, untilLedger } from "./places.ts";
import type { StoryBrowser } from "./windows/open-browser.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import { withBrowser } from "./windows/with-browser.ts";
import { ShopWindow } from "./windows/shop-window.ts";

// The order status page and the profile, where customers see what stands and let themselves out.
let browser: StoryBrowser;
let since: Date;

// A browser logs every answer that is no 2xx: the state of whoever is not logged in is refused.
withBrowser(
  (opened) => {
    browser = opened;
  },
  (problem) => /\/api\/opt-in: .*403/.test(problem),
);
beforeEach(() => {
  since = new Date();
});

const WORDS = {
  de: {
    product: "Küchenschürze Leinen",
    orderStatus: "Status deiner Bestellung ansehen",
    email: "E-Mail",
    signIn: "Anmelden",
    phone: "Mobilnummer für WhatsApp",
    saved: "Gespeichert.",
    withdrawn: "Die Einwilligung ist widerrufen.",
    stands: /Du erhältst WhatsApp-Nachrichten|Bitte bestätige auf WhatsApp/,
    withdraw: "Einwilligung widerrufen",
    otherNumber: "Nachrichten an eine andere Nummer beenden",
    otherLabel: "Nummer, die keine WhatsApp-Nachrichten mehr erhalten soll",
    title: "WhatsApp-Nachrichten",
    reminders: /Erinnerungen an meinen Warenkorb/,
    offers: /Angebote/,
    tracking: /Auswertung der Links/,
    agreed: /Erinnerungen an meinen Warenkorb: (zugestimmt|bitte auf WhatsApp bestätigen)/,
    offersOut: "Angebote: widerrufen",
    save: "Speichern",
    withdrawAll: "Alles widerrufen",
    allOut: "Deine Einwilligung ist widerrufen.",
    nothing: "Bitte wähle mindestens eine Art von Nachrichten.",
    incomplete: "vollständige Mobilnummer",
  },
  en: {
    product: "Linen apron",
    orderStatus: "See the status of your order",
    email: "Email",
    signIn: "Sign in",
    phone: "Mobile number for WhatsApp",
    saved: "Saved.",
    withdrawn: "Your consent has been withdrawn.",
    stands: /You receive WhatsApp messages|Please confirm on WhatsApp/,
    withdraw: "Withdraw consent",
    otherNumber: "Stop messages to another number",
    otherLabel: "Number that should get no more WhatsApp messages",
    title: "WhatsApp messages",
    reminders: /Reminders about my cart/,
    offers: /Offers/,
    tracking: /Analysis of the links/,
    agreed: /Reminders about my cart: (agreed|please confirm on WhatsApp)/,
    offersOut: "Offers: withdrawn",
    save: "Save",
    withdrawAll: "Withdraw everything",
    allOut: "Your consent has been withdrawn.",
    nothing: "Please choose at least one kind of message.",
    incomplete: "complete mobile number",
  },
};

const frame = (page: Page) => page.frameLocator('iframe[title="WhatsApp"]');

async function signIn(page: Page, lang: "de" | "en", { email }: Person): Promise<void> {
  const { signIn: name, email: label } = WORDS[lang];
  await goTo(page, `/account?lang=${lang}`);
  await page.getByLabel(label, { exact: true }).fill(email);
  await page.getByRole("button", { name, exact: true }).click();
}

/** Buys something and goes on to the status of the order. */
async function buy(page: Page, lang: "de" | "en", person: Person): Promise<void> {
  await goTo(page, `?lang=${lang}`);
  const shop = new ShopWindow(page, lang);
  await shop.fillCart(WORDS[lang].product);
  await shop.typeContact(person);
  await shop.buy();
  await page.getByRole("link", { name: WORDS[lang].orderStatus }).click();
}

const kindsOf = (events: string[]) => new Set(events.map((event) => event.split(" ")[0]));

describe.each(["de", "en"] as const)("the order status page in %s", (lang) => {
  const words = WORDS[lang];

  test("asks a guest, unticked, and takes back what is unticked", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice(PHONE_WIDTH);
    await buy(page, lang, person);
    const box = frame(page).getByRole("checkbox");
    expect(await box.isChecked()).toBe(false);
    await box.check();
    await frame(page).getByLabel(words.phone).fill(person.phone);
    await frame(page).getByText(words.saved).waitFor();
    const agreed = await untilLedger("order_status", since, 4);
    expect(kindsOf(agreed).has("withdrawn")).toBe(false);
    expect(await seriousIssues(page)).toEqual([]);
    await keepScreenshot(page, `order-status-${lang}-390`);
    await box.uncheck();
    await frame(page).getByText(words.withdrawn).waitFor();
    const events = await untilLedger("order_status", since, 8);
    expect(kindsOf(events.slice(4))).toEqual(new Set(["withdrawn"]));
  });

  test("lets a guest's other number out, by keyboard", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice();
    await buy(page, lang, person);
    await frame(page).getByRole("checkbox").check();
    await frame(page).getByLabel(words.phone).fill(person.phone);
    await untilLedger("order_status", since, 4);
    // Another browser knows nothing of the tick.
    const address = page.url();
    const other = await browser.newDevice({ locale: lang });
    await other.goto(`${address}?lang=${lang}`);
    await frame(other).getByRole("button", { name: words.otherNumber }).focus();
    await other.keyboard.press("Enter");
    await frame(other).getByLabel(words.otherLabel).fill(person.phone);
    await frame(other).getByRole("button", { name: words.withdraw }).focus();
    await other.keyboard.press("Enter");
    await frame(other).getByText(words.withdrawn).waitFor();
    expect(await untilLedger("order_status", since, 8)).toHaveLength(8);
  });

  test("shows a customer who is logged in what stands, and takes it back with one button", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice();
    await buy(page, lang, person);
    const address = page.url();
    await signIn(page, lang, person);
    await page.goto(`${address}?lang=${lang}`);
    await frame(page).getByRole("checkbox").check();
    await frame(page).getByLabel(words.phone).fill(person.phone);
    await untilLedger("order_status", since, 4);
    await page.reload();
    await frame(page).getByText(words.stands).waitFor();
    expect(await frame(page).getByText(words.stands).textContent()).toContain(
      `+49…${person.phone.slice(-3)}`,
    );
    expect(await seriousIssues(page)).toEqual([]);
    await frame(page).getByRole("button", { name: words.withdraw }).click();
    await frame(page).getByText(words.withdrawn).waitFor();
    const events = await untilLedger("order_status", since, 5);
    expect(events.at(-1)).toBe("withdrawn null");
  });
});

describe.each(["de", "en"] as const)("the preference centre in %s", (lang) => {
  const words = WORDS[lang];

  test("begins unticked, takes a number, switches one topic off, then everything", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice(PHONE_WIDTH);
    await signIn(page, lang, person);
    const inside = frame(page);
    await inside.getByRole("heading", { name: words.title }).waitFor();
    const boxes = inside.getByRole("checkbox");
    await expect.poll(() => boxes.count()).toBe(4);
    for (const box of await boxes.all()) expect(await box.isChecked()).toBe(false);
    for (const part of ["Leinenwerk", "WhatsApp", "STOP"]) {
      expect(await inside.locator("body").innerText()).toContain(part);
    }
    expect(await seriousIssues(page)).toEqual([]);
    await keepScreenshot(page, `profile-empty-${lang}-390`);

    const save = inside.getByRole("button", { name: words.save, exact: true });
    await save.click();
    await inside.getByText(words.nothing).waitFor();
    await inside.getByRole("checkbox", { name: words.reminders }).check();
    await inside.getByRole("checkbox", { name: words.offers }).check();
    await inside.getByLabel(words.phone).fill("0151");
    await save.click();
    await inside.getByRole("alert").getByText(words.incomplete).waitFor();
    await inside.getByLabel(words.phone).fill(person.phone);
    await save.click();
    await inside.getByRole("checkbox", { name: words.agreed }).waitFor();
    const agreed = await untilLedger("customer_account", since, 2);
    expect(agreed.map((event) => event.split(" ")[1])).toEqual(["reminders", "offers"]);
    await keepScreenshot(page, `profile-agreed-${lang}-390`);

    await inside.getByRole("checkbox", { name: words.offers }).uncheck();
    await save.click();
    await inside.getByRole("checkbox", { name: words.offersOut }).waitFor();
    expect((await untilLedger("customer_account", since, 3)).at(-1)).toBe("withdrawn offers");
    expect(await inside.getByRole("checkbox", { name: words.reminders }).isChecked()).toBe(true);
    expect(await inside.getByRole("checkbox", { name: words.tracking }).isChecked()).toBe(false);

    await inside.getByRole("button", { name: words.withdrawAll }).click();
    // Whoever reads that it is done sees the switches as they stand now.
    await inside.getByText(words.allOut).waitFor();
    expect((await untilLedger("customer_account", since, 4)).at(-1)).toBe("withdrawn null");
    expect(await inside.getByRole("checkbox", { name: words.reminders }).isChecked()).toBe(false);
    expect(await seriousIssues(page)).toEqual([]);
  });

  test("is used with the keyboard alone", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice();
    await signIn(page, lang, person);
    const inside = frame(page);
    await inside.getByRole("checkbox", { name: words.reminders }).focus();
    await page.keyboard.press("Space");
    for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("Tab");
    await page.keyboard.type(person.phone);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await inside.getByRole("checkbox", { name: words.agreed }).waitFor();
    expect(await untilLedger("customer_account", since, 1)).toHaveLength(1);
  });

  test("shows nobody's numbers to another customer", async () => {
    const person = newPerson("Ida");
    const page = await browser.newDevice();
    await signIn(page, lang, person);
    await frame(page).getByRole("checkbox", { name: words.reminders }).check();
    await frame(page).getByLabel(words.phone).fill(person.phone);
    await frame(page).getByRole("button", { name: words.save, exact: true }).click();
    await frame(page).getByRole("checkbox", { name: words.agreed }).waitFor();
    const stranger = await browser.newDevice();
    await signIn(stranger, lang, newPerson("Ole"));
    await frame(stranger).getByLabel(words.phone).waitFor();
    expect(await frame(stranger).locator("body").innerText()).not.toContain(person.phone.slice(-3));
  });
});
