import { expect, test } from "vitest";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson, type Person } from "./person.ts";
import { acceptedFor } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { PhoneWindow } from "./windows/phone-window.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** Who did not say yes, or said no, hears nothing (any more). */

const FIRST_STEP_HOURS = 3;
const TWO_DAYS = 48;

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

const SILENCE = { accepted: [], shown: 0 };

/** What WhatsApp has accepted for this person, and how many messages their phone shows. */
async function heardBy(person: Person): Promise<{ accepted: string[]; shown: number }> {
  const phone = await stage.phoneOf(person);
  return { accepted: await acceptedFor(person.phone), shown: await phone.fromShop.count() };
}

test("without the tick no message ever comes", async () => {
  const nora = newPerson("Nora");
  const { shop, walkAway } = await stage.goToCheckout(nora);
  await shop.typeDeliveryPhone(nora.phone);
  expect(await shop.optInBox.isChecked()).toBe(false);
  await walkAway();
  await moveOn(FIRST_STEP_HOURS);
  expect(await heardBy(nora)).toEqual(SILENCE);
  await moveOn(TWO_DAYS);
  expect(await heardBy(nora)).toEqual(SILENCE);
});

test("a tick that was taken back before leaving counts as none", async () => {
  const ida = newPerson("Ida");
  const { shop, walkAway } = await stage.goToCheckout(ida);
  await shop.optIn(ida.phone);
  await shop.takeOptInBack();
  await walkAway();
  await moveOn(FIRST_STEP_HOURS);
  expect(await heardBy(ida)).toEqual(SILENCE);
  await moveOn(TWO_DAYS);
  expect(await heardBy(ida)).toEqual(SILENCE);
});

type SayNo = (phone: PhoneWindow) => Promise<void>;

const REMINDED = ["beckon_cart_reminder_1"];
/** A no is answered once, in plain text. */
const ANSWERED = [...REMINDED, "no template"];

test.each<[string, SayNo, string, string[]]>([
  [
    "STOP typed on the phone",
    (phone) => phone.reply("STOP"),
    "Die Person hat widerrufen",
    ANSWERED,
  ],
  [
    "a tap on the way out",
    (phone) => phone.tap("Keine Werbung mehr"),
    "Die Person hat widerrufen",
    ANSWERED,
  ],
  [
    "a question back",
    (phone) => phone.reply("Gibt es die auch in Blau?"),
    "Die Person hat geantwortet",
    REMINDED,
  ],
])("after %s no further reminder comes, and the admin says why", async (...story) => {
  const [what, sayNo, reason, heard] = story;
  const emil = newPerson("Emil");
  await stage.leaveCart(emil);
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(emil);
  await phone.newest();
  await sayNo(phone);
  await phone.answers.last().waitFor();
  // Two messages to one person are some seconds apart (Meta, contract 5.3).
  await phone.fromShop.nth(heard.length - 1).waitFor();
  await settle();
  await moveOn(TWO_DAYS);
  expect(await acceptedFor(emil.phone)).toEqual(heard);
  expect(await phone.fromShop.count()).toBe(heard.length);
  const { page, window } = await stage.admin();
  const why = window.reminderOf(emil).getByText(`Keine weitere Erinnerung: ${reason}`);
  await why.scrollIntoViewIfNeeded();
  await keepScreenshot(page, `admin-after-${what.replaceAll(" ", "-")}`);
});

test("the message goes to the number of the opt-in, not to the one of the delivery", async () => {
  const lotte = newPerson("Lotte");
  const neighbour = newPerson("Nachbar");
  const { shop, walkAway } = await stage.goToCheckout(lotte);
  await shop.optIn(lotte.phone);
  await shop.typeDeliveryPhone(neighbour.phone);
  await walkAway();
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(lotte);
  await phone.newest();
  expect(await acceptedFor(lotte.phone)).toEqual(["beckon_cart_reminder_1"]);
  expect(await heardBy(neighbour)).toEqual(SILENCE);
});
