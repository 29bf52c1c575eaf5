import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { consentTopics, type ConsentTopic } from "#app/modules/consent/consent.types.ts";
import { consentStates } from "#app/modules/consent/index.ts";
import { decideAnswer, listAnswers } from "#app/modules/conversations/index.ts";
import { blockPerson, withdrawForPerson } from "#app/modules/preferences/index.ts";
import { planReminder } from "./messaging-person.ts";
import { offerWayOutByLink, tokenOfMessage, visitByProxy, visitPage } from "./preferences-kit.ts";
import { newMail, newPhone, nextMorning } from "./story-kit.ts";
import { shopifyArrives } from "./stories.ts";
import { asMetaWrites, postShopify, postWhatsApp } from "./web-kit.ts";
import { newWamid, startWire, waId, type Wire } from "./wire-kit.ts";

/**
 * Every way out, from the wire: two messages are planned for the person, of two topics; the person says no;
 * from the answer on nothing leaves that the no was about, before any job has read it, and what was planned
 * ends with its reason.
 */

let wire: Wire;
beforeAll(async () => {
  wire = await startWire();
  await offerWayOutByLink(wire.story);
});
afterAll(() => wire.close());

interface Subject {
  phone: string;
  contactId: string;
  customerId: number;
  /** behind the message that they got before */
  token: string;
  wamid: string;
  checkoutToken: string;
}

const STAFF = "gid://shopify/StaffMember/1";
const madeSchema = z.object({ customer: z.object({ id: z.number() }) });
const url = () => wire.stories.deps.appUrl;

async function contactOf(phone: string): Promise<string> {
  const { deps, owner } = wire.stories;
  const { rows } = await owner.query<{ contact_id: string }>(
    "select contact_id from contact_identifier where hash = $1",
    [deps.vault.hash(wire.story.shopId, "phone", phone)],
  );
  return rows[0]?.contact_id ?? "";
}

/** Somebody with a customer account who agreed to everything and has had one reminder, with its way out as a link. */
async function subject(): Promise<Subject> {
  const { story, stories } = wire;
  nextMorning(stories);
  const phone = newPhone();
  const made = madeSchema.parse(await story.shopify("customers", { phone }));
  const customerId = made.customer.id;
  const { token: checkoutToken } = await story.checkout({ email: newMail(), customerId });
  await story.tick(phone, checkoutToken);
  await story.remind(2);
  const token = await tokenOfMessage(story, phone);
  const wamid = (await story.accepted(phone)).at(-1)?.wamid ?? "";
  return { phone, contactId: await contactOf(phone), customerId, token, wamid, checkoutToken };
}

interface Planned {
  reminders: string;
  recommendations: string;
}

/** Two more messages, due now. */
async function plan({ phone, contactId }: Subject): Promise<Planned> {
  const { deps, clock } = wire.stories;
  clock.forward({ hours: 24 });
  const { shopId } = wire.story;
  const hash = deps.vault.hash(shopId, "phone", phone);
  const who = { contactId, dataKey: new Uint8Array(), phone, hash };
  const of = { shopId, numberId: wire.numberId, who };
  const planned = async (topic: "reminders" | "recommendations") => {
    const id = await planReminder(deps, { ...of, change: { topic } });
    // It was bought nowhere, says Shopify of a moment ago: only the "no" can hold it.
    const known = "update message set purchase_checked_at = $2 where id = $1";
    await wire.stories.owner.query(known, [id, clock.now()]);
    return id;
  };
  return {
    reminders: await planned("reminders"),
    recommendations: await planned("recommendations"),
  };
}

async function row(id: string) {
  const { rows } = await wire.stories.owner.query<{ state: string; reason: string | null }>(
    "select state, reason from message where id = $1",
    [id],
  );
  return rows[0];
}

/** What was sent to them as a template, without what answers their no. */
async function advertised(phone: string): Promise<number> {
  const all = await wire.story.accepted(phone);
  const answers = /opt_out_confirmation|double_opt_in/;
  return all.filter(({ template }) => template !== null && !answers.test(template)).length;
}

