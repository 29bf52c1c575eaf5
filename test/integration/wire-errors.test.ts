import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ERROR_TABLE } from "#app/modules/messaging/delivery-error-table.rules.ts";
import { dispatchNumber, skipPlanned } from "#app/modules/messaging/index.ts";
import { homeReport } from "#app/modules/reports/index.ts";
import { wordsOf } from "#app/ui/words.tsx";
import { type MessagingKit, startMessagingKit } from "./messaging-kit.ts";
import type { Person } from "./messaging-person.ts";
import { nextMorning } from "./story-kit.ts";
import { changedBeside } from "./wire-errors-look.ts";
import { type ErrorCase, errorCases } from "./wire-errors-table.ts";

let kit: MessagingKit;
let people = 0;
const person = () => kit.person(`+4915114${String((people += 1)).padStart(6, "0")}`);
const send = () => dispatchNumber(kit.deps, kit.target);
const faults = (errors: object[]) => kit.control("faults", { outage: "none", errors });
const since = (at: Date | null) => (at ? at.getTime() - kit.test.clock.now().getTime() : null);

beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());

/** As if the merchant, or Meta, had mended everything. */
async function mend(): Promise<void> {
  await faults([]);
  for (const text of [
    `update whatsapp_number set status = 'connected', status_reason = null, paused_until = null,
       slowed_until = null, utility_paused_until = null`,
    "update template set status = 'APPROVED', rejected_reason = null",
    "delete from blocked_country",
  ]) {
    await kit.test.owner.query(text);
  }
}

beforeEach(async () => {
  nextMorning({ clock: kit.test.clock });
  kit.hook.changes.length = 0;
  await mend();
  const { shopId } = kit;
  await kit.deps.db.inShop(shopId, (tx) =>
    skipPlanned(tx, { shopId, reason: "reminders_off", at: kit.test.clock.now() }),
  );
});

const DAY_MS = 24 * 3_600_000;
const values = {
  firstName: "Mara",
  shopName: "Leinenwerk",
  itemSummary: "Leinenhemd",
  linkCode: "9f3kQ2aB7xYz",
};

/** A reminder with a picture that lives for ten days, so that every wait of the table can be seen. */
async function planned(more: object = {}): Promise<{ who: Person; id: string }> {
  const who = await person();
  const expiresAt = new Date(kit.test.clock.now().getTime() + 10 * DAY_MS);
  const pictureUrl = `${kit.hook.url}/picture.jpg`;
  const id = await kit.plan(who, { expiresAt, values: { ...values, pictureUrl, ...more } });
  return { who, id };
}

async function meet(one: ErrorCase): Promise<{ who: Person; id: string }> {
  const { who, id } = await planned();
  if (one.where === "answer") {
    await faults([{ to: who.phone, code: one.code, times: 1 }]);
    await send();
    return { who, id };
  }
  await send();
  const { wamid } = await kit.row(id);
  await kit.control("status", { wamid, status: "failed", code: one.code });
  await kit.deliver(1);
  return { who, id };
}

async function shown(id: string) {
  const { recent } = await homeReport(kit.deps, kit.shopId);
  return recent.find((reminder) => reminder.id === id);
}

it("knows every code of the contract, and no other", () => {
  const written = errorCases.map(({ code }) => code).filter((code) => code < 200 || code > 299);
  expect([...new Set(written)].toSorted((a, b) => a - b)).toEqual(
    [...ERROR_TABLE.keys()].toSorted((a, b) => a - b),
  );
});

describe.each(errorCases)("code $code in the $where of a message", (given) => {
  it(`leaves it ${given.message}, ${given.beside || "and nothing else changes"}`, async () => {
    const { who, id } = await meet(given);
    const row = await kit.row(id);
    expect(row).toMatchObject({
      state: given.message,
      reason: given.reason,
      error_code: given.code,
    });
    expect(given.next === null ? null : since(row.not_before)).toBe(given.next);
    expect(await changedBeside(kit, who, id)).toBe(given.beside);
    const { state, reason, errorCode } = (await shown(id)) ?? {};
    expect({ state, reason, errorCode }).toEqual({
      state: given.message,
      reason: given.reason,
      errorCode: given.code,
    });
    for (const locale of ["en", "de"] as const) {
      expect(wordsOf(locale).t(`reasons.${reason}`, {}, "none")).not.toBe("none");
    }
    await thenTriedAgain(given, { who, id });
  });
});

/** Once everything is mended, a message that waits leaves after its wait; one that failed never does. */
async function thenTriedAgain(given: ErrorCase, sent: { who: Person; id: string }): Promise<void> {
  const accepted = async () =>
    (await kit.log()).accepted.filter((entry) => entry.to === sent.who.phone);
  const before = (await accepted()).length;
  await mend();
  const wait = (given.next ?? 8 * DAY_MS) / 1000;
  kit.test.clock.forward({ seconds: Math.max(0, wait - 1) });
  await send();
  expect(await accepted()).toHaveLength(before + (wait === 0 ? 1 : 0));
  kit.test.clock.forward({ seconds: 1 });
  await send();
  const all = await accepted();
  expect(all).toHaveLength(before + (given.next === null ? 0 : 1));
  if (given.beside === "picture dropped") expect(all.at(-1)?.template).toContain("plain");
}

it("cuts what a template is filled with, once, where WhatsApp finds the text too long", async () => {
  const itemSummary = "Handgewebter Leinenvorhang mit Schlaufen und 3 weitere Artikel";
  const { who } = await planned({ itemSummary });
  await faults([{ to: who.phone, code: 132005, times: 1 }]);
  await send();
  await send();
  const log = await kit.log();
  expect(JSON.stringify(log.refused.at(-1)?.body)).toContain(itemSummary);
  const [left] = log.accepted.filter((entry) => entry.to === who.phone);
  const text = JSON.stringify(left?.body);
  expect(text).toContain("Handgewebter Leinenvorhang mit Schla…");
  expect(text).toContain("Leinenwerk");
});
