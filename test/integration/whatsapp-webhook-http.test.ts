import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  asMetaWrites,
  postWhatsApp,
  startTestWeb,
  storedEvents,
  type TestWeb,
  VERIFY_TOKEN,
} from "./web-kit.ts";

let world: TestWeb;
let shopId = "";
let waba = "";
let connection = "";

async function connect(shop: string, secret?: string): Promise<{ waba: string; id: string }> {
  const [account, id] = [String(Math.floor(Math.random() * 1e15)), randomUUID()];
  const sealed = (text: string) => world.deps.vault.seal(text, `${shop}:whatsapp_number`);
  await world.owner.query(
    `insert into whatsapp_number (id, shop_id, waba_id, phone_number_id, display_phone, token, app_secret, updated_at)
     values ($1, $2, $3, $4, '+49 30 123456', $5, $6, now())`,
    [id, shop, account, `number-${account}`, sealed("token"), secret ? sealed(secret) : null],
  );
  return { waba: account, id };
}

beforeAll(async () => {
  world = await startTestWeb();
});
afterAll(() => world.close());
beforeEach(async () => {
  shopId = await world.addShop();
  ({ waba, id: connection } = await connect(shopId));
});

const inbound = (text: string, from = "4915112345678") => ({
  field: "messages",
  value: {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "4930123456", phone_number_id: "1065" },
    contacts: [{ profile: { name: "Mara" }, wa_id: from }],
    messages: [
      {
        from,
        id: `wamid.${randomUUID()}`,
        timestamp: "1763800000",
        type: "text",
        text: { body: text },
      },
    ],
  },
});
const status = (id = "wamid.OUR") => ({
  field: "messages",
  value: {
    metadata: { phone_number_id: "1065" },
    statuses: [{ id, status: "delivered", timestamp: "1763800042", recipient_id: "4915112345678" }],
  },
});
const postOf = (...entries: { id: string; changes: object[] }[]) =>
  asMetaWrites({ object: "whatsapp_business_account", entry: entries });

describe("GET /webhooks/whatsapp", () => {
  const ask = (token: string) =>
    fetch(
      `${world.url}/webhooks/whatsapp?${new URLSearchParams({
        "hub.mode": "subscribe",
        "hub.challenge": "1158201444",
        "hub.verify_token": token,
      })}`,
    );

  test("answers the challenge as plain text", async () => {
    const response = await ask(VERIFY_TOKEN);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect([response.status, await response.text()]).toEqual([200, "1158201444"]);
  });

  test("answers 403 to a wrong word, without the challenge", async () => {
    const response = await ask("guessed");
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain("1158201444");
  });
});

