import type { FrameLocator } from "playwright-core";
import { expect, test } from "vitest";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedVersionsFor, pressControl } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** A template's way from the merchant's words over WhatsApp's review to a shopper's phone. */

const SOON = { timeout: 20_000, interval: 200 };
const LIST = "/app/templates";
const DETAIL = "/app/templates/cart_reminder_1/de";
const FIRST_DRAFT =
  "Hallo {{first_name}}, das beste Angebot aller Zeiten bei {{shop_name}}: {{item_summary}}. Greif zu!";
const MENDED =
  "Hallo {{first_name}}, bei {{shop_name}} liegt noch etwas für dich bereit: {{item_summary}}. Schau gern vorbei.";

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

/** The card of the form with a picture. */
const formIn = (app: FrameLocator) =>
  app.locator(".Polaris-ShadowBevel", { hasText: "Mit Bild" }).first();

async function submit(app: FrameLocator, text: string): Promise<void> {
  const form = formIn(app);
  await form.getByLabel("Text der Nachricht").fill(text);
  await form.getByRole("button", { name: "Neue Version einreichen" }).click();
}

test("words are refused before WhatsApp sees them, rejected by it, mended, approved and sent", async () => {
  const { page, window } = await stage.admin(DETAIL);
  const form = formIn(window.app);
  await form.getByText("In Gebrauch", { exact: true }).waitFor();

  await submit(window.app, "{{first_name}}, dein Warenkorb!");
  await form.getByText("Nicht eingereicht: WhatsApp würde diesen Text ablehnen").waitFor();
  await form.getByText("Der Shop wird nicht genannt", { exact: false }).waitFor();
  await keepScreenshot(page, "admin-template-findings");

  await pressControl("reject-next");
  await submit(window.app, FIRST_DRAFT);
  await form.getByText("Eingereicht. Die alte Version gilt", { exact: false }).waitFor();
  await form.getByText("In Gebrauch, neue Version abgelehnt").waitFor(SOON);
  await form.getByText("Grund: zu werblich").waitFor();
  await form.getByText("Sagen Sie schlichter", { exact: false }).waitFor();
  await keepScreenshot(page, "admin-template-rejected");

  await submit(window.app, MENDED);
  await form.getByText("In Gebrauch", { exact: true }).waitFor(SOON);
  await keepScreenshot(page, "admin-template-approved");

  const nele = newPerson("Nele");
  await stage.leaveCart(nele);
  await moveOn(3);
  await settle();
  const phone = await stage.phoneOf(nele);
  await phone.newest();
  const [version = ""] = await acceptedVersionsFor(nele.phone);
  expect(version).toMatch(/^beckon_cart_reminder_1(_own)?_v[2-9]$/);
  expect(await phone.fromShop.first().innerText()).toContain("liegt noch etwas für dich bereit");
});

test("a paused template says so where merchants look, and why", async () => {
  await pressControl("template", "paused");
  const { page, window } = await stage.admin(LIST);
  await window.app.getByText("Paused").or(window.app.getByText("Pausiert")).first().waitFor(SOON);
  await window.app.getByText("brauchen Ihre Aufmerksamkeit", { exact: false }).waitFor();
  await keepScreenshot(page, "admin-templates-paused");
  const link = window.app.getByRole("link", {
    name: "Deutsch: Erste Warenkorb-Erinnerung ansehen",
  });
  await link.click();
  await window.app.getByText("WhatsApp hat sie pausiert", { exact: false }).first().waitFor();
  await pressControl("template", "running");
  const again = formIn(window.app).getByText("In Gebrauch", { exact: true });
  await expect.poll(() => again.count(), SOON).toBe(1);
});

test("a kind that is not in use yet is submitted on demand, in every language", async () => {
  const { window } = await stage.admin(LIST);
  await window.app
    .getByRole("button", { name: "Bei WhatsApp einreichen: Befristetes Angebot" })
    .click();
  const link = window.app.getByRole("link", {
    name: "Polnisch: Befristetes Angebot ansehen",
  });
  await link.waitFor(SOON);
  expect(await link.count()).toBe(1);
});

const views: [Language, number, string][] = [
  ["de", 1440, LIST],
  ["en", 390, LIST],
  ["en", 1440, DETAIL],
  ["de", 390, DETAIL],
];
test.each(views)("in %s at %i px %s is fit for everybody", async (language, width, path) => {
  const { page, window } = await stage.admin(path, { language, width });
  await window.app.getByRole("heading", { level: 1 }).waitFor();
  await window.app.getByRole("heading", { level: 2 }).first().waitFor();
  expect(await seriousIssues(page)).toEqual([]);
  const name = path === LIST ? "templates" : "template";
  await keepScreenshot(page, `admin-${name}-${language}-${width}`);
  const frame = page.frame({ name: "app" });
  const overflow = await frame?.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
