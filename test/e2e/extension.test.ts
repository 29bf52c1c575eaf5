import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { BrowserContext, FrameLocator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  API_KEY,
  API_SECRET,
  type Received,
  type Rig,
  SHOP,
  startRig,
} from "#test/sandbox/shopify/rig.ts";
import { verifyJwt } from "#test/sandbox/shopify/tokens/session-tokens.ts";
import { launchBrowser, type TestBrowser } from "#test/support/browser.ts";

// The extension as it is built, in the stand-in's checkout, in a real browser. The app is the rig's
// small receiver: what arrives there is what a shopper's browser really sent.
const FOLDER = resolve(import.meta.dirname, "../../extensions/whatsapp-opt-in");
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "Authorization, Content-Type",
};

let rig: Rig;
let browser: TestBrowser;
let folder: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "beckon-extension-"));
  const extensionFile = join(folder, "whatsapp-opt-in.js");
  await promisify(execFile)(process.execPath, [`${FOLDER}/build.mjs`, "--out", extensionFile]);
  rig = await startRig({ extensionFile });
  const privacyUrl = `${rig.url}/shop/privacy`;
  await rig.control("/seed", { shops: [{ domain: SHOP, name: "Leinenwerk", privacyUrl }] });
  rig.answerWith(({ method }, response) => {
    response.writeHead(method === "OPTIONS" ? 204 : 200, CORS).end();
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rig?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.openContext({ locale: "de-DE" });
  page = await context.newPage();
  rig.received.length = 0;
});
afterEach(() => context.close());

/** From the product page into the checkout, as a shopper goes. */
async function openCheckout(): Promise<string> {
  await page.goto(`${rig.url}/shop/products/leinen-kissen`);
  await page.getByRole("button", { name: "In den Warenkorb" }).click();
  await page.getByRole("button", { name: "Zur Kasse" }).click();
  await box().waitFor();
  return page.url().split("/").at(-1) ?? "";
}

const frame = (): FrameLocator => page.frameLocator('iframe[title="WhatsApp"]');
const box = () => frame().getByRole("checkbox");
const number = () => frame().getByLabel("Mobilnummer für WhatsApp");
const outer = (label: string) => page.getByLabel(label, { exact: true });

const optIns = (): Received[] =>
  rig.received.filter(({ method, path }) => method === "POST" && path === "/api/opt-in");

/** The bodies of the opt-ins, once there are `count` of them. */
async function bodies(count: number): Promise<Array<Record<string, unknown>>> {
  await expect.poll(() => optIns().length).toBe(count);
  return optIns().map(({ body }) => body);
}

/** Long enough for anything to be sent that would be sent. */
const silence = () => page.waitForTimeout(2_000);

