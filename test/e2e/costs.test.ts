import { afterEach, expect, test } from "vitest";
import { moveOn, moveToMorning, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { OpenAdmin, Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** What the merchant sees and decides about money: a budget that holds, prices, Meta's own sums. */

const FIRST_STEP_HOURS = 3;
const FIRST = "beckon_cart_reminder_1";
const SOON = { timeout: 15_000, interval: 200 };

let stage: Stage;
withStage((opened) => {
  stage = opened;
});
// The other stories run without a limit.
afterEach(async () => setDayLimit(await openCosts(), ""));

async function openCosts(): Promise<OpenAdmin> {
  const admin = await stage.admin("/app/costs");
  await admin.window.app.getByRole("heading", { name: "Kosten", level: 1 }).waitFor();
  return admin;
}

async function setDayLimit({ window: { app } }: OpenAdmin, limit: string): Promise<void> {
  await app.getByLabel("Höchstens pro Tag").fill(limit);
  await app.getByRole("button", { name: "Budget speichern" }).click();
  await app.getByText("Das Budget ist gespeichert.").waitFor();
}

test("a budget that is used up holds the reminder with its reason; once raised it leaves, and the next one, too", async () => {
  // In the evening tomorrow's budget may come too late for a reminder: it would be given up, not held.
  await moveToMorning();
  await setDayLimit(await openCosts(), "0,05");
  const jana = newPerson("Jana");
  await stage.leaveCart(jana);
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(jana.phone)).toEqual([]);

  const home = await stage.admin();
  const row = home.window.reminderOf(jana);
  await row.getByText("Das Tagesbudget ist verbraucht").waitFor();
  await home.window.app.getByText(/Das heutige WhatsApp-Budget ist aufgebraucht/).waitFor();
  await keepScreenshot(home.page, "admin-budget-stop");

  const costs = await openCosts();
  await setDayLimit(costs, "25");
  await keepScreenshot(costs.page, "admin-costs-raised");
  await settle();
  await expect.poll(() => acceptedFor(jana.phone), SOON).toEqual([expect.stringMatching(FIRST)]);

  const karl = newPerson("Karl");
  await stage.leaveCart(karl);
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(karl.phone)).toEqual([expect.stringMatching(FIRST)]);
});

test("a wrong amount is refused at its field", async () => {
  const { app } = (await openCosts()).window;
  const limit = app.getByLabel("Höchstens pro Tag");
  await limit.fill("zehn");
  await app.getByRole("button", { name: "Budget speichern" }).click();
  await app.getByText("Nicht gespeichert.", { exact: false }).waitFor();
  expect(await limit.getAttribute("aria-invalid")).toBe("true");
});

test("a rate card is checked line by line, then taken in as a whole", async () => {
  const { page, window } = await openCosts();
  const { app } = window;
  const card = app.getByLabel("Preisliste als CSV");
  const lines = ["Market,Currency,Marketing,Utility", "Netherlands,EUR,0.1321,0.0414"];
  await card.fill([...lines, "Atlantis,EUR,0.1,0.1"].join("\n"));
  await app.getByRole("button", { name: "Prüfen" }).click();
  await app.getByText("Zeile 3: diesen Markt gibt es nicht (Atlantis)").first().waitFor();
  await keepScreenshot(page, "admin-costs-import-refused");
  await card.fill(lines.join("\n"));
  await app.getByRole("button", { name: "Prüfen" }).click();
  await app.getByText("Noch ist nichts geschrieben.").waitFor();
  await app.getByRole("button", { name: "Importieren" }).click();
  await app.getByText("Importiert.").waitFor();
  const row = app.getByRole("row", { name: /^Niederlande/ });
  await row.getByText("0,1321 €").waitFor();
  expect(await row.getByText("Ihr Preis").count()).toBeGreaterThan(0);
});

test("the month stands beside what Meta says it charged", async () => {
  const { page, window } = await openCosts();
  await window.app.getByRole("button", { name: "Jetzt vergleichen" }).click();
  const table = window.app.getByRole("region", { name: /^Vergleich für/ }).first();
  const total = table.getByRole("row", { name: /^Summe/ }).first();
  await total.scrollIntoViewIfNeeded();
  expect(await total.innerText()).toMatch(/€/);
  await keepScreenshot(page, "admin-costs-beside-meta");
});