async function on(contactId: string): Promise<ConsentTopic[]> {
  const { deps } = wire.stories;
  const { shopId } = wire.story;
  const all = await deps.db.inShop(shopId, (tx) => consentStates(tx, shopId, [contactId]));
  const own = all.get(contactId);
  return consentTopics.filter((topic) => own?.get(topic)?.state === "granted");
}

async function lastSource(contactId: string): Promise<string | undefined> {
  const { rows } = await wire.stories.owner.query<{ source: string }>(
    `select source from consent_event where contact_id = $1 and kind = 'withdrawn'
     order by recorded_at desc, id desc limit 1`,
    [contactId],
  );
  return rows[0]?.source;
}

async function meta(field: string, parts: object): Promise<number> {
  const changes = [{ field, value: wire.value(parts) }];
  const entry = [{ id: wire.wabaId, time: wire.now(), changes }];
  const body = asMetaWrites({ object: "whatsapp_business_account", entry });
  return (await postWhatsApp({ url: url() }, { body })).status;
}

function said(phone: string, message: object): Promise<number> {
  const contacts = [
    { profile: { name: "Mara" }, wa_id: waId(phone), user_id: `DE.${waId(phone)}` },
  ];
  const timestamp = String(wire.now());
  const one = { from: waId(phone), id: newWamid(), timestamp, ...message };
  return meta("messages", { contacts, messages: [one] });
}

const text = (body: string) => ({ type: "text", text: { body } });
const writes =
  (words: string) =>
  ({ phone }: Subject) =>
    said(phone, text(words));

function preference(value: "stop" | "resume") {
  return ({ phone }: Subject) =>
    meta("user_preferences", {
      contacts: [{ wa_id: waId(phone), user_id: `DE.${waId(phone)}` }],
      user_preferences: [
        {
          wa_id: waId(phone),
          user_id: `DE.${waId(phone)}`,
          detail: `User requested to ${value} marketing messages`,
          category: "marketing_messages",
          value,
          timestamp: wire.now(),
        },
      ],
    });
}

const stopsAtMeta = preference("stop");

const failed =
  (code: number) =>
  ({ phone, wamid }: Subject) =>
    meta("messages", {
      statuses: [
        {
          id: wamid,
          status: "failed",
          timestamp: String(wire.now()),
          recipient_id: waId(phone),
          errors: [{ code, title: "User's number has stopped marketing messages" }],
        },
      ],
    });

const onPage =
  (wish: string) =>
  async ({ token }: Subject) =>
    (await visitPage(url(), token, { body: `stop=${wish}` })).status;

const onProxyPage =
  (wish: string) =>
  async ({ token }: Subject) => {
    const { domain } = wire.story;
    return (await visitByProxy(url(), { token, shop: domain }, { body: `stop=${wish}` })).status;
  };

const byMerchant =
  (wish: "all" | "recommendations") =>
  async ({ contactId }: Subject) => {
    const by = { shopId: wire.story.shopId, staffId: STAFF };
    const wished = { contactId, wish, channel: "phone" as const, reason: "hat angerufen" };
    return (await withdrawForPerson(wire.stories.deps, by, wished)) ? 200 : 404;
  };

async function untick({ phone, checkoutToken }: Subject): Promise<number> {
  const change = { granted: false, topics: [] };
  const answer = await wire.story.tick(phone, checkoutToken, change);
  return answer.outcome === "refused" ? answer.status : 200;
}

/** Shopify's webhook is acknowledged by our web process before this resolves. */
async function nativeNo({ customerId }: Subject): Promise<number> {
  await wire.story.shopify("consent", { customerId, state: "UNSUBSCRIBED" });
  await shopifyArrives(wire.stories);
  return 200;
}

/** "perhaps", and a human who decides. */
async function meantStop(one: Subject): Promise<number> {
  const status = await said(one.phone, text("Es reicht langsam"));
  await wire.story.work();
  const { deps } = wire.stories;
  const { shopId } = wire.story;
  const { open } = await listAnswers(deps, { shopId, staffId: STAFF });
  const answer = open.find(({ contactId }) => contactId === one.contactId);
  await decideAnswer(deps, { shopId, id: answer?.id ?? "", verdict: "stop", by: STAFF });
  return status;
}

