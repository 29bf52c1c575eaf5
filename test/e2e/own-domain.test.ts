import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { moveExactly, moveOn } from "./demo-time.ts";
import { newPerson, type Person } from "./person.ts";
import { pressControl } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** Links begin with the shop's own domain as long as it leads to us. */

const FIRST_STEP_HOURS = 3;
const OVER_THE_SHOP = "Links in Nachrichten beginnen mit";
const NOT_THERE = "antwortet Beckon nicht, darum beginnen Links mit der Domain von Beckon";

let stage: Stage;
withStage((opened) => {
  stage = opened;
});
afterAll(() => pressControl("domain", "ours"));

/** Waits until the admin's first page says so; the app checks every few minutes of business time. */
async function untilAdminSays(words: string, screenshot: string, hours = 0): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    const { page, window } = await stage.admin();
    await window.app.getByText("Links über Ihre eigene Domain").waitFor();
    const said = await window.app.getByText(words).count();
    if (said > 0) return keepScreenshot(page, screenshot);
    await page.close();
    if (hours > 0) await moveExactly(hours);
    await wait(3_000);
  }
  throw new Error(`The admin never said: ${words}`);
}

/** The link under the reminder that somebody gets for a cart that they leave now. */
async function linkOfReminder(person: Person): Promise<string> {
  await stage.leaveCart(person);
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(person);
  const message = await phone.newest();
  return (await message.getByRole("link", { name: "Zum Warenkorb" }).getAttribute("href")) ?? "";
}

async function openLink(link: string): Promise<string> {
  const { page } = await stage.admin();
  await page.goto(link);
  await page.locator("input[type=email]").waitFor();
  return page.locator("input[type=email]").inputValue();
}

const logSchema = z.object({
  requests: z.array(z.object({ kind: z.string(), status: z.number(), detail: z.looseObject({}) })),
});

async function tapsThroughTheShop(): Promise<number> {
  const answer = await fetch(`${inject("demo").shopifyUrl}/_control/log`);
  const { requests } = logSchema.parse(await answer.json());
  const isTap = (path: unknown) => typeof path === "string" && path.startsWith("/apps/beckon/r/");
  return requests.filter(
    ({ kind, status, detail }) => kind === "app_proxy" && status === 302 && isTap(detail["path"]),
  ).length;
}

test("a tap goes over the shop's own domain to the cart", async () => {
  await untilAdminSays(OVER_THE_SHOP, "own-domain-1-works");
  const mara = newPerson("Mara");
  const link = await linkOfReminder(mara);
  expect(link.startsWith(`${inject("demo").shopifyUrl}/apps/beckon/r/`)).toBe(true);
  const before = await tapsThroughTheShop();
  expect(await openLink(link)).toBe(mara.email);
  expect(await tapsThroughTheShop()).toBe(before + 1);
});

test("when the shop's domain leads to us no more, the next message links over ours, and the admin says why", async () => {
  await pressControl("domain", "lost");
  await untilAdminSays(NOT_THERE, "own-domain-2-renamed", 1);
  const june = newPerson("June");
  const link = await linkOfReminder(june);
  expect(link.startsWith(`${inject("demo").appUrl}/r/`)).toBe(true);
  expect(await openLink(link)).toBe(june.email);
  await pressControl("domain", "ours");
  await untilAdminSays(OVER_THE_SHOP, "own-domain-3-works-again", 1);
});
