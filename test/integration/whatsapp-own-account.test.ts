import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectionView, connectOwnAccount, refreshHealth } from "#app/modules/channel/index.ts";
import {
  type ConnectKit,
  OTHER,
  PHONE_ID,
  startConnectKit,
  TOKEN,
  WABA_ID,
} from "./connect-kit.ts";
import { asMetaWrites, postWhatsApp, storedEvents, WHATSAPP_SECRET } from "./web-kit.ts";

const APP_SECRET = "secret-of-their-own-app";
const account = { wabaId: WABA_ID, phoneNumberId: PHONE_ID, token: TOKEN, appSecret: APP_SECRET };

let kit: ConnectKit;
let shopId: string;
beforeEach(async () => {
  kit = await startConnectKit();
  shopId = await kit.addShop();
  await kit.control("number", { id: PHONE_ID, registered: true });
});
afterEach(() => kit.close());

const connect = (change: Partial<typeof account> = {}, shop = shopId) =>
  connectOwnAccount(kit.deps, shop, { ...account, ...change });
const view = async () => {
  const { number } = await connectionView(kit.deps, shopId);
  if (!number?.webhook) throw new Error("no connection of an own app");
  return { ...number, webhook: number.webhook };
};
const pathOf = async () => new URL((await view()).webhook.callbackUrl).pathname;

const change = (field: string, wabaId = WABA_ID) =>
  asMetaWrites({
    object: "whatsapp_business_account",
    entry: [
      {
        id: wabaId,
        changes: [
          {
            field,
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "4930", phone_number_id: PHONE_ID },
              messages: [
                {
                  from: "4915112345678",
                  id: "wamid.A",
                  timestamp: "1763800000",
                  type: "text",
                  text: { body: "STOPP" },
                },
              ],
            },
          },
        ],
      },
    ],
  });

describe("a merchant's own WhatsApp account", () => {
  it("is checked, subscribed, and waits: nothing is sent before a webhook has come", async () => {
    expect(await connect()).toMatchObject({ outcome: "connected" });
    expect((await kit.metaSees()).subscribed).toBe(true);
    const shown = await view();
    expect(shown).toMatchObject({ status: "waiting", reason: "waiting_for_webhook" });
    expect(shown.webhook.callbackUrl).toBe(`${kit.url}/webhooks/whatsapp/${shown.id}`);
    expect(shown.webhook.verifyToken).toMatch(/^[\w-]{24}$/);
  });

  it("goes on at once when Meta has verified the address and a signed message has come in", async () => {
    await connect();
    const { webhook } = await view();
    const own = { appSecret: APP_SECRET, ...webhook };
    const told = await kit.control("own-app", { wabaId: WABA_ID, ...own });
    expect(told).toMatchObject({ verified: true });
    expect(await view()).toMatchObject({ status: "waiting" });
    await kit.control("inbound", { from: "+4915112345678", text: "Hallo" });
    await expect.poll(async () => (await view()).status, { timeout: 5000 }).toBe("connected");
    const stored = await storedEvents(kit, shopId);
    expect(stored.map((event) => event.topic)).toEqual(["messages"]);
    expect(kit.jobs.added.map((job) => job.name)).toContain("templates.submit");
  });

  it("does not take our own verify token for theirs, nor a wrong one", async () => {
    await connect();
    const { webhook } = await view();
    const ask = async (token: string) =>
      fetch(
        `${webhook.callbackUrl}?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${encodeURIComponent(token)}`,
      );
    expect((await ask("a word that only Meta knows")).status).toBe(403);
    expect(await (await ask(webhook.verifyToken)).text()).toBe("42");
  });

  it.each<[string, () => Promise<{ body: string; secret: string }>]>([
    ["signed with our secret", async () => ({ body: change("messages"), secret: WHATSAPP_SECRET })],
    [
      "of another account",
      async () => ({ body: change("messages", OTHER.wabaId), secret: APP_SECRET }),
    ],
    [
      "of another field than messages",
      async () => ({ body: change("account_update"), secret: APP_SECRET }),
    ],
  ])("keeps waiting for a webhook %s", async (_name, make) => {
    await connect();
    await postWhatsApp(kit, { ...(await make()), path: await pathOf() });
    expect(await view()).toMatchObject({ status: "waiting" });
  });

  it("waits again after its secret was replaced, not after the same was saved once more", async () => {
    await connect();
    const before = await view();
    await postWhatsApp(kit, { body: change("messages"), secret: APP_SECRET, path: await pathOf() });
    await connect();
    expect(await view()).toMatchObject({ status: "connected", id: before.id });
    expect((await view()).webhook.verifyToken).toBe(before.webhook.verifyToken);
    await connect({ appSecret: "another-secret" });
    expect(await view()).toMatchObject({ status: "waiting" });
  });

  it("does not leave off waiting because its health is good", async () => {
    await connect();
    await refreshHealth(kit.deps, { shopId, numberId: (await view()).id });
    expect(await view()).toMatchObject({ status: "waiting" });
  });

  it.each<[string, Partial<typeof account>, string]>([
    ["a token of nobody", { token: "EAAnobody" }, "token_invalid"],
    ["another account's token", { token: "EAAother-token" }, "account_not_granted"],
    ["a number of another account", { phoneNumberId: OTHER.phoneId }, "number_not_in_account"],
  ])("is refused with %s, and nothing is stored", async (_name, wrong, problem) => {
    expect(await connect(wrong)).toMatchObject({ outcome: "failed", problem });
    expect(await kit.number(shopId)).toBeNull();
  });

  it("is refused without a permission, and when another shop has it", async () => {
    await kit.control("account", { wabaId: WABA_ID, scopes: ["whatsapp_business_management"] });
    expect(await connect()).toMatchObject({ problem: "scope_missing" });
    await kit.control("account", {
      wabaId: WABA_ID,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging"],
    });
    await connect({}, await kit.addShop());
    expect(await connect()).toMatchObject({ problem: "account_of_another_shop" });
  });

  it("keeps its secret sealed", async () => {
    await connect();
    const { rows } = await kit.owner.query<{ row: string }>(
      "select n::text as row from whatsapp_number n",
    );
    for (const secret of [TOKEN, APP_SECRET, (await view()).webhook.verifyToken]) {
      expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString("hex"));
    }
  });
});