type WayOut = [
  name: string,
  act: (who: Subject) => Promise<number>,
  source: string,
  change?: { topic?: "reminders" | "recommendations"; replied?: boolean; reason?: string },
];

/** A tap, nine languages, Meta, Shopify, two pages, the merchant, the checkout. */
const WAYS: WayOut[] = [
  [
    "the button of a message",
    ({ phone, wamid }) =>
      said(phone, {
        type: "button",
        button: { text: "Keine Werbung mehr", payload: "opt_out" },
        context: { id: wamid },
      }),
    "whatsapp_button",
  ],
  ["STOP", writes("STOP"), "whatsapp_message"],
  ["a no in English", writes("please unsubscribe me"), "whatsapp_message"],
  ["a no in German", writes("Bitte keine Werbung mehr!"), "whatsapp_message"],
  ["a no in French", writes("Je ne veux plus recevoir vos messages"), "whatsapp_message"],
  ["a no in Spanish", writes("No quiero recibir más mensajes"), "whatsapp_message"],
  ["a no in Italian", writes("Non voglio più ricevere messaggi"), "whatsapp_message"],
  ["a no in Dutch", writes("Stuur me geen reclame meer"), "whatsapp_message"],
  ["a no in Portuguese", writes("Não quero mais receber mensagens"), "whatsapp_message"],
  ["a no in Polish", writes("Nie chcę więcej wiadomości"), "whatsapp_message"],
  ["a no in Turkish", writes("Artık mesaj göndermeyin"), "whatsapp_message"],
  ["a sign", writes("🛑"), "whatsapp_message"],
  [
    "a no to reminders alone",
    writes("Keine Erinnerungen mehr"),
    "whatsapp_message",
    { topic: "reminders", replied: true },
  ],
  // Whoever writes is answered by people first: that alone has ended what was planned.
  [
    "what may be a no, once a human has read it",
    meantStop,
    "merchant",
    { replied: true, reason: "replied" },
  ],
  ["Meta's own stop", stopsAtMeta, "whatsapp_preferences"],
  ["error 131050", failed(131050), "whatsapp_error"],
  ["Shopify's own unsubscribe", nativeNo, "shopify_native"],
  ["the page behind the message", onPage("all"), "preference_page"],
  ["the page, reminders only", onPage("reminders"), "preference_page", { topic: "reminders" }],
  [
    "the page, recommendations only",
    onPage("recommendations"),
    "preference_page",
    { topic: "recommendations" },
  ],
  ["the page on the shop's own domain", onProxyPage("all"), "preference_page"],
  [
    "the page on the shop's own domain, one topic",
    onProxyPage("reminders"),
    "preference_page",
    { topic: "reminders" },
  ],
  ["the merchant's button", byMerchant("all"), "merchant"],
  [
    "the merchant's button, one topic",
    byMerchant("recommendations"),
    "merchant",
    { topic: "recommendations" },
  ],
  ["the tick taken back", untick, "checkout"],
];