describe("the opt-in at the checkout", () => {
  test("is not ticked, asks for no number and sends nothing by itself", async () => {
    await openCheckout();
    await outer("Telefon (optional)").fill("0151 23456789");
    expect(await box().isChecked()).toBe(false);
    expect(await number().count()).toBe(0);
    await silence();
    expect(optIns()).toEqual([]);
  });

  test("names shop, WhatsApp and the way out in the box's own name", async () => {
    await openCheckout();
    const name = await box().getAttribute("aria-label");
    for (const part of ["Leinenwerk", "WhatsApp", "STOP", "Datenschutzerklärung"]) {
      expect(name).toContain(part);
    }
  });

  test("opens the privacy policy without ticking the box", async () => {
    await openCheckout();
    const [policy] = await Promise.all([
      context.waitForEvent("page"),
      frame().getByRole("link", { name: "Datenschutzerklärung" }).click(),
    ]);
    await policy.getByRole("heading", { name: "Datenschutzerklärung" }).waitFor();
    expect(await box().isChecked()).toBe(false);
  });

  test("shows the number of the address once it is ticked, and posts it with a session token", async () => {
    const checkoutToken = await openCheckout();
    await outer("Telefon (optional)").fill("0151 23456789");
    await box().check();
    await expect.poll(() => number().inputValue()).toBe("0151 23456789");
    const [body] = await bodies(1);
    expect(body).toMatchObject({
      v: 1,
      granted: true,
      phone: "+4915123456789",
      country: "DE",
      place: "checkout",
      locale: "de",
      checkoutToken,
    });
    const [post] = optIns();
    const bearer = String(post?.headers.authorization).replace(/^Bearer /, "");
    expect(verifyJwt(bearer, API_SECRET)).toMatchObject({ dest: SHOP, aud: API_KEY });
    await frame().getByText("Gespeichert.").waitFor();
  });

  test("says when a number is incomplete, and posts nothing until it is whole", async () => {
    await openCheckout();
    await box().check();
    await number().fill("0151");
    await number().blur();
    await frame().getByRole("alert").getByText("vollständige Mobilnummer").waitFor();
    expect(await number().getAttribute("aria-invalid")).toBe("true");
    await silence();
    expect(optIns()).toEqual([]);
    await number().fill("+49 1512 3456789");
    await number().blur();
    expect(await bodies(1)).toMatchObject([{ granted: true, phone: "+4915123456789" }]);
    expect(await number().getAttribute("aria-invalid")).toBe("false");
  });

  test("reads a national number by the country of the address", async () => {
    await openCheckout();
    await outer("Land").selectOption("AT");
    await box().check();
    await number().fill("0660 1234567");
    expect(await bodies(1)).toMatchObject([{ phone: "+436601234567", country: "AT" }]);
  });

  test("takes the consent back when the box is unticked", async () => {
    await openCheckout();
    await box().check();
    await number().fill("0151 23456789");
    await bodies(1);
    await frame().getByText("Gespeichert.").waitFor();
    await box().uncheck();
    expect((await bodies(2))[1]).toMatchObject({ granted: false, phone: "+4915123456789" });
    expect(await number().count()).toBe(0);
    await frame().getByText("Die Einwilligung ist widerrufen.").waitFor();
  });

  test("stays ticked for the same shopper who comes back to the same checkout", async () => {
    await openCheckout();
    await box().check();
    await number().fill("0151 23456789");
    await frame().getByText("Gespeichert.").waitFor();
    await page.reload();
    await frame().getByText("Gespeichert.").waitFor();
    expect(await box().isChecked()).toBe(true);
    expect(optIns()).toHaveLength(1);
  });

  test("is as high as what it shows", async () => {
    await openCheckout();
    const slot = page.locator('iframe[title="WhatsApp"]');
    const height = async () => (await slot.boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThan(40);
    const before = await height();
    await box().check();
    await expect.poll(height).toBeGreaterThan(before + 40);
  });

  test("does not keep anybody from buying while the app is down", async () => {
    await openCheckout();
    rig.answerWith((_got, response) => void response.destroy());
    await box().check();
    await number().fill("0151 23456789");
    await frame().getByRole("button", { name: "Erneut versuchen" }).waitFor();
    await buy();
    rig.answerWith(({ method }, response) => {
      response.writeHead(method === "OPTIONS" ? 204 : 200, CORS).end();
    });
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Danke, Mia!");
  });
});

async function buy(): Promise<void> {
  await outer("E-Mail").fill("mia@example.org");
  await outer("Vorname").fill("Mia");
  await outer("Nachname").fill("Lind");
  await outer("Straße und Hausnummer").fill("Hauptstraße 5");
  await outer("Postleitzahl").fill("10115");
  await outer("Ort").fill("Berlin");
  await page.getByRole("button", { name: "Jetzt kaufen" }).click();
  await page.getByRole("heading", { name: "Danke, Mia!" }).waitFor();
}

describe("the opt-in on the thank-you page", () => {
  test("begins unticked, and offers the number of the order", async () => {
    const checkoutToken = await openCheckout();
    await outer("Telefon (optional)").fill("0151 23456789");
    await buy();
    await box().waitFor();
    expect(await box().isChecked()).toBe(false);
    await box().check();
    const [body] = await bodies(1);
    expect(body).toMatchObject({
      granted: true,
      phone: "+4915123456789",
      place: "thank_you",
      checkoutToken,
    });
  });
});

describe("walking away", () => {
  test("keeps what was typed before the page's script was there", async () => {
    await page.route("**/shop/scripts/checkout.js", async (route) => {
      await outer("E-Mail").fill("lea@example.org");
      await route.continue();
    });
    const token = await openCheckout();
    const known = () => rig.store.shops.get(SHOP)?.checkouts.get(token)?.email;
    await expect.poll(known).toBe("lea@example.org");
  });

  test("keeps what was typed last, even when the shopper leaves at once", async () => {
    const token = await openCheckout();
    await outer("E-Mail").fill("mia@example.org");
    await page.getByRole("link", { name: "Zurück zum Shop" }).click();
    const known = () => rig.store.shops.get(SHOP)?.checkouts.get(token)?.email;
    await expect.poll(known).toBe("mia@example.org");
  });
});
