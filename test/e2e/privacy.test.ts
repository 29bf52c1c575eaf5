import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { z } from "zod";
import { newPerson, type Person } from "./person.ts";
import { settle } from "./demo-time.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { OpenAdmin, Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** What a shopper may ask of the shop, and what the merchant sees and decides about data. */

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

const TITLES = { de: "Datenschutz", en: "Privacy" } as const;

async function openPrivacy(language: "de" | "en" = "de", width = 1440): Promise<OpenAdmin> {
  const admin = await stage.admin("/app/privacy", { language, width });
  await admin.window.app.getByRole("heading", { name: TITLES[language], level: 1 }).waitFor();
  return admin;
}

/** The page of somebody who is found by their number. */
async function openPerson(person: Person): Promise<OpenAdmin> {
  const admin = await stage.admin("/app/contacts");
  const { app } = admin.window;
  await app.getByLabel("Person suchen").fill(person.phone);
  await app.getByRole("button", { name: "Suchen", exact: true }).click();
  await app.getByRole("list", { name: "Gefundene Personen" }).getByRole("link").first().click();
  await app.getByRole("button", { name: "Diese Person löschen" }).waitFor();
  return admin;
}

const exported = z.object({ sections: z.array(z.object({ table: z.string() })) });

test("the merchant hands a person's data out, erases the person, and finds both on the privacy page", async () => {
  const mara = newPerson("Mara");
  await stage.leaveCart(mara);
  await settle();
  const { page, window } = await openPerson(mara);
  const { app } = window;

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    app.getByRole("button", { name: "JSON", exact: true }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  expect(exported.parse(JSON.parse(text)).sections.length).toBeGreaterThan(2);
  expect(text).toContain(mara.phone);

  await app.getByRole("button", { name: "Diese Person löschen" }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByText("Das lässt sich nicht rückgängig machen:").waitFor();
  await dialog.getByText(/Ihre Nummer bleibt als verschlüsselter Prüfwert gesperrt/).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  await keepScreenshot(page, "admin-erase-dialog");
  await dialog.getByRole("button", { name: "Abbrechen" }).click();
  await dialog.waitFor({ state: "hidden" });
  await app.getByRole("button", { name: "Diese Person löschen" }).click();
  await dialog.getByRole("button", { name: "Endgültig löschen" }).click();
  await app.getByText("Diese Person wurde gelöscht.").first().waitFor();
  expect(await app.locator("body").innerText()).not.toContain("Mara");
  await keepScreenshot(page, "admin-person-erased");

  const privacy = await openPrivacy();
  const requests = privacy.window.app.getByRole("list", { name: "Anfragen" });
  await requests.getByText("Löschung einer Person").first().waitFor();
  const accesses = privacy.window.app.getByRole("region", { name: "Wer wessen Daten gesehen hat" });
  await accesses.getByText("Kopie geladen").first().waitFor();
  await accesses.getByText("Gelöscht", { exact: true }).first().waitFor();
});

test("how taps are counted is switched, and stays", async () => {
  const { window } = await openPrivacy();
  const { app } = window;
  await app.getByText("Als Summe", { exact: true }).click();
  await app.getByRole("button", { name: "Speichern", exact: true }).click();
  await app.getByText("Gespeichert. Es gilt ab dem nächsten Antippen.").waitFor();
  const again = await openPrivacy();
  expect(await again.window.app.getByLabel("Als Summe").isChecked()).toBe(true);
  // The other stories follow taps.
  await again.window.app.getByText("Je Person, mit Einwilligung", { exact: true }).click();
  await again.window.app.getByRole("button", { name: "Speichern", exact: true }).click();
  await again.window.app.getByText("Gespeichert. Es gilt ab dem nächsten Antippen.").waitFor();
});

test.each([
  ["de", 1440],
  ["de", 390],
  ["en", 1440],
  ["en", 390],
] as const)("privacy in %s at %i px can be used by everybody", async (language, width) => {
  const { page } = await openPrivacy(language, width);
  await keepScreenshot(page, `admin-privacy-${language}-${width}`);
  expect(await seriousIssues(page)).toEqual([]);
  const frame = page.frame({ name: "app" });
  const wide = await frame?.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
