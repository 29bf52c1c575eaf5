import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { consentEventsOf, consentStates } from "#app/modules/consent/index.ts";
import { consentAgeCounts, dispatchNumber } from "#app/modules/messaging/index.ts";
import { renewalReport, saveRenewal, sweepRenewals } from "#app/modules/optin/index.ts";
import { consentSettingsOf } from "#app/modules/shops/consent-settings.types.ts";
import { pollTemplates, templateFor } from "#app/modules/templates/index.ts";
import { write } from "#test/support/histories/webhooks.ts";
import { type MessagingKit, startMessagingKit, until } from "./messaging-kit.ts";
import type { Person } from "./messaging-person.ts";

const MONTHS = (count: number) => ({ hours: count * 31 * 24 });

let kit: MessagingKit;
let who: Person;
let serial = 100;

beforeAll(async () => {
  kit = await startMessagingKit();
  await saveRenewal(kit.deps, kit.shopId, true);
  const wanted = { purpose: "consent_renewal", hasPicture: false, languages: ["de"] };
  await until("the renewal's template", async () => {
    await pollTemplates(kit.deps, kit.shopId);
    const choice = await kit.deps.db.inShop(kit.shopId, (tx) =>
      templateFor(tx, kit.shopId, wanted),
    );
    return choice.state === "approved";
  });
});
afterAll(() => kit.close());
beforeEach(async () => {
  serial += 1;
  who = await kit.person(`+4915155500${serial}`);
});

interface Asked {
  id: string;
  state: string;
  reason: string | null;
  wamid: string | null;
}

async function questions(): Promise<Asked[]> {
  const { rows } = await kit.test.owner.query<Asked>(
    "select id, state, reason, wamid from message where contact_id = $1 and kind = 'consent_renewal'",
    [who.contactId],
  );
  return rows;
}

/** At noon of a weekday, when nobody's rest is disturbed. */
function noon(): void {
  const now = kit.test.clock.now();
  now.setUTCHours(11, 0, 0, 0);
  if (now.getUTCDay() === 0) now.setUTCDate(now.getUTCDate() + 1);
  kit.test.clock.set(now);
}

async function ask(): Promise<Asked | undefined> {
  noon();
  await sweepRenewals(kit.deps);
  await dispatchNumber(kit.deps, kit.target);
  return (await questions()).at(-1);
}

const stateOf = () =>
  kit.deps.db.inShop(kit.shopId, async (tx) => {
    const states = await consentStates(tx, kit.shopId, [who.contactId]);
    return states.get(who.contactId)?.get("reminders")?.state ?? "none";
  });

async function remind(): Promise<{ state: string; reason: string | null }> {
  noon();
  const id = await kit.plan(who);
  await dispatchNumber(kit.deps, kit.target);
  return kit.row(id);
}

const counts = () =>
  kit.deps.db.inShop(kit.shopId, (tx) =>
    consentAgeCounts(tx, kit.shopId, {
      settings: consentSettingsOf({}),
      now: kit.test.clock.now(),
    }),
  );

test("who has not heard from the shop for long is asked once, and the tap is a fresh yes with its evidence", async () => {
  kit.test.clock.forward(MONTHS(16.6));
  expect(await counts()).toMatchObject({ soonStale: 1 });
  const asked = await ask();
  expect(asked).toMatchObject({ state: "accepted", reason: null });
  await ask();
  expect(await questions()).toHaveLength(1);

  kit.test.clock.forward({ minutes: 5 });
  const at = kit.test.clock.now();
  await write(kit.deps, kit.shopId, {
    from: { phone: who.phone },
    at,
    payload: `renew:${asked?.id}`,
    text: "Ja, gern weiter",
    contextWamid: asked?.wamid ?? "",
  });
  const events = await kit.deps.db.inShop(kit.shopId, (tx) =>
    consentEventsOf(tx, kit.shopId, who.contactId),
  );
  expect(events.at(-1)).toMatchObject({
    kind: "granted",
    source: "whatsapp_button",
    identifierHash: who.hash,
  });
  kit.test.clock.forward(MONTHS(15));
  expect(await remind()).toMatchObject({ state: "accepted" });
});

test("a no ends the consent, and silence lets it go stale: then nothing is sent any more, and nobody is asked", async () => {
  kit.test.clock.forward(MONTHS(16.6));
  const asked = await ask();
  const silent = who;
  who = await kit.person("+4915155500999");
  kit.test.clock.forward({ hours: 1 });
  await write(kit.deps, kit.shopId, {
    from: { phone: silent.phone },
    at: kit.test.clock.now(),
    text: "Hallo?",
  });
  kit.test.clock.forward(MONTHS(2));
  who = silent;
  expect(await stateOf()).toBe("granted");
  expect(await remind()).toMatchObject({ state: "skipped", reason: "consent_stale" });
  await ask();
  expect(await questions()).toHaveLength(1);

  await write(kit.deps, kit.shopId, {
    from: { phone: who.phone },
    at: kit.test.clock.now(),
    payload: "opt_out",
    contextWamid: asked?.wamid ?? "",
  });
  expect(await stateOf()).toBe("withdrawn");
});

test("a message that arrived is use; a tap on somebody else's question renews nothing", async () => {
  kit.test.clock.forward(MONTHS(10));
  expect(await remind()).toMatchObject({ state: "accepted" });
  await kit.test.owner.query(
    "update message set state = 'delivered', delivered_at = $2 where contact_id = $1",
    [who.contactId, kit.test.clock.now()],
  );
  kit.test.clock.forward(MONTHS(10));
  expect(await ask()).toBeUndefined();
  expect(await remind()).toMatchObject({ state: "accepted" });
  const { rows } = await kit.test.owner.query<{ id: string }>(
    "select id from message where kind = 'consent_renewal' limit 1",
  );
  const before = await kit.deps.db.inShop(kit.shopId, (tx) =>
    consentEventsOf(tx, kit.shopId, who.contactId),
  );
  const at = kit.test.clock.now();
  const payload = `renew:${rows[0]?.id}`;
  await write(kit.deps, kit.shopId, { from: { phone: who.phone }, at, payload });
  const after = await kit.deps.db.inShop(kit.shopId, (tx) =>
    consentEventsOf(tx, kit.shopId, who.contactId),
  );
  expect(after).toHaveLength(before.length);
});

test("switched off, nobody is asked, and the page says how many could be", async () => {
  await saveRenewal(kit.deps, kit.shopId, false);
  kit.test.clock.forward(MONTHS(16.6));
  expect(await ask()).toBeUndefined();
  const report = await renewalReport(kit.deps, kit.shopId);
  expect(report).toMatchObject({ isOn: false, staleAfterMonths: 18, askAfterMonths: 16 });
  expect(report.counts.soonStale).toBeGreaterThan(0);
  await saveRenewal(kit.deps, kit.shopId, true);
});
