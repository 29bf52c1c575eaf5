import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** What may be a no: the merchant reads it and decides. And a no that came by phone. */

const FIRST_STEP_HOURS = 3;
const UNCLEAR = "Es reicht langsam";
const people = [newPerson("Wanda"), newPerson("Xaver"), newPerson("Yvonne")] as const;

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

beforeAll(async () => {
  for (const person of people) await stage.leaveCart(person);
  await moveOn(FIRST_STEP_HOURS);
  for (const person of people) {
    const phone = await stage.phoneOf(person);
    await phone.newest();
    await phone.reply(UNCLEAR);
    await phone.answers.last().waitFor();
  }
  await settle();
}, 120_000);

async function overflow(page: Page): Promise<number | undefined> {
  return page
    .frame({ name: "app" })
    ?.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

test("the first page says how many wait, and leads to them", async () => {
  const { window } = await stage.admin();
  await window.app.getByText("haben etwas geschrieben, das Stopp bedeuten könnte").waitFor();
  await window.app.getByRole("link", { name: "Lesen und entscheiden" }).click();
  await window.app.getByRole("heading", { name: "Unklare Antworten", level: 1 }).waitFor();
  expect(await window.app.getByText(UNCLEAR).count()).toBeGreaterThanOrEqual(people.length);
});

test.each<[string, string, string]>([
  ["Meinte nicht Stopp", "Dieser Person darf wieder geschrieben werden", people[0].firstName],
  ["Meinte Stopp", "Diese Person bekommt keine Werbung mehr", people[1].firstName],
])("a human decides: %s", async (label, done, firstName) => {
  const { page, window } = await stage.admin("/app/answers");
  const button = window.app.getByRole("button", { name: new RegExp(`^${label}: ${firstName}`) });
  await button.focus();
  await page.keyboard.press("Enter");
  await window.app.getByText(done, { exact: false }).waitFor();
  await expect.poll(() => button.count()).toBe(0);
  await keepScreenshot(page, `admin-answers-${firstName}`);
});

test("a no by phone is written down on the person's page, and counts there at once", async () => {
  const { page, window } = await stage.admin("/app/answers");
  await window.app.getByRole("link", { name: new RegExp(`^${people[2].firstName}`) }).click();
  const { app } = window;
  await app.getByRole("heading", { name: "Nachrichten für diese Person beenden" }).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  await app.getByLabel("Was soll enden").selectOption({ label: "Alles" });
  await app.getByLabel("Wie haben Sie es erfahren").selectOption({ label: "Am Telefon" });
  await app.getByLabel("Notiz (freiwillig)").fill("Anruf am Vormittag");
  await app.getByRole("button", { name: "Nachrichten beenden" }).click();
  await app.getByText("Erledigt. Es gilt ab jetzt.").waitFor();
  await app.getByText("Für diese Person ist nichts eingeschaltet.").waitFor();
  await app.getByRole("button", { name: "Nie schreiben" }).click();
  await app.getByRole("button", { name: "Sperre aufheben" }).waitFor();
  await keepScreenshot(page, "admin-person-refused");
  // Her own no has settled what she wrote before.
  const answers = await stage.admin("/app/answers");
  await answers.window.app.getByRole("heading", { level: 1 }).waitFor();
  expect(await answers.window.app.getByText(people[2].phone.slice(-3)).count()).toBe(0);
});

test.each<[Language, number, string]>([
  ["de", 1440, "Unklare Antworten"],
  ["en", 390, "Unclear answers"],
])("in %s at %i px the page is fit for everybody", async (language, width, title) => {
  const { page, window } = await stage.admin("/app/answers", { language, width });
  await window.app.getByRole("heading", { name: title, level: 1 }).waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await keepScreenshot(page, `admin-answers-${language}-${width}`);
});
