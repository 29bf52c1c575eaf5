import { randomInt, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openProducer, type Producer } from "#app/adapters/queue/jobs.server.ts";
import { eraseContact, erasePerson, repeatErasures } from "#app/modules/compliance/index.ts";
import { findContact } from "#app/modules/contacts/index.ts";
import { activeSuppressions, consentStates, consentEventsOf } from "#app/modules/consent/index.ts";
import { openLink, tapRecorder } from "#app/modules/links/index.ts";
import type { Jobs } from "#app/ports/jobs.ts";
import type { Log } from "#app/ports/log.ts";
import { type QueueHome, queueHome } from "#test/support/queue-home.ts";
import {
  findIn,
  type Needles,
  scanDatabase,
  scanFiles,
  scanRedis,
  scanSealed,
  spellings,
} from "./privacy-scan.ts";
import { startStories, type Stories } from "./stories.ts";
import { newMail, newPhone, nextMorning, startStory, type Story } from "./story-kit.ts";

let stories: Stories;
let story: Story;
let home: QueueHome;
let producer: Producer;
const logged: string[] = [];
const temporary = mkdtempSync(join(tmpdir(), "beckon-erasure-"));
const TMPDIR = process.env["TMPDIR"];

/** Stricter than ours, which hides some fields: every word that anybody logs is kept. */
const note = (level: string) => (event: string, fields?: Record<string, unknown>) => {
  logged.push(JSON.stringify({ level, event, ...fields }));
};
const listening: Log = {
  debug: note("debug"),
  info: note("info"),
  warn: note("warn"),
  error: note("error"),
};

/** What is added stands in the real queue, and is kept for the kit beside it. */
function both(kept: Jobs): Jobs {
  return {
    enqueue: async (job, payload, options) => {
      await kept.enqueue(job, payload, options);
      await producer.enqueue(job, payload, { ...options, delayMs: 3_600_000 });
    },
  };
}

