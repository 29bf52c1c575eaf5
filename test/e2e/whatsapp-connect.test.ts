import { randomInt } from "node:crypto";
import pg from "pg";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { DEMO_NUMBER } from "#test/demo/demo-shop.ts";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor, post, pressControl } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** The merchant's WhatsApp page: both ways to connect, what breaks, and how it is mended. */

const FIRST_STEP_HOURS = 3;
const OWN = {
  wabaId: `1029${randomInt(1e9, 2e9)}`,
  phoneId: `1065${randomInt(1e9, 2e9)}`,
  token: "EAAown-token-of-the-merchant",
  appSecret: "own-app-secret-of-the-merchant",
};

const control = (name: string, body: object) =>
  post(`${inject("demo").whatsappUrl}/_control/${name}`, body);

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

async function openPage(options: { width?: number; language?: "de" | "en" } = {}) {
  const { page, window } = await stage.admin("/app/whatsapp", options);
  await window.app.getByRole("heading", { level: 1, name: "WhatsApp" }).waitFor();
  return { page, app: window.app };
}

/** Through Meta's signup: our page opens, its button opens Meta's dialog, and there the account is chosen. */
async function signUp(page: Page, open: () => Promise<void>, account: string): Promise<Page> {
  const [ours] = await Promise.all([page.context().waitForEvent("page"), open()]);
  const go = ours.getByRole("button", { name: "Weiter mit Facebook" });
  await ours.getByText("Leinenwerk (demo.myshopify.com)").waitFor();
  const [dialog] = await Promise.all([ours.waitForEvent("popup"), go.click()]);
  await dialog.getByRole("radio", { name: new RegExp(account.replace(/[+]/g, "\\+")) }).check();
  await dialog.getByRole("button", { name: "Weiter" }).click();
  return ours;
}

/** Templates belong to the account: after a change they are asked for, or submitted, anew. */
async function untilTemplatesAreBack(): Promise<void> {
  const database = new pg.Client({ connectionString: inject("demo").ownerUrl });
  await database.connect();
  const approved = async () => {
    const { rows } = await database.query<{ open: string }>(
      `select count(*) as open from template where purpose like 'cart_reminder%' and language = 'de'
         and retired_at is null and status <> 'APPROVED'`,
    );
    return Number(rows[0]?.open);
  };
  await expect.poll(approved, { timeout: 60_000, interval: 500 }).toBe(0);
  await database.end();
}

test("the page shows how the number stands, in both languages and on a phone", async () => {
  const { page, app } = await openPage();
  await app.getByText("Sendebereit").waitFor();
  await app.getByText("Qualitätsbremse").waitFor();
  await keepScreenshot(page, "admin-whatsapp");
  expect(await seriousIssues(page)).toEqual([]);
  const small = await openPage({ width: 390, language: "en" });
  await small.app.getByText("Ready to send").waitFor();
  await keepScreenshot(small.page, "admin-whatsapp-small");
});

test("what Meta took back stops sending; connected again, what waited is sent once", async () => {
  const lea = newPerson("Lea");
  await stage.leaveCart(lea);
  await control("account", { wabaId: DEMO_NUMBER.wabaId, tokenState: "revoked" });
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(lea.phone)).toEqual([]);
  const { page, app } = await openPage();
  await app.getByText("Von Meta getrennt").waitFor();
  await app.getByText("Meta nimmt unseren Zugang zum Konto nicht mehr an.").waitFor();
  await keepScreenshot(page, "admin-whatsapp-broken");

  const button = app.getByRole("link", { name: "Neu mit Facebook verbinden" });
  const ours = await signUp(page, () => button.click(), DEMO_NUMBER.displayPhone);
  await ours.getByText("Verbunden. Sie können dieses Fenster schließen").waitFor();
  await keepScreenshot(ours, "whatsapp-signup-connected");
  await app.getByText("Sendebereit").waitFor();
  await moveOn(1);
  await expect.poll(() => acceptedFor(lea.phone), { timeout: 20_000 }).toHaveLength(1);
});

