import { createHmac, randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { addIdentifier, findContact, mergeContacts } from "#app/modules/contacts/index.ts";
import { recordConsent, saveWording } from "#app/modules/consent/index.ts";
import type { OptInBody } from "#app/modules/optin/opt-in.types.ts";
import { optInBody, sendOptIn } from "#test/support/opt-ins.ts";
import { API_KEY, SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

const ALL = ["reminders", "recommendations", "offers", "tap_tracking"] as const;

let world: TestWeb;
let domain = "";
let shopId = "";
let customer = "";
let phone = "";

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  shopId = await world.addShop({ domain });
  customer = String(randomInt(1_000_000, 9_999_999));
  phone = `+49151${randomInt(10_000_000, 99_999_999)}`;
});

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A session token as Shopify hands it to extensions; null: nobody is logged in. */
function token(of: string | null = customer, change: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const sub = of === null ? {} : { sub: `gid://shopify/Customer/${of}` };
  const claims = { dest: domain, aud: API_KEY, exp: now + 300, nbf: now, iat: now, ...sub };
  const content = `${base64({ alg: "HS256", typ: "JWT" })}.${base64({ ...claims, jti: randomUUID(), ...change })}`;
  return `${content}.${createHmac("sha256", SECRET).update(content).digest("base64url")}`;
}

const headers = (bearer: string) => ({
  Authorization: `Bearer ${bearer}`,
  Origin: "https://extensions.shopifycdn.com",
});

const get = (bearer = token()) => fetch(`${world.url}/api/opt-in`, { headers: headers(bearer) });

const viewSchema = z.object({
  shop: z.string(),
  wording: z.unknown(),
  numbers: z.array(
    z.object({ ref: z.string(), phone: z.string(), states: z.record(z.string(), z.string()) }),
  ),
});

async function view(of: string | null = customer) {
  const response = await get(token(of));
  expect(response.status).toBe(200);
  return viewSchema.parse(await response.json());
}

const statesOf = async (of: string = customer) =>
  (await view(of)).numbers.map(({ states }) => states);

