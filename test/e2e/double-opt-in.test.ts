import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { moveOn, settle } from "./demo-time.ts";
import { newPerson, type Person } from "./person.ts";
import { acceptedFor } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import { seriousIssues } from "./windows/serious-issues.ts";
import type { Stage } from "./windows/stage.ts";
import type { Language } from "./windows/surface.ts";
import { withStage } from "./windows/with-stage.ts";

/** Opt-ins that are confirmed on WhatsApp itself, from the merchant's switch to the reminder. */

const FIRST_STEP_HOURS = 3;
const THREE_DAYS = 72;
const CONFIRMED = "Auf WhatsApp bestätigt (Double-Opt-in)";
const TICK_ALONE = "Für Nummern mancher Länder zählt das Häkchen allein (Single-Opt-in)";

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

/** The merchant chooses how opt-ins count, and saves: by the keyboard alone. */
async function choose(mode: typeof CONFIRMED | typeof TICK_ALONE): Promise<void> {
  const { window } = await stage.admin("/app/consent");
  const radio = window.app.getByRole("radio", { name: mode });
  await radio.focus();
  await radio.press("Space");
  expect(await radio.isChecked()).toBe(true);
  const save = window.app.getByRole("button", { name: "Speichern" });
  await save.focus();
  await save.press("Enter");
  await window.app.getByText("Gespeichert. Es gilt für Einwilligungen ab jetzt.").waitFor();
}

async function newestText(message: Locator): Promise<string> {
  return (await message.innerText()).replaceAll(/\s+/g, " ");
}

async function askedAtCheckout(person: Person) {
  await stage.leaveCart(person);
  await settle();
  const phone = await stage.phoneOf(person);
  await phone.newest();
  return phone;
}

describe("a shop where opt-ins are confirmed", () => {
  beforeAll(() => choose(CONFIRMED));
  afterAll(() => choose(TICK_ALONE));

  test("asks on WhatsApp after the tick; a tap confirms, and the reminder follows", async () => {
    const clara = newPerson("Clara");
    const phone = await askedAtCheckout(clara);
    const question = await newestText(await phone.newest());
    expect(question).toContain("diese Nummer wurde bei Leinenwerk");
    expect(question).toContain("Ohne deine Bestätigung bekommst du keine");
    expect(await acceptedFor(clara.phone)).toEqual(["beckon_double_opt_in"]);
    await phone.tap("Ja, ich bestätige");
    await phone.answers.last().waitFor();
    await moveOn(FIRST_STEP_HOURS);
    expect(await acceptedFor(clara.phone)).toEqual([
      "beckon_double_opt_in",
      "beckon_cart_reminder_1",
    ]);
    const { page, window } = await stage.admin("/app/consent");
    await window.app.locator('[data-stage="confirmed"]').waitFor();
    await keepScreenshot(page, "admin-consent-figures");
  });

  test("counts a yes in the person's own words, too", async () => {
    const tomek = newPerson("Tomek");
    const phone = await askedAtCheckout(tomek);
    await phone.reply("Tak");
    await phone.answers.last().waitFor();
    await moveOn(FIRST_STEP_HOURS);
    expect(await acceptedFor(tomek.phone)).toEqual([
      "beckon_double_opt_in",
      "beckon_cart_reminder_1",
    ]);
  });

  test("writes nothing more to somebody who does not answer", async () => {
    const silent = newPerson("Stille");
    await askedAtCheckout(silent);
    await moveOn(FIRST_STEP_HOURS);
    await moveOn(THREE_DAYS);
    expect(await acceptedFor(silent.phone)).toEqual(["beckon_double_opt_in"]);
  });

  test("takes a no as one, says so once, and asks nobody twice", async () => {
    const victim = newPerson("Fremde");
    const phone = await askedAtCheckout(victim);
    await phone.reply("Nein");
    await phone.answers.last().waitFor();
    const answer = phone.fromShop.getByText("schickt dir auf WhatsApp keine Werbung mehr");
    await answer.waitFor();
    expect(await newestText(answer)).toContain("START");
    // The stranger types the number again, at another checkout.
    await stage.leaveCart({ ...newPerson("Stranger"), phone: victim.phone });
    await moveOn(FIRST_STEP_HOURS);
    await moveOn(THREE_DAYS);
    expect(await acceptedFor(victim.phone)).toEqual(["beckon_double_opt_in", "no template"]);
  });

  test("asks a number once, however often a stranger types it", async () => {
    const victim = newPerson("Nachbarin");
    await askedAtCheckout(victim);
    for (const name of ["Eins", "Zwei"]) {
      await stage.leaveCart({ ...newPerson(name), phone: victim.phone });
    }
    await moveOn(FIRST_STEP_HOURS);
    await moveOn(THREE_DAYS);
    expect(await acceptedFor(victim.phone)).toEqual(["beckon_double_opt_in"]);
  });
});

test("somebody who said STOP comes back by START", async () => {
  const rosa = newPerson("Rosa");
  await stage.leaveCart(rosa);
  await moveOn(FIRST_STEP_HOURS);
  const phone = await stage.phoneOf(rosa);
  await phone.newest();
  await phone.reply("STOP");
  await phone.fromShop.getByText("schreib START").waitFor();
  await phone.reply("START");
  await phone.answers.nth(1).waitFor();
  await settle();
  await stage.leaveCart({ ...rosa, email: newPerson("Rosa").email });
  await moveOn(FIRST_STEP_HOURS + 21);
  const names = await acceptedFor(rosa.phone);
  expect(names.slice(0, 2)).toEqual(["beckon_cart_reminder_1", "no template"]);
  expect(names).toContain("beckon_cart_reminder_1");
});

describe("the page on consent", () => {
  const TITLES: Record<Language, string> = { de: "Einwilligung", en: "Consent" };

  test.each<[Language, number]>([
    ["de", 1440],
    ["de", 390],
    ["en", 1440],
    ["en", 390],
  ])("in %s at %i px can be used by everybody", async (language, width) => {
    const { page, window } = await stage.admin("/app/consent", { language, width });
    await window.app.getByRole("heading", { name: TITLES[language], level: 1 }).waitFor();
    await keepScreenshot(page, `admin-consent-${language}-${width}`);
    expect(await seriousIssues(page)).toEqual([]);
  });

  test("refuses single opt-in without a country, and says what to do", async () => {
    const { window } = await stage.admin("/app/consent");
    const { app } = window;
    await app.getByText(TICK_ALONE, { exact: true }).click();
    await app.getByText("Dort können Sie die Einwilligung vielleicht nicht beweisen").waitFor();
    await app.getByLabel("Zeit für die Antwort").fill("0");
    await app.getByRole("button", { name: "Speichern" }).click();
    await app.getByText("Geben Sie eine ganze Zahl von 1 bis 168 ein.").waitFor();
    const answer = app.getByText("Nicht gespeichert. Sehen Sie die markierten Felder an.");
    await answer.waitFor();
    expect(await answer.isVisible()).toBe(true);
  });
});
