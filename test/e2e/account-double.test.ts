import { afterAll, beforeAll, expect, test } from "vitest";
import { settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { every, goTo, untilLedger } from "./places.ts";
import { openBrowser, type StoryBrowser } from "./windows/open-browser.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

// A number that is typed in the profile or on the storefront, in a shop where the phone has to confirm it.
const CONFIRMED = "Auf WhatsApp bestätigt (Double-Opt-in)";
const TICK_ALONE = "Für Nummern mancher Länder zählt das Häkchen allein (Single-Opt-in)";

let stage: Stage;
let shoppers: StoryBrowser;
withStage((opened) => {
  stage = opened;
});

async function choose(mode: typeof CONFIRMED | typeof TICK_ALONE): Promise<void> {
  const { window } = await stage.admin("/app/consent");
  await window.app.getByText(mode, { exact: true }).click();
  await window.app.getByRole("button", { name: "Speichern" }).click();
  await window.app.getByText("Gespeichert. Es gilt für Einwilligungen ab jetzt.").waitFor();
}

beforeAll(async () => {
  shoppers = await openBrowser([]);
  await choose(CONFIRMED);
});
afterAll(async () => {
  await choose(TICK_ALONE);
  await shoppers?.close();
});

test("the profile waits for the phone's yes, and shows it once it has come", async () => {
  const since = new Date();
  const person = newPerson("Ida");
  const page = await shoppers.newDevice({ locale: "de-DE" });
  await goTo(page, "/account?lang=de");
  await page.getByLabel("E-Mail", { exact: true }).fill(person.email);
  await page.getByRole("button", { name: "Anmelden", exact: true }).click();
  const inside = page.frameLocator('iframe[title="WhatsApp"]');
  await inside.getByRole("checkbox", { name: /Angebote/ }).check();
  await inside.getByLabel("Mobilnummer für WhatsApp").fill(person.phone);
  await inside.getByRole("button", { name: "Speichern", exact: true }).click();
  await inside.getByText("Bitte bestätige auf WhatsApp:").waitFor();
  await inside.getByRole("checkbox", { name: "Angebote: bitte auf WhatsApp bestätigen" }).waitFor();
  expect(await untilLedger("customer_account", since, 1)).toEqual(["requested offers"]);
  await settle();
  const phone = await stage.phoneOf(person);
  await phone.tap("Ja, ich bestätige");
  await phone.answers.last().waitFor();
  await settle();
  await page.reload();
  await inside.getByRole("checkbox", { name: "Angebote: zugestimmt" }).waitFor();
});

test("the storefront says pending to everybody, and the phone's yes makes it count", async () => {
  const since = new Date();
  const person = newPerson("Ida");
  const page = await shoppers.newDevice({ locale: "de-DE" });
  await goTo(page, "/cart?lang=de");
  const form = page.locator("form[data-beckon-form]");
  await form.getByRole("checkbox").check();
  await form.getByLabel("Mobilnummer für WhatsApp").fill(person.phone);
  await form.getByRole("button", { name: "Speichern", exact: true }).click();
  const pending = form.getByRole("status").getByText("Bitte bestätige auf WhatsApp");
  await pending.waitFor();
  expect(await untilLedger("storefront", since, 4)).toEqual(every("requested"));
  await settle();
  const phone = await stage.phoneOf(person);
  await phone.tap("Ja, ich bestätige");
  await phone.answers.last().waitFor();
  await settle();
  // Whoever ticks the same number again learns no more than before.
  await page.reload();
  await form.getByRole("checkbox").check();
  await form.getByLabel("Mobilnummer für WhatsApp").fill(person.phone);
  await form.getByRole("button", { name: "Speichern", exact: true }).click();
  await pending.waitFor();
  expect((await untilLedger("storefront", since, 8)).slice(4)).toEqual(every("granted"));
});