describe("POST /webhooks/whatsapp", () => {
  test("checks the raw bytes, whose umlauts Meta escapes", async () => {
    const body = postOf({ id: waba, changes: [inbound("Größe M, bitte 🙂")] });
    expect(body).toContain("\\u00f6");
    expect((await postWhatsApp(world, { body })).status).toBe(200);
    const [event] = await storedEvents(world, shopId);
    expect(event).toMatchObject({ source: "whatsapp", topic: "messages" });
    expect(
      world.deps.vault.open(event?.body ?? Buffer.alloc(0), `${shopId}:intake_event`),
    ).toContain("Größe M, bitte 🙂");
  });

  test("holds who writes, and nobody for an ordinary status", async () => {
    await postWhatsApp(world, { body: postOf({ id: waba, changes: [inbound("STOPP")] }) });
    await postWhatsApp(world, { body: postOf({ id: waba, changes: [status()] }) });
    const [message, delivered] = await storedEvents(world, shopId);
    expect(message?.holds).toEqual([world.deps.vault.hash(shopId, "phone", "+4915112345678")]);
    expect(delivered?.holds).toEqual([]);
  });

  test.each([
    ["a wrong signature", `sha256=${"0".repeat(64)}`],
    ["another form", "sha1=abc"],
    ["no signature", null],
  ])("answers 401 to %s and stores nothing", async (_name, signature) => {
    const body = postOf({ id: waba, changes: [inbound("Hi")] });
    expect((await postWhatsApp(world, { body, signature })).status).toBe(401);
    expect(await storedEvents(world, shopId)).toEqual([]);
  });

  test("splits a post that mixes accounts by shop, one event per change", async () => {
    const other = await world.addShop();
    const { waba: otherWaba } = await connect(other);
    const body = postOf(
      { id: waba, changes: [inbound("one"), inbound("two")] },
      { id: otherWaba, changes: [inbound("three")] },
    );
    expect((await postWhatsApp(world, { body })).status).toBe(200);
    expect(await storedEvents(world, shopId)).toHaveLength(2);
    expect(await storedEvents(world, other)).toHaveLength(1);
  });

  test("reads what stands beside something unreadable, and counts that", async () => {
    const entry: object[] = [
      { id: waba },
      { changes: [inbound("whose?")] },
      { id: waba, changes: [{ value: 1 }, inbound("STOPP")] },
    ];
    const body = asMetaWrites({ object: "whatsapp_business_account", entry });
    expect((await postWhatsApp(world, { body })).status).toBe(200);
    const [event, ...more] = await storedEvents(world, shopId);
    expect(more).toEqual([]);
    expect(event?.holds).toEqual([world.deps.vault.hash(shopId, "phone", "+4915112345678")]);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(/beckon_webhook_unstored_total\{what="whatsapp_unreadable"\} 1/);
  });

  test("keeps one of a post that is repeated", async () => {
    const body = postOf({ id: waba, changes: [inbound("again")] });
    await postWhatsApp(world, { body });
    expect((await postWhatsApp(world, { body })).status).toBe(200);
    expect(await storedEvents(world, shopId)).toHaveLength(1);
  });

  test("answers 200 for an account of nobody and counts it", async () => {
    const body = postOf({ id: "1", changes: [inbound("hello?")] });
    expect((await postWhatsApp(world, { body })).status).toBe(200);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(
      /beckon_webhook_unstored_total\{what="whatsapp_unknown_account"\} [1-9]/,
    );
  });

  test("answers 200 to what is no post of Meta's at all, and counts it", async () => {
    expect((await postWhatsApp(world, { body: "{" })).status).toBe(200);
    expect((await postWhatsApp(world, { body: '{"entry":"nonsense"}' })).status).toBe(200);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    expect(metrics).toMatch(/beckon_webhook_unstored_total\{what="whatsapp_unreadable"\} 3/);
  });
});

describe("POST /webhooks/whatsapp/:connection", () => {
  test("checks the secret of the merchant's own app, and takes that account only", async () => {
    const shop = await world.addShop();
    const own = await connect(shop, "secret of the merchant's app");
    const path = `/webhooks/whatsapp/${own.id}`;
    const body = postOf(
      { id: own.waba, changes: [inbound("mine")] },
      { id: waba, changes: [inbound("not mine")] },
    );
    expect((await postWhatsApp(world, { body, path })).status).toBe(401);
    const secret = "secret of the merchant's app";
    expect((await postWhatsApp(world, { body, path, secret })).status).toBe(200);
    expect(await storedEvents(world, shop)).toHaveLength(1);
    expect(await storedEvents(world, shopId)).toEqual([]);
  });

  test("uses our secret where the connection has none of its own", async () => {
    const body = postOf({ id: waba, changes: [inbound("hi")] });
    const path = `/webhooks/whatsapp/${connection}`;
    expect((await postWhatsApp(world, { body, path })).status).toBe(200);
    expect(await storedEvents(world, shopId)).toHaveLength(1);
  });

  test("answers 404 to a connection that does not exist", async () => {
    const path = `/webhooks/whatsapp/${randomUUID()}`;
    expect((await postWhatsApp(world, { body: "{}", path })).status).toBe(404);
  });
});
