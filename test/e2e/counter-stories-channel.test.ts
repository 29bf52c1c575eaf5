import { expect, inject, test } from "vitest";
import { moveOn } from "./demo-time.ts";
import { newPerson } from "./person.ts";
import { acceptedFor, post, pressControl } from "./stand-ins.ts";
import { keepScreenshot } from "./windows/keep-screenshot.ts";
import type { Stage } from "./windows/stage.ts";
import { withStage } from "./windows/with-stage.ts";

/** What WhatsApp and the people behind it answer, and what the merchant sees of it. */

const FIRST_STEP_HOURS = 3;
const SECOND_STEP_HOURS = 24;
/** A code that no list of Meta's knows. */
const NEW_CODE = 139_999;

let stage: Stage;
withStage((opened) => {
  stage = opened;
});

test("when everybody says STOP, each gets that one message and no other", async () => {
  const [ada, bo] = [newPerson("Ada"), newPerson("Bo")];
  for (const person of [ada, bo]) await stage.leaveCart(person);
  await moveOn(FIRST_STEP_HOURS);
  for (const person of [ada, bo]) expect(await acceptedFor(person.phone)).toHaveLength(1);
  await pressControl("stop-wave");
  await moveOn(SECOND_STEP_HOURS);
  for (const person of [ada, bo]) {
    const marketing = await acceptedFor(person.phone);
    expect(marketing.filter((template) => template !== "no template")).toHaveLength(1);
    const { window } = await stage.admin();
    await window.reminderOf(person).getByText("Die Person hat widerrufen").waitFor();
  }
});

test("a code that nobody knows ends the message, and the home page names it", async () => {
  const uma = newPerson("Uma");
  await stage.leaveCart(uma);
  const faults = `${inject("demo").whatsappUrl}/_control/faults`;
  await post(faults, { errors: [{ to: uma.phone, code: NEW_CODE }] });
  await moveOn(FIRST_STEP_HOURS);
  const { page, window } = await stage.admin();
  await window.app.getByText("aus einem Grund abgelehnt, den Beckon nicht kennt").waitFor();
  await window.app.getByText(`Code ${NEW_CODE}, 1 Nachricht in den letzten 7 Tagen`).waitFor();
  await keepScreenshot(page, "admin-unknown-code");
  await post(faults, { errors: [] });
  await moveOn(FIRST_STEP_HOURS);
  expect(await acceptedFor(uma.phone)).toEqual([]);
});
