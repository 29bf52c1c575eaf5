import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connectNumber } from "#app/modules/channel/index.ts";
import { applyTemplateEvent, pollTemplates } from "#app/modules/templates/index.ts";
import {
  dispatchNumber,
  planMessages,
  skipPlanned,
  sweepMessages,
  wakeWaiting,
} from "#app/modules/messaging/index.ts";
import { type MessagingKit, startMessagingKit, until, WABA_ID } from "./messaging-kit.ts";
import { withdraw } from "./messaging-person.ts";

let kit: MessagingKit;
let people = 0;
const person = () => kit.person(`+4915112${String((people += 1)).padStart(6, "0")}`);
const send = () => dispatchNumber(kit.deps, kit.target);
const acceptedTo = async (phone: string) =>
  (await kit.log()).accepted.filter((entry) => entry.to === phone);

beforeAll(async () => {
  kit = await startMessagingKit();
});
afterAll(() => kit.close());
beforeEach(async () => {
  kit.purchases.answer = () => null;
  kit.told.handedOver.length = 0;
  kit.told.notSent.length = 0;
  await kit.control("faults", { outage: "none", latencyMs: 0, errors: [], holdForQuality: false });
});

describe("a planned message", () => {
  it("is handed over once, with its template, and its row says so", async () => {
    const who = await person();
    const id = await kit.plan(who);
    await send();
    const [entry, ...more] = await acceptedTo(who.phone);
    const row = await kit.row(id);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ template: "beckon_cart_reminder_1_plain_v1", language: "de" });
    expect(row).toMatchObject({ state: "accepted", wamid: entry?.wamid, attempts: 1 });
    expect(entry?.callbackData).toBe(row.attempt_id);
    expect(kit.told.handedOver).toMatchObject([{ messageId: id, step: 1 }]);
  });

  it("carries the item's picture when there is one", async () => {
    const who = await person();
    const values = {
      firstName: null,
      shopName: "Leinenwerk",
      itemSummary: "Hemd\nmit   Zeilenumbruch",
      pictureUrl: `${kit.hook.url}/shirt.png`,
      linkCode: "9f3kQ2aB7xYz",
    };
    await kit.plan(who, { values });
    await send();
    expect(await acceptedTo(who.phone)).toMatchObject([{ template: "beckon_cart_reminder_1_v1" }]);
  });

  it("is planned once per key, whoever asks", async () => {
    const who = await person();
    const dedupeKey = `reminder:${randomUUID()}:1`;
    const ids = await Promise.all([kit.plan(who, { dedupeKey }), kit.plan(who, { dedupeKey })]);
    expect(ids[0]).toBe(ids[1]);
    await send();
    expect(await acceptedTo(who.phone)).toHaveLength(1);
  });

  it("is held when WhatsApp assesses its quality first, and counts as handed over", async () => {
    await kit.control("faults", { holdForQuality: true });
    const id = await kit.plan(await person());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "held" });
    expect(kit.told.handedOver).toHaveLength(1);
  });

  it("leaves exactly once under two dispatchers at a time", async () => {
    const everybody = await Promise.all(Array.from({ length: 120 }, person));
    const ids = await kit.planAll(everybody);
    await Promise.all([send(), send(), send()]);
    const rows = await Promise.all(ids.map((id) => kit.row(id)));
    expect(rows.filter((row) => row.state !== "accepted")).toEqual([]);
    const { accepted } = await kit.log();
    const counts = everybody.map(({ phone }) => accepted.filter((one) => one.to === phone).length);
    expect(counts.filter((count) => count !== 1)).toEqual([]);
  });
});