describe("a no", () => {
  test.each(WAYS)("by %s is heard at once", async (_name, act, source, change = {}) => {
    const { topic, replied, reason = "consent_withdrawn" } = change;
    const who = await subject();
    const planned = await plan(who);
    const before = await advertised(who.phone);
    expect(await act(who)).toBe(200);
    // The request is answered. No job has run, and the dispatcher looks right now.
    await wire.story.send();
    const sentAtOnce = (await advertised(who.phone)) - before;
    const other = topic === "reminders" ? planned.recommendations : planned.reminders;
    const goesOn = topic !== undefined && !replied;
    const isWebhook = (await row(other))?.state === "planned";
    expect(sentAtOnce).toBe(goesOn && !isWebhook ? 1 : 0);
    await wire.story.work();
    const ended =
      topic === undefined ? [planned.reminders, planned.recommendations] : [planned[topic]];
    for (const id of ended) {
      expect(await row(id)).toEqual({ state: "skipped", reason });
    }
    const left = consentTopics.filter((one) => topic !== undefined && one !== topic);
    expect(await on(who.contactId)).toEqual(left);
    expect(await lastSource(who.contactId)).toBe(source);
    wire.stories.clock.forward({ minutes: 30 });
    await wire.story.send();
    expect((await advertised(who.phone)) - before).toBe(goesOn ? 1 : 0);
  });

  test("to advertising at Meta stays when Meta takes it back: that was not said to the shop", async () => {
    const who = await subject();
    await stopsAtMeta(who);
    await wire.story.work();
    await preference("resume")(who);
    await wire.story.work();
    expect(await on(who.contactId)).toEqual([]);
  });

  test("of the merchant's to a person ends all messages, without touching what they agreed to", async () => {
    const who = await subject();
    const planned = await plan(who);
    const before = await advertised(who.phone);
    const asked = { shopId: wire.story.shopId, staffId: STAFF, contactId: who.contactId };
    expect(await blockPerson(wire.stories.deps, asked, true)).toBe(true);
    await wire.story.send();
    expect(await row(planned.reminders)).toEqual({ state: "skipped", reason: "suppressed" });
    expect(await row(planned.recommendations)).toEqual({ state: "skipped", reason: "suppressed" });
    expect(await advertised(who.phone)).toBe(before);
    expect(await on(who.contactId)).toEqual(consentTopics);
    await wire.story.tick(who.phone, who.checkoutToken);
    const blocked = await plan(who);
    await wire.story.send();
    expect(await row(blocked.reminders)).toMatchObject({ reason: "suppressed" });
    await blockPerson(wire.stories.deps, asked, false);
    const free = await plan(who);
    await wire.story.work(); // what the stand-ins still told meanwhile would hold the person
    await wire.story.send();
    expect(await row(free.reminders)).toEqual({ state: "accepted", reason: null });
    const { rows } = await wire.stories.owner.query(
      "select action, staff_id from access_log where contact_id = $1 and action like '%blocked' order by at, id",
      [who.contactId],
    );
    expect(rows).toEqual([
      { action: "blocked", staff_id: STAFF },
      { action: "unblocked", staff_id: STAFF },
    ]);
  });

  test("of a person who blocks the number is seen as undelivered twice, and then nothing more is tried", async () => {
    const who = await subject();
    await failed(131026)(who);
    await wire.story.work();
    wire.stories.clock.forward({ hours: 8 * 24 });
    const second = await plan(who);
    await wire.story.send();
    const { rows } = await wire.stories.owner.query<{ wamid: string }>(
      "select wamid from message where id = any($1) and wamid is not null",
      [[second.reminders, second.recommendations]],
    );
    await failed(131026)({ ...who, wamid: rows[0]?.wamid ?? "" });
    await wire.story.work();
    const third = await plan(who);
    await wire.story.send();
    expect(await row(third.reminders)).toEqual({ state: "skipped", reason: "unreachable" });
  });

  test("of somebody in another shop, or of nobody, is not the merchant's to write down", async () => {
    const by = { shopId: await wire.stories.addShop(), staffId: STAFF };
    const who = await subject();
    const wished = { wish: "all", channel: "email", reason: "" } as const;
    const { deps } = wire.stories;
    expect(await withdrawForPerson(deps, by, { ...wished, contactId: who.contactId })).toBe(false);
    expect(await withdrawForPerson(deps, by, { ...wished, contactId: randomUUID() })).toBe(false);
    expect(await on(who.contactId)).toEqual(consentTopics);
  });
});

test("Shopify signs what it posts, or it is no way out for strangers", async () => {
  const body = JSON.stringify({ id: 1 });
  const headers = { "X-Shopify-Hmac-Sha256": "AAAA" };
  const answer = await postShopify({ url: url() }, { domain: wire.story.domain, body, headers });
  expect(answer.status).toBe(401);
});
