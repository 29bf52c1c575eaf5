import { createHmac, randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { optInBody } from "#test/support/opt-ins.ts";
import { SECRET, startTestWeb, type TestWeb } from "./web-kit.ts";

let world: TestWeb;
let domain = "";
let shopId = "";
let phone = "";

beforeAll(async () => {
  world = await startTestWeb({ settings: { TRUSTED_PROXIES: "" } });
});
afterAll(() => world.close());
beforeEach(async () => {
  domain = `${randomUUID()}.myshopify.com`;
  shopId = await world.addShop({ domain });
  phone = `+49151${randomInt(10_000_000, 99_999_999)}`;
});

/** The query as Shopify's app proxy writes it. */
function query(change: Record<string, string> = {}, secret = SECRET): string {
  const params = new URLSearchParams({
    shop: domain,
    logged_in_customer_id: "",
    path_prefix: "/apps/beckon",
    timestamp: String(Math.floor(Date.now() / 1000)),
    ...change,
  });
  const names = [...params.keys()].toSorted();
  const text = names.map((name) => `${name}=${params.get(name) ?? ""}`).join("");
  params.set("signature", createHmac("sha256", secret).update(text).digest("hex"));
  return params.toString();
}

interface Wish {
  query?: string;
  type?: string;
  ip?: string;
}

function post(body: string, wish: Wish = {}) {
  world.clock.forward({ seconds: 1 });
  return fetch(`${world.url}/proxy/opt-in?${wish.query ?? query()}`, {
    method: "POST",
    headers: {
      "Content-Type": wish.type ?? "application/json",
      "X-Forwarded-For": wish.ip ?? `2001:db8:0:${randomInt(1, 65_000).toString(16)}::1`,
      "User-Agent": "Mozilla/5.0 (a shopper)",
    },
    body,
  });
}

/** What the block's script sends. */
function script(change: Record<string, unknown> = {}): string {
  const { shownText, wordingVersion } = optInBody();
  const words = { wordingVersion, locale: "de", shownText, extensionVersion: "1.0.0" };
  const own = { v: 1, requestId: randomUUID(), granted: true, phone, country: "DE" };
  return JSON.stringify({ ...own, ...words, ...change });
}

/** What the block's form sends where no script runs. */
function form(change: Record<string, string> = {}): string {
  const { shownText, wordingVersion } = optInBody();
  const fields = { phone, country: "DE", consent: "yes", granted: "true", locale: "de" };
  const words = { shown_text: shownText, wording_version: wordingVersion, extension_version: "1" };
  return new URLSearchParams({ ...fields, ...words, ...change }).toString();
}

const sendForm = (change: Record<string, string> = {}, wish: Wish = {}) =>
  post(form(change), { type: "application/x-www-form-urlencoded", ...wish });

interface Event {
  kind: string;
  topic: string | null;
  source: string;
  contact_id: string;
}

async function ledger(): Promise<Event[]> {
  const { rows } = await world.owner.query<Event>(
    `select kind, topic, source, contact_id from consent_event where shop_id = $1
     order by recorded_at, topic`,
    [shopId],
  );
  return rows;
}

const kinds = async () => (await ledger()).map(({ kind, topic }) => `${kind} ${topic}`);
const all = (kind: string) =>
  ["offers", "recommendations", "reminders", "tap_tracking"].map((topic) => `${kind} ${topic}`);

async function evidence(): Promise<unknown> {
  const { rows } = await world.owner.query<{ evidence: Buffer; data_key: Buffer; id: string }>(
    `select e.evidence, c.data_key, c.id from consent_event e join contact c on c.id = e.contact_id
     where e.shop_id = $1 limit 1`,
    [shopId],
  );
  const [row] = rows;
  if (!row) throw new Error("Nothing was recorded");
  const opened: unknown = JSON.parse(world.deps.vault.openFor(row.data_key, row.id, row.evidence));
  return opened;
}

describe("POST /proxy/opt-in from the block's script", () => {
  test("records a tick whose source is the storefront, with what was shown", async () => {
    const response = await post(script());
    expect([response.status, await response.json()]).toEqual([
      200,
      { outcome: "recorded", state: "granted" },
    ]);
    expect(await kinds()).toEqual(all("granted"));
    expect(new Set((await ledger()).map(({ source }) => source))).toEqual(new Set(["storefront"]));
    expect(await evidence()).toMatchObject({
      shownText: optInBody().shownText,
      place: "storefront",
      typedPhone: phone,
      userAgent: "Mozilla/5.0 (a shopper)",
    });
  });

  test("records the shopper's address, not the proxy's", async () => {
    await post(script(), { ip: "203.0.113.77" });
    expect(await evidence()).toMatchObject({ ip: "203.0.113.77" });
  });

  test("keeps as evidence who Shopify says is logged in, and gives that account no number", async () => {
    await post(script(), { query: query({ logged_in_customer_id: "4711" }) });
    expect(await evidence()).toMatchObject({ customerId: "4711" });
    const { rows } = await world.owner.query("select 1 from account_claim where shop_id = $1", [
      shopId,
    ]);
    expect(rows).toEqual([]);
  });

  test("takes an unticking back at once", async () => {
    await post(script());
    const response = await post(script({ granted: false }));
    expect(await response.json()).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect((await kinds()).slice(4)).toEqual(all("withdrawn"));
  });

  test("records the same request once, and the same words with another nonce anew", async () => {
    const body = script();
    await post(body);
    expect(await (await post(body)).json()).toEqual({ outcome: "repeated", state: "granted" });
    expect(await ledger()).toHaveLength(4);
    await post(script());
    expect(await ledger()).toHaveLength(8);
  });

  test("sent ten times at once is recorded once", async () => {
    const body = script();
    await Promise.all(Array.from({ length: 10 }, () => post(body)));
    expect(await ledger()).toHaveLength(4);
  });

  test("says pending to every number where numbers are confirmed, also to one that agreed before", async () => {
    await post(script());
    await world.owner.query("update shop set consent_settings = '{}' where id = $1", [shopId]);
    const known: unknown = await (await post(script())).json();
    const stranger: unknown = await (await post(script({ phone: "+4915799999999" }))).json();
    expect([known, stranger]).toEqual(
      Array.from({ length: 2 }, () => ({ outcome: "pending", state: "pending" })),
    );
  });

  test("answers an unticking of a number that nobody knows like any other", async () => {
    const response = await post(script({ granted: false }));
    expect(await response.json()).toEqual({ outcome: "recorded", state: "withdrawn" });
    expect(await ledger()).toEqual([]);
  });

  test("cannot name a place, a checkout, an account's number or a correction that is not its own", async () => {
    const victim = script();
    await post(victim);
    const contactId = (await ledger())[0]?.contact_id;
    const hostile = {
      place: "checkout",
      checkoutToken: "somebody-elses",
      ref: contactId,
      replacesPhone: phone,
      topics: ["offers"],
      phone: "+4915700000001",
    };
    expect((await post(script(hostile))).status).toBe(200);
    const second = (await ledger()).slice(4);
    expect(second.map(({ kind, topic }) => `${kind} ${topic}`)).toEqual(all("granted"));
    expect(second.every((event) => event.source === "storefront")).toBe(true);
    expect(second.some((event) => event.contact_id === contactId)).toBe(false);
  });
});

describe("POST /proxy/opt-in from the bare form", () => {
  test("records the tick and answers with a page in the shopper's language", async () => {
    const response = await sendForm();
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('<html lang="de">');
    expect(page).toContain("Gespeichert");
    expect(await kinds()).toEqual(all("granted"));
  });

  test.each([
    ["fr", "C’est enregistré"],
    ["pt-BR", "Salvo"],
    ["tr-TR", "Kaydedildi"],
  ])("speaks %s", async (locale, words) => {
    const { shownText } = optInBody({ locale: locale === "tr-TR" ? "tr" : locale });
    expect(await (await sendForm({ locale, shown_text: shownText })).text()).toContain(words);
  });

  test("withdraws without a tick", async () => {
    await sendForm();
    const page = await (await sendForm({ granted: "false", consent: "" })).text();
    expect(page).toContain("Deine Einwilligung ist widerrufen");
    expect((await kinds()).slice(4)).toEqual(all("withdrawn"));
  });

  test("asks for the tick when it is missing, and records nothing", async () => {
    const response = await sendForm({ consent: "" });
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining("Bitte kreuze zuerst das Kästchen an"),
    ]);
    expect(await ledger()).toEqual([]);
  });

  test("says in words when the number is incomplete", async () => {
    const response = await sendForm({ phone: "0151" });
    expect([response.status, await response.text()]).toEqual([
      422,
      expect.stringContaining("Diese Nummer ist nicht vollständig"),
    ]);
  });

  test("draws nothing of what was sent", async () => {
    const hostile = { phone: "<script>alert(1)</script>", locale: '"><script>', shown_text: "<b>" };
    expect(await (await sendForm(hostile)).text()).not.toContain("script>");
  });
});