test("a cancelled signup says so and leaves everything as it was", async () => {
  const { page, app } = await openPage();
  const button = app.getByRole("link", { name: "Neu mit Facebook verbinden" });
  const [ours] = await Promise.all([page.context().waitForEvent("page"), button.click()]);
  const go = ours.getByRole("button", { name: "Weiter mit Facebook" });
  const [dialog] = await Promise.all([ours.waitForEvent("popup"), go.click()]);
  await dialog.getByRole("button", { name: "Abbrechen" }).click();
  await ours.getByText("Sie haben Metas Anmeldung vor dem Ende verlassen").waitFor();
  expect(await app.getByText("Sendebereit").count()).toBe(1);
});

test("a number that is rated low stops marketing; the merchant sees why, and resumes", async () => {
  const ida = newPerson("Ida");
  await stage.leaveCart(ida);
  await pressControl("quality", "red");
  const { page, app } = await openPage();
  await app.getByText("Werbung gestoppt").first().waitFor();
  await app.getByText("WhatsApp bewertet die Qualität der Nummer als niedrig").first().waitFor();
  await keepScreenshot(page, "admin-whatsapp-brake");
  expect(await seriousIssues(page)).toEqual([]);
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(ida.phone)).toEqual([]);

  await app.getByLabel("Ich kenne das Risiko").check();
  await app.getByRole("button", { name: "Werbung fortsetzen" }).click();
  await app.getByText("Halbes Tempo").first().waitFor();
  await moveOn(1);
  await expect.poll(() => acceptedFor(ida.phone), { timeout: 20_000 }).toHaveLength(1);
  await pressControl("quality", "green");
  await settle();
});

test("an own Meta app connects after its first webhook; then the first account comes back", async () => {
  await control("seed", {
    accounts: [
      {
        wabaId: OWN.wabaId,
        portfolioId: "p-own",
        name: "Eigenes Konto",
        token: OWN.token,
        numbers: [
          {
            id: OWN.phoneId,
            displayPhoneNumber: "+49 40 7654321",
            verifiedName: "Leinenwerk eigen",
          },
        ],
      },
    ],
  });
  const { page, app } = await openPage();
  await app.getByRole("button", { name: "Trennen" }).click();
  await app.getByRole("button", { name: "Trennen" }).click();
  await app.getByText("Noch ist keine Nummer verbunden").waitFor();

  await app.getByRole("button", { name: "Konto eingeben" }).click();
  await app.getByLabel("ID des WhatsApp-Business-Kontos").fill(OWN.wabaId);
  await app.getByLabel("Telefonnummer-ID").fill(OWN.phoneId);
  await app.getByLabel("Zugriffstoken").fill("EAAwrong-token");
  await app.getByLabel("App-Geheimcode").fill(OWN.appSecret);
  await app.getByRole("button", { name: "Prüfen und verbinden" }).click();
  await app.getByText("Meta nimmt dieses Zugriffstoken nicht an").waitFor();
  await app.getByLabel("Zugriffstoken").fill(OWN.token);
  await app.getByRole("button", { name: "Prüfen und verbinden" }).click();
  await app.getByText("Wartet auf Webhooks").waitFor();
  await keepScreenshot(page, "admin-whatsapp-own");

  const callbackUrl = await app.getByLabel("Callback-URL", { exact: true }).inputValue();
  const verifyToken = await app.getByLabel("Verifizierungstoken", { exact: true }).inputValue();
  const { wabaId, appSecret } = OWN;
  expect(await control("own-app", { wabaId, appSecret, callbackUrl, verifyToken })).toMatchObject({
    verified: true,
  });
  await control("inbound", { from: "+4915199999999", phoneNumberId: OWN.phoneId, text: "Hallo" });
  await app.getByText("Sendebereit").waitFor();

  await app.getByRole("button", { name: "Trennen" }).click();
  await app.getByRole("button", { name: "Trennen" }).click();
  await app.getByText("Noch ist keine Nummer verbunden").waitFor();
  const button = app.getByRole("link", { name: "Mit Facebook verbinden" });
  const ours = await signUp(page, () => button.click(), DEMO_NUMBER.displayPhone);
  await ours.getByText("Verbunden. Sie können dieses Fenster schließen").waitFor();
  await app.getByText("Sendebereit").waitFor();
  await untilTemplatesAreBack();
});
