import type { Page } from "playwright-core";
import { launchBrowser } from "#test/support/browser.ts";
import type { TestBrowser } from "#test/support/browser.ts";
import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  SHOPPER,
  changes,
  listen,
  seedBody,
  startKit,
  statuses,
  until,
  wamidOf,
} from "./test-kit.ts";
import type { Kit } from "./test-kit.ts";
import { colouredPng } from "./test-pictures.ts";
import * as t from "./test-templates.ts";

/** Set where a machine has no browser: `npm test` prints what was left out. */
const SKIP = (process.env["BECKON_SKIP"] ?? "").includes("browser");

let kit: Kit;
let browser: TestBrowser;
let page: Page;
let picture = "";
const shop = createServer((_req, res) => res.end(colouredPng(40, 30, [140, 160, 130])));

const phoneUrl = (query = "") =>
  `${kit.standIn.url}/phone?number=${encodeURIComponent(SHOPPER)}${query}`;
const reminder = (name = "Mara") =>
  t.sendOf(t.REMINDER, [
    t.imageHeader(picture),
    t.namedBody(name),
    t.linkButton(),
    t.optOutButton(),
  ]);

describe.skipIf(SKIP)("the phone", () => {
  beforeAll(async () => {
    picture = `http://127.0.0.1:${await listen(shop)}/shirt.png`;
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    kit = await startKit();
    await kit.control("seed", seedBody([{ definition: t.REMINDER }, { definition: t.STATIC }]));
    await kit.control("statuses", { delaysMs: { sent: 0, delivered: 10, read: null } });
    const context = await browser.openContext({ viewport: { width: 360, height: 720 } });
    page = await context.newPage();
    return async () => {
      await context.close();
      await kit.close();
    };
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((resolve) => shop.close(resolve));
  });

  test("shows a message as soon as it arrives, with text, link and buttons, and tells that it was read", async () => {
    await page.goto(phoneUrl());
    await page.getByText("No messages yet").waitFor();
    const wamid = wamidOf(await kit.send(reminder()));
    await page.getByText("Hallo Mara, in deinem Warenkorb liegt noch: Leinenhemd").waitFor();
    await page.getByText("Keine Erinnerungen mehr? Tippe unten.").waitFor();
    const link = page.getByRole("link", { name: "Zum Warenkorb" });
    expect(await link.getAttribute("href")).toBe("https://l.example/c/9f3kQ2");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toBe("noopener");
    expect(await page.getByRole("heading", { name: "Leinenwerk" }).isVisible()).toBe(true);
    await until("read", () =>
      statuses(kit.hook).find((one) => one["status"] === "read" && one["id"] === wamid),
    );
  });

  test("a tap on a quick reply comes as a button with payload and context", async () => {
    const wamid = wamidOf(await kit.send(reminder()));
    await page.goto(phoneUrl());
    await page.getByRole("button", { name: "Keine Werbung mehr" }).click();
    const inbound = await until("tap", () =>
      changes(kit.hook).find(({ value }) => value["messages"]),
    );
    expect(inbound.value["messages"]).toMatchObject([
      {
        type: "button",
        button: { payload: "optout:shop_12", text: "Keine Werbung mehr" },
        context: { id: wamid },
      },
    ]);
    await page.locator("li.me").getByText("Keine Werbung mehr").waitFor();
  });

  test("what one is about to tap stays in its place when it counts as read and another message comes", async () => {
    await kit.send(reminder("Mara"));
    await page.goto(phoneUrl());
    const button = page.getByRole("button", { name: "Keine Werbung mehr" }).first();
    const shown = await button.elementHandle();
    await page.locator("li.shop[data-status=read]").waitFor();
    await kit.send(reminder("Jonas"));
    await page.getByText("Hallo Jonas").waitFor();
    expect(await button.evaluate((now, before) => now === before, shown)).toBe(true);
  });

  test("a typed reply comes as a text", async () => {
    await kit.send(reminder());
    await page.goto(phoneUrl());
    await page.getByRole("link", { name: "Zum Warenkorb" }).waitFor();
    await page.getByRole("textbox", { name: "Message" }).fill("STOPP");
    await page.getByRole("button", { name: "Send" }).click();
    const inbound = await until("text", () =>
      changes(kit.hook).find(({ value }) => value["messages"]),
    );
    expect(inbound.value["messages"]).toMatchObject([
      { type: "text", text: { body: "STOPP" }, from: "4915112345678" },
    ]);
  });

  test("shows nothing of a message that failed or is held", async () => {
    await kit.control("statuses", { fail: { code: 131026 } });
    await kit.send(reminder());
    await until("failed", () => statuses(kit.hook).find((one) => one["status"] === "failed"));
    await page.goto(phoneUrl());
    await page.getByLabel("Phone number").locator("option").waitFor({ state: "attached" });
    expect(await page.locator(".row").count()).toBe(0);
    expect(await page.getByText("No messages yet").isVisible()).toBe(true);
  });

  test("without a number follows the phone that was written to last; another can be chosen", async () => {
    await page.goto(`${kit.standIn.url}/phone`);
    await kit.send(reminder("Mara"));
    await page.getByText("Hallo Mara").waitFor();
    await kit.send({ ...reminder("Jonas"), to: "+4915100000000" });
    await page.getByText("Hallo Jonas").waitFor();
    await page.getByLabel("Phone number").selectOption(SHOPPER);
    await page.getByText("Hallo Mara").waitFor();
    expect(await page.getByText("Hallo Jonas").count()).toBe(0);
  });

  test("writes text as text, never as markup, and marks bold", async () => {
    await kit.send(reminder("<img src=x onerror=alert(1)> *Mara*"));
    await page.goto(phoneUrl());
    await page.locator("strong", { hasText: "Mara" }).waitFor();
    expect(await page.locator(".body img").count()).toBe(0);
  });

  test("speaks German and fits 360 pixels", async () => {
    await kit.send(reminder());
    await page.goto(phoneUrl("&lang=de"));
    await page.getByRole("button", { name: "Senden" }).waitFor();
    await page.getByRole("link", { name: "Zum Warenkorb" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      360,
    );
  });

  test("the log page lists what was accepted and refused", async () => {
    await kit.send({ ...reminder(), biz_opaque_callback_data: "<b>snd_1</b>" });
    await kit.send({ ...reminder(), to: undefined });
    await page.goto(`${kit.standIn.url}/`);
    await page.getByRole("cell", { name: "cart_reminder (de)" }).waitFor();
    await page.getByRole("cell", { name: "<b>snd_1</b>" }).waitFor();
    expect(await page.getByRole("cell", { name: "131008" }).count()).toBe(1);
  });
});