const REFUSED: [name: string, send: () => Promise<Response>, status: number][] = [
  ["no signature", () => post(script(), { query: `shop=${domain}` }), 401],
  ["a guessed signature", () => post(script(), { query: query({}, "guessed") }), 401],
  [
    "an old signature",
    () =>
      post(script(), { query: query({ timestamp: String(Math.floor(Date.now() / 1000) - 120) }) }),
    401,
  ],
  [
    "a second shop in the query",
    () => post(script(), { query: `${query()}&shop=other.myshopify.com` }),
    401,
  ],
  [
    "a shop that has not installed the app",
    () => post(script(), { query: query({ shop: "nobody-here.myshopify.com" }) }),
    403,
  ],
  ["a body of another kind", () => post(script(), { type: "text/plain" }), 400],
  ["truncated JSON", () => post(script().slice(0, 50)), 400],
  ["JSON that is no object", () => post("[1]"), 400],
  ["no nonce", () => post(script({ requestId: undefined })), 400],
  ["a nonce that is none", () => post(script({ requestId: "x" })), 400],
  ["a zero byte", () => post(script({ phone: "\u0000" })), 400],
  ["words that are not the shop's", () => post(script({ shownText: "I agree" })), 400],
  ["no number", () => post(script({ phone: null })), 422],
  ["a number that is none", () => post(script({ phone: "12" })), 422],
  ["a body of 17 KB", () => post("x".repeat(17 * 1024)), 413],
  ["another method", () => fetch(`${world.url}/proxy/opt-in?${query()}`), 405],
];