describe("what the claim asks again", () => {
  it("passes over a person with an unprocessed event until it is processed", async () => {
    const who = await person();
    const id = await kit.plan(who);
    const eventId = randomUUID();
    await kit.test.owner.query(
      "insert into intake_hold (shop_id, hash, event_id) values ($1,$2,$3)",
      [kit.shopId, who.hash, eventId],
    );
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", reason: "stop_pending" });
    expect(await acceptedTo(who.phone)).toEqual([]);
    await kit.test.owner.query("delete from intake_hold where event_id = $1", [eventId]);
    kit.test.clock.forward({ seconds: 6 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("passes over a checkout and a cart with an unprocessed event, too", async () => {
    const ids = await Promise.all([kit.plan(await person()), kit.plan(await person())]);
    const hashes = [
      kit.deps.vault.hash(kit.shopId, "checkout", `checkout-${ids[0]}`),
      kit.deps.vault.hash(kit.shopId, "cart", `cart-${ids[1]}`),
    ];
    const eventId = randomUUID();
    await kit.test.owner.query(
      "insert into intake_hold (shop_id, hash, event_id) select $1, h, $3 from unnest($2::text[]) h",
      [kit.shopId, hashes, eventId],
    );
    await send();
    for (const id of ids) expect(await kit.row(id)).toMatchObject({ reason: "stop_pending" });
    await kit.test.owner.query("delete from intake_hold where event_id = $1", [eventId]);
  });

  it("skips who withdrew since the planning", async () => {
    const who = await person();
    const id = await kit.plan(who);
    await withdraw(kit, who);
    await send();
    const row = await kit.row(id);
    expect(row.state).toBe("skipped");
    expect(["consent_withdrawn", "suppressed"]).toContain(row.reason);
    expect(kit.told.notSent).toMatchObject([{ messageId: id }]);
  });

  it("skips who bought, as soon as Shopify says so", async () => {
    const who = await person();
    const id = await kit.plan(who);
    kit.purchases.answer = () => "email";
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "purchased_email" });
    expect(kit.told.notSent).toMatchObject([{ messageId: id, reason: "purchased_email" }]);
    expect(await acceptedTo(who.phone)).toEqual([]);
  });

  it("waits while Shopify does not answer", async () => {
    const id = await kit.plan(await person());
    kit.purchases.answer = () => undefined;
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", reason: "purchase_unknown" });
    kit.purchases.answer = () => null;
    kit.test.clock.forward({ seconds: 6 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("skips what is too late", async () => {
    const now = kit.test.clock.now();
    const id = await kit.plan(await person(), { expiresAt: new Date(now.getTime() - 1) });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "too_late" });
  });

  it("never writes to another number than the consent's", async () => {
    const who = await person();
    const other = await person();
    const id = await kit.plan({ ...who, hash: other.hash });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "number_changed" });
  });

  it("waits for the morning", async () => {
    const before = kit.test.clock.now();
    kit.test.clock.set(new Date("2026-11-22T22:00:00Z"));
    const id = await kit.plan(await person());
    await send();
    const row = await kit.row(id);
    expect(row).toMatchObject({ state: "planned", reason: "quiet_hours" });
    const afterEight = row.not_before.getTime() - Date.parse("2026-11-23T07:00:00Z");
    expect(afterEight).toBeGreaterThanOrEqual(0);
    expect(afterEight).toBeLessThan(30 * 60_000); // spread, so that not all ring at eight sharp
    await kit.deps.db.inShop(kit.shopId, (tx) =>
      skipPlanned(tx, { shopId: kit.shopId, reason: "reminders_off", at: before }),
    );
    kit.test.clock.set(before);
  });
});

describe("a paused template", () => {
  const setTemplate = (status: string) =>
    kit.control("templates", {
      wabaId: WABA_ID,
      name: "beckon_cart_reminder_1_plain_v1",
      language: "de",
      status,
    });

  it("holds its messages back, and lets them go when it is approved again", async () => {
    await setTemplate("PAUSED");
    await kit.deliver(1);
    const id = await kit.plan(await person());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", reason: "template_paused" });
    await setTemplate("APPROVED");
    await kit.deliver(1);
    await wakeWaiting(kit.deps, kit.shopId);
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("is noticed by the refusal when its webhook was lost, and by the poll when it is back", async () => {
    await setTemplate("PAUSED");
    await until("the webhook", () => Promise.resolve(kit.hook.changes.splice(0).length > 0));
    const id = await kit.plan(await person());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "planned", error_code: 132015 });
    kit.test.clock.forward({ minutes: 16 });
    await send();
    expect(await kit.row(id)).toMatchObject({ reason: "template_paused", attempts: 1 });
    await setTemplate("APPROVED");
    await until("the webhook", () => Promise.resolve(kit.hook.changes.splice(0).length > 0));
    expect(await pollTemplates(kit.deps, kit.shopId)).toBe(true);
    kit.test.clock.forward({ minutes: 16 });
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });

  it("is left alone by an event that we do not understand", async () => {
    await applyTemplateEvent(kit.deps, { shopId: kit.shopId, body: { value: { event: 7 } } });
    const id = await kit.plan(await person());
    await send();
    expect(await kit.row(id)).toMatchObject({ state: "accepted" });
  });
});

describe("what is not sent", () => {
  it("is a row with its reason", async () => {
    const who = await person();
    const planned = await kit.plan(who);
    await kit.deps.db.inShop(kit.shopId, (tx) =>
      skipPlanned(tx, {
        shopId: kit.shopId,
        contactId: who.contactId,
        reason: "replied",
        at: kit.test.clock.now(),
      }),
    );
    const row = await kit.row(planned);
    expect(row).toMatchObject({ state: "skipped", reason: "replied" });
    expect(row.ended_at).not.toBeNull();
    await send();
    expect(await acceptedTo(who.phone)).toEqual([]);
  });

  it("may be written down without ever having been planned", async () => {
    const who = await person();
    const { deps, shopId } = kit;
    const at = kit.test.clock.now();
    const id = randomUUID();
    const wish = {
      id,
      shopId,
      dedupeKey: id,
      kind: "cart_reminder" as const,
      topic: "reminders" as const,
      contactId: who.contactId,
      numberId: null,
      toHash: who.hash,
      checkoutId: null,
      checkoutToken: null,
      cartToken: null,
      personHashes: [],
      boughtSince: null,
      seriesId: null,
      step: 1,
      templateId: null,
      values: { firstName: null, shopName: "", itemSummary: "", pictureUrl: null, linkCode: "" },
      dueAt: at,
      notBefore: at,
      expiresAt: at,
      reason: "holdout" as const,
    };
    const write = () =>
      deps.db.inShop(shopId, (tx) =>
        planMessages(deps, tx, { shopId, planned: [], skipped: [wish] }),
      );
    expect([...(await write()), ...(await write())]).toEqual([id]);
    expect(await kit.row(id)).toMatchObject({ state: "skipped", reason: "holdout" });
  });
});

describe("the sweep", () => {
  it("wakes one dispatcher per number with something due", async () => {
    await kit.plan(await person());
    kit.test.jobs.added.length = 0;
    expect(await sweepMessages(kit.deps)).toBe(1);
    expect(kit.test.jobs.added).toEqual([
      { name: "messages.dispatch", payload: kit.target, jobId: `send-${kit.numberId}` },
    ]);
    await send();
    expect(await sweepMessages(kit.deps)).toBe(0);
  });
});

describe("an account", () => {
  it("belongs to one shop; a second connection is refused in words", async () => {
    const other = await kit.test.addShop();
    const wish = {
      wabaId: WABA_ID,
      portfolioId: null,
      phoneNumberId: "999",
      displayPhone: "+49 30 1",
      verifiedName: "Other",
      token: "t",
    };
    expect(await connectNumber(kit.deps, other, wish)).toEqual({
      outcome: "refused",
      reason: "account_of_another_shop",
    });
  });
});
