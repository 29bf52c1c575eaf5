import { expect, test } from "vitest";
import { moveExactly, moveOn, settle } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor, pressControl, stormOf, uninstallApp } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** Whatever goes wrong around it: each reminder comes once, at its time, or not at all with a reason. */

const FIRST_STEP_HOURS = 3;
const FIRST = "beckon_cart_reminder_1";
const SECOND = "beckon_cart_reminder_2";

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

test("who has bought on another device before the reminder gets none, and the admin says why", async () => {
  const ben = newPerson("Ben");
  await stage.leaveCart(ben);
  await pressControl("buy-elsewhere");
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(ben.phone)).toEqual([]);
  const { window } = await stage.admin();
  const row = window.reminderOf(ben);
  await row.getByText("Inzwischen mit derselben E-Mail-Adresse bestellt").waitFor();
  expect(await row.innerText()).toContain("Nicht gesendet");
});

test("500 updates in a minute, twice and in the wrong order, make one message", async () => {
  const kim = newPerson("Kim");
  const { shop, token, walkAway } = await stage.goToCheckout(kim);
  await shop.optIn(kim.phone);
  await walkAway();
  await stormOf(token);
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(kim);
  await phone.newest();
  expect(await phone.fromShop.count()).toBe(1);
  expect(await acceptedFor(kim.phone)).toEqual([FIRST]);
});

test("while WhatsApp is down the message waits, and comes once when it is back", async () => {
  const olaf = newPerson("Olaf");
  await stage.leaveCart(olaf);
  await pressControl("whatsapp", "down");
  await moveOn(FIRST_STEP_HOURS);
  await moveOn(1);
  expect(await acceptedFor(olaf.phone)).toEqual([]);
  await pressControl("whatsapp", "up");
  await moveOn(1);
  const phone = await stage.phoneOf(olaf);
  await phone.newest();
  expect(await phone.fromShop.count()).toBe(1);
  expect(await acceptedFor(olaf.phone)).toEqual([FIRST]);
});

test("while Meta has paused the template the message is held, and leaves when it is resumed", async () => {
  const pia = newPerson("Pia");
  await stage.leaveCart(pia);
  await pressControl("template", "paused");
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(pia.phone)).toEqual([]);
  const { page, window } = await stage.admin();
  const row = window.reminderOf(pia);
  await row.getByText("WhatsApp hat die Vorlage pausiert").scrollIntoViewIfNeeded();
  await keepScreenshot(page, "admin-template-paused");
  expect(await row.innerText()).toContain("Geplant");
  await pressControl("template", "running");
  await moveOn(1);
  const phone = await stage.phoneOf(pia);
  await phone.newest();
  expect(await acceptedFor(pia.phone)).toEqual([FIRST]);
});

test("the second reminder comes a day after the first, and no third", async () => {
  const tim = newPerson("Tim");
  await stage.leaveCart(tim);
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(tim);
  await phone.newest();
  await moveExactly(22);
  await settle();
  expect(await acceptedFor(tim.phone)).toEqual([FIRST]);
  await moveOn(3);
  await expect.poll(() => phone.fromShop.count()).toBe(2);
  await moveOn(72);
  expect(await acceptedFor(tim.phone)).toEqual([FIRST, SECOND]);
});

test("after the app was removed nothing comes; installed again it works as before", async () => {
  const uta = newPerson("Uta");
  await stage.leaveCart(uta);
  await uninstallApp();
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(uta.phone)).toEqual([]);

  const { page, window } = await stage.admin();
  await page.getByRole("button", { name: "Installieren" }).click();
  await window.app.getByText("Letzte Erinnerungen").first().waitFor();
  const vera = newPerson("Vera");
  await stage.leaveCart(vera);
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(vera.phone)).toEqual([FIRST]);
});