beforeAll(async () => {
  process.env["TMPDIR"] = temporary;
  stories = await startStories();
  home = queueHome(stories, 7);
  await home.lose();
  producer = openProducer(home.open(), listening);
  stories.deps.log = listening;
  stories.deps.jobs = both(stories.jobs);
  story = await startStory(stories);
});
afterAll(async () => {
  await home.lose();
  await producer.close();
  await tapRecorder(stories.deps).flush();
  await stories.close();
  if (TMPDIR === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = TMPDIR;
});
beforeEach(() => nextMorning(stories));

async function scan(needles: Needles) {
  const wanted = spellings(needles);
  const sealed = await scanSealed(stories.deps, stories.owner, wanted);
  return {
    ...sealed,
    found: [
      ...sealed.found,
      ...(await scanDatabase(stories.owner, wanted)),
      ...(await scanRedis(home.redisUrl, wanted)),
      ...findIn("log", logged.join("\n"), wanted),
      ...scanFiles(temporary, wanted),
    ],
  };
}

const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15";

/** A shopper who does everything that leaves a trace: cart, tick, message, tap, answer, order. */
async function lively() {
  const [phone, email] = [newPhone(), newMail()];
  const customerId = randomInt(10 ** 9, 10 ** 12);
  const [firstName, words] = [`Xaver${randomInt(10 ** 6)}`, `Quittengelb ${randomUUID()}`];
  await story.shopify("customers", { id: customerId, email, phone, firstName });
  await story.work();
  const cart = await story.checkout({ email, firstName, customerId, shippingPhone: phone });
  await story.tick(phone, cart.token);
  await story.remind();
  const [sent] = await story.accepted(phone);
  await story.status(sent?.wamid, "delivered");
  const { rows } = await stories.owner.query<{ code: string }>(
    "select code from link l join message m on m.id = l.message_id where m.checkout_token = $1",
    [cart.token],
  );
  const code = rows[0]?.code ?? "";
  await openLink(stories.deps, {
    code,
    method: "GET",
    userAgent: IPHONE,
    purposeHeaders: [],
    ip: randomUUID(),
  });
  await tapRecorder(stories.deps).flush();
  await story.inbound(phone, { text: words });
  const orderId = await story.order({ checkoutToken: cart.token, email, phone, customerId });
  const needles: Needles = { phone, texts: [email, firstName, words, String(customerId)] };
  return {
    phone,
    email,
    customerId,
    firstName,
    words,
    cart,
    code,
    orderId,
    needles,
    wamid: sent?.wamid,
  };
}

const contactIdOf = async (phone: string) => {
  const { deps } = stories;
  const identifiers = [{ kind: "phone" as const, value: phone }];
  const found = await deps.db.inShop(story.shopId, (tx) =>
    findContact(deps, tx, { shopId: story.shopId, identifiers }),
  );
  return found?.id ?? "";
};

const redact = async (customerId: number) => {
  await story.shopify("compliance", { topic: "customers/redact", customerId });
  await story.work();
};

describe("after customers/redact", () => {
  test("nothing that we can read names the person: tables, sealed values, queue, logs, files", async () => {
    const person = await lively();
    const before = await scan(person.needles);
    // The scan sees what is there to be seen, and a live person's data stand nowhere in the open.
    expect(new Set(before.found.map((one) => one.split(":")[0]))).toEqual(
      new Set([
        "checkout.person (opened)",
        "contact.first_name (opened)",
        "contact_identifier.sealed (opened)",
        "consent_event.evidence (opened)",
        "inbound_message.body (opened)",
        "intake_event.body (opened)",
        "message.payload (opened)",
        "public.message",
        "public.inbound_message",
      ]),
    );
    const contactId = await contactIdOf(person.phone);
    await redact(person.customerId);
    stories.clock.forward({ minutes: 1 });
    await repeatErasures(stories.deps, story.shopId);
    const after = await scan(person.needles);
    expect(after.found).toEqual([]);
    expect(after.opened).toBeGreaterThan(0);
    expect(after.lost).toBeGreaterThan(0); // the ledger's evidence
    const events = await stories.deps.db.inShop(story.shopId, (tx) =>
      consentEventsOf(tx, story.shopId, contactId),
    );
    expect(events.map(({ kind }) => kind)).toContain("granted");
    const { rows } = await stories.owner.query(
      "select state, kind, source, people from privacy_request where shop_id = $1 order by received_at desc limit 1",
      [story.shopId],
    );
    expect(rows).toEqual([{ state: "done", kind: "redact", source: "shopify", people: 1 }]);
  });

  test("what was on its way brings nothing back", async () => {
    const person = await lively();
    const { cart, phone, needles } = person;
    // Acknowledged before the erasure, processed after it.
    await story.inbound(phone, { text: `${person.words} wirklich` }, false);
    await story.checkout(
      { token: cart.token, email: person.email, firstName: person.firstName, shippingPhone: phone },
      false,
    );
    await erasePerson(
      stories.deps,
      { shopId: story.shopId, identifiers: [{ kind: "phone", value: phone }], orderIds: [] },
      { reason: "merchant" },
    );
    await story.work();
    // Later still: Shopify changes the old checkout and the order once more, WhatsApp reports a read.
    stories.clock.forward({ minutes: 5 });
    await story.checkout({
      token: cart.token,
      email: person.email,
      firstName: person.firstName,
      shippingPhone: phone,
      customerId: person.customerId,
    });
    await story.status(person.wamid, "read");
    await repeatErasures(stories.deps, story.shopId);
    expect((await scan(needles)).found).toEqual([]);
    expect(await contactIdOf(phone)).toBe("");
  });

  test("a message that was planned ends with its reason, and nothing is sent any more", async () => {
    const cart = await story.leftCart({ firstName: "Ylvie" });
    stories.clock.forward({ hours: 2, seconds: 1 });
    await story.plan();
    expect(await story.messages(cart.token)).toMatchObject([{ state: "planned" }]);
    const contactId = await contactIdOf(cart.phone);
    await stories.deps.db.inShop(story.shopId, (tx) =>
      eraseContact(stories.deps, tx, { shopId: story.shopId, contactId }, { reason: "merchant" }),
    );
    await story.remind(30);
    expect(await story.messages(cart.token)).toMatchObject([
      { state: "skipped", reason: "person_erased" },
    ]);
    expect(await story.accepted(cart.phone)).toEqual([]);
    expect(await story.checkoutRow(cart.token)).toMatchObject({
      next_reminder_at: null,
      open_series: 0,
    });
  });

  test("the keyed hash forbids messages until the person agrees anew by themselves", async () => {
    const cart = await story.leftCart();
    const who = { shopId: story.shopId, orderIds: [] };
    const identifiers = [{ kind: "phone" as const, value: cart.phone }];
    await erasePerson(stories.deps, { ...who, identifiers }, { reason: "merchant" });
    const hash = stories.deps.vault.hash(story.shopId, "phone", cart.phone);
    const why = () =>
      stories.deps.db.inShop(story.shopId, (tx) => activeSuppressions(tx, story.shopId, [hash]));
    expect((await why()).size).toBe(1);
    stories.clock.forward({ hours: 1 });
    const again = await story.checkout({ email: cart.email });
    // Anybody can type the number; only a message from it is the person's own act.
    await story.tick(cart.phone, again.token);
    await story.remind();
    expect((await why()).size).toBe(1);
    expect(await story.accepted(cart.phone)).toEqual([]);
    await story.pull(cart.phone);
    expect((await why()).size).toBe(0);
  });

  test("the ledger says that the consent ended, and the amounts stay", async () => {
    const person = await lively();
    const contactId = await contactIdOf(person.phone);
    await redact(person.customerId);
    const states = await stories.deps.db.inShop(story.shopId, (tx) =>
      consentStates(tx, story.shopId, [contactId]),
    );
    expect(states.get(contactId)?.get("reminders")?.state).toBe("withdrawn");
    const { rows } = await stories.owner.query<{ person_hashes: string[]; total: string }>(
      "select person_hashes, total_minor::text as total from shop_order where shop_id = $1 and shopify_id = $2",
      [story.shopId, person.orderId],
    );
    expect(rows[0]?.person_hashes).toEqual([]);
    expect(Number(rows[0]?.total)).toBeGreaterThan(0);
  });

  test("a visitor who never agreed to anything is erased from checkouts and orders too", async () => {
    const [email, phone] = [newMail(), newPhone()];
    const customerId = randomInt(10 ** 9, 10 ** 12);
    await story.shopify("customers", { id: customerId, email, phone, firstName: "Zölestine" });
    await story.checkout({ email, firstName: "Zölestine", customerId, shippingPhone: phone });
    await redact(customerId);
    await repeatErasures(stories.deps, story.shopId);
    expect((await scan({ phone, texts: [email, "Zölestine"] })).found).toEqual([]);
  });

  test("erasing twice changes nothing more, and somebody nobody knows is nobody", async () => {
    const person = await lively();
    await redact(person.customerId);
    await redact(person.customerId);
    const stranger = randomInt(10 ** 9, 10 ** 12);
    await story.shopify("customers", { id: stranger, email: newMail() });
    await story.work();
    await redact(stranger);
    const { rows } = await stories.owner.query<{ state: string }>(
      "select state from privacy_request where shop_id = $1 and kind = 'redact' order by received_at desc, id desc limit 3",
      [story.shopId],
    );
    expect(rows.map(({ state }) => state)).toEqual(["nobody", "nobody", "done"]);
  });
});