async function post(change: Partial<OptInBody>, of: string | null = customer) {
  world.clock.forward({ seconds: 1 });
  const body = optInBody({ place: "customer_account", checkoutToken: null, phone, ...change });
  return fetch(`${world.url}/api/opt-in`, {
    method: "POST",
    headers: { ...headers(token(of)), "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const every = (state: string) => Object.fromEntries(ALL.map((topic) => [topic, state]));

const double = () =>
  world.owner.query("update shop set consent_settings = '{}' where id = $1", [shopId]);

const contactOf = (number: string) =>
  world.deps.db.inShop(shopId, (tx) =>
    findContact(world.deps, tx, { shopId, identifiers: [{ kind: "phone", value: number }] }),
  );

/** Shopify names this customer with a number that opted in as a guest. */
async function guestWhomShopifyKnows(): Promise<string> {
  await sendOptIn(world.deps, { domain, body: optInBody({ phone }) });
  const contact = await contactOf(phone);
  if (!contact) throw new Error("The guest left no trace");
  await world.deps.db.inShop(shopId, (tx) =>
    addIdentifier(world.deps, tx, contact, { kind: "customer", value: customer }),
  );
  return contact.id;
}

/** The phone itself answers: yes (confirmed), or no. */
async function phoneSays(kind: "confirmed" | "withdrawn", number = phone): Promise<void> {
  world.clock.forward({ seconds: 2 });
  const contact = await contactOf(number);
  if (!contact) throw new Error("Nobody has this number");
  const identifierHash = world.deps.vault.hash(shopId, "phone", number);
  const who = { shopId, contactId: contact.id, dataKey: contact.dataKey };
  const at = world.clock.now();
  const said = { kind, source: "whatsapp_message", identifierHash, at } as const;
  const entries = ALL.map((topic) => ({ ...said, topic }));
  await world.deps.db.inShop(shopId, (tx) => recordConsent(world.deps, tx, who, entries));
}

async function lastEvents(): Promise<string[]> {
  const { rows } = await world.owner.query<{ kind: string; topic: string | null; source: string }>(
    `select kind, topic, source from consent_event where shop_id = $1 and recorded_at =
       (select max(recorded_at) from consent_event where shop_id = $1)`,
    [shopId],
  );
  return rows.map(({ kind, topic, source }) => `${kind} ${topic} ${source}`).toSorted();
}

describe("GET /api/opt-in", () => {
  test("shows the customer where the number stands that Shopify knows as theirs, masked", async () => {
    const ref = await guestWhomShopifyKnows();
    expect(await view()).toEqual({
      shop: "Leinenwerk",
      wording: null,
      numbers: [{ ref, phone: `+49…${phone.slice(-3)}`, states: every("granted") }],
    });
  });

  test("brings the sentence that the merchant wrote, and takes it as shown", async () => {
    const text = optInBody().shownText.replace("Leinenwerk", "{{shop}}");
    const sentence = text
      .replace("Datenschutzerklärung", "{{privacy}}")
      .replace("Ja,", "Ja bitte,");
    const wording = { sentence: sentence.replace("Leinenwerk", "{{shop}}"), privacyPolicy: "DSE" };
    const saved = await saveWording(world.deps, { shopId, locale: "de", wording, staffId: "1" });
    expect(saved).toMatchObject({ ok: true });
    const { wording: shown } = await view();
    const own = z
      .object({ version: z.string(), locales: z.object({ de: z.object({ text: z.string() }) }) })
      .parse(shown);
    expect(own.locales.de.text).toBe(wording.sentence);
    const shownText = wording.sentence
      .replaceAll("{{shop}}", "Leinenwerk")
      .replace("{{privacy}}", "DSE");
    expect((await post({ shownText, wordingVersion: own.version })).status).toBe(200);
  });

  test("shows nothing to a customer who has nothing", async () => {
    expect(await view()).toEqual({ shop: "Leinenwerk", wording: null, numbers: [] });
  });

  test("shows nothing of another customer of the same shop, nor of another shop's", async () => {
    await guestWhomShopifyKnows();
    expect((await view("999")).numbers).toEqual([]);
    domain = `${randomUUID()}.myshopify.com`;
    await world.addShop({ domain });
    expect((await view()).numbers).toEqual([]);
  });

  test("is for nobody who is not logged in, readable for the extension", async () => {
    const response = await get(token(null));
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toMatchObject({ error: { code: "customer_missing" } });
  });

  test.each([
    ["no token", () => fetch(`${world.url}/api/opt-in`)],
    ["another app's token", () => get(token(customer, { aud: "another" }))],
    ["an expired token", () => get(token(customer, { exp: Math.floor(Date.now() / 1000) - 60 }))],
  ])("answers 401 to %s", async (_name, send) => {
    expect((await send()).status).toBe(401);
  });

  test("answers 403 where the app is not installed", async () => {
    expect((await get(token(customer, { dest: "nobody-here.myshopify.com" }))).status).toBe(403);
  });

  test("is not cached, and slows a customer who asks all the time", async () => {
    const first = await get();
    expect(first.headers.get("cache-control")).toBe("no-store");
    const answers = [];
    for (let n = 0; n < 125; n += 1) answers.push((await get()).status);
    expect(answers).toContain(429);
  });
});

describe("a number that a customer types in their account", () => {
  test("is an opt-in like any other, from the customer account", async () => {
    expect(await (await post({})).json()).toEqual({ outcome: "recorded", state: "granted" });
    expect(await lastEvents()).toEqual(
      ALL.map((topic) => `granted ${topic} customer_account`).toSorted(),
    );
    expect(await statesOf()).toEqual([every("granted")]);
  });

  test("waits for its confirmation on WhatsApp where the shop wants one", async () => {
    await double();
    await post({});
    expect(await statesOf()).toEqual([every("pending")]);
    await phoneSays("confirmed");
    expect(await statesOf()).toEqual([every("granted")]);
    await phoneSays("withdrawn");
    expect(await statesOf()).toEqual([every("withdrawn")]);
  });

  test("tells nothing of what a stranger with that number agreed to before", async () => {
    await double();
    await sendOptIn(world.deps, { domain, body: optInBody({ phone }) });
    await phoneSays("confirmed");
    await post({ topics: ["offers"], tapTracking: false });
    expect(await statesOf()).toEqual([{ ...every("none"), offers: "pending" }]);
  });

  test("stays a claim, although the checkout names this customer afterwards", async () => {
    await double();
    await sendOptIn(world.deps, { domain, body: optInBody({ phone }) });
    await phoneSays("confirmed");
    await post({ topics: ["offers"], tapTracking: false });
    const contact = await contactOf(phone);
    await world.deps.db.inShop(shopId, async (tx) => {
      if (contact)
        await addIdentifier(world.deps, tx, contact, { kind: "customer", value: customer });
    });
    expect(await statesOf()).toEqual([{ ...every("none"), offers: "pending" }]);
  });

  test("does not hide what Shopify knew before", async () => {
    await guestWhomShopifyKnows();
    await double();
    await post({ topics: ["offers"], tapTracking: true });
    expect(await statesOf()).toEqual([every("granted")]);
  });

  test("is still theirs after its contact turned out to be one person with an older one", async () => {
    const other = "+4915799999991";
    await sendOptIn(world.deps, { domain, body: optInBody({ phone: other }) });
    world.clock.forward({ hours: 1 });
    await post({});
    const [older, newer] = [await contactOf(other), await contactOf(phone)];
    if (!older || !newer) throw new Error("Two contacts were expected");
    const contactIds: [string, string] = [older.id, newer.id];
    const decided = { reason: "whatsapp_pair", decidedBy: "rule", staffId: null } as const;
    await world.deps.db.inShop(shopId, (tx) =>
      mergeContacts(world.deps, tx, { shopId, contactIds, ...decided }),
    );
    const [number] = (await view()).numbers;
    expect(number).toMatchObject({ phone: `+49…${phone.slice(-3)}`, states: every("granted") });
    const wish = { granted: false, ref: number?.ref ?? "", phone: null };
    expect((await post({ ...wish, topics: [], tapTracking: false })).status).toBe(200);
    expect(await statesOf()).toEqual([every("withdrawn")]);
  });

  test("belongs to no visitor who is not logged in", async () => {
    await post({ place: "order_status" }, null);
    expect((await view()).numbers).toEqual([]);
  });
});

describe("a switch in the account", () => {
  test("takes back one topic and nothing else", async () => {
    const ref = await guestWhomShopifyKnows();
    const response = await post({
      granted: false,
      ref,
      phone: null,
      topics: ["offers"],
      tapTracking: false,
    });
    expect(await response.json()).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect(await lastEvents()).toEqual(["withdrawn offers customer_account"]);
    expect(await statesOf()).toEqual([{ ...every("granted"), offers: "withdrawn" }]);
  });

  test("takes back the tracking of taps and nothing else", async () => {
    const ref = await guestWhomShopifyKnows();
    await post({ granted: false, ref, phone: null, topics: [], tapTracking: true });
    expect(await statesOf()).toEqual([{ ...every("granted"), tap_tracking: "withdrawn" }]);
  });

  test("takes back everything, whatever identifier of the person is used later", async () => {
    const ref = await guestWhomShopifyKnows();
    await post({ granted: false, ref, phone: null, topics: [], tapTracking: false });
    expect(await lastEvents()).toEqual(["withdrawn null customer_account"]);
    expect(await statesOf()).toEqual([every("withdrawn")]);
    const { rows } = await world.owner.query(
      "select 1 from suppression where shop_id = $1 and reason = 'opt_out' and lifted_at is null",
      [shopId],
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  test("only asks for a topic that was switched off: an account is not the phone", async () => {
    const ref = await guestWhomShopifyKnows();
    await post({ granted: false, ref, phone: null, topics: [], tapTracking: false });
    const wish = { ref, phone: null, topics: ["reminders" as const], tapTracking: false };
    expect(await (await post(wish)).json()).toMatchObject({ state: "pending" });
    expect(await statesOf()).toEqual([{ ...every("withdrawn"), reminders: "pending" }]);
  });

  test("waits for the phone's word where the shop wants one", async () => {
    const ref = await guestWhomShopifyKnows();
    await post({ granted: false, ref, phone: null, topics: ["offers"], tapTracking: false });
    await double();
    await post({ ref, phone: null, topics: ["offers"], tapTracking: true });
    expect(await statesOf()).toEqual([{ ...every("granted"), offers: "pending" }]);
  });

  test("of somebody else's number is refused, whoever asks", async () => {
    const ref = await guestWhomShopifyKnows();
    const wish = { granted: false, ref, phone: null };
    for (const stranger of ["999", null]) {
      const response = await post(wish, stranger);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: { code: "number_unknown" } });
    }
    expect((await post({ ...wish, ref: randomUUID() })).status).toBe(403);
    expect(await statesOf()).toEqual([every("granted")]);
  });

  test("without our words is refused when it agrees, and never when it takes back", async () => {
    const ref = await guestWhomShopifyKnows();
    expect((await post({ ref, phone: null, shownText: "yes" })).status).toBe(400);
    const back = { granted: false, ref, phone: null, shownText: "no" };
    expect((await post(back)).status).toBe(200);
  });
});
