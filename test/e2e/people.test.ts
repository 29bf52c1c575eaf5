import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { extractText } from "unpdf";
import { beforeAll, describe, expect, test } from "vitest";
import { settle } from "./demo-time.ts";
import { newPerson, type Person } from "./person.ts";
import { missedByKeyboard, overflowOf } from "./windows/app-frame.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { OpenAdmin, Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** A merchant looks somebody up and lays the proof of their consent on the table. */

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

const WORDS = {
  de: { title: "Personen", field: "Person suchen", search: "Suchen", found: "Gefundene Personen" },
  en: { title: "People", field: "Find somebody", search: "Search", found: "Found people" },
};

/** By the search, as a merchant does who has a number in front of them. */
async function openProof(person: Person, language: Language = "de", width = 1440) {
  const admin = await stage.admin("/app/contacts", { language, width });
  const { app } = admin.window;
  const { title, field, search, found } = WORDS[language];
  await app.getByRole("heading", { name: title, level: 1 }).waitFor();
  const name = `${person.firstName} · +49…${person.phone.slice(-3)}`;
  await app.getByLabel(field).fill(person.phone);
  await app.getByRole("button", { name: search }).click();
  await app.getByRole("list", { name: found }).getByRole("link", { name }).click();
  await app.getByRole("heading", { name, level: 1 }).waitFor();
  return admin;
}

/** What a button saves to disk. */
async function downloaded(page: Page, press: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return readFileSync(await download.path());
}

async function optIn(firstName: string): Promise<Person> {
  const person = newPerson(firstName);
  await stage.leaveCart(person);
  // Their name comes with the cart.
  await settle();
  return person;
}

const section = ({ window }: OpenAdmin, heading: string) =>
  window.app.getByRole("heading", { name: heading, level: 2 });

test("somebody's proof shows the words they agreed to, and covers their number until it is asked for", async () => {
  const mara = await optIn("Mara");
  const admin = await openProof(mara);
  const { app } = admin.window;
  await section(admin, "Was geschah").waitFor();
  await app.getByText("Häkchen im Checkout gesetzt oder entfernt").first().waitFor();
  await app
    .getByText(/Ja, ich möchte von Leinenwerk Werbung per WhatsApp/)
    .first()
    .waitFor();
  await app.getByText("Der Text oben hat genau diesen Prüfwert.").waitFor();
  await app.getByText(/Einträge sind also unverändert/).waitFor();
  expect(await app.getByText(mara.phone).count()).toBe(0);
  await keepScreenshot(admin.page, "admin-person-covered");
  await app.getByRole("button", { name: "Vollständig anzeigen" }).click();
  await app.getByText(mara.phone).first().waitFor();
  await keepScreenshot(admin.page, "admin-person");
});

test("the proof is a PDF that answers who, which words, when and where", async () => {
  const nora = await optIn("Nora");
  const { page, window } = await openProof(nora);
  const button = window.app.getByRole("button", { name: "Als PDF herunterladen" });
  const pdf = await downloaded(page, () => button.click());
  const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
  const read = text.replace(/\s+/g, " ");
  for (const answer of [
    nora.phone,
    "Nora",
    "Häkchen im Checkout gesetzt oder entfernt",
    "Ja, ich möchte von Leinenwerk Werbung per WhatsApp an meine angegebene Mobilnummer",
    "Shopify-Mitarbeiterkonto",
  ]) {
    expect(read).toContain(answer);
  }
});

test("where consent stood at a past moment is told when it is asked for", async () => {
  const olga = await optIn("Olga");
  const admin = await openProof(olga);
  const { app } = admin.window;
  await app.getByLabel("Wie stand die Einwilligung damals?").fill("2020-01-01T12:00");
  await app.getByRole("button", { name: "Anzeigen", exact: true }).click();
  await section(admin, "Stand der Einwilligung damals").waitFor();
  await app.getByText(/Stand: 1\. Januar 2020 um 12:00:00 MEZ/).waitFor();
  expect(await app.getByText("nie gefragt").count()).toBeGreaterThan(3);
});

test("what names nobody, and what is no name at all, is answered in words", async () => {
  const { window } = await stage.admin("/app/contacts");
  const { app } = window;
  await app.getByRole("heading", { name: "Personen", level: 1 }).waitFor();
  const ask = async (text: string) => {
    await app.getByLabel("Person suchen").fill(text);
    await app.getByLabel("Person suchen").press("Enter");
  };
  await ask("+49 1512 0000000");
  await app.getByText("Damit ist niemand bekannt.", { exact: false }).waitFor();
  await ask("Mara");
  await app.getByText("Das ist keine Telefonnummer", { exact: false }).waitFor();
  expect(await app.getByRole("list", { name: "Gefundene Personen" }).count()).toBe(0);
});

