import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { DEMO_SHOP } from "#test/demo/demo-shop.ts";
import { demoNow, moveOn } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor, post, untilWebhooksAreDelivered } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** Ways to consent beside the checkout: the shopper writes first, a list with proof, and Shopify's own consent. */

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

const SOON = { timeout: 15_000, interval: 300 };
const WORDING = "Ja, Leinenwerk darf mir per WhatsApp Angebote schicken. Widerruf jederzeit.";

test("a shopper scans the poster's code, sends what is typed, and counts at that place", async () => {
  const label = `Plakat ${randomInt(100_000)}`;
  const { page, window } = await stage.admin("/app/consent/pull");
  const { app } = window;
  await app.getByLabel("Name").fill(label);
  await app.getByRole("button", { name: "Code anlegen" }).click();
  const card = app.getByRole("region", { name: label });
  await card.getByText("0 Personen haben hier eingewilligt.").waitFor();
  await card.getByRole("img", { name: label }).waitFor();
  const typed = await card.getByLabel("Was abgesendet wird").inputValue();
  const link = new URL(await card.getByLabel("Link", { exact: true }).inputValue());
  expect(link.origin).toBe("https://wa.me");
  expect(link.searchParams.get("text")).toBe(typed);
  await keepScreenshot(page, "admin-pull");
  expect(await seriousIssues(page)).toEqual([]);

  const posterUrl = await card
    .getByRole("link", { name: /Plakat zum Drucken/ })
    .getAttribute("href");
  const poster = await stage.visit(posterUrl ?? "");
  await poster.getByRole("heading", { name: /auf WhatsApp/ }).waitFor();
  for (const word of ["Werbung per WhatsApp", "Warenkorb", "antippe", "STOP", typed.slice(-8)]) {
    expect(await poster.getByText(word).count()).toBeGreaterThan(0);
  }
  expect(await seriousIssues(poster)).toEqual([]);
  await keepScreenshot(poster, "poster");

  const jana = newPerson("Jana");
  const phone = await stage.phoneOf(jana);
  await phone.reply(typed);
  await phone.fromShop.getByText("Wenn du das nicht mehr möchtest, antworte STOP.").waitFor();
  await card.getByText("1 Person hat hier eingewilligt.").waitFor();
  await phone.reply("Was bedeutet das?");
  await expect.poll(() => phone.answers.count(), SOON).toBe(2);
  expect(await phone.fromShop.count()).toBe(1);
});

test("the English link speaks English", async () => {
  const { page, window } = await stage.admin("/app/consent/pull", { language: "en", width: 390 });
  const { app } = window;
  const label = `Parcel ${randomInt(100_000)}`;
  await app.getByLabel("Kind").selectOption({ label: "Parcel insert" });
  await app.getByLabel("Name").fill(label);
  await app.getByRole("button", { name: "Create code" }).click();
  const card = app.getByRole("region", { name: label });
  await card.waitFor();
  await app.getByLabel("Language of link and poster").selectOption("en");
  await expect
    .poll(() => card.getByLabel("What the shopper sends").inputValue(), SOON)
    .toMatch(/^Yes, .+ may send me marketing on WhatsApp/);
  await card.scrollIntoViewIfNeeded();
  await keepScreenshot(page, "admin-pull-en-390-filled");
  const width = await app.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(width).toBe(0);
});

test("a list is checked row by row, its faults are saved, and only proven rows are taken", async () => {
  const name = `liste-${randomInt(100_000)}.csv`;
  const [good, waiting, broken] = [newPerson("A"), newPerson("B"), newPerson("C")];
  // Never too old to count, whenever this runs.
  const at = new Date((await demoNow()).getTime() - 50 * 86_400_000);
  const day = at.toISOString().slice(0, 10);
  const row = (phone: string, words: string, how: string) =>
    [phone, `${day} 14:22`, "Formular", words, how, "Angebote"].join(";");
  const lines = [
    "Telefon;Datum;Quelle;Einwilligungstext;Bestätigung;Themen",
    row(good.phone, WORDING, "WhatsApp"),
    row(waiting.phone, WORDING, "E-Mail"),
    row(broken.phone, "", "WhatsApp"),
  ];
  const { page, window } = await stage.admin("/app/consent/import");
  const { app } = window;
  const buffer = Buffer.from(lines.join("\r\n"), "latin1");
  await app.getByLabel("CSV-Datei").setInputFiles({ name, mimeType: "text/csv", buffer });
  const card = app.getByRole("region", { name });
  await card.getByText("Wartet auf Sie").waitFor();
  expect(await card.getByLabel("Genauer Wortlaut").inputValue()).toBe("3");

  await card.getByLabel("Genauer Wortlaut").selectOption({ label: "keine Spalte" });
  await card.getByRole("button", { name: "Liste prüfen" }).click();
  await card.getByText("Genauer Wortlaut: Wählen Sie eine Spalte.", { exact: false }).waitFor();
  await card.getByLabel("Genauer Wortlaut").selectOption({ label: "Einwilligungstext" });
  await card.getByRole("button", { name: "Liste prüfen" }).click();
  await card.getByText("Geprüft, nichts geschrieben").waitFor();
  await card.getByText("1 Zeile würde zählen.").waitFor();
  await card.getByText("Der Wortlaut fehlt: 1").waitFor();
  await keepScreenshot(page, "admin-import-checked");
  expect(await seriousIssues(page)).toEqual([]);
  const saved = page.waitForEvent("download");
  await card.getByRole("button", { name: "Zeilen mit Gründen als CSV speichern" }).click();
  const csv = await readFile(await (await saved).path(), "utf8");
  expect(csv).toContain('4,"abgelehnt","Der Wortlaut fehlt"');
  expect(csv).not.toContain(broken.phone);

  await card.getByRole("button", { name: "Übernehmen" }).click();
  await card.getByText("Übernommen", { exact: true }).waitFor();
  await card.getByText("1 Zeile zählt.").waitFor();
  await card.getByText("Nicht mit der Nummer selbst bestätigt: 1").waitFor();
  await keepScreenshot(page, "admin-import-done");
});

const madeSchema = z.object({ customer: z.object({ id: z.number() }) });

test("who is unsubscribed in Shopify's own records is left alone at once", async () => {
  const shopify = `${inject("demo").shopifyUrl}/_control`;
  const lena = newPerson("Lena");
  const made = await post(`${shopify}/customers`, { shop: DEMO_SHOP, phone: lena.phone });
  const { id } = madeSchema.parse(made).customer;
  await stage.leaveCart(lena);
  await post(`${shopify}/consent`, { shop: DEMO_SHOP, customerId: id, state: "UNSUBSCRIBED" });
  await untilWebhooksAreDelivered();
  await moveOn(3);
  expect((await acceptedFor(lena.phone)).filter((name) => name.includes("reminder"))).toEqual([]);

  const { page, window } = await stage.admin("/app/consent");
  const card = window.app.getByRole("region", { name: "Shopifys eigene WhatsApp-Einwilligung" });
  await card.getByText(/abgeglichen\./).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  await keepScreenshot(page, "admin-consent-native");
});