describe("POST /proxy/opt-in refuses", () => {
  test.each(REFUSED)("%s", async (_name, send, status) => {
    expect((await send()).status).toBe(status);
    expect(await ledger()).toEqual([]);
  });
});

describe("POST /proxy/opt-in limits", () => {
  test("what one address may tick in a minute", async () => {
    const ip = `198.51.100.${randomInt(1, 254)}`;
    const answers = [];
    for (let n = 0; n < 130; n += 1) {
      const number = `+4915100${String(n).padStart(6, "0")}`;
      answers.push((await post(script({ phone: number }), { ip })).status);
    }
    expect(answers[0]).toBe(200);
    expect(answers).toContain(429);
  });

  test("what one address may untick in a minute: nobody takes back number after number", async () => {
    const ip = `198.51.100.${randomInt(1, 254)}`;
    const answers = [];
    for (let n = 0; n < 65; n += 1) {
      answers.push((await post(script({ granted: false }), { ip })).status);
    }
    expect(answers[0]).toBe(200);
    expect(answers).toContain(429);
    expect((await post(script({ granted: false }))).status).toBe(200);
  });

  test("how often one number is ticked in an hour, from wherever it comes", async () => {
    const answers = [];
    for (let n = 0; n < 42; n += 1) answers.push((await post(script())).status);
    expect(answers[0]).toBe(200);
    expect(answers).toContain(429);
    expect((await post(script({ granted: false }))).status).toBe(200);
  });
});
