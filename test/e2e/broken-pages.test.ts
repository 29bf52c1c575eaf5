import { expect, inject, test } from "vitest";
import { seriousIssues } from "./windows/serious-issues.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** What a merchant sees and keeps when something is not there, does not answer, or is not saved yet. */

const SOON = { timeout: 10_000, interval: 100 };

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

/** The browser itself reports what it could not load; everything else would be a fault. */
function expectOnlyLoadErrors(): void {
  const isLoadError = (problem: string) => problem.includes("Failed to load resource");
  expect(stage.problems.splice(0).filter((problem) => !isLoadError(problem))).toEqual([]);
}

async function openReminders() {
  const { page, window } = await stage.admin("/app/reminders");
  const delay = window.app.getByLabel("Erinnerung 1 nach");
  const save = window.app.getByRole("button", { name: "Speichern" });
  await save.waitFor();
  return { page, window, delay, save, before: await delay.inputValue() };
}

test("what is typed stays while Beckon does not answer, and is saved once it does", async () => {
  const { page, window, delay, save, before } = await openReminders();
  await delay.fill("4,5");
  await page.route(`${inject("demo").appUrl}/**`, (route) => route.abort());
  await save.click();
  await page.getByText("Nicht gesendet: Beckon antwortet gerade nicht").waitFor();
  await keepScreenshot(page, "admin-away");
  expect(await delay.inputValue()).toBe("4,5");
  await page.unroute(`${inject("demo").appUrl}/**`);

  await save.click();
  await window.app.getByText("Einstellungen gespeichert").waitFor();
  await page.reload();
  await expect.poll(() => delay.inputValue(), SOON).toBe("4,5");
  await delay.fill(before);
  await save.click();
  await window.app.getByText("Einstellungen gespeichert").waitFor();
  // The browser tells of these some time later.
  expectOnlyLoadErrors();
});

test("Shopify's bar says that something is unsaved, and brings back what is saved", async () => {
  const { page, delay, before } = await openReminders();
  await delay.fill("9");
  await page.getByRole("button", { name: "Verwerfen" }).click();
  await expect.poll(() => delay.inputValue(), SOON).toBe(before);
});

test("a person who is not there is told of in words, with the way back", async () => {
  const nobody = "/app/contacts/0199d1a0-0000-7000-8000-000000000000";
  const { page, window } = await stage.admin(nobody);
  await window.app.getByRole("heading", { name: "Hier ist nichts", level: 1 }).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  await keepScreenshot(page, "admin-nothing-here");
  await window.app.getByRole("link", { name: "Zur Übersicht" }).click();
  await window.app.getByRole("heading", { name: "Leinenwerk auf WhatsApp" }).waitFor();
  expectOnlyLoadErrors();
});