test("two records of one person are joined after both were seen, and taken apart again, by keyboard", async () => {
  const [tess, double] = [await optIn("Tess"), await optIn("Theresa")];
  await settle(); // nobody is taken apart while something of theirs waits to be read
  const { page, window } = await openProof(tess);
  const { app } = window;
  const press = (name: string) => app.getByRole("button", { name, exact: true }).press("Enter");
  await app.getByLabel("Der andere Eintrag").fill(double.phone);
  await app.getByLabel("Der andere Eintrag").press("Enter");
  await app.getByRole("heading", { name: "Der andere Eintrag: Theresa" }).waitFor();
  await app.getByText("also endet keine Einwilligung", { exact: false }).waitFor();
  expect(await app.getByText(double.phone).count()).toBe(0);
  expect(await seriousIssues(page)).toEqual([]);
  await keepScreenshot(page, "admin-person-merge");
  await press("Beide Einträge zusammenführen");
  await app.getByText("Zusammengeführt. Beide sind ab jetzt eine Person.").waitFor();
  await app.getByRole("button", { name: `…${double.phone.slice(-3)}` }).press("Enter");
  const dialog = app.getByRole("dialog");
  await dialog.getByText("bleibt für beide abgelehnt", { exact: false }).waitFor();
  await dialog.getByRole("button", { name: "Herausnehmen" }).press("Enter");
  await app.getByText("Herausgenommen. Es sind wieder zwei Personen.").waitFor();
});

test("all events leave as a file", async () => {
  const pia = await optIn("Pia");
  const { page, window } = await stage.admin("/app/contacts");
  const button = window.app.getByRole("button", { name: "Als CSV herunterladen" });
  const csv = (await downloaded(page, () => button.click())).toString("utf8");
  expect(csv).toContain("seq,eventId,contactId,identifier");
  expect(csv).toContain(pia.phone);
});

const CASES = (["de", "en"] as const).flatMap((language) =>
  [1440, 390].map((width): [Language, number] => [language, width]),
);

describe("a person's page", () => {
  let rosa: Person;
  beforeAll(async () => {
    rosa = await optIn("Rosa");
  });

  test.each(CASES)("in %s at %i px can be used by everybody", async (language, width) => {
    const { page } = await openProof(rosa, language, width);
    await keepScreenshot(page, `admin-person-${language}-${width}`);
    expect(await seriousIssues(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(await missedByKeyboard(page)).toEqual([]);
  });
});

test("a sentence that lacks the way out is refused, a complete one is published, and the built-in one comes back", async () => {
  const { page, window } = await stage.admin("/app/consent/wording");
  const { app } = window;
  const sentence = app.getByLabel("Satz", { exact: true });
  const before = await sentence.inputValue();
  await sentence.fill(before.replace("STOP", "Bescheid"));
  await app.getByText("dass STOP als Antwort es beendet").waitFor();
  await keepScreenshot(page, "admin-wording-incomplete");
  const save = app.getByRole("button", { name: "Als neue Version speichern" });
  await save.click();
  await app.getByText("Nicht gespeichert: Etwas fehlt oder ist zu lang.").waitFor();

  await sentence.fill(before.replace("Ja, ich möchte", "Sehr gern: Ich möchte"));
  await app.getByText("Der Satz sagt alles, was er sagen muss.").waitFor();
  await save.click();
  await app.getByText("Als neue Version gespeichert.", { exact: false }).waitFor();
  await app.getByText("Veröffentlicht", { exact: true }).waitFor();
  await app.getByRole("heading", { name: /^Version own-/ }).waitFor();
  await keepScreenshot(page, "admin-wording-published");

  // Who ticks now agrees to that sentence, and their proof says so.
  const lea = await optIn("Lea");
  const proof = await openProof(lea);
  await proof.window.app.getByText(/^Sehr gern: Ich möchte von Leinenwerk/).waitFor();
  await proof.window.app.getByText("Der Text oben hat genau diesen Prüfwert.").waitFor();
  await proof.page.close();

  await app.getByRole("button", { name: "Zurück zum mitgelieferten Satz" }).click();
  await app.getByText("Mitgeliefert", { exact: true }).waitFor();
  await expect.poll(() => sentence.inputValue()).toBe(before);
});
