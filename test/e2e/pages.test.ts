import { beforeAll, expect, test } from "vitest";
import { moveOn } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { appFrame, missedByKeyboard, overflowOf } from "./windows/app-frame.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** The merchant's pages as such: for every width and language, with the keyboard, with wrong input. */

const SOON = { timeout: 10_000, interval: 100 };
const TITLES = {
  home: { path: "/app", de: "Leinenwerk auf WhatsApp", en: "Leinenwerk on WhatsApp" },
  reminders: { path: "/app/reminders", de: "Warenkorb-Erinnerungen", en: "Cart reminders" },
  sending: { path: "/app/sending", de: "Wann wir senden", en: "When we send" },
  costs: { path: "/app/costs", de: "Kosten", en: "Costs" },
  contacts: { path: "/app/contacts", de: "Personen", en: "People" },
  wording: { path: "/app/consent/wording", de: "Einwilligungssatz", en: "Consent sentence" },
  pull: { path: "/app/consent/pull", de: "Links und QR-Codes", en: "Links and QR codes" },
  import: {
    path: "/app/consent/import",
    de: "Einwilligungen importieren",
    en: "Import consents",
  },
  age: { path: "/app/consent/age", de: "Alter der Einwilligungen", en: "Age of consents" },
};
type Name = keyof typeof TITLES;

let stage: Stage;
withStage((opened) => {
  stage = opened;
});
beforeAll(async () => {
  // Something to show, two rows at least: an empty page hides its faults.
  for (const name of ["Greta", "Hanna"]) await stage.leaveCart(newPerson(name));
  await moveOn(3);
});

async function openPage(name: Name, language: Language, width: number) {
  const { path, [language]: title } = TITLES[name];
  const admin = await stage.admin(path, { language, width });
  await admin.window.app.getByRole("heading", { name: title, level: 1 }).waitFor();
  return admin;
}

const NAMES = [
  "home",
  "reminders",
  "sending",
  "costs",
  "contacts",
  "wording",
  "pull",
  "import",
  "age",
] as const;
const CASES = NAMES.flatMap((name) =>
  (["de", "en"] as const).flatMap((language) =>
    [1440, 390].map((width): [Name, Language, number] => [name, language, width]),
  ),
);

test.each(CASES)("%s in %s at %i px can be used by everybody", async (name, language, width) => {
  const { page } = await openPage(name, language, width);
  await keepScreenshot(page, `admin-${name}-${language}-${width}`);
  expect(await seriousIssues(page)).toEqual([]);
  expect(await overflowOf(page)).toBe(0);
});

test.each(NAMES)("the keyboard reaches every control of %s", async (name) => {
  const { page } = await openPage(name, "de", 1440);
  expect(await missedByKeyboard(page)).toEqual([]);
});

test("wrong settings are refused at their field, right ones are saved and kept", async () => {
  const { page, window } = await openPage("reminders", "de", 1440);
  const delay = window.app.getByLabel("Erinnerung 1 nach");
  const save = window.app.getByRole("button", { name: "Speichern" });
  const before = await delay.inputValue();

  await delay.fill("0,1");
  await save.click();
  await window.app.getByText("Nicht gespeichert: Bitte einige Felder prüfen").waitFor();
  expect(await delay.getAttribute("aria-invalid")).toBe("true");
  const described = (await delay.getAttribute("aria-describedby")) ?? "";
  const words = described.split(" ").map((id) => window.app.locator(`[id="${id}"]`).innerText());
  expect(await Promise.all(words)).toContain("Stunden zwischen 0,5 und 168 eingeben");
  await keepScreenshot(page, "admin-reminders-refused");

  for (const value of ["3", before]) {
    await delay.fill(value);
    await save.click();
    await window.app.getByText("Einstellungen gespeichert").waitFor();
    await page.reload();
    await expect.poll(() => delay.inputValue(), SOON).toBe(value);
  }
});

test("when we send: holidays bring their region, wrong hours are refused, right ones kept", async () => {
  const { page, window } = await openPage("sending", "de", 1440);
  const save = window.app.getByRole("button", { name: "Speichern" });
  const hours = window.app.getByLabel("Mindestens so viele Stunden zwischen zwei Nachrichten");
  await window.app.getByLabel("An gesetzlichen Feiertagen ruhen").check();
  await window.app.getByLabel("Feiertage von").selectOption({ label: "Deutschland: Bayern" });
  await hours.fill("oft");
  await save.click();
  await window.app.getByText("Nicht gespeichert: Bitte einige Felder prüfen").waitFor();
  expect(await hours.getAttribute("aria-invalid")).toBe("true");
  await keepScreenshot(page, "admin-sending-refused");
  await hours.fill("20");
  await save.click();
  await window.app.getByText("Einstellungen gespeichert").waitFor();
  await page.reload();
  await expect.poll(() => window.app.getByLabel("Feiertage von").inputValue(), SOON).toBe("DE-BY");
  await window.app.getByLabel("An gesetzlichen Feiertagen ruhen").uncheck();
  await save.click();
  await window.app.getByText("Einstellungen gespeichert").waitFor();
});

test("an app that opens in English speaks German when the admin does", async () => {
  const { page, window } = await openPage("home", "en", 1440);
  await page.getByRole("button", { name: "Deutsch" }).click();
  await window.app.getByRole("heading", { name: TITLES.home.de }).waitFor();
  expect(await appFrame(page).locator("html").getAttribute("lang")).toBe("de");
});
